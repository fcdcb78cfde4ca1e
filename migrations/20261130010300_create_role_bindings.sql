-- Who holds which role besides the one of the membership: a person or a team, everywhere in the organization or on one
-- resource. Ownership is held by a membership alone.

create table core.role_bindings (
    organization_id uuid not null references core.organizations (id),
    id uuid not null,
    role_id uuid,
    system_role text check (system_role in ('admin', 'analyst', 'executive', 'auditor', 'member')),
    user_id uuid,
    team_id uuid,
    -- NULL is the whole organization. The resource has no foreign key: whoever deletes one deletes its bindings.
    resource_kind text check (resource_kind in ('team', 'service_account')),
    resource_id uuid,
    created_at timestamptz not null default clock_timestamp(),
    -- NULL where no person did it.
    created_by uuid,
    primary key (organization_id, id),
    constraint role_bindings_once unique nulls not distinct
        (organization_id, role_id, system_role, user_id, team_id, resource_kind, resource_id),
    constraint role_bindings_one_role check (num_nonnulls(role_id, system_role) = 1),
    constraint role_bindings_one_holder check (num_nonnulls(user_id, team_id) = 1),
    constraint role_bindings_whole_resource check (num_nonnulls(resource_kind, resource_id) in (0, 2)),
    foreign key (organization_id, role_id) references core.roles (organization_id, id),
    foreign key (organization_id, user_id) references core.memberships (organization_id, user_id),
    foreign key (organization_id, team_id) references core.teams (organization_id, id),
    foreign key (organization_id, created_by) references core.memberships (organization_id, user_id)
);
create index role_bindings_by_role on core.role_bindings (organization_id, role_id);
create index role_bindings_by_user on core.role_bindings (organization_id, user_id);
create index role_bindings_by_team on core.role_bindings (organization_id, team_id);
create index role_bindings_by_maker on core.role_bindings (organization_id, created_by);
create index role_bindings_by_resource on core.role_bindings (organization_id, resource_kind, resource_id);
call core.protect_table('core.role_bindings', '{tenant,system,identity}');
grant select, insert, delete on core.role_bindings to cauldron_app;
grant select on core.role_bindings to cauldron_system;
grant select, insert, delete on core.role_bindings to cauldron_identity;

-- When each person last used each permission, by the day: what nobody uses can be taken back.
create table core.permission_uses (
    organization_id uuid not null,
    user_id uuid not null,
    permission text not null check (permission ~ '^[a-z][a-z_]{0,40}:[a-z]{1,20}$'),
    last_used_on date not null,
    primary key (organization_id, user_id, permission),
    foreign key (organization_id, user_id) references core.memberships (organization_id, user_id)
);
call core.protect_table('core.permission_uses', '{tenant,system}');
grant select on core.permission_uses to cauldron_app;
grant select, insert, update (last_used_on) on core.permission_uses to cauldron_system;
