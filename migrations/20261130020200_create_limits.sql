-- How much of something an organization may have. A row with NULL is no limit; without a row the installation's standard holds
-- (`limit.<key>` of core.system_settings), and without that the value in code.
create table core.organization_limits (
    organization_id uuid not null references core.organizations (id),
    key text not null check (key ~ '^[a-z][a-z0-9_]{0,40}$'),
    most bigint check (most >= 0),
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0),
    primary key (organization_id, key)
);
call core.protect_table('core.organization_limits', '{tenant,system,identity}');
call core.keep_touched('core.organization_limits');
grant select on core.organization_limits to cauldron_app, cauldron_identity;
grant select, insert, update, delete on core.organization_limits to cauldron_system;

-- What was used on a day, of what is limited by the day.
create table core.usage_counters (
    organization_id uuid not null references core.organizations (id),
    key text not null check (key ~ '^[a-z][a-z0-9_]{0,40}$'),
    day date not null,
    used bigint not null default 0 check (used >= 0),
    primary key (organization_id, key, day)
);
call core.protect_table('core.usage_counters', '{tenant,system}');
grant select, insert, update (used) on core.usage_counters to cauldron_app;
grant select, delete on core.usage_counters to cauldron_system;

-- The limit that holds for an organization; NULL is none. Internal: for the identity functions, which name the organization.
create function core.limit_of(p_organization uuid, p_key text, p_default bigint) returns bigint
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select case
        when own.key is not null then own.most
        when standard.key is not null then (standard.value #>> '{}')::bigint
        else p_default end
    from (values (p_key)) as wanted (key)
    left join core.organization_limits as own on own.organization_id = p_organization and own.key = wanted.key
    left join core.system_settings as standard on standard.key = 'limit.' || wanted.key;
$$;

-- The same for the transaction's organization.
create function core.own_limit(p_key text, p_default bigint) returns bigint
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select core.limit_of(core.current_organization(), p_key, p_default);
$$;
grant execute on function core.own_limit(text, bigint) to cauldron_app;
call core.give_function('core.limit_of(uuid, text, bigint)', 'cauldron_identity');
call core.give_function('core.own_limit(text, bigint)', 'cauldron_identity');
