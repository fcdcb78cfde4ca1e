-- What programs prove themselves with: keys of people and of service accounts. A key's secret is in a table that the runtime
-- role cannot read; it is looked up by the hash of what a request shows.

-- Somebody who is no person: a program that works in one organization.
create table core.service_accounts (
    organization_id uuid not null references core.organizations (id),
    id uuid not null,
    name text not null check (char_length(name) between 1 and 120),
    -- The name in small letters, by the rules of the program rather than of the database's locale.
    name_key text not null check (char_length(name_key) between 1 and 360),
    purpose text not null default '' check (char_length(purpose) <= 300),
    -- The most that its keys may do. Whoever adds a scope holds it.
    scopes text[] not null check (cardinality(scopes) between 1 and 200),
    status text not null default 'active' check (status in ('active', 'suspended', 'removed')),
    created_by uuid not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0),
    primary key (organization_id, id),
    foreign key (organization_id, created_by) references core.memberships (organization_id, user_id)
);
create index service_accounts_by_maker on core.service_accounts (organization_id, created_by);
-- A removed account's name is free again.
create unique index service_accounts_once on core.service_accounts (organization_id, name_key) where status <> 'removed';
call core.protect_table('core.service_accounts', '{tenant,system,identity}');
call core.keep_touched('core.service_accounts');
grant select, insert, update (name, name_key, purpose, scopes, status) on core.service_accounts to cauldron_app;
grant select on core.service_accounts to cauldron_system, cauldron_identity;

-- A key as people see it. It belongs to a person or to a service account. Rotating gives it another secret, not another row.
create table core.api_keys (
    organization_id uuid not null references core.organizations (id),
    id uuid not null,
    user_id uuid,
    service_account_id uuid,
    name text not null check (char_length(name) between 1 and 120),
    -- The beginning of the secret, by which people tell keys from each other.
    prefix text not null check (prefix ~ '^cldr_[A-Za-z0-9_-]{4}$'),
    -- After a rotation: the beginning of the secret before, and until when that one still opens.
    former_prefix text check (former_prefix ~ '^cldr_[A-Za-z0-9_-]{4}$'),
    former_until timestamptz,
    scopes text[] not null check (cardinality(scopes) between 1 and 200),
    -- Networks from which it may be used; none for all.
    networks cidr[] not null default '{}' check (cardinality(networks) <= 20),
    -- None when a service account made it.
    created_by uuid,
    created_at timestamptz not null,
    rotated_at timestamptz,
    expires_at timestamptz check (expires_at > created_at),
    revoked_at timestamptz,
    last_used_at timestamptz,
    last_address inet,
    -- A key that is refused again and again is a security event once a minute.
    last_refused_at timestamptz,
    -- Its owner was told that it is about to expire.
    expiry_noticed_at timestamptz,
    primary key (organization_id, id),
    check ((user_id is null) <> (service_account_id is null)),
    check ((former_prefix is null) = (former_until is null)),
    foreign key (organization_id, user_id) references core.memberships (organization_id, user_id),
    foreign key (organization_id, service_account_id) references core.service_accounts (organization_id, id),
    foreign key (organization_id, created_by) references core.memberships (organization_id, user_id)
);
create index api_keys_by_person on core.api_keys (organization_id, user_id);
create index api_keys_by_service_account on core.api_keys (organization_id, service_account_id);
create index api_keys_by_maker on core.api_keys (organization_id, created_by);
create index api_keys_in_order on core.api_keys (organization_id, created_at, id);
create index api_keys_by_expiry on core.api_keys (expires_at) where revoked_at is null and expiry_noticed_at is null;
call core.protect_table('core.api_keys', '{tenant,system,identity}');
grant select on core.api_keys to cauldron_app;
grant insert (organization_id, id, user_id, service_account_id, name, prefix, scopes, networks, created_by, created_at,
    expires_at) on core.api_keys to cauldron_app;
grant update (prefix, former_prefix, former_until, rotated_at, revoked_at) on core.api_keys to cauldron_app;
grant select, update (last_used_at, last_address, last_refused_at, revoked_at) on core.api_keys to cauldron_identity;
grant select, update (expiry_noticed_at) on core.api_keys to cauldron_system;

-- SHA-256 of 256 random bits. During a rotation a key has two.
create table core.api_key_secrets (
    secret_hash bytea primary key check (octet_length(secret_hash) = 32),
    organization_id uuid not null,
    key_id uuid not null,
    created_at timestamptz not null,
    -- When it is replaced; the key's own expiry counts besides.
    expires_at timestamptz,
    foreign key (organization_id, key_id) references core.api_keys (organization_id, id)
);
create index api_key_secrets_by_key on core.api_key_secrets (organization_id, key_id);
call core.protect_table('core.api_key_secrets', '{system,identity}');
grant select, insert, update, delete on core.api_key_secrets to cauldron_identity;
grant select, delete on core.api_key_secrets to cauldron_system;

-- Gives a key of the transaction's organization a secret. Those before it open until `p_until` at the latest.
create function core.identity_put_key_secret(p_key uuid, p_hash bytea, p_now timestamptz, p_until timestamptz)
    returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    update core.api_key_secrets set expires_at = least(expires_at, p_until)
    where organization_id = core.current_organization() and key_id = p_key;
    insert into core.api_key_secrets (secret_hash, organization_id, key_id, created_at)
    values (p_hash, core.current_organization(), p_key, p_now);
$$;

-- Who shows this secret, with everything a request needs to know about them. No row: nobody knows it. A row whose `standing`
-- is not 'active' may not act; that is a security event, once a minute for each key. A use is noted once a minute.
create function core.identity_api_key(p_hash bytea, p_event uuid, p_now timestamptz, p_address inet, p_trace text)
    returns table (key_id uuid, key_name text, scopes text[], user_id uuid, display_name text, email text, role text,
        service_account_id uuid, organization_id uuid, organization_name text, time_zone text, week_start text,
        is_operating boolean, standing text)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    shown core.api_keys;
    secret_until timestamptz;
    owner_name text;
    owner_stands boolean;
    allowed text[];
    verdict text;
begin
    select api_keys.* into shown
    from core.api_key_secrets join core.api_keys
        on api_keys.organization_id = api_key_secrets.organization_id and api_keys.id = api_key_secrets.key_id
    where api_key_secrets.secret_hash = p_hash;
    if shown.id is null then
        return;
    end if;
    secret_until := (select expires_at from core.api_key_secrets where secret_hash = p_hash);
    if shown.user_id is not null then
        select users.display_name, users.status = 'active' and memberships.status = 'active', shown.scopes
        into owner_name, owner_stands, allowed
        from core.memberships join core.users on users.id = memberships.user_id
        where memberships.organization_id = shown.organization_id and memberships.user_id = shown.user_id;
    else
        -- What the account lost, its keys lost with it.
        select service_accounts.name, service_accounts.status = 'active',
            array(select unnest(shown.scopes) intersect select unnest(service_accounts.scopes))
        into owner_name, owner_stands, allowed
        from core.service_accounts
        where service_accounts.organization_id = shown.organization_id and service_accounts.id = shown.service_account_id;
    end if;
    verdict := case
        when shown.revoked_at is not null then 'revoked'
        when shown.expires_at <= p_now then 'expired'
        when secret_until <= p_now then 'replaced'
        when not owner_stands then 'owner_suspended'
        when (select status from core.organizations where id = shown.organization_id) <> 'active' then 'organization_suspended'
        when cardinality(shown.networks) > 0 and not exists (
            select from unnest(shown.networks) as network where p_address <<= network) then 'network'
        else 'active' end;
    if verdict = 'active' then
        if coalesce(shown.last_used_at <= p_now - interval '1 minute', true) then
            -- A note that a power cut loses is made again by the next use, so nobody waits for the disk here.
            perform set_config('synchronous_commit', 'off', true);
            update core.api_keys set last_used_at = p_now, last_address = p_address
            where organization_id = shown.organization_id and id = shown.id;
        end if;
    elsif coalesce(shown.last_refused_at <= p_now - interval '1 minute', true) then
        update core.api_keys set last_refused_at = p_now
        where organization_id = shown.organization_id and id = shown.id;
        perform core.identity_note(shown.organization_id, p_event, p_now, 'service_account', shown.id,
            'API key ' || shown.name || ' of ' || owner_name, 'api_key.refused', 'api_key', shown.id::text,
            jsonb_build_object('reason', verdict, 'prefix', shown.prefix), p_address, p_trace);
    end if;
    return query
        select shown.id, shown.name, allowed, shown.user_id, owner_name, coalesce(users.email, ''),
            coalesce(memberships.role, ''), shown.service_account_id, organizations.id, organizations.name,
            organizations.time_zone, coalesce(settings.value #>> '{}', 'monday'), organizations.is_operating, verdict
        from core.organizations
        left join core.users on users.id = shown.user_id
        left join core.memberships on memberships.organization_id = organizations.id and memberships.user_id = shown.user_id
        left join core.settings on settings.organization_id = organizations.id and settings.key = 'calendar.week_start'
        where organizations.id = shown.organization_id;
end
$$;

-- The keys of whoever is removed are revoked: who comes back starts anew.
create function core.revoke_keys_of_removed_member() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update core.api_keys set revoked_at = clock_timestamp()
    where organization_id = new.organization_id and user_id = new.user_id and revoked_at is null;
    return null;
end
$$;

create trigger revoke_keys_of_removed_member after update of status on core.memberships
    for each row when (new.status = 'removed' and old.status <> 'removed')
    execute function core.revoke_keys_of_removed_member();

grant execute on function
    core.identity_put_key_secret(uuid, bytea, timestamptz, timestamptz),
    core.identity_api_key(bytea, uuid, timestamptz, inet, text)
    to cauldron_app;
call core.give_function('core.revoke_keys_of_removed_member()', 'cauldron_identity');
call core.give_function('core.identity_put_key_secret(uuid, bytea, timestamptz, timestamptz)', 'cauldron_identity');
call core.give_function('core.identity_api_key(bytea, uuid, timestamptz, inet, text)', 'cauldron_identity');
