-- Persons, keys, accounts, sessions, records, documents, shares.
-- Every column is classified in db/classification.ts; a test fails on one that is not.

create table deployment (
  singleton boolean primary key default true check (singleton),
  installation_id uuid not null,
  set_up_at timestamptz,
  recovery_confirmed_at timestamptz,
  recovery_confirmed_fingerprint text
);

-- Service keys: sessions, share tokens, audit, indexes. `wrapped` is a 256-bit key under an epoch key;
-- a key pair's private half is sealed under that key.
create table service_key (
  name text not null,
  version int not null,
  wrapped bytea not null,
  sealed_private bytea,
  public_key bytea,
  created_at timestamptz not null,
  primary key (name, version)
);
alter table service_key alter column sealed_private set storage external;

create table person (
  person_id uuid primary key,
  created_at timestamptz not null
);

create table person_key (
  person_id uuid not null references person,
  purpose text not null check (purpose in ('account', 'chart', 'audit')),
  version int not null,
  wrapped bytea not null,
  state text not null check (state in ('active', 'retired', 'revoked')),
  created_at timestamptz not null,
  primary key (person_id, purpose, version)
);
create unique index person_key_one_active on person_key (person_id, purpose) where state = 'active';

create table account (
  person_id uuid primary key references person,
  role text not null check (role in ('admin', 'provider', 'carer', 'patient', 'radiologist', 'technologist', 'client')),
  state text not null check (state in ('active', 'suspended')),
  email_index bytea not null unique,
  profile bytea not null,
  password_hash text not null,
  mac bytea not null,
  created_at timestamptz not null
);
alter table account alter column profile set storage external;

create table one_time_token (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('set-up', 'invitation')),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table session (
  session_id uuid primary key,
  person_id uuid not null references account,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text
);
create index session_person on session (person_id);

create table refresh_token (
  token_hash bytea primary key,
  session_id uuid not null references session on delete cascade,
  created_at timestamptz not null,
  used_at timestamptz
);
create index refresh_token_session on refresh_token (session_id);

-- A directory table maps an id to its owner and says nothing else, so that owned tables can be distributed by owner.
create table resource_owner (
  resource_id uuid primary key,
  owner_id uuid not null references person
);

create table resource_current (
  owner_id uuid not null references person,
  resource_type text not null,
  resource_id uuid not null,
  version int not null,
  sealed bytea not null,
  updated_at timestamptz not null,
  primary key (owner_id, resource_type, resource_id)
);
alter table resource_current alter column sealed set storage external;

create table resource_history (
  owner_id uuid not null references person,
  resource_type text not null,
  resource_id uuid not null,
  version int not null,
  sealed bytea not null,
  created_at timestamptz not null,
  primary key (owner_id, resource_type, resource_id, version)
);
alter table resource_history alter column sealed set storage external;

create table document (
  owner_id uuid not null references person,
  document_id uuid not null,
  state text not null check (state in ('pending', 'stored')),
  sealed bytea not null,
  wrapped_key bytea,
  blob_id uuid,
  created_at timestamptz not null,
  primary key (owner_id, document_id)
);
alter table document alter column sealed set storage external;

create table share_owner (
  token_hash bytea primary key,
  owner_id uuid not null references person,
  share_id uuid not null
);

create table share (
  owner_id uuid not null references person,
  share_id uuid not null,
  token text not null,
  sealed bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  opened int not null default 0,
  opens_most int,
  primary key (owner_id, share_id)
);
alter table share alter column sealed set storage external;
