-- What they may: grants, organisations, emergencies, pseudonyms.

-- A directory of where staff work. The name is the deployment's.
create table organisation (
  organisation_id uuid primary key,
  sealed bytea not null,
  created_at timestamptz not null
);
alter table organisation alter column sealed set storage external;

create table organisation_member (
  person_id uuid not null references account,
  organisation_id uuid not null references organisation,
  since timestamptz not null,
  ended_at timestamptz,
  -- Over all of the above.
  mac bytea not null,
  primary key (person_id, organisation_id)
);
create index organisation_member_organisation on organisation_member (organisation_id);

-- Every standing way into somebody else's chart. What it covers is sealed under the patient's own key.
create table access_grant (
  patient_id uuid not null references person,
  grant_id uuid not null unique,
  kind text not null check (kind in ('guardian', 'consent', 'care-team', 'emergency')),
  state text not null check (state in ('offered', 'active', 'declined', 'revoked', 'left')),
  -- Null until an offer is accepted.
  grantee_id uuid references person,
  -- A care team's: whoever left it has lost the grant.
  organisation_id uuid references organisation,
  -- A colleague's, below the one that the patient gave.
  parent_id uuid,
  -- What a client calls the patient: keyed, of this grantee alone.
  pseudonym uuid,
  version int not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  sealed bytea not null,
  -- Over everything above but pseudonym and sealed.
  mac bytea not null,
  created_at timestamptz not null,
  primary key (patient_id, grant_id)
);
alter table access_grant alter column sealed set storage external;
create index access_grant_grantee on access_grant (grantee_id, patient_id) where grantee_id is not null;
create index access_grant_pseudonym on access_grant (grantee_id, pseudonym) where pseudonym is not null;
create index access_grant_parent on access_grant (parent_id) where parent_id is not null;

-- Links made by somebody else than the patient end with the grant that they were made under.
alter table share add column granted_by uuid;
create index share_granted_by on share (owner_id, granted_by) where granted_by is not null;

-- Finds a person by what is exact, in an emergency: keyed tokens.
create table person_index (
  owner_id uuid not null references person,
  field text not null check (field in ('identifier', 'identifier-value', 'name-and-birth-date')),
  token bytea not null check (octet_length(token) = 16),
  primary key (owner_id, field, token)
);
create index person_index_token on person_index (field, token);

-- One for each emergency grant. Its reason is the deployment's, so that who reviews it needs no chart.
create table emergency_review (
  patient_id uuid not null references person,
  grant_id uuid not null unique,
  opened_by uuid not null,
  opened_at timestamptz not null,
  ended_at timestamptz,
  due_at timestamptz not null,
  accesses int not null default 0,
  disputed_at timestamptz,
  reviewed_at timestamptz,
  reviewed_by uuid,
  outcome text check (outcome in ('justified', 'not-justified', 'misuse')),
  -- When somebody was last told that it is overdue.
  reminded_at timestamptz,
  sealed bytea not null,
  -- Over all but accesses, reminded_at and sealed.
  mac bytea not null,
  primary key (patient_id, grant_id)
);
alter table emergency_review alter column sealed set storage external;
create index emergency_review_open on emergency_review (due_at) where reviewed_at is null;

-- Two persons, before a pseudonym says whose it is.
create table reidentification (
  request_id uuid primary key,
  requested_by uuid not null,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  approved_by uuid,
  approved_at timestamptz,
  refused_at timestamptz,
  read_at timestamptz,
  -- Pseudonym and reason.
  sealed bytea not null,
  -- Over all of the above but sealed.
  mac bytea not null
);
alter table reidentification alter column sealed set storage external;

alter table one_time_token
  drop constraint one_time_token_purpose_check,
  add constraint one_time_token_purpose_check check (purpose in (
    'set-up', 'invitation', 'sign-up', 'email-change', 'password-reset', 'passkey-challenge', 'recovery-cancellation',
    'consent-offer', 'guardian-offer', 'hand-over'));
