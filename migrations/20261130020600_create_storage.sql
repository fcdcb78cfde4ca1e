-- Files of organizations. The bytes lie in the file store, under a name made of the organization's and the file's id.
create schema storage;
grant usage on schema storage to cauldron_app, cauldron_system, cauldron_identity, cauldron_search;

create table storage.objects (
    organization_id uuid not null references core.organizations (id),
    id uuid not null,
    -- What it is for, which decides how large it may be and who may read it.
    kind text not null check (kind in ('logo', 'invitation_list')),
    name text not null check (char_length(name) between 1 and 255),
    content_type text not null check (char_length(content_type) between 3 and 120),
    bytes bigint not null check (bytes >= 0),
    sha256 bytea not null check (octet_length(sha256) = 32),
    -- NULL where no person did it.
    created_by uuid,
    created_at timestamptz not null default clock_timestamp(),
    -- From then on nobody can read it; the bytes go when the store is swept.
    deleted_at timestamptz,
    primary key (organization_id, id),
    foreign key (organization_id, created_by) references core.memberships (organization_id, user_id)
);
create index objects_by_creator on storage.objects (organization_id, created_by);
create unique index objects_one_logo on storage.objects (organization_id, kind) where kind = 'logo' and deleted_at is null;
create index objects_deleted on storage.objects (deleted_at) where deleted_at is not null;
call core.protect_table('storage.objects', '{tenant,system}');
grant select, insert, update (deleted_at) on storage.objects to cauldron_app;
grant select, delete on storage.objects to cauldron_system;
