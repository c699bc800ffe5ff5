-- Who is asking: second factors, devices, throttles, what leaves by e-mail.

-- Sessions say more about themselves from here on, under a MAC; everybody signs in once more.
delete from refresh_token;
delete from session;

alter table account
  drop constraint account_state_check,
  add constraint account_state_check check (state in ('active', 'suspended', 'deactivated')),
  -- Covered by the MAC: factors that vanish from the tables below do not make the second step vanish.
  add column second_factor text not null default 'none' check (second_factor in ('none', 'required')),
  add column password_changed_at timestamptz;
update account set password_changed_at = created_at;
alter table account alter column password_changed_at set not null;

-- A browser that was here before: its cookie's keyed hash. What it is called is sealed.
create table device (
  person_id uuid not null references account,
  device_id uuid not null unique,
  token_hash bytea not null unique,
  sealed bytea not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (person_id, device_id)
);
alter table device alter column sealed set storage external;

alter table session
  add column device_id uuid not null,
  -- The proofs that were given, in order: 'password+totp'.
  add column methods text not null,
  -- When the newest of them was: sensitive actions ask for one that is fresh.
  add column proved_at timestamptz not null,
  add column last_seen_at timestamptz not null,
  -- Address and country.
  add column sealed bytea not null,
  -- Over session, person, end, device, methods and proved_at.
  add column mac bytea not null;
-- What is sealed has its owner in the primary key.
alter table refresh_token drop constraint refresh_token_session_id_fkey;
alter table session
  drop constraint session_pkey,
  add primary key (person_id, session_id),
  add constraint session_session_id_key unique (session_id),
  add foreign key (device_id) references device (device_id);
alter table refresh_token
  add foreign key (session_id) references session (session_id) on delete cascade;
alter table session alter column sealed set storage external;
create index session_device on session (device_id);

create table totp (
  person_id uuid primary key references account,
  sealed bytea not null,
  created_at timestamptz not null,
  -- Null until a code of it was shown once.
  confirmed_at timestamptz,
  -- The newest time step that was used (RFC 6238 §5.2): a code counts once.
  last_step bigint not null default 0
);
alter table totp alter column sealed set storage external;

create table recovery_code (
  person_id uuid not null references account,
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (person_id, code_hash)
);

create table passkey (
  person_id uuid not null references account,
  passkey_id uuid not null,
  -- WebAuthn credential id: random, made by the authenticator.
  credential_id bytea not null unique,
  -- COSE key (RFC 9052); no secret.
  public_key bytea not null,
  sign_count bigint not null,
  -- Its name and transports.
  sealed bytea not null,
  -- Over person, credential id and public key: a row that somebody wrote signs nobody in.
  mac bytea not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (person_id, passkey_id)
);
alter table passkey alter column sealed set storage external;

alter table one_time_token
  drop constraint one_time_token_purpose_check,
  add constraint one_time_token_purpose_check check (purpose in (
    'set-up', 'invitation', 'sign-up', 'email-change', 'password-reset', 'passkey-challenge', 'recovery-cancellation')),
  -- Whose it is; null for somebody who has no account yet.
  add column person_id uuid,
  -- What it will do, where the link is too short to say so.
  add column sealed bytea;
alter table one_time_token alter column sealed set storage external;
create index one_time_token_person on one_time_token (person_id) where person_id is not null;
create index one_time_token_expiry on one_time_token (expires_at);

-- Every second factor was lost. One row for each person, the newest request.
create table account_recovery (
  person_id uuid primary key references account,
  requested_at timestamptz not null,
  not_before timestamptz not null,
  approved_at timestamptz,
  approved_by uuid,
  -- Cancelled, refused or used: it opens nothing any more.
  ended_at timestamptz,
  mac bytea not null
);

-- What leaves by e-mail: written with what it tells of, deleted once the mail server has taken it.
create table outbox (
  outbox_id uuid primary key,
  -- To whom; null when the sealed part holds an address instead.
  person_id uuid,
  sealed bytea not null,
  created_at timestamptz not null,
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  -- A code, never what a mail server said.
  last_error text
);
alter table outbox alter column sealed set storage external;
create index outbox_next on outbox (next_attempt_at);
create index outbox_person on outbox (person_id) where person_id is not null;

-- Wrong guesses, by the keyed hash of what was guessed at: an account from anywhere, an account from one device, an address.
create table guess (
  subject bytea primary key,
  wrong int not null,
  since timestamptz not null
);
create index guess_since on guess (since);

-- Requests in a window, over all servers. Lost in a crash, which forgives a minute.
create unlogged table request_count (
  subject bytea not null,
  window_start timestamptz not null,
  requests bigint not null,
  primary key (subject, window_start)
);
create index request_count_window on request_count (window_start);
