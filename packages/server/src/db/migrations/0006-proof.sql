-- Proof: logs that begin anew after a restore, copies kept elsewhere, alerts, retention, questions.

-- A year's log, and those that a restore began after it: `2026`, `2026-2`. The newest of a year is written to.
create table audit_log (
  log text primary key check (log ~ '^[0-9]{4}(-[1-9][0-9]{0,3})?$'),
  year smallint not null check (year between 1970 and 9999),
  epoch smallint not null check (epoch >= 1),
  opened_at timestamptz not null,
  -- The signed note of the last checkpoint that is known of the log before this one. It is leaf 0; null for the first log.
  begins_with text,
  unique (year, epoch)
);
-- What is there already began with nothing.
insert into audit_log (log, year, epoch, opened_at, begins_with)
  select log, log::smallint, 1, now(), null from audit_head;

-- Waits (audit_pending) that go into the log next, in this order; null between passes. Fixed by a commit of its own before
-- anything is signed, so that a pass that dies is done again as the same pass.
alter table audit_head add column next_batch bigint[];

-- Which event is which leaf. The sequencer writes only here: an event is long, has many indexes, and stays as it was appended.
-- No foreign key, which would lock, and so rewrite, each event: a verification finds a leaf whose event is not there.
create table audit_leaf (
  log text not null,
  leaf_index bigint not null constraint audit_leaf_index_check check (leaf_index >= 0),
  event_id uuid not null unique,
  primary key (log, leaf_index)
);
insert into audit_leaf (log, leaf_index, event_id)
  select log, leaf_index, event_id from audit_event where leaf_index is not null order by log, leaf_index;

alter table audit_event
  -- With its check and the unique index. `log` is the year of the log that it goes into, `2026` in `2026-2` too.
  drop column leaf_index,
  -- Keyed token of the client's address; proved like the other two by what core seals.
  add column address_index bytea check (octet_length(address_index) = 16),
  -- Equal refusals that arrived together are one event. Sealed in core too.
  add column repeated int not null default 1 check (repeated >= 1);

-- Event ids are UUIDv7: their order is the order of time.
create index audit_event_type on audit_event (event_type, event_id);
create index audit_event_address on audit_event (address_index, event_id) where address_index is not null;
create index audit_event_not_success on audit_event (outcome, event_id) where outcome <> 'success';

-- Where the background check of events, their tokens and their leaves goes on.
create table audit_check (
  log text primary key,
  next_leaf bigint not null check (next_leaf >= 0),
  -- When it last came to the end.
  finished_at timestamptz,
  -- The first thing that did not fit: one word of the verifier's, and the leaf.
  fault text,
  fault_at bigint
);

-- What a place outside holds, and what comparing it said.
create table escrow (
  sink text not null check (sink in ('directory', 's3', 'mail', 'webhook')),
  kind text not null check (kind in ('checkpoint', 'restrictions')),
  -- Of a checkpoint; of the restriction list how many it holds.
  log text,
  size bigint,
  delivered_at timestamptz,
  -- Since when; null once it was taken again.
  failed_at timestamptz,
  -- A code, never what the other side said.
  failure text,
  -- One server at a time brings it, and after a failure later and later.
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  compared_at timestamptz,
  verdict text check (verdict in ('consistent', 'behind', 'forked', 'missing', 'unreadable')),
  primary key (sink, kind)
);

-- How many checkpoints of a log were brought to a place: where fewer are, some were taken away.
create table escrow_count (
  sink text not null check (sink in ('directory', 's3')),
  place text not null,
  log text not null,
  notes bigint not null check (notes >= 0),
  -- Of the newest that is counted, so that none is counted twice.
  size bigint not null,
  primary key (sink, place, log)
);

-- Every alert that was raised; one open row for each rule and whom or what it is about.
create table alert (
  alert_id uuid primary key,
  rule text not null check (rule ~ '^[a-z][a-z0-9-]{0,63}$'),
  -- Keyed: an actor, an address, or nothing.
  about bytea check (octet_length(about) = 16),
  first_at timestamptz not null,
  last_at timestamptz not null,
  count bigint not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  sealed bytea not null
);
alter table alert alter column sealed set storage external;
create unique index alert_open on alert (rule, about) nulls not distinct where acknowledged_at is null;
create index alert_last on alert (last_at);

-- How far alerts and counts have read each log.
create table alert_cursor (
  log text primary key,
  next_leaf bigint not null check (next_leaf >= 0)
);

-- Events by hour, for plots: names nobody. `outcome` as in the leaf; `role` as in core, `nobody` for none.
create table security_count (
  hour timestamptz not null,
  event_type text not null,
  outcome text not null,
  role text not null,
  events bigint not null,
  primary key (hour, event_type, outcome, role)
);

-- Signed calls that wait for the other side, like the outbox of e-mail.
create table webhook_outbox (
  webhook_id uuid primary key,
  sealed bytea not null,
  created_at timestamptz not null,
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  last_error text
);
alter table webhook_outbox alter column sealed set storage external;
create index webhook_outbox_next on webhook_outbox (next_attempt_at);

-- Years whose events are kept beyond their retention.
create table audit_hold (
  year smallint primary key,
  placed_at timestamptz not null,
  sealed bytea not null
);
alter table audit_hold alter column sealed set storage external;

-- Years whose events were destroyed at the end of their retention; the tree is kept.
create table audit_retired (
  year smallint primary key,
  retired_at timestamptz not null,
  events bigint not null
);

-- What somebody asks about an access to their data, and the answer. Under the person's account key: no chart opens for it.
create table access_question (
  person_id uuid not null references person,
  question_id uuid not null unique,
  event_id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  answered_by uuid,
  answered_at timestamptz,
  sealed bytea not null,
  primary key (person_id, question_id),
  unique (person_id, event_id)
);
alter table access_question alter column sealed set storage external;
create index access_question_open on access_question (asked_at) where answered_at is null;
