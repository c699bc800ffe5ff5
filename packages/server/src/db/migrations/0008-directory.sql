-- What an organisation knows of itself, and no patient: its people, places and medicines, each with all of its versions.
create table directory_record (
  organisation_id uuid not null references organisation,
  resource_type text not null,
  resource_id uuid not null,
  version int not null check (version > 0),
  is_newest boolean not null,
  sealed bytea not null,
  written_at timestamptz not null,
  primary key (organisation_id, resource_type, resource_id, version)
);
alter table directory_record alter column sealed set storage external;
-- An id is one record's, in one organisation; it is what an address names.
create unique index directory_record_version on directory_record (resource_id, version);
create unique index directory_record_newest on directory_record (resource_id) where is_newest;
create index directory_record_of_type on directory_record (organisation_id, resource_type) where is_newest;
