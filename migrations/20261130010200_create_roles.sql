-- Roles that an organization makes itself. The system roles (owner, admin, …) stand in the program, not here.

create table core.roles (
    organization_id uuid not null references core.organizations (id),
    id uuid not null,
    name text not null check (char_length(name) between 1 and 120),
    -- The name in small letters, by the rules of the program rather than of the database's locale.
    name_key text not null check (char_length(name_key) between 1 and 360),
    description text not null default '' check (char_length(description) <= 500),
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0),
    primary key (organization_id, id),
    constraint roles_once unique (organization_id, name_key)
);
call core.protect_table('core.roles', '{tenant,system}');
call core.keep_touched('core.roles');
grant select, insert, update (name, name_key, description), delete on core.roles to cauldron_app;
grant select on core.roles to cauldron_system;

-- What a role permits by itself. A name that the program does not know (any more) permits nothing.
create table core.role_permissions (
    organization_id uuid not null,
    role_id uuid not null,
    permission text not null check (permission ~ '^[a-z][a-z_]{0,40}:[a-z]{1,20}$'),
    primary key (organization_id, role_id, permission),
    foreign key (organization_id, role_id) references core.roles (organization_id, id)
);
call core.protect_table('core.role_permissions', '{tenant,system}');
grant select, insert, delete on core.role_permissions to cauldron_app;
grant select on core.role_permissions to cauldron_system;

-- What it permits besides, because another role does: one of the organization's own, or a system role. The program refuses to
-- save a circle, and is not harmed by one.
create table core.role_parents (
    organization_id uuid not null,
    role_id uuid not null,
    parent_role_id uuid,
    parent_system_role text check (parent_system_role in ('admin', 'analyst', 'executive', 'auditor', 'member')),
    constraint role_parents_once unique nulls not distinct (organization_id, role_id, parent_role_id, parent_system_role),
    constraint role_parents_one_kind check (num_nonnulls(parent_role_id, parent_system_role) = 1),
    constraint role_parents_not_itself check (parent_role_id <> role_id),
    foreign key (organization_id, role_id) references core.roles (organization_id, id),
    foreign key (organization_id, parent_role_id) references core.roles (organization_id, id)
);
create index role_parents_by_parent on core.role_parents (organization_id, parent_role_id);
call core.protect_table('core.role_parents', '{tenant,system}');
grant select, insert, delete on core.role_parents to cauldron_app;
grant select on core.role_parents to cauldron_system;
