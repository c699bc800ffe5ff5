-- Keys for life: renewal, reports, erasure, what a restore must do again.

-- Rewrapping a key changes no indexed column; with room on its page it needs no index entry either (HOT).
alter table person_key set (fillfactor = 50);
alter table person_key add column renew boolean not null default false;
create index person_key_to_renew on person_key (person_id) where renew;
create index person_key_retired on person_key (person_id) where state = 'retired';

alter table deployment add column era bigint not null default 0;

create table key_report (
  report_id uuid primary key,
  kind text not null check (kind in ('rotation', 'revocation', 'provider-migration', 'erasure', 'restore')),
  person_id uuid,
  note text not null,
  created_at timestamptz not null
);
create index key_report_newest on key_report (kind, created_at);
create index key_report_person on key_report (person_id) where person_id is not null;

-- Without a foreign key: both outlive the person's row.
create table legal_hold (
  person_id uuid primary key,
  placed_at timestamptz not null
);

create table erasure (
  person_id uuid primary key,
  requested_by text not null check (requested_by in ('self', 'operator')),
  requested_at timestamptz not null,
  not_before timestamptz not null,
  confirmed_at timestamptz,
  cancelled_at timestamptz,
  begun_at timestamptz,
  finished_at timestamptz,
  -- Under a key that the database does not hold: a row that somebody wrote erases nobody.
  mac bytea not null
);

-- The database's copy of the signed restriction list in the key store.
create table restriction (
  number bigint primary key check (number > 0),
  kind text not null check (kind in ('person-erased', 'person-suspended', 'person-resumed', 'person-held', 'person-released')),
  person_id uuid not null,
  made_at timestamptz not null,
  mac bytea not null
);
