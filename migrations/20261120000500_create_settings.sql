-- Settings of an organization and of a person in it; what is not here falls back to the value in code.
create table core.settings (
    organization_id uuid not null references core.organizations (id),
    scope text not null check (scope in ('organization', 'person')),
    -- The organization's id, or the person's.
    subject_id uuid not null check (scope = 'person' or subject_id = organization_id),
    key text not null check (key ~ '^[a-z][a-z0-9_.]{0,62}$'),
    value jsonb not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0),
    primary key (organization_id, scope, subject_id, key)
);
call core.protect_table('core.settings', '{tenant,system}');
call core.keep_touched('core.settings');
grant select, insert, update, delete on core.settings to cauldron_app, cauldron_system;
