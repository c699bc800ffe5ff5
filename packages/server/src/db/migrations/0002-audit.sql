-- The audit log: docs/formats/audit-log.md. Only packages/server/src/audit writes these tables.

create table audit_event (
  event_id uuid primary key,                        -- UUIDv7; in the leaf
  log text not null check (log ~ '^[0-9]{4}$'),     -- the UTC year of event_id's time; ends the origin
  leaf_index bigint check (leaf_index >= 0),        -- null until sequenced
  commitment bytea not null check (octet_length(commitment) = 32),                    -- in the leaf
  event_type text not null check (event_type ~ '^[a-z][a-z0-9.-]{0,63}$'),            -- in the leaf
  outcome text not null check (outcome in ('success', 'refused', 'failed')),          -- in the leaf
  occurred_ms bigint not null check (occurred_ms >= 0),                               -- in the leaf
  -- Keyed tokens to search by. Not in the leaf: they repeat what core seals, which is what proves them.
  actor_index bytea check (octet_length(actor_index) = 16),
  subject_index bytea check (octet_length(subject_index) = 16),
  -- Whose key seals detail; null: the deployment's. Erasure finds the rows by it.
  detail_owner uuid,
  -- Each half is salt and sealed value, or, once it is destroyed, the hash that the commitment is made of.
  salt_core bytea check (octet_length(salt_core) = 32),
  core bytea,
  core_hash bytea check (octet_length(core_hash) = 32),
  salt_detail bytea check (octet_length(salt_detail) = 32),
  detail bytea,
  detail_hash bytea check (octet_length(detail_hash) = 32),
  unique (log, leaf_index),
  check ((salt_core is null) = (core is null) and (core is null) <> (core_hash is null)),
  check ((salt_detail is null) = (detail is null) and (detail is null) <> (detail_hash is null))
);

-- Ciphertext does not compress; trying costs time on every write.
alter table audit_event alter column salt_core set storage external;
alter table audit_event alter column core set storage external;
alter table audit_event alter column salt_detail set storage external;
alter table audit_event alter column detail set storage external;

create index audit_event_subject on audit_event (subject_index, occurred_ms, event_id);
create index audit_event_actor on audit_event (actor_index, occurred_ms, event_id);
create index audit_event_detail_owner on audit_event (detail_owner) where detail_owner is not null;

-- Events without a leaf yet. Drained by DELETE: identity values commit out of order, so that
-- "everything after the last id" would lose events.
create table audit_pending (
  id bigint generated always as identity primary key,
  event_id uuid not null
);

-- One row a log; whoever sequences locks it, so that several servers make one log.
create table audit_head (
  log text primary key,
  size bigint not null check (size >= 0)
);

-- C2SP tlog-tiles. The last tile of a level grows in place: its narrower forms are its prefixes.
create table audit_tile (
  log text not null,
  level smallint not null check (level between 0 and 63),
  number bigint not null check (number >= 0),
  width smallint not null check (width between 1 and 256),
  hashes bytea not null check (octet_length(hashes) = width * 32),
  primary key (log, level, number)
);
alter table audit_tile alter column hashes set storage external;

-- C2SP tlog-checkpoint, one for every size that was ever signed.
create table audit_checkpoint (
  log text not null,
  size bigint not null check (size >= 0),
  note text not null,
  created_at timestamptz not null,
  primary key (log, size)
);
