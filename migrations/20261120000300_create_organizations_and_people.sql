-- The tenant, the people, and who belongs where.

create table core.organizations (
    id uuid primary key,
    slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    name text not null check (char_length(name) between 1 and 120),
    time_zone text not null default 'UTC' check (char_length(time_zone) between 1 and 64),
    -- Suspended by whoever runs the installation: everything can be read, nothing written.
    status text not null default 'active' check (status in ('active', 'suspended')),
    -- Why, in words that its people see.
    suspended_reason text check (char_length(suspended_reason) between 1 and 500),
    industry text not null default '' check (char_length(industry) <= 80),
    -- A member to write to about the organization.
    primary_contact uuid,
    -- The first organization: telemetry of the installation belongs to it.
    is_operating boolean not null default false,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0),
    check ((status = 'suspended') = (suspended_reason is not null))
);
create unique index organizations_one_operating on core.organizations (is_operating) where is_operating;
call core.protect_table('core.organizations', '{tenant,system,identity}', 'id');
call core.keep_touched('core.organizations');
grant select, update (name, slug, time_zone, industry, primary_contact) on core.organizations to cauldron_app;
grant select, insert, update on core.organizations to cauldron_system, cauldron_identity;

-- One identity across organizations. Not a tenant table: one sees oneself and the members of the current organization.
create table core.users (
    id uuid primary key,
    email text not null unique check (email = lower(email) and char_length(email) between 3 and 254),
    display_name text not null check (char_length(display_name) between 1 and 120),
    -- When the person last proved that mail to the address reaches them; NULL while nobody knows. A new address begins anew.
    email_verified_at timestamptz,
    status text not null default 'active' check (status in ('active', 'suspended')),
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0)
);
call core.protect_table('core.users', '{system,identity}');
call core.keep_touched('core.users');

-- Never hard-deleted: tenant rows name people as (organization_id, user_id) of this table.
create table core.memberships (
    organization_id uuid not null references core.organizations (id),
    user_id uuid not null references core.users (id),
    role text not null check (role in ('owner', 'admin', 'analyst', 'executive', 'auditor', 'member')),
    status text not null default 'active' check (status in ('active', 'suspended', 'removed')),
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0),
    primary key (organization_id, user_id)
);
create index memberships_by_user on core.memberships (user_id);
call core.protect_table('core.memberships', '{tenant,system,identity}');
call core.keep_touched('core.memberships');
grant select, update (role, status) on core.memberships to cauldron_app;
grant select, insert, update on core.memberships to cauldron_system, cauldron_identity;

alter table core.organizations add constraint organizations_primary_contact_fkey
    foreign key (id, primary_contact) references core.memberships (organization_id, user_id);
create index organizations_by_primary_contact on core.organizations (id, primary_contact);

-- An organization has an owner who can act, whatever is done and by whom. Changes that could end that wait for each other.
create function core.keep_an_owner() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform from core.organizations where id = old.organization_id for no key update;
    if not exists (select from core.memberships
        where organization_id = old.organization_id and role = 'owner' and status = 'active') then
        raise exception 'the organization would have no owner'
            using errcode = 'check_violation', constraint = 'memberships_keep_an_owner';
    end if;
    return null;
end
$$;
create trigger keep_an_owner after update of role, status on core.memberships
    for each row when (old.role = 'owner' and old.status = 'active' and (new.role <> 'owner' or new.status <> 'active'))
    execute function core.keep_an_owner();

create policy self_and_colleagues on core.users for select to cauldron_app
    using (
        id = (select core.current_user_id())
        or exists (
            select from core.memberships
            where memberships.organization_id = (select core.current_organization())
              and memberships.user_id = users.id
        )
    );
grant select on core.users to cauldron_app;
grant select, insert, update on core.users to cauldron_system, cauldron_identity;
