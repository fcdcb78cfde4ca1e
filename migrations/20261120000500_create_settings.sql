-- What organizations and people chose. What is not here falls back to the value in code.

create table core.settings (
    organization_id uuid not null references core.organizations (id),
    key text not null check (key ~ '^[a-z][a-z0-9_.]{0,62}$'),
    value jsonb not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0),
    primary key (organization_id, key)
);
call core.protect_table('core.settings', '{tenant,system,identity}');
call core.keep_touched('core.settings');
grant select, insert, update, delete on core.settings to cauldron_app, cauldron_system;
grant select on core.settings to cauldron_identity;

-- A person's, who takes them along to every organization. NULL is no choice.
create table core.preferences (
    user_id uuid primary key references core.users (id),
    theme text check (theme in ('system', 'light', 'dark')),
    density text check (density in ('compact', 'comfortable')),
    -- Whether single keys are shortcuts.
    shortcuts boolean,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0)
);
call core.protect_table('core.preferences', '{person,system}');
call core.keep_touched('core.preferences');
grant select, insert, update (theme, density, shortcuts) on core.preferences to cauldron_app;
grant select on core.preferences to cauldron_system;

-- Up to when a person has read the notifications of an organization.
create table core.notification_marks (
    organization_id uuid not null,
    user_id uuid not null,
    read_until timestamptz not null,
    primary key (organization_id, user_id),
    foreign key (organization_id, user_id) references core.memberships (organization_id, user_id)
);
call core.protect_table('core.notification_marks', '{tenant,own,system}');
grant select, insert, update (read_until) on core.notification_marks to cauldron_app;
grant select on core.notification_marks to cauldron_system;
