-- The schema that the migrations make. Written by `cargo xtask sqlx-prepare`; do not edit.

-- Name: admin; Type: SCHEMA; Schema: -; Owner: cauldron_owner

CREATE SCHEMA admin;

ALTER SCHEMA admin OWNER TO cauldron_owner;

-- Name: aegis; Type: SCHEMA; Schema: -; Owner: cauldron_owner

CREATE SCHEMA aegis;

ALTER SCHEMA aegis OWNER TO cauldron_owner;

-- Name: audit; Type: SCHEMA; Schema: -; Owner: cauldron_owner

CREATE SCHEMA audit;

ALTER SCHEMA audit OWNER TO cauldron_owner;

-- Name: core; Type: SCHEMA; Schema: -; Owner: cauldron_owner

CREATE SCHEMA core;

ALTER SCHEMA core OWNER TO cauldron_owner;

-- Name: integration; Type: SCHEMA; Schema: -; Owner: cauldron_owner

CREATE SCHEMA integration;

ALTER SCHEMA integration OWNER TO cauldron_owner;

-- Name: storage; Type: SCHEMA; Schema: -; Owner: cauldron_owner

CREATE SCHEMA storage;

ALTER SCHEMA storage OWNER TO cauldron_owner;

-- Name: timeseries; Type: SCHEMA; Schema: -; Owner: cauldron_owner

CREATE SCHEMA timeseries;

ALTER SCHEMA timeseries OWNER TO cauldron_owner;

-- Name: vector; Type: EXTENSION; Schema: -; Owner: -

CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;

-- Name: EXTENSION vector; Type: COMMENT; Schema: -; Owner:

COMMENT ON EXTENSION vector IS 'vector data type and ivfflat and hnsw access methods';

-- Name: attach_default_partition(regclass); Type: FUNCTION; Schema: core; Owner: cauldron_owner

CREATE FUNCTION core.attach_default_partition(p_parent regclass) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    name text := (select format('%I.%I', relnamespace::regnamespace::text, relname || '_default')
        from pg_class where oid = p_parent);
    policies text[] := array(select polname::text from pg_policy where polrelid = p_parent);
begin
    execute format('create table %s partition of %s default', name, p_parent);
    if cardinality(policies) > 0 then
        execute format('call core.protect_table(%L, %L)', name, policies);
    end if;
end
$$;

ALTER FUNCTION core.attach_default_partition(p_parent regclass) OWNER TO cauldron_owner;

-- Name: attach_partition(regclass, regclass, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_owner

CREATE FUNCTION core.attach_partition(p_parent regclass, p_partition regclass, p_from timestamp with time zone, p_to timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    execute format('revoke all on %s from cauldron_system', p_partition);
    execute format('alter table %s attach partition %s for values from (%L) to (%L)', p_parent, p_partition, p_from, p_to);
end
$$;

ALTER FUNCTION core.attach_partition(p_parent regclass, p_partition regclass, p_from timestamp with time zone, p_to timestamp with time zone) OWNER TO cauldron_owner;

-- Name: bump_access_epoch(); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.bump_access_epoch() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    insert into core.access_epochs as known (organization_id)
    select distinct changed.organization_id from changed order by 1
    on conflict (organization_id) do update set epoch = known.epoch + 1;
    return null;
end
$$;

ALTER FUNCTION core.bump_access_epoch() OWNER TO cauldron_identity;

-- Name: count_access_changes(regclass); Type: PROCEDURE; Schema: core; Owner: cauldron_owner

CREATE PROCEDURE core.count_access_changes(IN target regclass)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    execute format('create trigger bump_access_epoch_inserted after insert on %s referencing new table as changed
        for each statement execute function core.bump_access_epoch()', target);
    execute format('create trigger bump_access_epoch_updated after update on %s referencing new table as changed
        for each statement execute function core.bump_access_epoch()', target);
    execute format('create trigger bump_access_epoch_deleted after delete on %s referencing old table as changed
        for each statement execute function core.bump_access_epoch()', target);
end
$$;

ALTER PROCEDURE core.count_access_changes(IN target regclass) OWNER TO cauldron_owner;

-- Name: count_attempt(text, bytea, timestamp with time zone, integer, interval); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.count_attempt(p_scope text, p_key bytea, p_now timestamp with time zone, p_limit integer, p_window interval, OUT until timestamp with time zone, OUT is_new boolean) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    seen core.sign_in_attempts;
    next_block timestamptz;
begin
    insert into core.sign_in_attempts as known (scope, key_hash, attempts, window_started_at)
    values (p_scope, p_key, 1, p_now)
    on conflict (scope, key_hash) do update set
        attempts = case
            when known.blocked_until > p_now then known.attempts
            when known.window_started_at < p_now - p_window then 1
            else known.attempts + 1 end,
        window_started_at = case
            when known.window_started_at < p_now - p_window and coalesce(known.blocked_until <= p_now, true) then p_now
            else known.window_started_at end
    returning * into seen;
    is_new := false;
    if seen.blocked_until > p_now then
        until := seen.blocked_until;
        return;
    end if;
    if seen.attempts <= p_limit then
        return;
    end if;
    -- 30 s, doubling with every further attempt, up to 15 minutes.
    next_block := p_now + least(interval '15 minutes',
        interval '30 seconds' * power(2, least(seen.attempts - p_limit - 1, 10)));
    update core.sign_in_attempts set blocked_at = p_now, blocked_until = next_block where scope = p_scope and key_hash = p_key;
    if seen.blocked_until is null then
        until := next_block;
        is_new := true;
    end if;
end
$$;

ALTER FUNCTION core.count_attempt(p_scope text, p_key bytea, p_now timestamp with time zone, p_limit integer, p_window interval, OUT until timestamp with time zone, OUT is_new boolean) OWNER TO cauldron_identity;

-- Name: current_organization(); Type: FUNCTION; Schema: core; Owner: cauldron_owner

CREATE FUNCTION core.current_organization() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid;

ALTER FUNCTION core.current_organization() OWNER TO cauldron_owner;

-- Name: current_user_id(); Type: FUNCTION; Schema: core; Owner: cauldron_owner

CREATE FUNCTION core.current_user_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('app.user_id'::text, true), ''::text))::uuid;

ALTER FUNCTION core.current_user_id() OWNER TO cauldron_owner;

-- Name: drop_partition(regclass, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_owner

CREATE FUNCTION core.drop_partition(p_partition regclass, p_before timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    -- The default partition and a table that is no partition have none.
    upper_bound timestamptz := (
        select substring(pg_get_expr(relpartbound, oid) from 'TO \(''(.+)''\)')::timestamptz
        from pg_class where oid = p_partition and relispartition);
begin
    if upper_bound is null or upper_bound > p_before then
        raise exception '% is not a partition that ends before %', p_partition, p_before;
    end if;
    execute format('drop table %s', p_partition);
end
$$;

ALTER FUNCTION core.drop_partition(p_partition regclass, p_before timestamp with time zone) OWNER TO cauldron_owner;

-- Name: end_sessions_of_removed(uuid, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.end_sessions_of_removed(p_user uuid, p_now timestamp with time zone) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    with ended as (
        update core.sessions set ended_at = p_now, ended_reason = 'suspended'
        where sessions.organization_id = core.current_organization() and sessions.user_id = p_user and ended_at is null
          and exists (select from core.memberships
              where memberships.organization_id = sessions.organization_id and memberships.user_id = sessions.user_id
                and memberships.status = 'removed')
        returning id
    )
    select count(*) from ended;
$$;

ALTER FUNCTION core.end_sessions_of_removed(p_user uuid, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: invitations; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.invitations (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    email text NOT NULL,
    role text NOT NULL,
    token_hash bytea NOT NULL,
    team_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    invited_by uuid,
    expires_at timestamp with time zone NOT NULL,
    mailed_at timestamp with time zone,
    accepted_at timestamp with time zone,
    accepted_by uuid,
    revoked_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT invitations_check CHECK (((accepted_at IS NULL) = (accepted_by IS NULL))),
    CONSTRAINT invitations_check1 CHECK (((accepted_at IS NULL) OR (revoked_at IS NULL))),
    CONSTRAINT invitations_email_check CHECK (((email = lower(email)) AND ((char_length(email) >= 3) AND (char_length(email) <= 254)))),
    CONSTRAINT invitations_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'analyst'::text, 'executive'::text, 'auditor'::text, 'member'::text]))),
    CONSTRAINT invitations_team_ids_check CHECK ((cardinality(team_ids) <= 50)),
    CONSTRAINT invitations_token_hash_check CHECK ((octet_length(token_hash) = 32)),
    CONSTRAINT invitations_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY core.invitations FORCE ROW LEVEL SECURITY;

ALTER TABLE core.invitations OWNER TO cauldron_owner;

-- Name: enter_invited_teams(core.invitations, uuid); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.enter_invited_teams(p_invitation core.invitations, p_user uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    insert into core.team_members (organization_id, team_id, user_id)
    select teams.organization_id, teams.id, p_user from core.teams
    where teams.organization_id = p_invitation.organization_id and teams.id = any (p_invitation.team_ids)
    on conflict do nothing;
$$;

ALTER FUNCTION core.enter_invited_teams(p_invitation core.invitations, p_user uuid) OWNER TO cauldron_identity;

-- Name: enter_organization(uuid, uuid, text, bigint); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.enter_organization(p_organization uuid, p_user uuid, p_role text, p_people_default bigint) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    known text;
    most bigint := core.limit_of(p_organization, 'people', p_people_default);
begin
    perform from core.organizations where id = p_organization for no key update;
    known := (select status from core.memberships where organization_id = p_organization and user_id = p_user);
    if known in ('active', 'suspended') then
        return case known when 'active' then 'member' else 'suspended_member' end;
    end if;
    if most is not null and most <= (select count(*) from core.memberships
        where organization_id = p_organization and status <> 'removed') then
        return 'full';
    end if;
    insert into core.memberships (organization_id, user_id, role) values (p_organization, p_user, p_role)
    on conflict (organization_id, user_id) do update set role = excluded.role, status = 'active';
    return 'entered';
end
$$;

ALTER FUNCTION core.enter_organization(p_organization uuid, p_user uuid, p_role text, p_people_default bigint) OWNER TO cauldron_identity;

-- Name: forget_attempt(bytea, bytea, bytea, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.forget_attempt(p_pair bytea, p_address_key bytea, p_account bytea, p_now timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    delete from core.sign_in_attempts where scope = 'pair' and key_hash = p_pair;
    update core.sign_in_attempts set attempts = greatest(attempts - 1, 0),
        blocked_until = case when blocked_until > p_now then p_now else blocked_until end
    where scope = 'address' and key_hash = p_address_key;
    update core.sign_in_attempts set attempts = greatest(attempts - 1, 0),
        blocked_until = case when blocked_until > p_now then p_now else blocked_until end
    where scope = 'account' and key_hash = p_account;
$$;

ALTER FUNCTION core.forget_attempt(p_pair bytea, p_address_key bytea, p_account bytea, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: forget_removed_member(); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.forget_removed_member() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    delete from core.team_members where organization_id = new.organization_id and user_id = new.user_id;
    delete from core.role_bindings where organization_id = new.organization_id and user_id = new.user_id;
    return null;
end
$$;

ALTER FUNCTION core.forget_removed_member() OWNER TO cauldron_identity;

-- Name: give_function(regprocedure, regrole); Type: PROCEDURE; Schema: core; Owner: cauldron_owner

CREATE PROCEDURE core.give_function(IN target regprocedure, IN new_owner regrole)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    home regnamespace := (select pronamespace from pg_proc where oid = target);
begin
    execute format('grant create on schema %s to %s', home, new_owner);
    execute format('alter function %s owner to %s', target, new_owner);
    execute format('revoke create on schema %s from %s', home, new_owner);
end
$$;

ALTER PROCEDURE core.give_function(IN target regprocedure, IN new_owner regrole) OWNER TO cauldron_owner;

-- Name: has_second_factor(uuid); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.has_second_factor(p_user uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select exists (select from core.totp_secrets where user_id = p_user and confirmed_at is not null)
        or exists (select from core.passkeys where user_id = p_user);
$$;

ALTER FUNCTION core.has_second_factor(p_user uuid) OWNER TO cauldron_identity;

-- Name: home_of(uuid); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.home_of(p_user uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select memberships.organization_id from core.memberships
    where memberships.user_id = p_user and memberships.status = 'active'
    order by (select max(sessions.last_seen_at) from core.sessions
        where sessions.user_id = p_user and sessions.organization_id = memberships.organization_id) desc nulls last,
        memberships.created_at
    limit 1;
$$;

ALTER FUNCTION core.home_of(p_user uuid) OWNER TO cauldron_identity;

-- Name: identity_accept_as_member(bytea, bytea, bigint, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_accept_as_member(p_session_hash bytea, p_token_hash bytea, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS TABLE(outcome text, organization_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    holder core.sessions;
    person core.users;
    invitation core.invitations;
    result text;
begin
    select * into holder from core.identity_holder(p_session_hash, p_now);
    if holder.id is null then
        return query select 'signed_out', null::uuid;
        return;
    end if;
    select * into person from core.users where id = holder.user_id;
    select * into invitation from core.invitations where token_hash = p_token_hash for update;
    result := core.invitation_state(invitation, p_now);
    if result = 'used' and invitation.accepted_by = person.id then
        return query select 'entered', invitation.organization_id;
        return;
    end if;
    if result = 'valid' and invitation.email <> person.email then
        result := 'other_email';
    end if;
    if result = 'valid' then
        result := core.enter_organization(invitation.organization_id, person.id, invitation.role, p_people_default);
    end if;
    if result in ('entered', 'member') then
        perform core.enter_invited_teams(invitation, person.id);
        if invitation.mailed_at is not null and person.email_verified_at is null then
            update core.users set email_verified_at = p_now where id = person.id;
        end if;
        update core.invitations set accepted_at = p_now, accepted_by = person.id
        where invitations.organization_id = invitation.organization_id and id = invitation.id;
        perform core.identity_note(invitation.organization_id, p_event, p_now, 'person', person.id, person.display_name,
            'invitation.accepted', 'invitation', invitation.id::text,
            jsonb_build_object('email', invitation.email, 'role', invitation.role, 'account', 'existing'), p_address, p_trace);
        result := 'entered';
    end if;
    return query select result, invitation.organization_id;
end
$$;

ALTER FUNCTION core.identity_accept_as_member(p_session_hash bytea, p_token_hash bytea, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_accept_as_new(bytea, uuid, text, text, bigint, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_accept_as_new(p_token_hash bytea, p_user uuid, p_display_name text, p_password_hash text, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    invitation core.invitations;
    outcome text;
begin
    select * into invitation from core.invitations where token_hash = p_token_hash for update;
    outcome := core.invitation_state(invitation, p_now);
    if outcome <> 'valid' then
        return outcome;
    end if;
    -- A link that went by mail proves the address.
    insert into core.users (id, email, display_name, email_verified_at)
    values (p_user, invitation.email, p_display_name, case when invitation.mailed_at is not null then p_now end)
    on conflict (email) do nothing;
    if not found then
        return 'has_account';
    end if;
    insert into core.credentials (user_id, password_hash) values (p_user, p_password_hash);
    outcome := core.enter_organization(invitation.organization_id, p_user, invitation.role, p_people_default);
    if outcome <> 'entered' then
        raise exception 'the organization is full' using errcode = 'check_violation', constraint = 'invitations_full';
    end if;
    perform core.enter_invited_teams(invitation, p_user);
    update core.invitations set accepted_at = p_now, accepted_by = p_user
    where organization_id = invitation.organization_id and id = invitation.id;
    perform core.identity_note(invitation.organization_id, p_event, p_now, 'person', p_user, p_display_name,
        'invitation.accepted', 'invitation', invitation.id::text,
        jsonb_build_object('email', invitation.email, 'role', invitation.role, 'account', 'new'), p_address, p_trace);
    return outcome;
end
$$;

ALTER FUNCTION core.identity_accept_as_new(p_token_hash bytea, p_user uuid, p_display_name text, p_password_hash text, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_account_of(text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_account_of(p_email text) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select id from core.users where email = p_email and status = 'active';
$$;

ALTER FUNCTION core.identity_account_of(p_email text) OWNER TO cauldron_identity;

-- Name: identity_add_passkey(bytea, bytea, uuid, bytea, jsonb, text, bytea[], uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_add_passkey(p_token_hash bytea, p_ceremony bytea, p_id uuid, p_credential_id bytea, p_credential jsonb, p_name text, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    holder core.sessions;
    had boolean;
begin
    select * into holder from core.identity_holder(p_token_hash, p_now);
    delete from core.passkey_ceremonies
    where token_hash = p_ceremony and purpose = 'register' and user_id = holder.user_id and expires_at > p_now;
    if not found then
        return null;
    end if;
    had := core.has_second_factor(holder.user_id);
    insert into core.passkeys (id, user_id, credential_id, credential, name, created_at)
    values (p_id, holder.user_id, p_credential_id, p_credential, p_name, p_now)
    on conflict do nothing;
    if not found then
        return null;
    end if;
    update core.sessions set factor_at = p_now, proved_at = p_now where id = holder.id;
    if not had then
        perform core.replace_codes(holder.user_id, p_code_hashes, p_now);
    end if;
    perform core.note_person(holder.user_id, 'person', 'second_factor.added',
        jsonb_build_object('kind', 'passkey', 'name', p_name), p_event, p_now, p_address, p_trace);
    return case when had then 'added' else 'first' end;
end
$$;

ALTER FUNCTION core.identity_add_passkey(p_token_hash bytea, p_ceremony bytea, p_id uuid, p_credential_id bytea, p_credential jsonb, p_name text, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_api_key(bytea, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_api_key(p_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS TABLE(key_id uuid, key_name text, scopes text[], user_id uuid, display_name text, email text, role text, service_account_id uuid, organization_id uuid, organization_name text, time_zone text, week_start text, is_operating boolean, standing text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION core.identity_api_key(p_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_begin_ceremony(bytea, bytea, text, jsonb, bytea, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_begin_ceremony(p_ceremony bytea, p_token_hash bytea, p_purpose text, p_state jsonb, p_address_key bytea, p_expires timestamp with time zone, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    person uuid;
    until timestamptz;
begin
    if p_purpose = 'sign_in' then
        select counted.until into until
        from core.count_attempt('passkey_address', p_address_key, p_now, 120, interval '15 minutes') as counted;
        if until is not null then
            return false;
        end if;
    else
        person := (select session.user_id from (select * from core.identity_holder(p_token_hash, p_now)
            union all select * from core.identity_pending(p_token_hash, p_now)) as session);
        if person is null then
            return false;
        end if;
    end if;
    insert into core.passkey_ceremonies (token_hash, purpose, user_id, state, expires_at)
    values (p_ceremony, p_purpose, person, p_state, p_expires);
    return true;
end
$$;

ALTER FUNCTION core.identity_begin_ceremony(p_ceremony bytea, p_token_hash bytea, p_purpose text, p_state jsonb, p_address_key bytea, p_expires timestamp with time zone, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_begin_second_step(bytea, bytea, bytea, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_begin_second_step(p_token_hash bytea, p_pair bytea, p_account bytea, p_now timestamp with time zone, OUT blocked_until timestamp with time zone, OUT newly_blocked boolean) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    newly_blocked := false;
    if not exists (select from core.identity_pending(p_token_hash, p_now))
        and not exists (select from core.identity_holder(p_token_hash, p_now)) then
        return;
    end if;
    select counted.until, counted.is_new into blocked_until, newly_blocked
    from core.count_attempt('factor_pair', p_pair, p_now, 5, interval '15 minutes') as counted;
    if blocked_until is null then
        select counted.until, counted.is_new into blocked_until, newly_blocked
        from core.count_attempt('factor_account', p_account, p_now, 30, interval '1 hour') as counted;
    end if;
end
$$;

ALTER FUNCTION core.identity_begin_second_step(p_token_hash bytea, p_pair bytea, p_account bytea, p_now timestamp with time zone, OUT blocked_until timestamp with time zone, OUT newly_blocked boolean) OWNER TO cauldron_identity;

-- Name: identity_begin_sign_in(text, bytea, bytea, bytea, inet, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_begin_sign_in(p_email text, p_pair bytea, p_address_key bytea, p_account bytea, p_address inet, p_now timestamp with time zone) RETURNS TABLE(blocked_until timestamp with time zone, newly_blocked boolean, user_id uuid, password_hash text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    person uuid := (select users.id from core.users where users.email = p_email and users.status = 'active');
    familiar boolean := exists (select from core.sessions
        where sessions.user_id = person and sessions.network = core.network_of(p_address)
          and sessions.created_at > p_now - interval '90 days');
    -- Asked before anything is counted: an address that is blocked leaves no row for each name that it makes up.
    until timestamptz := (select sign_in_attempts.blocked_until from core.sign_in_attempts
        where scope = 'address' and key_hash = p_address_key and sign_in_attempts.blocked_until > p_now);
    is_new boolean := false;
begin
    if until is null then
        select counted.until, counted.is_new into until, is_new
        from core.count_attempt('pair', p_pair, p_now, 5, interval '15 minutes') as counted;
    end if;
    if until is null then
        select counted.until, counted.is_new into until, is_new
        from core.count_attempt('address', p_address_key, p_now, 60, interval '15 minutes') as counted;
    end if;
    if until is null and not familiar then
        select counted.until, counted.is_new into until, is_new
        from core.count_attempt('account', p_account, p_now, 100, interval '1 hour') as counted;
    end if;
    return query select until, is_new, person,
        (select credentials.password_hash from core.credentials where credentials.user_id = person);
end
$$;

ALTER FUNCTION core.identity_begin_sign_in(p_email text, p_pair bytea, p_address_key bytea, p_account bytea, p_address inet, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_begin_totp(bytea, text, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_begin_totp(p_token_hash bytea, p_sealed text, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    holder core.sessions;
begin
    select * into holder from core.identity_holder(p_token_hash, p_now);
    if holder.id is null then
        return false;
    end if;
    insert into core.totp_secrets as known (user_id, sealed_secret, created_at) values (holder.user_id, p_sealed, p_now)
    on conflict (user_id) do update set sealed_secret = excluded.sealed_secret, created_at = excluded.created_at
        where known.confirmed_at is null;
    return found;
end
$$;

ALTER FUNCTION core.identity_begin_totp(p_token_hash bytea, p_sealed text, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_ceremony(bytea, text, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_ceremony(p_ceremony bytea, p_purpose text, p_now timestamp with time zone) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select state from core.passkey_ceremonies
    where token_hash = p_ceremony and purpose = p_purpose and expires_at > p_now;
$$;

ALTER FUNCTION core.identity_ceremony(p_ceremony bytea, p_purpose text, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_change_email(bytea, uuid, text, text, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_change_email(p_link_hash bytea, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    link core.recovery_links;
    before text;
begin
    link := core.use_link(p_link_hash, 'email', p_now);
    if link.user_id is null then
        return null;
    end if;
    before := (select email from core.users where id = link.user_id for update);
    begin
        update core.users set email = link.email, email_verified_at = case when link.by_mail then p_now end
        where id = link.user_id;
    exception when unique_violation then
        return 'taken';
    end;
    -- Links to the address before open nothing any more.
    update core.recovery_links set used_at = p_now where user_id = link.user_id and used_at is null;
    perform core.mail_person(p_mail, link.user_id, before, 'account.email_changed', p_subject, p_body, p_now,
        p_now + interval '1 day', p_trace);
    perform core.note_person(link.user_id, 'visitor', 'email.changed', jsonb_build_object('before', before, 'after', link.email),
        p_event, p_now, p_address, p_trace);
    return 'changed';
end
$$;

ALTER FUNCTION core.identity_change_email(p_link_hash bytea, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_change_password(bytea, bytea, text, text, bytea, bytea, bytea, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_change_password(p_token_hash bytea, p_new_hash bytea, p_verified text, p_password_hash text, p_pair bytea, p_address_key bytea, p_account bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    holder core.sessions;
    label text;
    ended integer;
begin
    select * into holder from core.identity_holder(p_token_hash, p_now);
    if holder.id is null then
        return null;
    end if;
    -- The credentials before the session: in the other order two changes of one person could wait for each other.
    perform from core.credentials where user_id = holder.user_id and password_hash = p_verified for update;
    if not found or not core.renew_token(p_token_hash, p_new_hash) then
        return null;
    end if;
    update core.credentials set password_hash = p_password_hash where user_id = holder.user_id;
    update core.sessions set ended_at = p_now, ended_reason = 'password_changed'
    where user_id = holder.user_id and id <> holder.id and ended_at is null;
    get diagnostics ended = row_count;
    perform core.forget_attempt(p_pair, p_address_key, p_account, p_now);
    label := (select display_name from core.users where id = holder.user_id);
    perform core.identity_note(memberships.organization_id, p_event, p_now, 'person', holder.user_id, label,
        'password.changed', 'user', holder.user_id::text, jsonb_build_object('sessions_ended', ended), p_address, p_trace)
    from core.memberships where memberships.user_id = holder.user_id and memberships.status = 'active';
    return ended;
end
$$;

ALTER FUNCTION core.identity_change_password(p_token_hash bytea, p_new_hash bytea, p_verified text, p_password_hash text, p_pair bytea, p_address_key bytea, p_account bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_confirm_totp(bytea, bigint, bytea[], uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_confirm_totp(p_token_hash bytea, p_step bigint, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    holder core.sessions;
    had boolean;
begin
    select * into holder from core.identity_holder(p_token_hash, p_now);
    had := core.has_second_factor(holder.user_id);
    update core.totp_secrets set confirmed_at = p_now, last_step = p_step
    where user_id = holder.user_id and confirmed_at is null;
    if not found then
        return null;
    end if;
    update core.sessions set factor_at = p_now, proved_at = p_now where id = holder.id;
    if not had then
        perform core.replace_codes(holder.user_id, p_code_hashes, p_now);
    end if;
    perform core.note_person(holder.user_id, 'person', 'second_factor.added', '{"kind":"totp"}', p_event, p_now, p_address, p_trace);
    return case when had then 'added' else 'first' end;
end
$$;

ALTER FUNCTION core.identity_confirm_totp(p_token_hash bytea, p_step bigint, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_end_session(bytea, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_end_session(p_token_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    with ended as (
        update core.sessions set ended_at = p_now, ended_reason = 'signed_out'
        where token_hash = p_token_hash and ended_at is null
        returning id, user_id, organization_id
    ),
    noted as (
        select ended.id, core.identity_note(ended.organization_id, p_event, p_now, 'person', ended.user_id,
            users.display_name, 'sign_in.ended', 'session', ended.id::text, '{}', p_address, p_trace)
        from ended join core.users on users.id = ended.user_id
    )
    select count(*) > 0 from noted;
$$;

ALTER FUNCTION core.identity_end_session(p_token_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_factors(bytea, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_factors(p_token_hash bytea, p_now timestamp with time zone) RETURNS TABLE(is_pending boolean, user_id uuid, email text, display_name text, sealed_secret text, totp_since timestamp with time zone, last_step bigint, codes_left bigint, passkeys jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select session.stage = 'second_step', users.id, users.email, users.display_name, totp_secrets.sealed_secret,
        totp_secrets.confirmed_at, totp_secrets.last_step,
        (select count(*) from core.recovery_codes where recovery_codes.user_id = users.id and used_at is null),
        coalesce((select jsonb_agg(jsonb_build_object('id', id, 'name', name, 'credential', credential,
            'created_at', created_at, 'last_used_at', last_used_at) order by created_at, id)
            from core.passkeys where passkeys.user_id = users.id), '[]')
    from (select * from core.identity_holder(p_token_hash, p_now)
        union all select * from core.identity_pending(p_token_hash, p_now)) as session
    join core.users on users.id = session.user_id
    left join core.totp_secrets on totp_secrets.user_id = users.id;
$$;

ALTER FUNCTION core.identity_factors(p_token_hash bytea, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_fail_sign_in(uuid, text, text, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_fail_sign_in(p_user uuid, p_label text, p_reason text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    with concerned as (
        select organization_id from core.memberships where user_id = p_user and status = 'active'
        union
        select id from core.organizations where is_operating and not exists (
            select from core.memberships where user_id = p_user and status = 'active')
    )
    select core.identity_note(organization_id, p_event, p_now, 'visitor', p_user, p_label, 'sign_in.failed',
        'user', coalesce(p_user::text, ''), jsonb_build_object('reason', p_reason), p_address, p_trace)
    from concerned;
$$;

ALTER FUNCTION core.identity_fail_sign_in(p_user uuid, p_label text, p_reason text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: network_of(inet); Type: FUNCTION; Schema: core; Owner: cauldron_owner

CREATE FUNCTION core.network_of(p_address inet) RETURNS cidr
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN network(set_masklen(p_address, CASE family(p_address) WHEN 6 THEN 64 ELSE 32 END));

ALTER FUNCTION core.network_of(p_address inet) OWNER TO cauldron_owner;

-- Name: sessions; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.sessions (
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    superseded_hash bytea,
    user_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    address inet,
    network cidr GENERATED ALWAYS AS (core.network_of(address)) STORED,
    user_agent text DEFAULT ''::text NOT NULL,
    stage text DEFAULT 'full'::text NOT NULL,
    proved_at timestamp with time zone,
    factor_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    idle_expires_at timestamp with time zone NOT NULL,
    absolute_expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_reason text,
    CONSTRAINT sessions_check CHECK ((absolute_expires_at > created_at)),
    CONSTRAINT sessions_check1 CHECK (((ended_at IS NULL) = (ended_reason IS NULL))),
    CONSTRAINT sessions_ended_reason_check CHECK ((ended_reason = ANY (ARRAY['signed_out'::text, 'password_reset'::text, 'suspended'::text, 'replaced'::text, 'revoked'::text, 'password_changed'::text]))),
    CONSTRAINT sessions_stage_check CHECK ((stage = ANY (ARRAY['full'::text, 'second_step'::text]))),
    CONSTRAINT sessions_superseded_hash_check CHECK ((octet_length(superseded_hash) = 32)),
    CONSTRAINT sessions_token_hash_check CHECK ((octet_length(token_hash) = 32)),
    CONSTRAINT sessions_user_agent_check CHECK ((char_length(user_agent) <= 400))
);

ALTER TABLE ONLY core.sessions FORCE ROW LEVEL SECURITY;

ALTER TABLE core.sessions OWNER TO cauldron_owner;

-- Name: identity_holder(bytea, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_holder(p_token_hash bytea, p_now timestamp with time zone) RETURNS SETOF core.sessions
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select sessions.* from core.sessions
    join core.users on users.id = sessions.user_id
    where sessions.token_hash = p_token_hash and sessions.ended_at is null and users.status = 'active'
      and sessions.stage = 'full' and sessions.idle_expires_at > p_now and sessions.absolute_expires_at > p_now;
$$;

ALTER FUNCTION core.identity_holder(p_token_hash bytea, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_invitation(bytea, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_invitation(p_token_hash bytea, p_now timestamp with time zone) RETURNS TABLE(state text, organization_id uuid, organization_name text, email text, role text, invited_by text, expires_at timestamp with time zone, has_account boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select core.invitation_state(invitations, p_now), organizations.id, organizations.name, invitations.email,
        invitations.role, coalesce(inviter.display_name, ''), invitations.expires_at,
        exists (select from core.users where users.email = invitations.email)
    from core.invitations
    join core.organizations on organizations.id = invitations.organization_id
    left join core.users as inviter on inviter.id = invitations.invited_by
    where invitations.token_hash = p_token_hash;
$$;

ALTER FUNCTION core.identity_invitation(p_token_hash bytea, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_is_set_up(); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_is_set_up() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select exists (select from core.organizations where is_operating);
$$;

ALTER FUNCTION core.identity_is_set_up() OWNER TO cauldron_identity;

-- Name: identity_is_superseded(bytea, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_is_superseded(p_token_hash bytea, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select exists (select from core.sessions
        where superseded_hash = p_token_hash and ended_at is null
          and idle_expires_at > p_now and absolute_expires_at > p_now);
$$;

ALTER FUNCTION core.identity_is_superseded(p_token_hash bytea, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_issue_link(bytea, text, text, boolean, bytea, timestamp with time zone, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_issue_link(p_token_hash bytea, p_email text, p_new_email text, p_of_installation boolean, p_link_hash bytea, p_expires timestamp with time zone, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    holder core.sessions;
    person uuid := (select users.id from core.users where users.email = p_email and users.status = 'active');
    whole boolean;
begin
    select * into holder from core.identity_holder(p_token_hash, p_now);
    if holder.id is null then
        return null;
    end if;
    whole := p_of_installation
        and exists (select from core.organizations where organizations.id = holder.organization_id and is_operating);
    if person is null or not (whole or exists (select from core.memberships
            where memberships.user_id = person and memberships.organization_id = holder.organization_id
              and memberships.status <> 'removed')) then
        return 'unknown';
    end if;
    if not whole and exists (select from core.memberships
            where memberships.user_id = person and memberships.organization_id <> holder.organization_id
              and memberships.status <> 'removed') then
        return 'refused';
    end if;
    if exists (select from core.memberships where memberships.user_id = person and memberships.role = 'owner'
            and memberships.status = 'active')
        and not exists (select from core.memberships where memberships.user_id = holder.user_id
            and memberships.organization_id = holder.organization_id and memberships.role = 'owner') then
        return 'refused';
    end if;
    if p_new_email is not null and exists (select from core.users where users.email = p_new_email) then
        return 'taken';
    end if;
    perform core.replace_link(p_link_hash, case when p_new_email is null then 'password' else 'email' end, person,
        coalesce(p_new_email, p_email), false, p_now, p_expires);
    perform core.identity_note(concerned.organization_id, p_event, p_now, 'person', holder.user_id,
        (select display_name from core.users where id = holder.user_id), 'recovery.issued', 'user', person::text,
        jsonb_build_object('kind', case when p_new_email is null then 'password' else 'email' end), p_address, p_trace)
    from (
        select memberships.organization_id from core.memberships
        where memberships.user_id = person and memberships.status <> 'removed'
        union select holder.organization_id
    ) as concerned;
    return 'issued';
end
$$;

ALTER FUNCTION core.identity_issue_link(p_token_hash bytea, p_email text, p_new_email text, p_of_installation boolean, p_link_hash bytea, p_expires timestamp with time zone, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_join(bytea, uuid, bigint, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_join(p_session_hash bytea, p_organization uuid, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    holder core.sessions;
    wanted text := (select role from core.identity_joinable(p_session_hash, p_now) where organization_id = p_organization);
    outcome text;
begin
    if wanted is null then
        return 'unknown';
    end if;
    select * into holder from core.identity_holder(p_session_hash, p_now);
    outcome := core.enter_organization(p_organization, holder.user_id, wanted, p_people_default);
    if outcome = 'entered' then
        perform core.identity_note(p_organization, p_event, p_now, 'person', holder.user_id,
            (select display_name from core.users where id = holder.user_id), 'person.joined', 'user', holder.user_id::text,
            jsonb_build_object('role', wanted, 'by', 'e-mail domain'), p_address, p_trace);
    end if;
    return outcome;
end
$$;

ALTER FUNCTION core.identity_join(p_session_hash bytea, p_organization uuid, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_joinable(bytea, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_joinable(p_session_hash bytea, p_now timestamp with time zone) RETURNS TABLE(organization_id uuid, name text, role text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select organizations.id, organizations.name,
        case when role.value #>> '{}' in ('analyst', 'executive', 'auditor') then role.value #>> '{}' else 'member' end
    from core.identity_holder(p_session_hash, p_now) as holder
    join core.users on users.id = holder.user_id and users.email_verified_at is not null
    join core.organization_domains on organization_domains.domain = split_part(users.email, '@', 2)
    join core.organizations on organizations.id = organization_domains.organization_id and organizations.status = 'active'
    join core.settings as policy on policy.organization_id = organizations.id and policy.key = 'join.by_domain'
        and policy.value = 'true'::jsonb
    left join core.settings as role on role.organization_id = organizations.id and role.key = 'join.role'
    where not exists (select from core.memberships
        where memberships.organization_id = organizations.id and memberships.user_id = users.id)
    order by lower(organizations.name), organizations.id;
$$;

ALTER FUNCTION core.identity_joinable(p_session_hash bytea, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_note(uuid, uuid, timestamp with time zone, text, uuid, text, text, text, text, jsonb, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_note(p_organization uuid, p_event uuid, p_now timestamp with time zone, p_actor_kind text, p_user uuid, p_label text, p_action text, p_subject_kind text, p_subject text, p_detail jsonb, p_address inet, p_trace text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    insert into audit.events (organization_id, time, id, actor_kind, actor_id, actor_label, action, subject_kind,
        subject_id, detail, address, trace_id)
    values (p_organization, p_now, p_event, p_actor_kind, p_user, p_label, p_action, p_subject_kind, p_subject,
        p_detail, p_address, p_trace);
    insert into integration.outbox (organization_id, id, kind, payload, trace_id)
    values (p_organization, p_event, 'security.' || p_action,
        jsonb_build_object('time', p_now, 'actor_id', p_user, 'actor_label', p_label,
            'address', host(p_address), 'detail', p_detail), p_trace);
$$;

ALTER FUNCTION core.identity_note(p_organization uuid, p_event uuid, p_now timestamp with time zone, p_actor_kind text, p_user uuid, p_label text, p_action text, p_subject_kind text, p_subject text, p_detail jsonb, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_notify(uuid, uuid, text, text, text, text, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_notify(p_user uuid, p_id uuid, p_kind text, p_title text, p_body text, p_href text, p_now timestamp with time zone) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    here uuid := core.current_organization();
    choice core.notification_choices;
begin
    if here is null or not (p_kind = 'invitation' or exists (
        select from core.memberships where organization_id = here and user_id = p_user)) then
        return null;
    end if;
    select * into choice from core.notification_choices where user_id = p_user and kind = p_kind;
    if coalesce(choice.in_app, true) then
        insert into core.notifications (user_id, id, organization_id, kind, title, body, href, created_at)
        select users.id, p_id, case when p_kind = 'invitation' then null else here end, p_kind, left(p_title, 200),
            left(p_body, 1000), p_href, p_now
        from core.users where users.id = p_user and users.status = 'active'
        on conflict (user_id, id) do nothing;
    end if;
    return (select users.email from core.users
        where users.id = p_user and users.status = 'active' and users.email_verified_at is not null
            and coalesce(choice.by_mail, p_kind = 'security'));
end
$$;

ALTER FUNCTION core.identity_notify(p_user uuid, p_id uuid, p_kind text, p_title text, p_body text, p_href text, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_open_session(uuid, bytea, bytea, uuid, text, bytea, bytea, bytea, inet, text, timestamp with time zone, interval, interval, uuid, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_open_session(p_session uuid, p_token_hash bytea, p_replaced_hash bytea, p_user uuid, p_verified text, p_pair bytea, p_address_key bytea, p_account bytea, p_address inet, p_user_agent text, p_now timestamp with time zone, p_idle interval, p_absolute interval, p_event uuid, p_trace text, OUT organization uuid, OUT waits boolean) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    home uuid := core.home_of(p_user);
    label text := (select display_name from core.users where id = p_user and status = 'active');
begin
    if home is null or label is null then
        return;
    end if;
    -- A change of the password that has begun is waited for, and one that comes later waits, and ends this session too.
    perform from core.credentials where user_id = p_user and password_hash = p_verified for share;
    if not found then
        return;
    end if;
    organization := home;
    waits := core.has_second_factor(p_user);
    update core.sessions set ended_at = p_now, ended_reason = 'replaced'
    where token_hash = p_replaced_hash and ended_at is null;
    insert into core.sessions (id, token_hash, user_id, organization_id, address, user_agent, created_at, last_seen_at,
        idle_expires_at, absolute_expires_at, stage, proved_at)
    values (p_session, p_token_hash, p_user, home, p_address, left(p_user_agent, 400), p_now, p_now,
        p_now + case when waits then interval '10 minutes' else p_idle end,
        p_now + case when waits then interval '10 minutes' else p_absolute end,
        case when waits then 'second_step' else 'full' end, case when waits then null else p_now end);
    perform core.forget_attempt(p_pair, p_address_key, p_account, p_now);
    perform core.identity_note(home, p_event, p_now, 'person', p_user, label,
        case when waits then 'sign_in.password_accepted' else 'sign_in.succeeded' end, 'session', p_session::text, '{}', p_address,
        p_trace);
end
$$;

ALTER FUNCTION core.identity_open_session(p_session uuid, p_token_hash bytea, p_replaced_hash bytea, p_user uuid, p_verified text, p_pair bytea, p_address_key bytea, p_account bytea, p_address inet, p_user_agent text, p_now timestamp with time zone, p_idle interval, p_absolute interval, p_event uuid, p_trace text, OUT organization uuid, OUT waits boolean) OWNER TO cauldron_identity;

-- Name: identity_open_session_by_passkey(uuid, bytea, bytea, uuid, bytea, uuid, jsonb, text, interval, interval, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_open_session_by_passkey(p_session uuid, p_token_hash bytea, p_replaced_hash bytea, p_user uuid, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_user_agent text, p_idle interval, p_absolute interval, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    home uuid := core.home_of(p_user);
    label text := (select display_name from core.users where id = p_user and status = 'active');
begin
    if home is null or label is null
        or not core.use_factor(p_user, 'passkey', null, null, p_ceremony, p_passkey, p_credential, p_now) then
        return null;
    end if;
    update core.sessions set ended_at = p_now, ended_reason = 'replaced'
    where token_hash = p_replaced_hash and ended_at is null;
    insert into core.sessions (id, token_hash, user_id, organization_id, address, user_agent, created_at, last_seen_at,
        idle_expires_at, absolute_expires_at, proved_at, factor_at)
    values (p_session, p_token_hash, p_user, home, p_address, left(p_user_agent, 400), p_now, p_now, p_now + p_idle,
        p_now + p_absolute, p_now, p_now);
    perform core.identity_note(home, p_event, p_now, 'person', p_user, label, 'sign_in.succeeded', 'session', p_session::text,
        '{"by":"passkey"}', p_address, p_trace);
    return home;
end
$$;

ALTER FUNCTION core.identity_open_session_by_passkey(p_session uuid, p_token_hash bytea, p_replaced_hash bytea, p_user uuid, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_user_agent text, p_idle interval, p_absolute interval, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_own_email(bytea, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_own_email(p_token_hash bytea, p_now timestamp with time zone) RETURNS TABLE(verified_at timestamp with time zone, mail_is_sent boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select users.email_verified_at, core.mail_is_sent()
    from core.identity_holder(p_token_hash, p_now) as holder join core.users on users.id = holder.user_id;
$$;

ALTER FUNCTION core.identity_own_email(p_token_hash bytea, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_own_organizations(bytea, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_own_organizations(p_token_hash bytea, p_now timestamp with time zone) RETURNS TABLE(organization_id uuid, name text, role text, is_current boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select organizations.id, organizations.name, memberships.role, organizations.id = holder.organization_id
    from core.identity_holder(p_token_hash, p_now) as holder
    join core.memberships on memberships.user_id = holder.user_id and memberships.status = 'active'
    join core.organizations on organizations.id = memberships.organization_id
    order by lower(organizations.name), organizations.id;
$$;

ALTER FUNCTION core.identity_own_organizations(p_token_hash bytea, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_own_sessions(bytea, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_own_sessions(p_token_hash bytea, p_now timestamp with time zone) RETURNS TABLE(session_id uuid, is_current boolean, address text, user_agent text, created_at timestamp with time zone, last_seen_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select sessions.id, sessions.id = holder.id, coalesce(host(sessions.address), ''), sessions.user_agent,
        sessions.created_at, sessions.last_seen_at
    from core.identity_holder(p_token_hash, p_now) as holder
    join core.sessions on sessions.user_id = holder.user_id
    where sessions.ended_at is null and sessions.stage = 'full'
      and sessions.idle_expires_at > p_now and sessions.absolute_expires_at > p_now
    order by sessions.id = holder.id desc, sessions.last_seen_at desc, sessions.id;
$$;

ALTER FUNCTION core.identity_own_sessions(p_token_hash bytea, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_pass_second_step(bytea, bytea, text, bigint, bytea, bytea, uuid, jsonb, bytea, bytea, interval, interval, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_pass_second_step(p_token_hash bytea, p_new_hash bytea, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_pair bytea, p_account bytea, p_idle interval, p_absolute interval, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    pending core.sessions;
begin
    select * into pending from core.identity_pending(p_token_hash, p_now);
    if pending.id is null
        or not core.use_factor(pending.user_id, p_method, p_step, p_code_hash, p_ceremony, p_passkey, p_credential, p_now) then
        return false;
    end if;
    update core.sessions set token_hash = p_new_hash, superseded_hash = p_token_hash, stage = 'full', proved_at = p_now,
        factor_at = p_now, created_at = p_now, last_seen_at = p_now, idle_expires_at = p_now + p_idle,
        absolute_expires_at = p_now + p_absolute
    where id = pending.id and token_hash = p_token_hash and stage = 'second_step' and ended_at is null;
    if not found then
        return false;
    end if;
    delete from core.sign_in_attempts where scope = 'factor_pair' and key_hash = p_pair;
    delete from core.sign_in_attempts where scope = 'factor_account' and key_hash = p_account;
    perform core.identity_note(pending.organization_id, p_event, p_now, 'person', pending.user_id,
        (select display_name from core.users where id = pending.user_id), 'sign_in.succeeded', 'session', pending.id::text,
        jsonb_build_object('second_factor', p_method), p_address, p_trace);
    return true;
end
$$;

ALTER FUNCTION core.identity_pass_second_step(p_token_hash bytea, p_new_hash bytea, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_pair bytea, p_account bytea, p_idle interval, p_absolute interval, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_passkey(bytea); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_passkey(p_credential_id bytea) RETURNS TABLE(passkey_id uuid, user_id uuid, credential jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select passkeys.id, passkeys.user_id, passkeys.credential
    from core.passkeys join core.users on users.id = passkeys.user_id and users.status = 'active'
    where passkeys.credential_id = p_credential_id;
$$;

ALTER FUNCTION core.identity_passkey(p_credential_id bytea) OWNER TO cauldron_identity;

-- Name: identity_pending(bytea, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_pending(p_token_hash bytea, p_now timestamp with time zone) RETURNS SETOF core.sessions
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select sessions.* from core.sessions
    join core.users on users.id = sessions.user_id
    where sessions.token_hash = p_token_hash and sessions.stage = 'second_step' and sessions.ended_at is null
      and users.status = 'active' and sessions.idle_expires_at > p_now and sessions.absolute_expires_at > p_now;
$$;

ALTER FUNCTION core.identity_pending(p_token_hash bytea, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_prove(bytea, text, text, bigint, bytea, bytea, uuid, jsonb, bytea, bytea, bytea, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_prove(p_token_hash bytea, p_verified text, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_pair bytea, p_address_key bytea, p_account bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    holder core.sessions;
begin
    select * into holder from core.identity_holder(p_token_hash, p_now);
    if holder.id is null then
        return false;
    end if;
    if p_method = 'password' then
        if not exists (select from core.credentials where user_id = holder.user_id and password_hash = p_verified) then
            return false;
        end if;
        perform core.forget_attempt(p_pair, p_address_key, p_account, p_now);
    elsif not core.use_factor(holder.user_id, p_method, p_step, p_code_hash, p_ceremony, p_passkey, p_credential, p_now) then
        return false;
    end if;
    update core.sessions set proved_at = p_now where id = holder.id;
    perform core.identity_note(holder.organization_id, p_event, p_now, 'person', holder.user_id,
        (select display_name from core.users where id = holder.user_id), 'session.proved', 'session', holder.id::text,
        jsonb_build_object('by', p_method), p_address, p_trace);
    return true;
end
$$;

ALTER FUNCTION core.identity_prove(p_token_hash bytea, p_verified text, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_pair bytea, p_address_key bytea, p_account bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_proved_at(uuid); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_proved_at(p_session uuid) RETURNS timestamp with time zone
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select proved_at from core.sessions where id = p_session and ended_at is null;
$$;

ALTER FUNCTION core.identity_proved_at(p_session uuid) OWNER TO cauldron_identity;

-- Name: identity_put_key_secret(uuid, bytea, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_put_key_secret(p_key uuid, p_hash bytea, p_now timestamp with time zone, p_until timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    update core.api_key_secrets set expires_at = least(expires_at, p_until)
    where organization_id = core.current_organization() and key_id = p_key;
    insert into core.api_key_secrets (secret_hash, organization_id, key_id, created_at)
    values (p_hash, core.current_organization(), p_key, p_now);
$$;

ALTER FUNCTION core.identity_put_key_secret(p_key uuid, p_hash bytea, p_now timestamp with time zone, p_until timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_recover(bytea, text, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_recover(p_link_hash bytea, p_password_hash text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    link core.recovery_links;
    ended integer;
begin
    link := core.use_link(p_link_hash, 'password', p_now);
    if link.user_id is null then
        return null;
    end if;
    insert into core.credentials (user_id, password_hash) values (link.user_id, p_password_hash)
    on conflict (user_id) do update set password_hash = excluded.password_hash;
    update core.sessions set ended_at = p_now, ended_reason = 'password_reset'
    where user_id = link.user_id and ended_at is null;
    get diagnostics ended = row_count;
    if link.by_mail then
        update core.users set email_verified_at = coalesce(email_verified_at, p_now)
        where id = link.user_id and email = link.email;
    end if;
    perform core.note_person(link.user_id, 'visitor', 'password.recovered',
        jsonb_build_object('by', case when link.by_mail then 'mail' else 'hand' end, 'sessions_ended', ended), p_event, p_now,
        p_address, p_trace);
    return ended;
end
$$;

ALTER FUNCTION core.identity_recover(p_link_hash bytea, p_password_hash text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_recovery_link(bytea, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_recovery_link(p_link_hash bytea, p_now timestamp with time zone) RETURNS TABLE(state text, kind text, email text, current_email text, display_name text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select case when used_at is not null then 'used' when expires_at <= p_now or users.status <> 'active' then 'expired' else 'valid' end,
        recovery_links.kind, recovery_links.email, users.email, users.display_name
    from core.recovery_links join core.users on users.id = recovery_links.user_id
    where token_hash = p_link_hash;
$$;

ALTER FUNCTION core.identity_recovery_link(p_link_hash bytea, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_remove_factor(bytea, uuid, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_remove_factor(p_token_hash bytea, p_passkey uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    holder core.sessions;
    taken text;
begin
    select * into holder from core.identity_holder(p_token_hash, p_now);
    if p_passkey is null then
        delete from core.totp_secrets where user_id = holder.user_id and confirmed_at is not null returning '' into taken;
    else
        delete from core.passkeys where user_id = holder.user_id and id = p_passkey returning name into taken;
    end if;
    if taken is null then
        return false;
    end if;
    if not core.has_second_factor(holder.user_id) then
        delete from core.recovery_codes where user_id = holder.user_id;
    end if;
    perform core.note_person(holder.user_id, 'person', 'second_factor.removed',
        jsonb_build_object('kind', case when p_passkey is null then 'totp' else 'passkey' end, 'name', taken), p_event, p_now,
        p_address, p_trace);
    return true;
end
$$;

ALTER FUNCTION core.identity_remove_factor(p_token_hash bytea, p_passkey uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_rename(bytea, text, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_rename(p_token_hash bytea, p_display_name text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    holder core.sessions;
    before text;
begin
    select * into holder from core.identity_holder(p_token_hash, p_now);
    if holder.id is null then
        return false;
    end if;
    before := (select display_name from core.users where id = holder.user_id for update);
    if before = p_display_name then
        return true;
    end if;
    update core.users set display_name = p_display_name where id = holder.user_id;
    perform core.identity_note(memberships.organization_id, p_event, p_now, 'person', holder.user_id, before,
        'person.renamed', 'user', holder.user_id::text,
        jsonb_build_object('before', before, 'after', p_display_name), p_address, p_trace)
    from core.memberships where memberships.user_id = holder.user_id and memberships.status = 'active';
    return true;
end
$$;

ALTER FUNCTION core.identity_rename(p_token_hash bytea, p_display_name text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_renew_codes(bytea, bytea[], uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_renew_codes(p_token_hash bytea, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    holder core.sessions;
begin
    select * into holder from core.identity_holder(p_token_hash, p_now);
    if holder.id is null or not core.has_second_factor(holder.user_id) then
        return false;
    end if;
    perform core.replace_codes(holder.user_id, p_code_hashes, p_now);
    perform core.note_person(holder.user_id, 'person', 'recovery_codes.renewed', '{}', p_event, p_now, p_address, p_trace);
    return true;
end
$$;

ALTER FUNCTION core.identity_renew_codes(p_token_hash bytea, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_request_email(bytea, text, bytea, bytea, timestamp with time zone, uuid, text, text, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_request_email(p_token_hash bytea, p_email text, p_account bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    holder core.sessions;
    until timestamptz;
begin
    select * into holder from core.identity_holder(p_token_hash, p_now);
    if holder.id is null then
        return null;
    end if;
    if not core.mail_is_sent() then
        return 'no_mail';
    end if;
    select counted.until into until
    from core.count_attempt('recovery_account', p_account, p_now, 5, interval '1 hour') as counted;
    if until is not null then
        return 'blocked';
    end if;
    if not exists (select from core.users where users.email = p_email) then
        perform core.replace_link(p_link_hash, 'email', holder.user_id, p_email, true, p_now, p_expires);
        perform core.mail_person(p_mail, holder.user_id, p_email, 'account.email_change', p_subject, p_body, p_now, p_expires,
            p_trace);
    end if;
    perform core.note_person(holder.user_id, 'person', 'email.change_requested', '{}', p_event, p_now, p_address, p_trace);
    return 'sent';
end
$$;

ALTER FUNCTION core.identity_request_email(p_token_hash bytea, p_email text, p_account bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_request_recovery(text, text, bytea, bytea, bytea, timestamp with time zone, uuid, text, text, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_request_recovery(p_email text, p_label text, p_account bytea, p_address_key bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS timestamp with time zone
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    until timestamptz;
    person uuid;
begin
    select counted.until into until
    from core.count_attempt('recovery_address', p_address_key, p_now, 20, interval '1 hour') as counted;
    if until is null then
        select counted.until into until
        from core.count_attempt('recovery_account', p_account, p_now, 3, interval '1 hour') as counted;
    end if;
    if until is not null then
        return until;
    end if;
    person := (select users.id from core.users
        where users.email = p_email and users.status = 'active' and users.email_verified_at is not null
          and exists (select from core.memberships where memberships.user_id = users.id and memberships.status = 'active')
          and core.mail_is_sent());
    if person is null then
        perform core.identity_note(organizations.id, p_event, p_now, 'visitor', null, p_label, 'recovery.unanswered', 'user',
            '', '{}', p_address, p_trace)
        from core.organizations where is_operating;
    else
        perform core.replace_link(p_link_hash, 'password', person, p_email, true, p_now, p_expires);
        perform core.mail_person(p_mail, person, p_email, 'account.recovery', p_subject, p_body, p_now, p_expires, p_trace);
        perform core.note_person(person, 'visitor', 'recovery.requested', '{"by":"mail"}', p_event, p_now, p_address, p_trace);
    end if;
    return null;
end
$$;

ALTER FUNCTION core.identity_request_recovery(p_email text, p_label text, p_account bytea, p_address_key bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_request_verification(bytea, bytea, bytea, timestamp with time zone, uuid, text, text, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_request_verification(p_token_hash bytea, p_account bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    holder core.sessions;
    person core.users;
    until timestamptz;
begin
    select * into holder from core.identity_holder(p_token_hash, p_now);
    if holder.id is null then
        return null;
    end if;
    select * into person from core.users where id = holder.user_id;
    if person.email_verified_at is not null then
        return 'verified';
    end if;
    if not core.mail_is_sent() then
        return 'no_mail';
    end if;
    select counted.until into until
    from core.count_attempt('recovery_account', p_account, p_now, 5, interval '1 hour') as counted;
    if until is not null then
        return 'blocked';
    end if;
    perform core.replace_link(p_link_hash, 'verification', person.id, person.email, true, p_now, p_expires);
    perform core.mail_person(p_mail, person.id, person.email, 'account.verification', p_subject, p_body, p_now, p_expires, p_trace);
    perform core.note_person(person.id, 'person', 'email.verification_requested', '{}', p_event, p_now, p_address, p_trace);
    return 'sent';
end
$$;

ALTER FUNCTION core.identity_request_verification(p_token_hash bytea, p_account bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_revoke_sessions(bytea, uuid, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_revoke_sessions(p_token_hash bytea, p_session uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    holder core.sessions;
    label text;
    ended_sessions uuid[];
    concerned uuid[];
begin
    select * into holder from core.identity_holder(p_token_hash, p_now);
    if holder.id is null then
        return 0;
    end if;
    with ended as (
        update core.sessions set ended_at = p_now, ended_reason = 'revoked'
        where user_id = holder.user_id and id <> holder.id and ended_at is null
          and idle_expires_at > p_now and absolute_expires_at > p_now
          and (p_session is null or id = p_session)
        returning id, organization_id
    )
    select array_agg(id order by id), array_agg(distinct organization_id) into ended_sessions, concerned from ended;
    if ended_sessions is null then
        return 0;
    end if;
    label := (select display_name from core.users where id = holder.user_id);
    perform core.identity_note(organization, p_event, p_now, 'person', holder.user_id, label, 'session.revoked',
        'user', holder.user_id::text,
        jsonb_build_object('sessions', to_jsonb(ended_sessions), 'count', cardinality(ended_sessions)), p_address, p_trace)
    from (select unnest(concerned || holder.organization_id) as organization group by 1) as organizations;
    return cardinality(ended_sessions);
end
$$;

ALTER FUNCTION core.identity_revoke_sessions(p_token_hash bytea, p_session uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_session(bytea, timestamp with time zone, interval); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_session(p_token_hash bytea, p_now timestamp with time zone, p_idle interval) RETURNS TABLE(session_id uuid, user_id uuid, email text, display_name text, organization_id uuid, organization_name text, time_zone text, week_start text, is_operating boolean, role text, standing text, access_epoch bigint, suspended_reason text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
#variable_conflict use_column
begin
    if p_idle is not null then
        -- A touch that a power cut loses is made again by the next request, so nobody waits for the disk here.
        perform set_config('synchronous_commit', 'off', true);
        update core.sessions set last_seen_at = p_now, idle_expires_at = p_now + p_idle
        from core.sign_in_policy((select organization_id from core.sessions where token_hash = p_token_hash)) as policy
        where token_hash = p_token_hash and ended_at is null and stage = 'full'
          and idle_expires_at > p_now and absolute_expires_at > p_now
          and last_seen_at < p_now - interval '1 minute'
          and coalesce(last_seen_at > p_now - policy.idle, true);
    end if;
    return query
        select sessions.id, users.id, users.email, users.display_name, organizations.id, organizations.name,
            organizations.time_zone,
            coalesce(settings.value #>> '{}',
                (select system_settings.value #>> '{}' from core.system_settings where key = 'calendar.week_start'), 'monday'),
            organizations.is_operating, memberships.role,
            case
                when users.status <> 'active' or memberships.status <> 'active' then 'suspended'
                when policy.second_factor and not core.has_second_factor(users.id) then 'must_enrol'
                else 'active'
            end,
            coalesce(access_epochs.epoch, 0), organizations.suspended_reason
        from core.sessions
        join core.users on users.id = sessions.user_id
        join core.memberships on memberships.organization_id = sessions.organization_id
            and memberships.user_id = sessions.user_id
        join core.organizations on organizations.id = sessions.organization_id
        left join core.settings on settings.organization_id = sessions.organization_id
            and settings.key = 'calendar.week_start'
        left join core.access_epochs on access_epochs.organization_id = sessions.organization_id
        cross join lateral core.sign_in_policy(sessions.organization_id) as policy
        where sessions.token_hash = p_token_hash and sessions.ended_at is null and sessions.stage = 'full'
          and coalesce(sessions.last_seen_at > p_now - policy.idle, true)
          and coalesce(sessions.created_at > p_now - policy.absolute, true)
          and (not policy.second_factor or sessions.factor_at is not null or not core.has_second_factor(users.id))
          and sessions.idle_expires_at > p_now and sessions.absolute_expires_at > p_now;
end
$$;

ALTER FUNCTION core.identity_session(p_token_hash bytea, p_now timestamp with time zone, p_idle interval) OWNER TO cauldron_identity;

-- Name: identity_set_up(bytea, uuid, text, text, text, uuid, text, text, text, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_set_up(p_link_hash bytea, p_organization uuid, p_slug text, p_name text, p_time_zone text, p_user uuid, p_email text, p_display_name text, p_password_hash text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    update core.setup_links set used_at = p_now
    where token_hash = p_link_hash and used_at is null and expires_at > p_now;
    if not found or core.identity_is_set_up() then
        return false;
    end if;
    insert into core.organizations (id, slug, name, time_zone, is_operating)
    values (p_organization, p_slug, p_name, p_time_zone, true);
    insert into core.users (id, email, display_name) values (p_user, p_email, p_display_name);
    insert into core.credentials (user_id, password_hash) values (p_user, p_password_hash);
    insert into core.memberships (organization_id, user_id, role) values (p_organization, p_user, 'owner');
    perform core.identity_note(p_organization, p_event, p_now, 'visitor', p_user, p_display_name, 'organization.created',
        'organization', p_organization::text, jsonb_build_object('slug', p_slug, 'name', p_name), p_address, p_trace);
    return true;
end
$$;

ALTER FUNCTION core.identity_set_up(p_link_hash bytea, p_organization uuid, p_slug text, p_name text, p_time_zone text, p_user uuid, p_email text, p_display_name text, p_password_hash text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_setup_link_state(bytea, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_setup_link_state(p_token_hash bytea, p_now timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select coalesce((
        select case when used_at is not null then 'used' when expires_at <= p_now then 'expired' else 'valid' end
        from core.setup_links where token_hash = p_token_hash), 'unknown');
$$;

ALTER FUNCTION core.identity_setup_link_state(p_token_hash bytea, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: identity_switch_organization(bytea, bytea, uuid, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_switch_organization(p_token_hash bytea, p_new_hash bytea, p_organization uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    holder core.sessions;
    label text;
begin
    select * into holder from core.identity_holder(p_token_hash, p_now);
    if holder.id is null then
        return null;
    end if;
    if not exists (
        select from core.memberships
        where memberships.user_id = holder.user_id and memberships.organization_id = p_organization
          and memberships.status = 'active') then
        return false;
    end if;
    if not core.renew_token(p_token_hash, p_new_hash) then
        return null;
    end if;
    if holder.organization_id = p_organization then
        return true;
    end if;
    update core.sessions set organization_id = p_organization where id = holder.id;
    label := (select display_name from core.users where id = holder.user_id);
    perform core.identity_note(organization, p_event, p_now, 'person', holder.user_id, label, 'session.moved',
        'session', holder.id::text, '{}', p_address, p_trace)
    from unnest(array[holder.organization_id, p_organization]) as organization;
    return true;
end
$$;

ALTER FUNCTION core.identity_switch_organization(p_token_hash bytea, p_new_hash bytea, p_organization uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: identity_verify_email(bytea, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.identity_verify_email(p_link_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    link core.recovery_links;
begin
    link := core.use_link(p_link_hash, 'verification', p_now);
    update core.users set email_verified_at = coalesce(email_verified_at, p_now)
    where id = link.user_id and email = link.email;
    if not found then
        return false;
    end if;
    perform core.note_person(link.user_id, 'visitor', 'email.verified', '{}', p_event, p_now, p_address, p_trace);
    return true;
end
$$;

ALTER FUNCTION core.identity_verify_email(p_link_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: invitation_state(core.invitations, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.invitation_state(p_invitation core.invitations, p_now timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select case
        when p_invitation.id is null then 'unknown'
        when p_invitation.accepted_at is not null then 'used'
        when p_invitation.revoked_at is not null then 'revoked'
        when p_invitation.expires_at <= p_now then 'expired'
        when exists (select from core.organizations
            where organizations.id = p_invitation.organization_id and organizations.status <> 'active') then 'suspended'
        else 'valid'
    end;
$$;

ALTER FUNCTION core.invitation_state(p_invitation core.invitations, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: keep_an_owner(); Type: FUNCTION; Schema: core; Owner: cauldron_owner

CREATE FUNCTION core.keep_an_owner() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION core.keep_an_owner() OWNER TO cauldron_owner;

-- Name: keep_touched(regclass); Type: PROCEDURE; Schema: core; Owner: cauldron_owner

CREATE PROCEDURE core.keep_touched(IN target regclass)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    execute format('create trigger touch_row before update on %s for each row execute function core.touch_row()',
        target);
end
$$;

ALTER PROCEDURE core.keep_touched(IN target regclass) OWNER TO cauldron_owner;

-- Name: limit_of(uuid, text, bigint); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.limit_of(p_organization uuid, p_key text, p_default bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select case
        when own.key is not null then own.most
        when standard.key is not null then (standard.value #>> '{}')::bigint
        else p_default end
    from (values (p_key)) as wanted (key)
    left join core.organization_limits as own on own.organization_id = p_organization and own.key = wanted.key
    left join core.system_settings as standard on standard.key = 'limit.' || wanted.key;
$$;

ALTER FUNCTION core.limit_of(p_organization uuid, p_key text, p_default bigint) OWNER TO cauldron_identity;

-- Name: lock_access(); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.lock_access() RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    insert into core.access_epochs as known (organization_id)
    select organizations.id from core.organizations where organizations.id = core.current_organization()
    on conflict (organization_id) do update set epoch = known.epoch
    returning known.epoch;
$$;

ALTER FUNCTION core.lock_access() OWNER TO cauldron_identity;

-- Name: mail_is_sent(); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.mail_is_sent() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select exists (select from integration.mail_settings
        join core.organizations on organizations.id = mail_settings.organization_id and organizations.is_operating);
$$;

ALTER FUNCTION core.mail_is_sent() OWNER TO cauldron_identity;

-- Name: mail_person(uuid, uuid, text, text, text, text, timestamp with time zone, timestamp with time zone, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.mail_person(p_mail uuid, p_user uuid, p_recipient text, p_kind text, p_subject text, p_body text, p_now timestamp with time zone, p_expires timestamp with time zone, p_trace text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    insert into integration.mails (organization_id, id, kind, recipient, subject, body, next_attempt_at, give_up_at,
        created_at, trace_id)
    select memberships.organization_id, p_mail, p_kind, p_recipient, p_subject, p_body, p_now, p_expires, p_now, p_trace
    from core.memberships where memberships.user_id = p_user and memberships.status = 'active'
    order by memberships.created_at, memberships.organization_id
    limit 1;
$$;

ALTER FUNCTION core.mail_person(p_mail uuid, p_user uuid, p_recipient text, p_kind text, p_subject text, p_body text, p_now timestamp with time zone, p_expires timestamp with time zone, p_trace text) OWNER TO cauldron_identity;

-- Name: make_partition(regclass, name, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_owner

CREATE FUNCTION core.make_partition(p_parent regclass, p_name name, p_from timestamp with time zone, p_to timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
    partition regclass;
    moved bigint;
begin
    if exists (select from pg_class as known join pg_class as parent on parent.relnamespace = known.relnamespace
            where known.relname = p_name and parent.oid = p_parent) then
        return null;
    end if;
    -- Nobody may write into the range between the move and the attachment.
    execute format('lock table %s in share row exclusive mode', p_parent);
    partition := core.prepare_partition(p_parent, p_name);
    execute format('with gone as (delete from %s where time >= $1 and time < $2 returning *)
        insert into %s select * from gone', p_parent, partition) using p_from, p_to;
    get diagnostics moved = row_count;
    perform core.attach_partition(p_parent, partition, p_from, p_to);
    return moved;
end
$_$;

ALTER FUNCTION core.make_partition(p_parent regclass, p_name name, p_from timestamp with time zone, p_to timestamp with time zone) OWNER TO cauldron_owner;

-- Name: members_last_seen(uuid[]); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.members_last_seen(p_users uuid[]) RETURNS TABLE(user_id uuid, last_seen_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select sessions.user_id, max(sessions.last_seen_at) from core.sessions
    where sessions.organization_id = core.current_organization() and sessions.user_id = any (p_users)
    group by sessions.user_id;
$$;

ALTER FUNCTION core.members_last_seen(p_users uuid[]) OWNER TO cauldron_identity;

-- Name: note_person(uuid, text, text, jsonb, uuid, timestamp with time zone, inet, text); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.note_person(p_user uuid, p_actor_kind text, p_action text, p_detail jsonb, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select core.identity_note(memberships.organization_id, p_event, p_now, p_actor_kind, p_user, users.display_name, p_action,
        'user', p_user::text, p_detail, p_address, p_trace)
    from core.memberships join core.users on users.id = memberships.user_id
    where memberships.user_id = p_user and memberships.status = 'active';
$$;

ALTER FUNCTION core.note_person(p_user uuid, p_actor_kind text, p_action text, p_detail jsonb, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) OWNER TO cauldron_identity;

-- Name: own_limit(text, bigint); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.own_limit(p_key text, p_default bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select core.limit_of(core.current_organization(), p_key, p_default);
$$;

ALTER FUNCTION core.own_limit(p_key text, p_default bigint) OWNER TO cauldron_identity;

-- Name: prepare_partition(regclass, name); Type: FUNCTION; Schema: core; Owner: cauldron_owner

CREATE FUNCTION core.prepare_partition(p_parent regclass, p_name name) RETURNS regclass
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    name text := (select format('%I.%I', relnamespace::regnamespace::text, p_name)
        from pg_class where oid = p_parent);
    policies text[] := array(select polname::text from pg_policy where polrelid = p_parent);
begin
    execute format('create table %s (like %s including all)', name, p_parent);
    if cardinality(policies) > 0 then
        execute format('call core.protect_table(%L, %L)', name, policies);
    end if;
    execute format('grant insert on %s to cauldron_system', name);
    return name::regclass;
end
$$;

ALTER FUNCTION core.prepare_partition(p_parent regclass, p_name name) OWNER TO cauldron_owner;

-- Name: protect_table(regclass, text[], name); Type: PROCEDURE; Schema: core; Owner: cauldron_owner

CREATE PROCEDURE core.protect_table(IN target regclass, IN policies text[], IN tenant_column name DEFAULT 'organization_id'::name)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    own_organization text := format('%I = (select core.current_organization())', tenant_column);
    own_rows constant text := 'user_id = (select core.current_user_id())';
begin
    if not policies <@ array['tenant', 'own', 'person', 'system', 'identity', 'search'] then
        raise exception 'unknown policy among %', policies;
    end if;
    if 'own' = any (policies) and not 'tenant' = any (policies) then
        raise exception 'the policy own narrows the policy tenant, which is missing among %', policies;
    end if;
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    if 'tenant' = any (policies) then
        execute format('create policy tenant on %s for all to cauldron_app using (%s) with check (%s)',
            target, own_organization, own_organization);
    end if;
    if 'own' = any (policies) then
        execute format('create policy own on %s as restrictive for all to cauldron_app using (%s) with check (%s)',
            target, own_rows, own_rows);
    end if;
    if 'person' = any (policies) then
        execute format('create policy person on %s for all to cauldron_app using (%s) with check (%s)',
            target, own_rows, own_rows);
    end if;
    if 'system' = any (policies) then
        execute format('create policy system on %s for all to cauldron_system using (true) with check (true)', target);
    end if;
    if 'identity' = any (policies) then
        execute format('create policy identity on %s for all to cauldron_identity using (true) with check (true)',
            target);
    end if;
    if 'search' = any (policies) then
        execute format('create policy search on %s for select to cauldron_search using (%s)',
            target, own_organization);
    end if;
end
$$;

ALTER PROCEDURE core.protect_table(IN target regclass, IN policies text[], IN tenant_column name) OWNER TO cauldron_owner;

-- Name: prune_default_partition(regclass, timestamp with time zone, bigint); Type: FUNCTION; Schema: core; Owner: cauldron_owner

CREATE FUNCTION core.prune_default_partition(p_parent regclass, p_before timestamp with time zone, p_rows bigint) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
    -- Nobody has a grant on a partition, so the rows are reached through the parent. What lies before the oldest ordinary
    -- partition lies in the default one, and with that as a limit Postgres looks at no other.
    first_bound timestamptz := (
        select min(substring(pg_get_expr(relpartbound, pg_class.oid) from 'FROM \(''([^'']+)''\)')::timestamptz)
        from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = p_parent);
    deleted bigint;
begin
    execute format('delete from %s where time < $1 and (tableoid, ctid) in (
        select tableoid, ctid from %s where time < $1 limit $2)', p_parent, p_parent)
        using least(p_before, first_bound), p_rows;
    get diagnostics deleted = row_count;
    return deleted;
end
$_$;

ALTER FUNCTION core.prune_default_partition(p_parent regclass, p_before timestamp with time zone, p_rows bigint) OWNER TO cauldron_owner;

-- Name: renew_token(bytea, bytea); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.renew_token(p_token_hash bytea, p_new_hash bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    update core.sessions set token_hash = p_new_hash, superseded_hash = p_token_hash
    where token_hash = p_token_hash and ended_at is null;
    return found;
end
$$;

ALTER FUNCTION core.renew_token(p_token_hash bytea, p_new_hash bytea) OWNER TO cauldron_identity;

-- Name: replace_codes(uuid, bytea[], timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.replace_codes(p_user uuid, p_hashes bytea[], p_now timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    delete from core.recovery_codes where user_id = p_user;
    insert into core.recovery_codes (user_id, code_hash, created_at) select p_user, unnest(p_hashes), p_now;
$$;

ALTER FUNCTION core.replace_codes(p_user uuid, p_hashes bytea[], p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: replace_link(bytea, text, uuid, text, boolean, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.replace_link(p_token_hash bytea, p_kind text, p_user uuid, p_email text, p_by_mail boolean, p_now timestamp with time zone, p_expires timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    update core.recovery_links set used_at = p_now where user_id = p_user and kind = p_kind and used_at is null;
    insert into core.recovery_links (token_hash, kind, user_id, email, by_mail, created_at, expires_at)
    values (p_token_hash, p_kind, p_user, p_email, p_by_mail, p_now, p_expires);
$$;

ALTER FUNCTION core.replace_link(p_token_hash bytea, p_kind text, p_user uuid, p_email text, p_by_mail boolean, p_now timestamp with time zone, p_expires timestamp with time zone) OWNER TO cauldron_identity;

-- Name: revoke_keys_of_removed_member(); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.revoke_keys_of_removed_member() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    update core.api_keys set revoked_at = clock_timestamp()
    where organization_id = new.organization_id and user_id = new.user_id and revoked_at is null;
    return null;
end
$$;

ALTER FUNCTION core.revoke_keys_of_removed_member() OWNER TO cauldron_identity;

-- Name: sign_in_policy(uuid); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.sign_in_policy(p_organization uuid, OUT second_factor boolean, OUT idle interval, OUT absolute interval) RETURNS record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select coalesce(bool_or(value = 'true') filter (where key = 'sign_in.second_factor'), false),
        max((value #>> '{}')::bigint * interval '1 minute') filter (where key = 'sign_in.idle_minutes'),
        max((value #>> '{}')::bigint * interval '1 hour') filter (where key = 'sign_in.absolute_hours')
    from core.settings
    where organization_id = p_organization and key in ('sign_in.second_factor', 'sign_in.idle_minutes', 'sign_in.absolute_hours');
$$;

ALTER FUNCTION core.sign_in_policy(p_organization uuid, OUT second_factor boolean, OUT idle interval, OUT absolute interval) OWNER TO cauldron_identity;

-- Name: system_settings_now(); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.system_settings_now() RETURNS TABLE(key text, value jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select system_settings.key, system_settings.value from core.system_settings;
$$;

ALTER FUNCTION core.system_settings_now() OWNER TO cauldron_identity;

-- Name: touch_row(); Type: FUNCTION; Schema: core; Owner: cauldron_owner

CREATE FUNCTION core.touch_row() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    new.updated_at := clock_timestamp();
    new.version := old.version + 1;
    return new;
end
$$;

ALTER FUNCTION core.touch_row() OWNER TO cauldron_owner;

-- Name: use_factor(uuid, text, bigint, bytea, bytea, uuid, jsonb, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.use_factor(p_user uuid, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    case p_method
        when 'totp' then
            update core.totp_secrets set last_step = p_step
            where user_id = p_user and confirmed_at is not null and coalesce(last_step < p_step, true);
        when 'recovery_code' then
            update core.recovery_codes set used_at = p_now
            where user_id = p_user and code_hash = p_code_hash and used_at is null;
        when 'passkey' then
            delete from core.passkey_ceremonies
            where token_hash = p_ceremony and expires_at > p_now and coalesce(user_id = p_user, true)
              and purpose in ('prove', 'sign_in');
            if not found then
                return false;
            end if;
            update core.passkeys set credential = p_credential, last_used_at = p_now
            where id = p_passkey and user_id = p_user;
        else
            return false;
    end case;
    return found;
end
$$;

ALTER FUNCTION core.use_factor(p_user uuid, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: recovery_links; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.recovery_links (
    token_hash bytea NOT NULL,
    kind text NOT NULL,
    user_id uuid NOT NULL,
    email text NOT NULL,
    by_mail boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT recovery_links_check CHECK ((expires_at > created_at)),
    CONSTRAINT recovery_links_email_check CHECK (((email = lower(email)) AND ((char_length(email) >= 3) AND (char_length(email) <= 254)))),
    CONSTRAINT recovery_links_kind_check CHECK ((kind = ANY (ARRAY['password'::text, 'email'::text, 'verification'::text]))),
    CONSTRAINT recovery_links_token_hash_check CHECK ((octet_length(token_hash) = 32))
);

ALTER TABLE ONLY core.recovery_links FORCE ROW LEVEL SECURITY;

ALTER TABLE core.recovery_links OWNER TO cauldron_owner;

-- Name: use_link(bytea, text, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: cauldron_identity

CREATE FUNCTION core.use_link(p_link_hash bytea, p_kind text, p_now timestamp with time zone) RETURNS core.recovery_links
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    update core.recovery_links set used_at = p_now
    where token_hash = p_link_hash and kind = p_kind and used_at is null and expires_at > p_now
      and exists (select from core.users where users.id = recovery_links.user_id and users.status = 'active')
    returning recovery_links.*;
$$;

ALTER FUNCTION core.use_link(p_link_hash bytea, p_kind text, p_now timestamp with time zone) OWNER TO cauldron_identity;

-- Name: read_points(bigint[], timestamp with time zone, timestamp with time zone, bigint); Type: FUNCTION; Schema: timeseries; Owner: cauldron_search

CREATE FUNCTION timeseries.read_points(p_series bigint[], p_from timestamp with time zone, p_to timestamp with time zone, p_limit bigint) RETURNS TABLE(series_id bigint, times timestamp with time zone[], "values" double precision[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    select found.series_id, array_agg(found.time), array_agg(found.value)
    from (
        select points.series_id, points.time, points.value
        from timeseries.points
        where points.series_id = any (array(
                select series.id from timeseries.series
                where series.organization_id = (select core.current_organization())
                  and series.id = any (p_series)))
          and points.time >= p_from and points.time < p_to
        order by points.series_id, points.time
        limit p_limit
    ) as found
    group by found.series_id;
$$;

ALTER FUNCTION timeseries.read_points(p_series bigint[], p_from timestamp with time zone, p_to timestamp with time zone, p_limit bigint) OWNER TO cauldron_search;

-- Name: read_rollup(bigint[], text, timestamp with time zone, timestamp with time zone, bigint); Type: FUNCTION; Schema: timeseries; Owner: cauldron_search

CREATE FUNCTION timeseries.read_rollup(p_series bigint[], p_resolution text, p_from timestamp with time zone, p_to timestamp with time zone, p_limit bigint) RETURNS TABLE(series_id bigint, times timestamp with time zone[], counts bigint[], sums double precision[], lows double precision[], highs double precision[], firsts double precision[], lasts double precision[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    own bigint[] := array(
        select series.id from timeseries.series
        where series.organization_id = (select core.current_organization())
          and series.id = any (p_series));
begin
    case p_resolution
        when '1m' then return query
            select found.series_id, array_agg(found.time), array_agg(found.count), array_agg(found.sum), array_agg(found.min),
                array_agg(found.max), array_agg(found.first), array_agg(found.last)
            from (select * from timeseries.points_1m as rollup
                where rollup.series_id = any (own) and rollup.time >= p_from and rollup.time < p_to
                order by rollup.series_id, rollup.time limit p_limit) as found
            group by found.series_id;
        when '15m' then return query
            select found.series_id, array_agg(found.time), array_agg(found.count), array_agg(found.sum), array_agg(found.min),
                array_agg(found.max), array_agg(found.first), array_agg(found.last)
            from (select * from timeseries.points_15m as rollup
                where rollup.series_id = any (own) and rollup.time >= p_from and rollup.time < p_to
                order by rollup.series_id, rollup.time limit p_limit) as found
            group by found.series_id;
        when '1h' then return query
            select found.series_id, array_agg(found.time), array_agg(found.count), array_agg(found.sum), array_agg(found.min),
                array_agg(found.max), array_agg(found.first), array_agg(found.last)
            from (select * from timeseries.points_1h as rollup
                where rollup.series_id = any (own) and rollup.time >= p_from and rollup.time < p_to
                order by rollup.series_id, rollup.time limit p_limit) as found
            group by found.series_id;
        when '1d' then return query
            select found.series_id, array_agg(found.time), array_agg(found.count), array_agg(found.sum), array_agg(found.min),
                array_agg(found.max), array_agg(found.first), array_agg(found.last)
            from (select * from timeseries.points_1d as rollup
                where rollup.series_id = any (own) and rollup.time >= p_from and rollup.time < p_to
                order by rollup.series_id, rollup.time limit p_limit) as found
            group by found.series_id;
        else raise exception 'unknown resolution %', p_resolution using errcode = 'invalid_parameter_value';
    end case;
end
$$;

ALTER FUNCTION timeseries.read_rollup(p_series bigint[], p_resolution text, p_from timestamp with time zone, p_to timestamp with time zone, p_limit bigint) OWNER TO cauldron_search;

-- Name: write_points(bigint[], timestamp with time zone[], double precision[], timestamp with time zone); Type: FUNCTION; Schema: timeseries; Owner: cauldron_search

CREATE FUNCTION timeseries.write_points(p_series bigint[], p_times timestamp with time zone[], p_values double precision[], p_oldest timestamp with time zone, OUT written bigint, OUT refused bigint[]) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    own bigint[] := array(
        select series.id from timeseries.series
        where series.organization_id = (select core.current_organization())
          and series.id = any (p_series));
begin
    refused := array(
        select given.place from unnest(p_times) with ordinality as given (time, place)
        where given.time < p_oldest order by given.place);
    begin
        insert into timeseries.points (series_id, time, value)
        select given.series_id, given.time, given.value
        from unnest(p_series, p_times, p_values) as given (series_id, time, value)
        where given.series_id = any (own) and given.time >= p_oldest
        order by given.series_id, given.time;
        get diagnostics written = row_count;
    exception when unique_violation then
        insert into timeseries.points (series_id, time, value)
        select given.series_id, given.time, given.value
        from unnest(p_series, p_times, p_values) as given (series_id, time, value)
        where given.series_id = any (own) and given.time >= p_oldest
        order by given.series_id, given.time
        on conflict (series_id, time) do nothing;
        get diagnostics written = row_count;
    end;
    if written > 0 then
        -- A minute that was marked though none of its points were new is recomputed to what it was.
        insert into timeseries.rollup_marks (series_ids, minutes)
        select array_agg(touched.series_id), array_agg(touched.minute)
        from (
            select distinct given.series_id, date_bin('1 minute', given.time, 'epoch') as minute
            from unnest(p_series, p_times) as given (series_id, time)
            where given.series_id = any (own) and given.time >= p_oldest
        ) as touched;
    end if;
end
$$;

ALTER FUNCTION timeseries.write_points(p_series bigint[], p_times timestamp with time zone[], p_values double precision[], p_oldest timestamp with time zone, OUT written bigint, OUT refused bigint[]) OWNER TO cauldron_search;

-- Name: api_requests; Type: TABLE; Schema: admin; Owner: cauldron_owner

CREATE TABLE admin.api_requests (
    organization_id uuid NOT NULL,
    "time" timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    method text NOT NULL,
    route text NOT NULL,
    status smallint NOT NULL,
    duration_ms real NOT NULL,
    response_bytes bigint NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    address inet,
    trace_id text NOT NULL,
    CONSTRAINT api_requests_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'service_account'::text, 'share_link'::text, 'job'::text, 'system'::text, 'operator'::text, 'visitor'::text]))),
    CONSTRAINT api_requests_duration_ms_check CHECK ((duration_ms >= (0)::double precision)),
    CONSTRAINT api_requests_method_check CHECK ((method = ANY (ARRAY['GET'::text, 'HEAD'::text, 'POST'::text, 'PUT'::text, 'DELETE'::text, 'OPTIONS'::text, 'CONNECT'::text, 'TRACE'::text, 'PATCH'::text, 'OTHER'::text]))),
    CONSTRAINT api_requests_response_bytes_check CHECK ((response_bytes >= 0)),
    CONSTRAINT api_requests_status_check CHECK (((status >= 100) AND (status <= 599)))
)
PARTITION BY RANGE ("time");

ALTER TABLE ONLY admin.api_requests FORCE ROW LEVEL SECURITY;

ALTER TABLE admin.api_requests OWNER TO cauldron_owner;

-- Name: api_requests_default; Type: TABLE; Schema: admin; Owner: cauldron_owner

CREATE TABLE admin.api_requests_default (
    organization_id uuid CONSTRAINT api_requests_organization_id_not_null NOT NULL,
    "time" timestamp with time zone CONSTRAINT api_requests_time_not_null NOT NULL,
    id uuid CONSTRAINT api_requests_id_not_null NOT NULL,
    method text CONSTRAINT api_requests_method_not_null NOT NULL,
    route text CONSTRAINT api_requests_route_not_null NOT NULL,
    status smallint CONSTRAINT api_requests_status_not_null NOT NULL,
    duration_ms real CONSTRAINT api_requests_duration_ms_not_null NOT NULL,
    response_bytes bigint CONSTRAINT api_requests_response_bytes_not_null NOT NULL,
    actor_kind text CONSTRAINT api_requests_actor_kind_not_null NOT NULL,
    actor_id uuid,
    address inet,
    trace_id text CONSTRAINT api_requests_trace_id_not_null NOT NULL,
    CONSTRAINT api_requests_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'service_account'::text, 'share_link'::text, 'job'::text, 'system'::text, 'operator'::text, 'visitor'::text]))),
    CONSTRAINT api_requests_duration_ms_check CHECK ((duration_ms >= (0)::double precision)),
    CONSTRAINT api_requests_method_check CHECK ((method = ANY (ARRAY['GET'::text, 'HEAD'::text, 'POST'::text, 'PUT'::text, 'DELETE'::text, 'OPTIONS'::text, 'CONNECT'::text, 'TRACE'::text, 'PATCH'::text, 'OTHER'::text]))),
    CONSTRAINT api_requests_response_bytes_check CHECK ((response_bytes >= 0)),
    CONSTRAINT api_requests_status_check CHECK (((status >= 100) AND (status <= 599)))
);

ALTER TABLE ONLY admin.api_requests_default FORCE ROW LEVEL SECURITY;

ALTER TABLE admin.api_requests_default OWNER TO cauldron_owner;

-- Name: error_logs; Type: TABLE; Schema: admin; Owner: cauldron_owner

CREATE TABLE admin.error_logs (
    organization_id uuid NOT NULL,
    "time" timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    fingerprint text NOT NULL,
    route text NOT NULL,
    message text NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    trace_id text NOT NULL,
    CONSTRAINT error_logs_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'service_account'::text, 'share_link'::text, 'job'::text, 'system'::text, 'operator'::text, 'visitor'::text]))),
    CONSTRAINT error_logs_fingerprint_check CHECK ((fingerprint ~ '^[0-9a-f]{16}$'::text)),
    CONSTRAINT error_logs_message_check CHECK ((char_length(message) <= 4000))
)
PARTITION BY RANGE ("time");

ALTER TABLE ONLY admin.error_logs FORCE ROW LEVEL SECURITY;

ALTER TABLE admin.error_logs OWNER TO cauldron_owner;

-- Name: error_logs_default; Type: TABLE; Schema: admin; Owner: cauldron_owner

CREATE TABLE admin.error_logs_default (
    organization_id uuid CONSTRAINT error_logs_organization_id_not_null NOT NULL,
    "time" timestamp with time zone CONSTRAINT error_logs_time_not_null NOT NULL,
    id uuid CONSTRAINT error_logs_id_not_null NOT NULL,
    fingerprint text CONSTRAINT error_logs_fingerprint_not_null NOT NULL,
    route text CONSTRAINT error_logs_route_not_null NOT NULL,
    message text CONSTRAINT error_logs_message_not_null NOT NULL,
    actor_kind text CONSTRAINT error_logs_actor_kind_not_null NOT NULL,
    actor_id uuid,
    trace_id text CONSTRAINT error_logs_trace_id_not_null NOT NULL,
    CONSTRAINT error_logs_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'service_account'::text, 'share_link'::text, 'job'::text, 'system'::text, 'operator'::text, 'visitor'::text]))),
    CONSTRAINT error_logs_fingerprint_check CHECK ((fingerprint ~ '^[0-9a-f]{16}$'::text)),
    CONSTRAINT error_logs_message_check CHECK ((char_length(message) <= 4000))
);

ALTER TABLE ONLY admin.error_logs_default FORCE ROW LEVEL SECURITY;

ALTER TABLE admin.error_logs_default OWNER TO cauldron_owner;

-- Name: security_events; Type: TABLE; Schema: aegis; Owner: cauldron_owner

CREATE TABLE aegis.security_events (
    organization_id uuid NOT NULL,
    "time" timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    severity text NOT NULL,
    actor_id uuid,
    actor_label text DEFAULT ''::text NOT NULL,
    address inet,
    message text NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    trace_id text NOT NULL,
    CONSTRAINT security_events_kind_check CHECK ((kind ~ '^[a-z_]+(\.[a-z_]+)+$'::text)),
    CONSTRAINT security_events_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text, 'info'::text])))
)
PARTITION BY RANGE ("time");

ALTER TABLE ONLY aegis.security_events FORCE ROW LEVEL SECURITY;

ALTER TABLE aegis.security_events OWNER TO cauldron_owner;

-- Name: security_events_default; Type: TABLE; Schema: aegis; Owner: cauldron_owner

CREATE TABLE aegis.security_events_default (
    organization_id uuid CONSTRAINT security_events_organization_id_not_null NOT NULL,
    "time" timestamp with time zone CONSTRAINT security_events_time_not_null NOT NULL,
    id uuid CONSTRAINT security_events_id_not_null NOT NULL,
    kind text CONSTRAINT security_events_kind_not_null NOT NULL,
    severity text CONSTRAINT security_events_severity_not_null NOT NULL,
    actor_id uuid,
    actor_label text DEFAULT ''::text CONSTRAINT security_events_actor_label_not_null NOT NULL,
    address inet,
    message text CONSTRAINT security_events_message_not_null NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb CONSTRAINT security_events_detail_not_null NOT NULL,
    trace_id text CONSTRAINT security_events_trace_id_not_null NOT NULL,
    CONSTRAINT security_events_kind_check CHECK ((kind ~ '^[a-z_]+(\.[a-z_]+)+$'::text)),
    CONSTRAINT security_events_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text, 'info'::text])))
);

ALTER TABLE ONLY aegis.security_events_default FORCE ROW LEVEL SECURITY;

ALTER TABLE aegis.security_events_default OWNER TO cauldron_owner;

-- Name: events; Type: TABLE; Schema: audit; Owner: cauldron_owner

CREATE TABLE audit.events (
    organization_id uuid NOT NULL,
    "time" timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    actor_label text NOT NULL,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    address inet,
    trace_id text NOT NULL,
    CONSTRAINT events_action_check CHECK ((action ~ '^[a-z_]+(\.[a-z_]+)+$'::text)),
    CONSTRAINT events_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'service_account'::text, 'share_link'::text, 'job'::text, 'system'::text, 'operator'::text, 'visitor'::text])))
)
PARTITION BY RANGE ("time");

ALTER TABLE ONLY audit.events FORCE ROW LEVEL SECURITY;

ALTER TABLE audit.events OWNER TO cauldron_owner;

-- Name: events_default; Type: TABLE; Schema: audit; Owner: cauldron_owner

CREATE TABLE audit.events_default (
    organization_id uuid CONSTRAINT events_organization_id_not_null NOT NULL,
    "time" timestamp with time zone CONSTRAINT events_time_not_null NOT NULL,
    id uuid CONSTRAINT events_id_not_null NOT NULL,
    actor_kind text CONSTRAINT events_actor_kind_not_null NOT NULL,
    actor_id uuid,
    actor_label text CONSTRAINT events_actor_label_not_null NOT NULL,
    action text CONSTRAINT events_action_not_null NOT NULL,
    subject_kind text CONSTRAINT events_subject_kind_not_null NOT NULL,
    subject_id text CONSTRAINT events_subject_id_not_null NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb CONSTRAINT events_detail_not_null NOT NULL,
    address inet,
    trace_id text CONSTRAINT events_trace_id_not_null NOT NULL,
    CONSTRAINT events_action_check CHECK ((action ~ '^[a-z_]+(\.[a-z_]+)+$'::text)),
    CONSTRAINT events_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'service_account'::text, 'share_link'::text, 'job'::text, 'system'::text, 'operator'::text, 'visitor'::text])))
);

ALTER TABLE ONLY audit.events_default FORCE ROW LEVEL SECURITY;

ALTER TABLE audit.events_default OWNER TO cauldron_owner;

-- Name: access_epochs; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.access_epochs (
    organization_id uuid NOT NULL,
    epoch bigint DEFAULT 1 NOT NULL,
    CONSTRAINT access_epochs_epoch_check CHECK ((epoch > 0))
);

ALTER TABLE ONLY core.access_epochs FORCE ROW LEVEL SECURITY;

ALTER TABLE core.access_epochs OWNER TO cauldron_owner;

-- Name: api_key_secrets; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.api_key_secrets (
    secret_hash bytea NOT NULL,
    organization_id uuid NOT NULL,
    key_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    CONSTRAINT api_key_secrets_secret_hash_check CHECK ((octet_length(secret_hash) = 32))
);

ALTER TABLE ONLY core.api_key_secrets FORCE ROW LEVEL SECURITY;

ALTER TABLE core.api_key_secrets OWNER TO cauldron_owner;

-- Name: api_keys; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.api_keys (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid,
    service_account_id uuid,
    name text NOT NULL,
    prefix text NOT NULL,
    former_prefix text,
    former_until timestamp with time zone,
    scopes text[] NOT NULL,
    networks cidr[] DEFAULT '{}'::cidr[] NOT NULL,
    created_by uuid,
    created_at timestamp with time zone NOT NULL,
    rotated_at timestamp with time zone,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    last_address inet,
    last_refused_at timestamp with time zone,
    expiry_noticed_at timestamp with time zone,
    CONSTRAINT api_keys_check CHECK ((expires_at > created_at)),
    CONSTRAINT api_keys_check1 CHECK (((user_id IS NULL) <> (service_account_id IS NULL))),
    CONSTRAINT api_keys_check2 CHECK (((former_prefix IS NULL) = (former_until IS NULL))),
    CONSTRAINT api_keys_former_prefix_check CHECK ((former_prefix ~ '^cldr_[A-Za-z0-9_-]{4}$'::text)),
    CONSTRAINT api_keys_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
    CONSTRAINT api_keys_networks_check CHECK ((cardinality(networks) <= 20)),
    CONSTRAINT api_keys_prefix_check CHECK ((prefix ~ '^cldr_[A-Za-z0-9_-]{4}$'::text)),
    CONSTRAINT api_keys_scopes_check CHECK (((cardinality(scopes) >= 1) AND (cardinality(scopes) <= 200)))
);

ALTER TABLE ONLY core.api_keys FORCE ROW LEVEL SECURITY;

ALTER TABLE core.api_keys OWNER TO cauldron_owner;

-- Name: credentials; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.credentials (
    user_id uuid NOT NULL,
    password_hash text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT credentials_password_hash_check CHECK ((password_hash ~~ '$argon2id$%'::text)),
    CONSTRAINT credentials_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY core.credentials FORCE ROW LEVEL SECURITY;

ALTER TABLE core.credentials OWNER TO cauldron_owner;

-- Name: idempotency_keys; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.idempotency_keys (
    organization_id uuid NOT NULL,
    caller uuid NOT NULL,
    key_hash bytea NOT NULL,
    request_hash bytea NOT NULL,
    status smallint,
    body text,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT idempotency_keys_check CHECK (((status IS NULL) = (body IS NULL))),
    CONSTRAINT idempotency_keys_key_hash_check CHECK ((octet_length(key_hash) = 32)),
    CONSTRAINT idempotency_keys_request_hash_check CHECK ((octet_length(request_hash) = 32)),
    CONSTRAINT idempotency_keys_status_check CHECK (((status >= 200) AND (status <= 599)))
);

ALTER TABLE ONLY core.idempotency_keys FORCE ROW LEVEL SECURITY;

ALTER TABLE core.idempotency_keys OWNER TO cauldron_owner;

-- Name: jobs; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.jobs (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    dedupe_key text,
    state text DEFAULT 'queued'::text NOT NULL,
    run_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    max_attempts integer DEFAULT 5 NOT NULL,
    lease_id uuid,
    leased_until timestamp with time zone,
    progress real DEFAULT 0 NOT NULL,
    message text DEFAULT ''::text NOT NULL,
    requested_by uuid,
    trace_id text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    retry_of uuid,
    CONSTRAINT jobs_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT jobs_check CHECK (((state = 'running'::text) = (lease_id IS NOT NULL))),
    CONSTRAINT jobs_check1 CHECK (((state = 'running'::text) = (leased_until IS NOT NULL))),
    CONSTRAINT jobs_check2 CHECK (((state = ANY (ARRAY['succeeded'::text, 'failed'::text])) = (finished_at IS NOT NULL))),
    CONSTRAINT jobs_kind_check CHECK ((kind ~ '^[a-z][a-z0-9_]{0,62}$'::text)),
    CONSTRAINT jobs_max_attempts_check CHECK (((max_attempts >= 1) AND (max_attempts <= 100))),
    CONSTRAINT jobs_progress_check CHECK (((progress >= (0)::double precision) AND (progress <= (1)::double precision))),
    CONSTRAINT jobs_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'succeeded'::text, 'failed'::text]))),
    CONSTRAINT jobs_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY core.jobs FORCE ROW LEVEL SECURITY;

ALTER TABLE core.jobs OWNER TO cauldron_owner;

-- Name: memberships; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.memberships (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT memberships_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'analyst'::text, 'executive'::text, 'auditor'::text, 'member'::text]))),
    CONSTRAINT memberships_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'removed'::text]))),
    CONSTRAINT memberships_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY core.memberships FORCE ROW LEVEL SECURITY;

ALTER TABLE core.memberships OWNER TO cauldron_owner;

-- Name: notification_choices; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.notification_choices (
    user_id uuid NOT NULL,
    kind text NOT NULL,
    in_app boolean NOT NULL,
    by_mail boolean NOT NULL,
    CONSTRAINT notification_choices_check CHECK ((in_app OR (kind <> 'security'::text))),
    CONSTRAINT notification_choices_kind_check CHECK ((kind = ANY (ARRAY['invitation'::text, 'access'::text, 'security'::text])))
);

ALTER TABLE ONLY core.notification_choices FORCE ROW LEVEL SECURITY;

ALTER TABLE core.notification_choices OWNER TO cauldron_owner;

-- Name: notification_marks; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.notification_marks (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    read_until timestamp with time zone NOT NULL
);

ALTER TABLE ONLY core.notification_marks FORCE ROW LEVEL SECURITY;

ALTER TABLE core.notification_marks OWNER TO cauldron_owner;

-- Name: notifications; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.notifications (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    organization_id uuid,
    kind text NOT NULL,
    title text NOT NULL,
    body text DEFAULT ''::text NOT NULL,
    href text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    CONSTRAINT notifications_body_check CHECK ((char_length(body) <= 1000)),
    CONSTRAINT notifications_href_check CHECK (((href ~ '^(/([^/\\].*)?)?$'::text) AND (char_length(href) <= 500))),
    CONSTRAINT notifications_kind_check CHECK ((kind = ANY (ARRAY['invitation'::text, 'access'::text, 'security'::text]))),
    CONSTRAINT notifications_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 200)))
);

ALTER TABLE ONLY core.notifications FORCE ROW LEVEL SECURITY;

ALTER TABLE core.notifications OWNER TO cauldron_owner;

-- Name: organization_domains; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.organization_domains (
    organization_id uuid NOT NULL,
    domain text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT organization_domains_domain_check CHECK (((domain = lower(domain)) AND (domain ~ '^[a-z0-9.-]{1,240}\.[a-z0-9-]{2,63}$'::text)))
);

ALTER TABLE ONLY core.organization_domains FORCE ROW LEVEL SECURITY;

ALTER TABLE core.organization_domains OWNER TO cauldron_owner;

-- Name: organization_limits; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.organization_limits (
    organization_id uuid NOT NULL,
    key text NOT NULL,
    most bigint,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT organization_limits_key_check CHECK ((key ~ '^[a-z][a-z0-9_]{0,40}$'::text)),
    CONSTRAINT organization_limits_most_check CHECK ((most >= 0)),
    CONSTRAINT organization_limits_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY core.organization_limits FORCE ROW LEVEL SECURITY;

ALTER TABLE core.organization_limits OWNER TO cauldron_owner;

-- Name: organizations; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.organizations (
    id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    time_zone text DEFAULT 'UTC'::text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    suspended_reason text,
    industry text DEFAULT ''::text NOT NULL,
    primary_contact uuid,
    is_operating boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT organizations_check CHECK (((status = 'suspended'::text) = (suspended_reason IS NOT NULL))),
    CONSTRAINT organizations_industry_check CHECK ((char_length(industry) <= 80)),
    CONSTRAINT organizations_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
    CONSTRAINT organizations_slug_check CHECK ((slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'::text)),
    CONSTRAINT organizations_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text]))),
    CONSTRAINT organizations_suspended_reason_check CHECK (((char_length(suspended_reason) >= 1) AND (char_length(suspended_reason) <= 500))),
    CONSTRAINT organizations_time_zone_check CHECK (((char_length(time_zone) >= 1) AND (char_length(time_zone) <= 64))),
    CONSTRAINT organizations_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY core.organizations FORCE ROW LEVEL SECURITY;

ALTER TABLE core.organizations OWNER TO cauldron_owner;

-- Name: passkey_ceremonies; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.passkey_ceremonies (
    token_hash bytea NOT NULL,
    purpose text NOT NULL,
    user_id uuid,
    state jsonb NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT passkey_ceremonies_purpose_check CHECK ((purpose = ANY (ARRAY['register'::text, 'prove'::text, 'sign_in'::text]))),
    CONSTRAINT passkey_ceremonies_token_hash_check CHECK ((octet_length(token_hash) = 32))
);

ALTER TABLE ONLY core.passkey_ceremonies FORCE ROW LEVEL SECURITY;

ALTER TABLE core.passkey_ceremonies OWNER TO cauldron_owner;

-- Name: passkeys; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.passkeys (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    credential jsonb NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    CONSTRAINT passkeys_credential_id_check CHECK (((octet_length(credential_id) >= 1) AND (octet_length(credential_id) <= 1023))),
    CONSTRAINT passkeys_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120)))
);

ALTER TABLE ONLY core.passkeys FORCE ROW LEVEL SECURITY;

ALTER TABLE core.passkeys OWNER TO cauldron_owner;

-- Name: permission_uses; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.permission_uses (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    permission text NOT NULL,
    last_used_on date NOT NULL,
    CONSTRAINT permission_uses_permission_check CHECK ((permission ~ '^[a-z][a-z_]{0,40}:[a-z]{1,20}$'::text))
);

ALTER TABLE ONLY core.permission_uses FORCE ROW LEVEL SECURITY;

ALTER TABLE core.permission_uses OWNER TO cauldron_owner;

-- Name: preferences; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.preferences (
    user_id uuid NOT NULL,
    theme text,
    density text,
    shortcuts boolean,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT preferences_density_check CHECK ((density = ANY (ARRAY['compact'::text, 'comfortable'::text]))),
    CONSTRAINT preferences_theme_check CHECK ((theme = ANY (ARRAY['system'::text, 'light'::text, 'dark'::text]))),
    CONSTRAINT preferences_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY core.preferences FORCE ROW LEVEL SECURITY;

ALTER TABLE core.preferences OWNER TO cauldron_owner;

-- Name: recovery_codes; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.recovery_codes (
    user_id uuid NOT NULL,
    code_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT recovery_codes_code_hash_check CHECK ((octet_length(code_hash) = 32))
);

ALTER TABLE ONLY core.recovery_codes FORCE ROW LEVEL SECURITY;

ALTER TABLE core.recovery_codes OWNER TO cauldron_owner;

-- Name: role_bindings; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.role_bindings (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    role_id uuid,
    system_role text,
    user_id uuid,
    team_id uuid,
    resource_kind text,
    resource_id uuid,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    created_by uuid,
    CONSTRAINT role_bindings_one_holder CHECK ((num_nonnulls(user_id, team_id) = 1)),
    CONSTRAINT role_bindings_one_role CHECK ((num_nonnulls(role_id, system_role) = 1)),
    CONSTRAINT role_bindings_resource_kind_check CHECK ((resource_kind = ANY (ARRAY['team'::text, 'service_account'::text]))),
    CONSTRAINT role_bindings_system_role_check CHECK ((system_role = ANY (ARRAY['admin'::text, 'analyst'::text, 'executive'::text, 'auditor'::text, 'member'::text]))),
    CONSTRAINT role_bindings_whole_resource CHECK ((num_nonnulls(resource_kind, resource_id) = ANY (ARRAY[0, 2])))
);

ALTER TABLE ONLY core.role_bindings FORCE ROW LEVEL SECURITY;

ALTER TABLE core.role_bindings OWNER TO cauldron_owner;

-- Name: role_parents; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.role_parents (
    organization_id uuid NOT NULL,
    role_id uuid NOT NULL,
    parent_role_id uuid,
    parent_system_role text,
    CONSTRAINT role_parents_not_itself CHECK ((parent_role_id <> role_id)),
    CONSTRAINT role_parents_one_kind CHECK ((num_nonnulls(parent_role_id, parent_system_role) = 1)),
    CONSTRAINT role_parents_parent_system_role_check CHECK ((parent_system_role = ANY (ARRAY['admin'::text, 'analyst'::text, 'executive'::text, 'auditor'::text, 'member'::text])))
);

ALTER TABLE ONLY core.role_parents FORCE ROW LEVEL SECURITY;

ALTER TABLE core.role_parents OWNER TO cauldron_owner;

-- Name: role_permissions; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.role_permissions (
    organization_id uuid NOT NULL,
    role_id uuid NOT NULL,
    permission text NOT NULL,
    CONSTRAINT role_permissions_permission_check CHECK ((permission ~ '^[a-z][a-z_]{0,40}:[a-z]{1,20}$'::text))
);

ALTER TABLE ONLY core.role_permissions FORCE ROW LEVEL SECURITY;

ALTER TABLE core.role_permissions OWNER TO cauldron_owner;

-- Name: roles; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.roles (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT roles_description_check CHECK ((char_length(description) <= 500)),
    CONSTRAINT roles_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
    CONSTRAINT roles_name_key_check CHECK (((char_length(name_key) >= 1) AND (char_length(name_key) <= 360))),
    CONSTRAINT roles_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY core.roles FORCE ROW LEVEL SECURITY;

ALTER TABLE core.roles OWNER TO cauldron_owner;

-- Name: saved_views; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.saved_views (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    page text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    query text NOT NULL,
    is_default boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT saved_views_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
    CONSTRAINT saved_views_name_key_check CHECK (((char_length(name_key) >= 1) AND (char_length(name_key) <= 360))),
    CONSTRAINT saved_views_page_check CHECK ((page ~ '^[a-z][a-z_/]{0,62}$'::text)),
    CONSTRAINT saved_views_query_check CHECK (((query ~ '^[!-~]*$'::text) AND (char_length(query) <= 2000))),
    CONSTRAINT saved_views_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY core.saved_views FORCE ROW LEVEL SECURITY;

ALTER TABLE core.saved_views OWNER TO cauldron_owner;

-- Name: service_accounts; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.service_accounts (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    purpose text DEFAULT ''::text NOT NULL,
    scopes text[] NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT service_accounts_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
    CONSTRAINT service_accounts_name_key_check CHECK (((char_length(name_key) >= 1) AND (char_length(name_key) <= 360))),
    CONSTRAINT service_accounts_purpose_check CHECK ((char_length(purpose) <= 300)),
    CONSTRAINT service_accounts_scopes_check CHECK (((cardinality(scopes) >= 1) AND (cardinality(scopes) <= 200))),
    CONSTRAINT service_accounts_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'removed'::text]))),
    CONSTRAINT service_accounts_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY core.service_accounts FORCE ROW LEVEL SECURITY;

ALTER TABLE core.service_accounts OWNER TO cauldron_owner;

-- Name: settings; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.settings (
    organization_id uuid NOT NULL,
    key text NOT NULL,
    value jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT settings_key_check CHECK ((key ~ '^[a-z][a-z0-9_.]{0,62}$'::text)),
    CONSTRAINT settings_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY core.settings FORCE ROW LEVEL SECURITY;

ALTER TABLE core.settings OWNER TO cauldron_owner;

-- Name: setup_links; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.setup_links (
    token_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT setup_links_check CHECK ((expires_at > created_at)),
    CONSTRAINT setup_links_token_hash_check CHECK ((octet_length(token_hash) = 32))
);

ALTER TABLE ONLY core.setup_links FORCE ROW LEVEL SECURITY;

ALTER TABLE core.setup_links OWNER TO cauldron_owner;

-- Name: sign_in_attempts; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.sign_in_attempts (
    scope text NOT NULL,
    key_hash bytea NOT NULL,
    attempts integer NOT NULL,
    window_started_at timestamp with time zone NOT NULL,
    blocked_at timestamp with time zone,
    blocked_until timestamp with time zone,
    CONSTRAINT sign_in_attempts_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT sign_in_attempts_check CHECK (((blocked_at IS NULL) = (blocked_until IS NULL))),
    CONSTRAINT sign_in_attempts_key_hash_check CHECK ((octet_length(key_hash) = 32)),
    CONSTRAINT sign_in_attempts_scope_check CHECK ((scope = ANY (ARRAY['pair'::text, 'address'::text, 'account'::text, 'recovery_address'::text, 'recovery_account'::text, 'factor_pair'::text, 'factor_account'::text, 'passkey_address'::text])))
);

ALTER TABLE ONLY core.sign_in_attempts FORCE ROW LEVEL SECURITY;

ALTER TABLE core.sign_in_attempts OWNER TO cauldron_owner;

-- Name: system_settings; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.system_settings (
    key text NOT NULL,
    value jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT system_settings_key_check CHECK ((key ~ '^[a-z][a-z0-9_.]{0,62}$'::text)),
    CONSTRAINT system_settings_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY core.system_settings FORCE ROW LEVEL SECURITY;

ALTER TABLE core.system_settings OWNER TO cauldron_owner;

-- Name: team_members; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.team_members (
    organization_id uuid NOT NULL,
    team_id uuid NOT NULL,
    user_id uuid NOT NULL,
    is_admin boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE ONLY core.team_members FORCE ROW LEVEL SECURITY;

ALTER TABLE core.team_members OWNER TO cauldron_owner;

-- Name: teams; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.teams (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    purpose text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT teams_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
    CONSTRAINT teams_name_key_check CHECK (((char_length(name_key) >= 1) AND (char_length(name_key) <= 360))),
    CONSTRAINT teams_purpose_check CHECK ((char_length(purpose) <= 500)),
    CONSTRAINT teams_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY core.teams FORCE ROW LEVEL SECURITY;

ALTER TABLE core.teams OWNER TO cauldron_owner;

-- Name: totp_secrets; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.totp_secrets (
    user_id uuid NOT NULL,
    sealed_secret text NOT NULL,
    confirmed_at timestamp with time zone,
    last_step bigint,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT totp_secrets_sealed_secret_check CHECK ((char_length(sealed_secret) <= 1000))
);

ALTER TABLE ONLY core.totp_secrets FORCE ROW LEVEL SECURITY;

ALTER TABLE core.totp_secrets OWNER TO cauldron_owner;

-- Name: usage_counters; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.usage_counters (
    organization_id uuid NOT NULL,
    key text NOT NULL,
    day date NOT NULL,
    used bigint DEFAULT 0 NOT NULL,
    CONSTRAINT usage_counters_key_check CHECK ((key ~ '^[a-z][a-z0-9_]{0,40}$'::text)),
    CONSTRAINT usage_counters_used_check CHECK ((used >= 0))
);

ALTER TABLE ONLY core.usage_counters FORCE ROW LEVEL SECURITY;

ALTER TABLE core.usage_counters OWNER TO cauldron_owner;

-- Name: users; Type: TABLE; Schema: core; Owner: cauldron_owner

CREATE TABLE core.users (
    id uuid NOT NULL,
    email text NOT NULL,
    display_name text NOT NULL,
    email_verified_at timestamp with time zone,
    status text DEFAULT 'active'::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT users_display_name_check CHECK (((char_length(display_name) >= 1) AND (char_length(display_name) <= 120))),
    CONSTRAINT users_email_check CHECK (((email = lower(email)) AND ((char_length(email) >= 3) AND (char_length(email) <= 254)))),
    CONSTRAINT users_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text]))),
    CONSTRAINT users_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY core.users FORCE ROW LEVEL SECURITY;

ALTER TABLE core.users OWNER TO cauldron_owner;

-- Name: consumers; Type: TABLE; Schema: integration; Owner: cauldron_owner

CREATE TABLE integration.consumers (
    name text NOT NULL,
    transaction_id xid8 NOT NULL,
    sequence bigint NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE ONLY integration.consumers FORCE ROW LEVEL SECURITY;

ALTER TABLE integration.consumers OWNER TO cauldron_owner;

-- Name: mail_settings; Type: TABLE; Schema: integration; Owner: cauldron_owner

CREATE TABLE integration.mail_settings (
    organization_id uuid NOT NULL,
    host text NOT NULL,
    port integer NOT NULL,
    encryption text NOT NULL,
    username text DEFAULT ''::text NOT NULL,
    sealed_password text,
    sender text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT mail_settings_check CHECK (((encryption <> 'none'::text) OR (sealed_password IS NULL))),
    CONSTRAINT mail_settings_encryption_check CHECK ((encryption = ANY (ARRAY['tls'::text, 'starttls'::text, 'none'::text]))),
    CONSTRAINT mail_settings_host_check CHECK (((char_length(host) >= 1) AND (char_length(host) <= 253))),
    CONSTRAINT mail_settings_port_check CHECK (((port >= 1) AND (port <= 65535))),
    CONSTRAINT mail_settings_sealed_password_check CHECK ((char_length(sealed_password) <= 2000)),
    CONSTRAINT mail_settings_sender_check CHECK (((char_length(sender) >= 3) AND (char_length(sender) <= 320))),
    CONSTRAINT mail_settings_username_check CHECK ((char_length(username) <= 254)),
    CONSTRAINT mail_settings_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY integration.mail_settings FORCE ROW LEVEL SECURITY;

ALTER TABLE integration.mail_settings OWNER TO cauldron_owner;

-- Name: mails; Type: TABLE; Schema: integration; Owner: cauldron_owner

CREATE TABLE integration.mails (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    recipient text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    last_error text,
    next_attempt_at timestamp with time zone NOT NULL,
    give_up_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    trace_id text NOT NULL,
    CONSTRAINT mails_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT mails_body_check CHECK ((char_length(body) <= 20000)),
    CONSTRAINT mails_check CHECK (((state = 'queued'::text) = (finished_at IS NULL))),
    CONSTRAINT mails_check1 CHECK (((state = 'queued'::text) OR (body = ''::text))),
    CONSTRAINT mails_kind_check CHECK (((kind ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$'::text) AND (char_length(kind) <= 80))),
    CONSTRAINT mails_last_error_check CHECK (((char_length(last_error) >= 1) AND (char_length(last_error) <= 500))),
    CONSTRAINT mails_recipient_check CHECK (((char_length(recipient) >= 3) AND (char_length(recipient) <= 254))),
    CONSTRAINT mails_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text]))),
    CONSTRAINT mails_subject_check CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 200)))
);

ALTER TABLE ONLY integration.mails FORCE ROW LEVEL SECURITY;

ALTER TABLE integration.mails OWNER TO cauldron_owner;

-- Name: outbox; Type: TABLE; Schema: integration; Owner: cauldron_owner

CREATE TABLE integration.outbox (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    transaction_id xid8 DEFAULT pg_current_xact_id() NOT NULL,
    sequence bigint NOT NULL,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    trace_id text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT outbox_kind_check CHECK ((kind ~ '^[a-z_]+(\.[a-z_]+)+$'::text))
);

ALTER TABLE ONLY integration.outbox FORCE ROW LEVEL SECURITY;

ALTER TABLE integration.outbox OWNER TO cauldron_owner;

-- Name: outbox_sequence_seq; Type: SEQUENCE; Schema: integration; Owner: cauldron_owner

ALTER TABLE integration.outbox ALTER COLUMN sequence ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME integration.outbox_sequence_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: objects; Type: TABLE; Schema: storage; Owner: cauldron_owner

CREATE TABLE storage.objects (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    content_type text NOT NULL,
    bytes bigint NOT NULL,
    sha256 bytea NOT NULL,
    created_by uuid,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT objects_bytes_check CHECK ((bytes >= 0)),
    CONSTRAINT objects_content_type_check CHECK (((char_length(content_type) >= 3) AND (char_length(content_type) <= 120))),
    CONSTRAINT objects_kind_check CHECK ((kind = ANY (ARRAY['logo'::text, 'invitation_list'::text]))),
    CONSTRAINT objects_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 255))),
    CONSTRAINT objects_sha256_check CHECK ((octet_length(sha256) = 32))
);

ALTER TABLE ONLY storage.objects FORCE ROW LEVEL SECURITY;

ALTER TABLE storage.objects OWNER TO cauldron_owner;

-- Name: points; Type: TABLE; Schema: timeseries; Owner: cauldron_owner

CREATE TABLE timeseries.points (
    series_id bigint NOT NULL,
    "time" timestamp with time zone NOT NULL,
    value double precision NOT NULL
)
PARTITION BY RANGE ("time");

ALTER TABLE timeseries.points OWNER TO cauldron_owner;

-- Name: points_15m; Type: TABLE; Schema: timeseries; Owner: cauldron_owner

CREATE TABLE timeseries.points_15m (
    series_id bigint CONSTRAINT points_1m_series_id_not_null NOT NULL,
    "time" timestamp with time zone CONSTRAINT points_1m_time_not_null NOT NULL,
    count bigint CONSTRAINT points_1m_count_not_null NOT NULL,
    sum double precision CONSTRAINT points_1m_sum_not_null NOT NULL,
    min double precision CONSTRAINT points_1m_min_not_null NOT NULL,
    max double precision CONSTRAINT points_1m_max_not_null NOT NULL,
    first double precision CONSTRAINT points_1m_first_not_null NOT NULL,
    last double precision CONSTRAINT points_1m_last_not_null NOT NULL,
    CONSTRAINT points_1m_count_check CHECK ((count > 0))
)
PARTITION BY RANGE ("time");

ALTER TABLE timeseries.points_15m OWNER TO cauldron_owner;

-- Name: points_15m_default; Type: TABLE; Schema: timeseries; Owner: cauldron_owner

CREATE TABLE timeseries.points_15m_default (
    series_id bigint CONSTRAINT points_1m_series_id_not_null NOT NULL,
    "time" timestamp with time zone CONSTRAINT points_1m_time_not_null NOT NULL,
    count bigint CONSTRAINT points_1m_count_not_null NOT NULL,
    sum double precision CONSTRAINT points_1m_sum_not_null NOT NULL,
    min double precision CONSTRAINT points_1m_min_not_null NOT NULL,
    max double precision CONSTRAINT points_1m_max_not_null NOT NULL,
    first double precision CONSTRAINT points_1m_first_not_null NOT NULL,
    last double precision CONSTRAINT points_1m_last_not_null NOT NULL,
    CONSTRAINT points_1m_count_check CHECK ((count > 0))
);

ALTER TABLE timeseries.points_15m_default OWNER TO cauldron_owner;

-- Name: points_1d; Type: TABLE; Schema: timeseries; Owner: cauldron_owner

CREATE TABLE timeseries.points_1d (
    series_id bigint CONSTRAINT points_1m_series_id_not_null NOT NULL,
    "time" timestamp with time zone CONSTRAINT points_1m_time_not_null NOT NULL,
    count bigint CONSTRAINT points_1m_count_not_null NOT NULL,
    sum double precision CONSTRAINT points_1m_sum_not_null NOT NULL,
    min double precision CONSTRAINT points_1m_min_not_null NOT NULL,
    max double precision CONSTRAINT points_1m_max_not_null NOT NULL,
    first double precision CONSTRAINT points_1m_first_not_null NOT NULL,
    last double precision CONSTRAINT points_1m_last_not_null NOT NULL,
    CONSTRAINT points_1m_count_check CHECK ((count > 0))
)
PARTITION BY RANGE ("time");

ALTER TABLE timeseries.points_1d OWNER TO cauldron_owner;

-- Name: points_1d_default; Type: TABLE; Schema: timeseries; Owner: cauldron_owner

CREATE TABLE timeseries.points_1d_default (
    series_id bigint CONSTRAINT points_1m_series_id_not_null NOT NULL,
    "time" timestamp with time zone CONSTRAINT points_1m_time_not_null NOT NULL,
    count bigint CONSTRAINT points_1m_count_not_null NOT NULL,
    sum double precision CONSTRAINT points_1m_sum_not_null NOT NULL,
    min double precision CONSTRAINT points_1m_min_not_null NOT NULL,
    max double precision CONSTRAINT points_1m_max_not_null NOT NULL,
    first double precision CONSTRAINT points_1m_first_not_null NOT NULL,
    last double precision CONSTRAINT points_1m_last_not_null NOT NULL,
    CONSTRAINT points_1m_count_check CHECK ((count > 0))
);

ALTER TABLE timeseries.points_1d_default OWNER TO cauldron_owner;

-- Name: points_1h; Type: TABLE; Schema: timeseries; Owner: cauldron_owner

CREATE TABLE timeseries.points_1h (
    series_id bigint CONSTRAINT points_1m_series_id_not_null NOT NULL,
    "time" timestamp with time zone CONSTRAINT points_1m_time_not_null NOT NULL,
    count bigint CONSTRAINT points_1m_count_not_null NOT NULL,
    sum double precision CONSTRAINT points_1m_sum_not_null NOT NULL,
    min double precision CONSTRAINT points_1m_min_not_null NOT NULL,
    max double precision CONSTRAINT points_1m_max_not_null NOT NULL,
    first double precision CONSTRAINT points_1m_first_not_null NOT NULL,
    last double precision CONSTRAINT points_1m_last_not_null NOT NULL,
    CONSTRAINT points_1m_count_check CHECK ((count > 0))
)
PARTITION BY RANGE ("time");

ALTER TABLE timeseries.points_1h OWNER TO cauldron_owner;

-- Name: points_1h_default; Type: TABLE; Schema: timeseries; Owner: cauldron_owner

CREATE TABLE timeseries.points_1h_default (
    series_id bigint CONSTRAINT points_1m_series_id_not_null NOT NULL,
    "time" timestamp with time zone CONSTRAINT points_1m_time_not_null NOT NULL,
    count bigint CONSTRAINT points_1m_count_not_null NOT NULL,
    sum double precision CONSTRAINT points_1m_sum_not_null NOT NULL,
    min double precision CONSTRAINT points_1m_min_not_null NOT NULL,
    max double precision CONSTRAINT points_1m_max_not_null NOT NULL,
    first double precision CONSTRAINT points_1m_first_not_null NOT NULL,
    last double precision CONSTRAINT points_1m_last_not_null NOT NULL,
    CONSTRAINT points_1m_count_check CHECK ((count > 0))
);

ALTER TABLE timeseries.points_1h_default OWNER TO cauldron_owner;

-- Name: points_1m; Type: TABLE; Schema: timeseries; Owner: cauldron_owner

CREATE TABLE timeseries.points_1m (
    series_id bigint NOT NULL,
    "time" timestamp with time zone NOT NULL,
    count bigint NOT NULL,
    sum double precision NOT NULL,
    min double precision NOT NULL,
    max double precision NOT NULL,
    first double precision NOT NULL,
    last double precision NOT NULL,
    CONSTRAINT points_1m_count_check CHECK ((count > 0))
)
PARTITION BY RANGE ("time");

ALTER TABLE timeseries.points_1m OWNER TO cauldron_owner;

-- Name: points_1m_default; Type: TABLE; Schema: timeseries; Owner: cauldron_owner

CREATE TABLE timeseries.points_1m_default (
    series_id bigint CONSTRAINT points_1m_series_id_not_null NOT NULL,
    "time" timestamp with time zone CONSTRAINT points_1m_time_not_null NOT NULL,
    count bigint CONSTRAINT points_1m_count_not_null NOT NULL,
    sum double precision CONSTRAINT points_1m_sum_not_null NOT NULL,
    min double precision CONSTRAINT points_1m_min_not_null NOT NULL,
    max double precision CONSTRAINT points_1m_max_not_null NOT NULL,
    first double precision CONSTRAINT points_1m_first_not_null NOT NULL,
    last double precision CONSTRAINT points_1m_last_not_null NOT NULL,
    CONSTRAINT points_1m_count_check CHECK ((count > 0))
);

ALTER TABLE timeseries.points_1m_default OWNER TO cauldron_owner;

-- Name: points_default; Type: TABLE; Schema: timeseries; Owner: cauldron_owner

CREATE TABLE timeseries.points_default (
    series_id bigint CONSTRAINT points_series_id_not_null NOT NULL,
    "time" timestamp with time zone CONSTRAINT points_time_not_null NOT NULL,
    value double precision CONSTRAINT points_value_not_null NOT NULL
);

ALTER TABLE timeseries.points_default OWNER TO cauldron_owner;

-- Name: rollup_marks; Type: TABLE; Schema: timeseries; Owner: cauldron_owner

CREATE TABLE timeseries.rollup_marks (
    id bigint NOT NULL,
    series_ids bigint[] NOT NULL,
    minutes timestamp with time zone[] NOT NULL,
    CONSTRAINT rollup_marks_check CHECK ((cardinality(minutes) = cardinality(series_ids)))
);

ALTER TABLE timeseries.rollup_marks OWNER TO cauldron_owner;

-- Name: rollup_marks_id_seq; Type: SEQUENCE; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE timeseries.rollup_marks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME timeseries.rollup_marks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: series; Type: TABLE; Schema: timeseries; Owner: cauldron_owner

CREATE TABLE timeseries.series (
    organization_id uuid NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    labels jsonb DEFAULT '{}'::jsonb NOT NULL,
    labels_key text DEFAULT ''::text NOT NULL,
    kind text NOT NULL,
    unit text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT series_kind_check CHECK ((kind = ANY (ARRAY['gauge'::text, 'counter'::text]))),
    CONSTRAINT series_labels_check CHECK ((jsonb_typeof(labels) = 'object'::text)),
    CONSTRAINT series_name_check CHECK (((name ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$'::text) AND (char_length(name) <= 200))),
    CONSTRAINT series_unit_check CHECK ((unit = ANY (ARRAY['percent'::text, 'bytes'::text, 'bytes_per_second'::text, 'milliseconds'::text, 'seconds'::text, 'per_second'::text, 'count'::text, 'none'::text])))
);

ALTER TABLE ONLY timeseries.series FORCE ROW LEVEL SECURITY;

ALTER TABLE timeseries.series OWNER TO cauldron_owner;

-- Name: series_id_seq; Type: SEQUENCE; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE timeseries.series ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME timeseries.series_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: api_requests_default; Type: TABLE ATTACH; Schema: admin; Owner: cauldron_owner

ALTER TABLE ONLY admin.api_requests ATTACH PARTITION admin.api_requests_default DEFAULT;

-- Name: error_logs_default; Type: TABLE ATTACH; Schema: admin; Owner: cauldron_owner

ALTER TABLE ONLY admin.error_logs ATTACH PARTITION admin.error_logs_default DEFAULT;

-- Name: security_events_default; Type: TABLE ATTACH; Schema: aegis; Owner: cauldron_owner

ALTER TABLE ONLY aegis.security_events ATTACH PARTITION aegis.security_events_default DEFAULT;

-- Name: events_default; Type: TABLE ATTACH; Schema: audit; Owner: cauldron_owner

ALTER TABLE ONLY audit.events ATTACH PARTITION audit.events_default DEFAULT;

-- Name: points_15m_default; Type: TABLE ATTACH; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points_15m ATTACH PARTITION timeseries.points_15m_default DEFAULT;

-- Name: points_1d_default; Type: TABLE ATTACH; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points_1d ATTACH PARTITION timeseries.points_1d_default DEFAULT;

-- Name: points_1h_default; Type: TABLE ATTACH; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points_1h ATTACH PARTITION timeseries.points_1h_default DEFAULT;

-- Name: points_1m_default; Type: TABLE ATTACH; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points_1m ATTACH PARTITION timeseries.points_1m_default DEFAULT;

-- Name: points_default; Type: TABLE ATTACH; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points ATTACH PARTITION timeseries.points_default DEFAULT;

-- Name: api_requests api_requests_pkey; Type: CONSTRAINT; Schema: admin; Owner: cauldron_owner

ALTER TABLE ONLY admin.api_requests
    ADD CONSTRAINT api_requests_pkey PRIMARY KEY (organization_id, "time", id);

-- Name: api_requests_default api_requests_default_pkey; Type: CONSTRAINT; Schema: admin; Owner: cauldron_owner

ALTER TABLE ONLY admin.api_requests_default
    ADD CONSTRAINT api_requests_default_pkey PRIMARY KEY (organization_id, "time", id);

-- Name: error_logs error_logs_pkey; Type: CONSTRAINT; Schema: admin; Owner: cauldron_owner

ALTER TABLE ONLY admin.error_logs
    ADD CONSTRAINT error_logs_pkey PRIMARY KEY (organization_id, "time", id);

-- Name: error_logs_default error_logs_default_pkey; Type: CONSTRAINT; Schema: admin; Owner: cauldron_owner

ALTER TABLE ONLY admin.error_logs_default
    ADD CONSTRAINT error_logs_default_pkey PRIMARY KEY (organization_id, "time", id);

-- Name: security_events security_events_pkey; Type: CONSTRAINT; Schema: aegis; Owner: cauldron_owner

ALTER TABLE ONLY aegis.security_events
    ADD CONSTRAINT security_events_pkey PRIMARY KEY (organization_id, "time", id);

-- Name: security_events_default security_events_default_pkey; Type: CONSTRAINT; Schema: aegis; Owner: cauldron_owner

ALTER TABLE ONLY aegis.security_events_default
    ADD CONSTRAINT security_events_default_pkey PRIMARY KEY (organization_id, "time", id);

-- Name: events events_pkey; Type: CONSTRAINT; Schema: audit; Owner: cauldron_owner

ALTER TABLE ONLY audit.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (organization_id, "time", id);

-- Name: events_default events_default_pkey; Type: CONSTRAINT; Schema: audit; Owner: cauldron_owner

ALTER TABLE ONLY audit.events_default
    ADD CONSTRAINT events_default_pkey PRIMARY KEY (organization_id, "time", id);

-- Name: access_epochs access_epochs_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.access_epochs
    ADD CONSTRAINT access_epochs_pkey PRIMARY KEY (organization_id);

-- Name: api_key_secrets api_key_secrets_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.api_key_secrets
    ADD CONSTRAINT api_key_secrets_pkey PRIMARY KEY (secret_hash);

-- Name: api_keys api_keys_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (organization_id, id);

-- Name: credentials credentials_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.credentials
    ADD CONSTRAINT credentials_pkey PRIMARY KEY (user_id);

-- Name: idempotency_keys idempotency_keys_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (organization_id, caller, key_hash);

-- Name: invitations invitations_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (organization_id, id);

-- Name: jobs jobs_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (organization_id, id);

-- Name: memberships memberships_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.memberships
    ADD CONSTRAINT memberships_pkey PRIMARY KEY (organization_id, user_id);

-- Name: notification_choices notification_choices_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.notification_choices
    ADD CONSTRAINT notification_choices_pkey PRIMARY KEY (user_id, kind);

-- Name: notification_marks notification_marks_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.notification_marks
    ADD CONSTRAINT notification_marks_pkey PRIMARY KEY (organization_id, user_id);

-- Name: notifications notifications_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.notifications
    ADD CONSTRAINT notifications_pkey PRIMARY KEY (user_id, id);

-- Name: organization_domains organization_domains_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.organization_domains
    ADD CONSTRAINT organization_domains_pkey PRIMARY KEY (organization_id, domain);

-- Name: organization_limits organization_limits_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.organization_limits
    ADD CONSTRAINT organization_limits_pkey PRIMARY KEY (organization_id, key);

-- Name: organizations organizations_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.organizations
    ADD CONSTRAINT organizations_pkey PRIMARY KEY (id);

-- Name: organizations organizations_slug_key; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.organizations
    ADD CONSTRAINT organizations_slug_key UNIQUE (slug);

-- Name: passkey_ceremonies passkey_ceremonies_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.passkey_ceremonies
    ADD CONSTRAINT passkey_ceremonies_pkey PRIMARY KEY (token_hash);

-- Name: passkeys passkeys_credential_id_key; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.passkeys
    ADD CONSTRAINT passkeys_credential_id_key UNIQUE (credential_id);

-- Name: passkeys passkeys_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.passkeys
    ADD CONSTRAINT passkeys_pkey PRIMARY KEY (id);

-- Name: permission_uses permission_uses_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.permission_uses
    ADD CONSTRAINT permission_uses_pkey PRIMARY KEY (organization_id, user_id, permission);

-- Name: preferences preferences_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.preferences
    ADD CONSTRAINT preferences_pkey PRIMARY KEY (user_id);

-- Name: recovery_codes recovery_codes_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.recovery_codes
    ADD CONSTRAINT recovery_codes_pkey PRIMARY KEY (user_id, code_hash);

-- Name: recovery_links recovery_links_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.recovery_links
    ADD CONSTRAINT recovery_links_pkey PRIMARY KEY (token_hash);

-- Name: role_bindings role_bindings_once; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.role_bindings
    ADD CONSTRAINT role_bindings_once UNIQUE NULLS NOT DISTINCT (organization_id, role_id, system_role, user_id, team_id, resource_kind, resource_id);

-- Name: role_bindings role_bindings_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.role_bindings
    ADD CONSTRAINT role_bindings_pkey PRIMARY KEY (organization_id, id);

-- Name: role_parents role_parents_once; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.role_parents
    ADD CONSTRAINT role_parents_once UNIQUE NULLS NOT DISTINCT (organization_id, role_id, parent_role_id, parent_system_role);

-- Name: role_permissions role_permissions_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.role_permissions
    ADD CONSTRAINT role_permissions_pkey PRIMARY KEY (organization_id, role_id, permission);

-- Name: roles roles_once; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.roles
    ADD CONSTRAINT roles_once UNIQUE (organization_id, name_key);

-- Name: roles roles_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.roles
    ADD CONSTRAINT roles_pkey PRIMARY KEY (organization_id, id);

-- Name: saved_views saved_views_once; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.saved_views
    ADD CONSTRAINT saved_views_once UNIQUE (organization_id, user_id, page, name_key);

-- Name: saved_views saved_views_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.saved_views
    ADD CONSTRAINT saved_views_pkey PRIMARY KEY (organization_id, id);

-- Name: service_accounts service_accounts_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.service_accounts
    ADD CONSTRAINT service_accounts_pkey PRIMARY KEY (organization_id, id);

-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

-- Name: sessions sessions_superseded_hash_key; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.sessions
    ADD CONSTRAINT sessions_superseded_hash_key UNIQUE (superseded_hash);

-- Name: sessions sessions_token_hash_key; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.sessions
    ADD CONSTRAINT sessions_token_hash_key UNIQUE (token_hash);

-- Name: settings settings_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.settings
    ADD CONSTRAINT settings_pkey PRIMARY KEY (organization_id, key);

-- Name: setup_links setup_links_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.setup_links
    ADD CONSTRAINT setup_links_pkey PRIMARY KEY (token_hash);

-- Name: sign_in_attempts sign_in_attempts_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.sign_in_attempts
    ADD CONSTRAINT sign_in_attempts_pkey PRIMARY KEY (scope, key_hash);

-- Name: system_settings system_settings_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.system_settings
    ADD CONSTRAINT system_settings_pkey PRIMARY KEY (key);

-- Name: team_members team_members_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.team_members
    ADD CONSTRAINT team_members_pkey PRIMARY KEY (organization_id, team_id, user_id);

-- Name: teams teams_once; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.teams
    ADD CONSTRAINT teams_once UNIQUE (organization_id, name_key);

-- Name: teams teams_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.teams
    ADD CONSTRAINT teams_pkey PRIMARY KEY (organization_id, id);

-- Name: totp_secrets totp_secrets_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.totp_secrets
    ADD CONSTRAINT totp_secrets_pkey PRIMARY KEY (user_id);

-- Name: usage_counters usage_counters_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.usage_counters
    ADD CONSTRAINT usage_counters_pkey PRIMARY KEY (organization_id, key, day);

-- Name: users users_email_key; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.users
    ADD CONSTRAINT users_email_key UNIQUE (email);

-- Name: users users_pkey; Type: CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

-- Name: consumers consumers_pkey; Type: CONSTRAINT; Schema: integration; Owner: cauldron_owner

ALTER TABLE ONLY integration.consumers
    ADD CONSTRAINT consumers_pkey PRIMARY KEY (name);

-- Name: mail_settings mail_settings_pkey; Type: CONSTRAINT; Schema: integration; Owner: cauldron_owner

ALTER TABLE ONLY integration.mail_settings
    ADD CONSTRAINT mail_settings_pkey PRIMARY KEY (organization_id);

-- Name: mails mails_pkey; Type: CONSTRAINT; Schema: integration; Owner: cauldron_owner

ALTER TABLE ONLY integration.mails
    ADD CONSTRAINT mails_pkey PRIMARY KEY (organization_id, id);

-- Name: outbox outbox_pkey; Type: CONSTRAINT; Schema: integration; Owner: cauldron_owner

ALTER TABLE ONLY integration.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (organization_id, id);

-- Name: objects objects_pkey; Type: CONSTRAINT; Schema: storage; Owner: cauldron_owner

ALTER TABLE ONLY storage.objects
    ADD CONSTRAINT objects_pkey PRIMARY KEY (organization_id, id);

-- Name: points_15m points_15m_pkey; Type: CONSTRAINT; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points_15m
    ADD CONSTRAINT points_15m_pkey PRIMARY KEY (series_id, "time");

-- Name: points_15m_default points_15m_default_pkey; Type: CONSTRAINT; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points_15m_default
    ADD CONSTRAINT points_15m_default_pkey PRIMARY KEY (series_id, "time");

-- Name: points_1d points_1d_pkey; Type: CONSTRAINT; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points_1d
    ADD CONSTRAINT points_1d_pkey PRIMARY KEY (series_id, "time");

-- Name: points_1d_default points_1d_default_pkey; Type: CONSTRAINT; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points_1d_default
    ADD CONSTRAINT points_1d_default_pkey PRIMARY KEY (series_id, "time");

-- Name: points_1h points_1h_pkey; Type: CONSTRAINT; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points_1h
    ADD CONSTRAINT points_1h_pkey PRIMARY KEY (series_id, "time");

-- Name: points_1h_default points_1h_default_pkey; Type: CONSTRAINT; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points_1h_default
    ADD CONSTRAINT points_1h_default_pkey PRIMARY KEY (series_id, "time");

-- Name: points_1m points_1m_pkey; Type: CONSTRAINT; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points_1m
    ADD CONSTRAINT points_1m_pkey PRIMARY KEY (series_id, "time");

-- Name: points_1m_default points_1m_default_pkey; Type: CONSTRAINT; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points_1m_default
    ADD CONSTRAINT points_1m_default_pkey PRIMARY KEY (series_id, "time");

-- Name: points points_pkey; Type: CONSTRAINT; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points
    ADD CONSTRAINT points_pkey PRIMARY KEY (series_id, "time");

-- Name: points_default points_default_pkey; Type: CONSTRAINT; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.points_default
    ADD CONSTRAINT points_default_pkey PRIMARY KEY (series_id, "time");

-- Name: rollup_marks rollup_marks_pkey; Type: CONSTRAINT; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.rollup_marks
    ADD CONSTRAINT rollup_marks_pkey PRIMARY KEY (id);

-- Name: series series_organization_id_name_labels_key_key; Type: CONSTRAINT; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.series
    ADD CONSTRAINT series_organization_id_name_labels_key_key UNIQUE (organization_id, name, labels_key);

-- Name: series series_pkey; Type: CONSTRAINT; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.series
    ADD CONSTRAINT series_pkey PRIMARY KEY (organization_id, id);

-- Name: api_requests_by_time; Type: INDEX; Schema: admin; Owner: cauldron_owner

CREATE INDEX api_requests_by_time ON ONLY admin.api_requests USING btree ("time", id);

-- Name: api_requests_by_trace; Type: INDEX; Schema: admin; Owner: cauldron_owner

CREATE INDEX api_requests_by_trace ON ONLY admin.api_requests USING btree (trace_id, "time");

-- Name: api_requests_default_time_id_idx; Type: INDEX; Schema: admin; Owner: cauldron_owner

CREATE INDEX api_requests_default_time_id_idx ON admin.api_requests_default USING btree ("time", id);

-- Name: api_requests_default_trace_id_time_idx; Type: INDEX; Schema: admin; Owner: cauldron_owner

CREATE INDEX api_requests_default_trace_id_time_idx ON admin.api_requests_default USING btree (trace_id, "time");

-- Name: error_logs_by_fingerprint; Type: INDEX; Schema: admin; Owner: cauldron_owner

CREATE INDEX error_logs_by_fingerprint ON ONLY admin.error_logs USING btree (fingerprint, "time", id);

-- Name: error_logs_by_time; Type: INDEX; Schema: admin; Owner: cauldron_owner

CREATE INDEX error_logs_by_time ON ONLY admin.error_logs USING btree ("time", fingerprint, organization_id);

-- Name: error_logs_default_fingerprint_time_id_idx; Type: INDEX; Schema: admin; Owner: cauldron_owner

CREATE INDEX error_logs_default_fingerprint_time_id_idx ON admin.error_logs_default USING btree (fingerprint, "time", id);

-- Name: error_logs_default_time_fingerprint_organization_id_idx; Type: INDEX; Schema: admin; Owner: cauldron_owner

CREATE INDEX error_logs_default_time_fingerprint_organization_id_idx ON admin.error_logs_default USING btree ("time", fingerprint, organization_id);

-- Name: security_events_by_actor; Type: INDEX; Schema: aegis; Owner: cauldron_owner

CREATE INDEX security_events_by_actor ON ONLY aegis.security_events USING btree (organization_id, actor_id, "time", id) WHERE (actor_id IS NOT NULL);

-- Name: security_events_by_address; Type: INDEX; Schema: aegis; Owner: cauldron_owner

CREATE INDEX security_events_by_address ON ONLY aegis.security_events USING btree (organization_id, address, "time", id) WHERE (address IS NOT NULL);

-- Name: security_events_by_id; Type: INDEX; Schema: aegis; Owner: cauldron_owner

CREATE INDEX security_events_by_id ON ONLY aegis.security_events USING btree (organization_id, id);

-- Name: security_events_by_kind; Type: INDEX; Schema: aegis; Owner: cauldron_owner

CREATE INDEX security_events_by_kind ON ONLY aegis.security_events USING btree (organization_id, kind, "time", id);

-- Name: security_events_by_severity; Type: INDEX; Schema: aegis; Owner: cauldron_owner

CREATE INDEX security_events_by_severity ON ONLY aegis.security_events USING btree (organization_id, severity, "time", id);

-- Name: security_events_default_organization_id_actor_id_time_id_idx; Type: INDEX; Schema: aegis; Owner: cauldron_owner

CREATE INDEX security_events_default_organization_id_actor_id_time_id_idx ON aegis.security_events_default USING btree (organization_id, actor_id, "time", id) WHERE (actor_id IS NOT NULL);

-- Name: security_events_default_organization_id_address_time_id_idx; Type: INDEX; Schema: aegis; Owner: cauldron_owner

CREATE INDEX security_events_default_organization_id_address_time_id_idx ON aegis.security_events_default USING btree (organization_id, address, "time", id) WHERE (address IS NOT NULL);

-- Name: security_events_default_organization_id_id_idx; Type: INDEX; Schema: aegis; Owner: cauldron_owner

CREATE INDEX security_events_default_organization_id_id_idx ON aegis.security_events_default USING btree (organization_id, id);

-- Name: security_events_default_organization_id_kind_time_id_idx; Type: INDEX; Schema: aegis; Owner: cauldron_owner

CREATE INDEX security_events_default_organization_id_kind_time_id_idx ON aegis.security_events_default USING btree (organization_id, kind, "time", id);

-- Name: security_events_default_organization_id_severity_time_id_idx; Type: INDEX; Schema: aegis; Owner: cauldron_owner

CREATE INDEX security_events_default_organization_id_severity_time_id_idx ON aegis.security_events_default USING btree (organization_id, severity, "time", id);

-- Name: security_events_time; Type: INDEX; Schema: aegis; Owner: cauldron_owner

CREATE INDEX security_events_time ON ONLY aegis.security_events USING brin ("time");

-- Name: security_events_default_time_idx; Type: INDEX; Schema: aegis; Owner: cauldron_owner

CREATE INDEX security_events_default_time_idx ON aegis.security_events_default USING brin ("time");

-- Name: events_by_action; Type: INDEX; Schema: audit; Owner: cauldron_owner

CREATE INDEX events_by_action ON ONLY audit.events USING btree (organization_id, action, "time", id);

-- Name: events_by_actor; Type: INDEX; Schema: audit; Owner: cauldron_owner

CREATE INDEX events_by_actor ON ONLY audit.events USING btree (organization_id, actor_id, "time", id);

-- Name: events_by_subject; Type: INDEX; Schema: audit; Owner: cauldron_owner

CREATE INDEX events_by_subject ON ONLY audit.events USING btree (organization_id, subject_id, "time", id);

-- Name: events_by_trace; Type: INDEX; Schema: audit; Owner: cauldron_owner

CREATE INDEX events_by_trace ON ONLY audit.events USING btree (organization_id, trace_id, "time");

-- Name: events_default_organization_id_action_time_id_idx; Type: INDEX; Schema: audit; Owner: cauldron_owner

CREATE INDEX events_default_organization_id_action_time_id_idx ON audit.events_default USING btree (organization_id, action, "time", id);

-- Name: events_default_organization_id_actor_id_time_id_idx; Type: INDEX; Schema: audit; Owner: cauldron_owner

CREATE INDEX events_default_organization_id_actor_id_time_id_idx ON audit.events_default USING btree (organization_id, actor_id, "time", id);

-- Name: events_default_organization_id_subject_id_time_id_idx; Type: INDEX; Schema: audit; Owner: cauldron_owner

CREATE INDEX events_default_organization_id_subject_id_time_id_idx ON audit.events_default USING btree (organization_id, subject_id, "time", id);

-- Name: events_default_organization_id_trace_id_time_idx; Type: INDEX; Schema: audit; Owner: cauldron_owner

CREATE INDEX events_default_organization_id_trace_id_time_idx ON audit.events_default USING btree (organization_id, trace_id, "time");

-- Name: api_key_secrets_by_key; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX api_key_secrets_by_key ON core.api_key_secrets USING btree (organization_id, key_id);

-- Name: api_keys_by_expiry; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX api_keys_by_expiry ON core.api_keys USING btree (expires_at) WHERE ((revoked_at IS NULL) AND (expiry_noticed_at IS NULL));

-- Name: api_keys_by_maker; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX api_keys_by_maker ON core.api_keys USING btree (organization_id, created_by);

-- Name: api_keys_by_person; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX api_keys_by_person ON core.api_keys USING btree (organization_id, user_id);

-- Name: api_keys_by_service_account; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX api_keys_by_service_account ON core.api_keys USING btree (organization_id, service_account_id);

-- Name: api_keys_in_order; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX api_keys_in_order ON core.api_keys USING btree (organization_id, created_at, id);

-- Name: idempotency_keys_by_age; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX idempotency_keys_by_age ON core.idempotency_keys USING btree (created_at);

-- Name: invitations_by_accepter; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX invitations_by_accepter ON core.invitations USING btree (organization_id, accepted_by);

-- Name: invitations_by_inviter; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX invitations_by_inviter ON core.invitations USING btree (organization_id, invited_by);

-- Name: invitations_by_token; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX invitations_by_token ON core.invitations USING btree (token_hash);

-- Name: invitations_one_open; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE UNIQUE INDEX invitations_one_open ON core.invitations USING btree (organization_id, email) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));

-- Name: jobs_by_requester; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX jobs_by_requester ON core.jobs USING btree (organization_id, requested_by);

-- Name: jobs_by_retried; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE UNIQUE INDEX jobs_by_retried ON core.jobs USING btree (organization_id, retry_of) WHERE (retry_of IS NOT NULL);

-- Name: jobs_deduplicated; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE UNIQUE INDEX jobs_deduplicated ON core.jobs USING btree (organization_id, kind, dedupe_key) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

-- Name: jobs_due; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX jobs_due ON core.jobs USING btree (run_at) WHERE (state = 'queued'::text);

-- Name: jobs_finished; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX jobs_finished ON core.jobs USING btree (finished_at) WHERE (finished_at IS NOT NULL);

-- Name: jobs_leased; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX jobs_leased ON core.jobs USING btree (leased_until) WHERE (state = 'running'::text);

-- Name: memberships_by_user; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX memberships_by_user ON core.memberships USING btree (user_id);

-- Name: notifications_by_age; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX notifications_by_age ON core.notifications USING btree (created_at);

-- Name: notifications_by_organization; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX notifications_by_organization ON core.notifications USING btree (organization_id);

-- Name: notifications_in_order; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX notifications_in_order ON core.notifications USING btree (user_id, created_at, id);

-- Name: notifications_unread; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX notifications_unread ON core.notifications USING btree (user_id) WHERE (read_at IS NULL);

-- Name: organization_domains_by_domain; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX organization_domains_by_domain ON core.organization_domains USING btree (domain);

-- Name: organizations_by_primary_contact; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX organizations_by_primary_contact ON core.organizations USING btree (id, primary_contact);

-- Name: organizations_one_operating; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE UNIQUE INDEX organizations_one_operating ON core.organizations USING btree (is_operating) WHERE is_operating;

-- Name: passkey_ceremonies_by_expiry; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX passkey_ceremonies_by_expiry ON core.passkey_ceremonies USING btree (expires_at);

-- Name: passkey_ceremonies_by_user; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX passkey_ceremonies_by_user ON core.passkey_ceremonies USING btree (user_id);

-- Name: passkeys_by_user; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX passkeys_by_user ON core.passkeys USING btree (user_id);

-- Name: recovery_links_by_expiry; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX recovery_links_by_expiry ON core.recovery_links USING btree (expires_at);

-- Name: recovery_links_by_user; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX recovery_links_by_user ON core.recovery_links USING btree (user_id, kind);

-- Name: role_bindings_by_maker; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX role_bindings_by_maker ON core.role_bindings USING btree (organization_id, created_by);

-- Name: role_bindings_by_resource; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX role_bindings_by_resource ON core.role_bindings USING btree (organization_id, resource_kind, resource_id);

-- Name: role_bindings_by_role; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX role_bindings_by_role ON core.role_bindings USING btree (organization_id, role_id);

-- Name: role_bindings_by_team; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX role_bindings_by_team ON core.role_bindings USING btree (organization_id, team_id);

-- Name: role_bindings_by_user; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX role_bindings_by_user ON core.role_bindings USING btree (organization_id, user_id);

-- Name: role_parents_by_parent; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX role_parents_by_parent ON core.role_parents USING btree (organization_id, parent_role_id);

-- Name: saved_views_one_default; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE UNIQUE INDEX saved_views_one_default ON core.saved_views USING btree (organization_id, user_id, page) WHERE is_default;

-- Name: service_accounts_by_maker; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX service_accounts_by_maker ON core.service_accounts USING btree (organization_id, created_by);

-- Name: service_accounts_once; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE UNIQUE INDEX service_accounts_once ON core.service_accounts USING btree (organization_id, name_key) WHERE (status <> 'removed'::text);

-- Name: sessions_by_expiry; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX sessions_by_expiry ON core.sessions USING btree (absolute_expires_at);

-- Name: sessions_by_membership; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX sessions_by_membership ON core.sessions USING btree (organization_id, user_id);

-- Name: sessions_by_user; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX sessions_by_user ON core.sessions USING btree (user_id, network);

-- Name: sign_in_attempts_by_window; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX sign_in_attempts_by_window ON core.sign_in_attempts USING btree (window_started_at);

-- Name: team_members_by_user; Type: INDEX; Schema: core; Owner: cauldron_owner

CREATE INDEX team_members_by_user ON core.team_members USING btree (organization_id, user_id);

-- Name: mails_by_time; Type: INDEX; Schema: integration; Owner: cauldron_owner

CREATE INDEX mails_by_time ON integration.mails USING btree (created_at);

-- Name: mails_due; Type: INDEX; Schema: integration; Owner: cauldron_owner

CREATE INDEX mails_due ON integration.mails USING btree (next_attempt_at) WHERE (state = 'queued'::text);

-- Name: outbox_in_order; Type: INDEX; Schema: integration; Owner: cauldron_owner

CREATE INDEX outbox_in_order ON integration.outbox USING btree (transaction_id, sequence);

-- Name: objects_by_creator; Type: INDEX; Schema: storage; Owner: cauldron_owner

CREATE INDEX objects_by_creator ON storage.objects USING btree (organization_id, created_by);

-- Name: objects_deleted; Type: INDEX; Schema: storage; Owner: cauldron_owner

CREATE INDEX objects_deleted ON storage.objects USING btree (deleted_at) WHERE (deleted_at IS NOT NULL);

-- Name: objects_one_logo; Type: INDEX; Schema: storage; Owner: cauldron_owner

CREATE UNIQUE INDEX objects_one_logo ON storage.objects USING btree (organization_id, kind) WHERE ((kind = 'logo'::text) AND (deleted_at IS NULL));

-- Name: api_requests_default_pkey; Type: INDEX ATTACH; Schema: admin; Owner: cauldron_owner

ALTER INDEX admin.api_requests_pkey ATTACH PARTITION admin.api_requests_default_pkey;

-- Name: api_requests_default_time_id_idx; Type: INDEX ATTACH; Schema: admin; Owner: cauldron_owner

ALTER INDEX admin.api_requests_by_time ATTACH PARTITION admin.api_requests_default_time_id_idx;

-- Name: api_requests_default_trace_id_time_idx; Type: INDEX ATTACH; Schema: admin; Owner: cauldron_owner

ALTER INDEX admin.api_requests_by_trace ATTACH PARTITION admin.api_requests_default_trace_id_time_idx;

-- Name: error_logs_default_fingerprint_time_id_idx; Type: INDEX ATTACH; Schema: admin; Owner: cauldron_owner

ALTER INDEX admin.error_logs_by_fingerprint ATTACH PARTITION admin.error_logs_default_fingerprint_time_id_idx;

-- Name: error_logs_default_pkey; Type: INDEX ATTACH; Schema: admin; Owner: cauldron_owner

ALTER INDEX admin.error_logs_pkey ATTACH PARTITION admin.error_logs_default_pkey;

-- Name: error_logs_default_time_fingerprint_organization_id_idx; Type: INDEX ATTACH; Schema: admin; Owner: cauldron_owner

ALTER INDEX admin.error_logs_by_time ATTACH PARTITION admin.error_logs_default_time_fingerprint_organization_id_idx;

-- Name: security_events_default_organization_id_actor_id_time_id_idx; Type: INDEX ATTACH; Schema: aegis; Owner: cauldron_owner

ALTER INDEX aegis.security_events_by_actor ATTACH PARTITION aegis.security_events_default_organization_id_actor_id_time_id_idx;

-- Name: security_events_default_organization_id_address_time_id_idx; Type: INDEX ATTACH; Schema: aegis; Owner: cauldron_owner

ALTER INDEX aegis.security_events_by_address ATTACH PARTITION aegis.security_events_default_organization_id_address_time_id_idx;

-- Name: security_events_default_organization_id_id_idx; Type: INDEX ATTACH; Schema: aegis; Owner: cauldron_owner

ALTER INDEX aegis.security_events_by_id ATTACH PARTITION aegis.security_events_default_organization_id_id_idx;

-- Name: security_events_default_organization_id_kind_time_id_idx; Type: INDEX ATTACH; Schema: aegis; Owner: cauldron_owner

ALTER INDEX aegis.security_events_by_kind ATTACH PARTITION aegis.security_events_default_organization_id_kind_time_id_idx;

-- Name: security_events_default_organization_id_severity_time_id_idx; Type: INDEX ATTACH; Schema: aegis; Owner: cauldron_owner

ALTER INDEX aegis.security_events_by_severity ATTACH PARTITION aegis.security_events_default_organization_id_severity_time_id_idx;

-- Name: security_events_default_pkey; Type: INDEX ATTACH; Schema: aegis; Owner: cauldron_owner

ALTER INDEX aegis.security_events_pkey ATTACH PARTITION aegis.security_events_default_pkey;

-- Name: security_events_default_time_idx; Type: INDEX ATTACH; Schema: aegis; Owner: cauldron_owner

ALTER INDEX aegis.security_events_time ATTACH PARTITION aegis.security_events_default_time_idx;

-- Name: events_default_organization_id_action_time_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: cauldron_owner

ALTER INDEX audit.events_by_action ATTACH PARTITION audit.events_default_organization_id_action_time_id_idx;

-- Name: events_default_organization_id_actor_id_time_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: cauldron_owner

ALTER INDEX audit.events_by_actor ATTACH PARTITION audit.events_default_organization_id_actor_id_time_id_idx;

-- Name: events_default_organization_id_subject_id_time_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: cauldron_owner

ALTER INDEX audit.events_by_subject ATTACH PARTITION audit.events_default_organization_id_subject_id_time_id_idx;

-- Name: events_default_organization_id_trace_id_time_idx; Type: INDEX ATTACH; Schema: audit; Owner: cauldron_owner

ALTER INDEX audit.events_by_trace ATTACH PARTITION audit.events_default_organization_id_trace_id_time_idx;

-- Name: events_default_pkey; Type: INDEX ATTACH; Schema: audit; Owner: cauldron_owner

ALTER INDEX audit.events_pkey ATTACH PARTITION audit.events_default_pkey;

-- Name: points_15m_default_pkey; Type: INDEX ATTACH; Schema: timeseries; Owner: cauldron_owner

ALTER INDEX timeseries.points_15m_pkey ATTACH PARTITION timeseries.points_15m_default_pkey;

-- Name: points_1d_default_pkey; Type: INDEX ATTACH; Schema: timeseries; Owner: cauldron_owner

ALTER INDEX timeseries.points_1d_pkey ATTACH PARTITION timeseries.points_1d_default_pkey;

-- Name: points_1h_default_pkey; Type: INDEX ATTACH; Schema: timeseries; Owner: cauldron_owner

ALTER INDEX timeseries.points_1h_pkey ATTACH PARTITION timeseries.points_1h_default_pkey;

-- Name: points_1m_default_pkey; Type: INDEX ATTACH; Schema: timeseries; Owner: cauldron_owner

ALTER INDEX timeseries.points_1m_pkey ATTACH PARTITION timeseries.points_1m_default_pkey;

-- Name: points_default_pkey; Type: INDEX ATTACH; Schema: timeseries; Owner: cauldron_owner

ALTER INDEX timeseries.points_pkey ATTACH PARTITION timeseries.points_default_pkey;

-- Name: memberships bump_access_epoch_deleted; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_deleted AFTER DELETE ON core.memberships REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: role_bindings bump_access_epoch_deleted; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_deleted AFTER DELETE ON core.role_bindings REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: role_parents bump_access_epoch_deleted; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_deleted AFTER DELETE ON core.role_parents REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: role_permissions bump_access_epoch_deleted; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_deleted AFTER DELETE ON core.role_permissions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: roles bump_access_epoch_deleted; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_deleted AFTER DELETE ON core.roles REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: team_members bump_access_epoch_deleted; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_deleted AFTER DELETE ON core.team_members REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: teams bump_access_epoch_deleted; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_deleted AFTER DELETE ON core.teams REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: memberships bump_access_epoch_inserted; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_inserted AFTER INSERT ON core.memberships REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: role_bindings bump_access_epoch_inserted; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_inserted AFTER INSERT ON core.role_bindings REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: role_parents bump_access_epoch_inserted; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_inserted AFTER INSERT ON core.role_parents REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: role_permissions bump_access_epoch_inserted; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_inserted AFTER INSERT ON core.role_permissions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: roles bump_access_epoch_inserted; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_inserted AFTER INSERT ON core.roles REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: team_members bump_access_epoch_inserted; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_inserted AFTER INSERT ON core.team_members REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: teams bump_access_epoch_inserted; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_inserted AFTER INSERT ON core.teams REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: memberships bump_access_epoch_updated; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_updated AFTER UPDATE ON core.memberships REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: role_bindings bump_access_epoch_updated; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_updated AFTER UPDATE ON core.role_bindings REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: role_parents bump_access_epoch_updated; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_updated AFTER UPDATE ON core.role_parents REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: role_permissions bump_access_epoch_updated; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_updated AFTER UPDATE ON core.role_permissions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: roles bump_access_epoch_updated; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_updated AFTER UPDATE ON core.roles REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: team_members bump_access_epoch_updated; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_updated AFTER UPDATE ON core.team_members REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: teams bump_access_epoch_updated; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER bump_access_epoch_updated AFTER UPDATE ON core.teams REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION core.bump_access_epoch();

-- Name: memberships forget_removed_member; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER forget_removed_member AFTER UPDATE OF status ON core.memberships FOR EACH ROW WHEN (((new.status = 'removed'::text) AND (old.status <> 'removed'::text))) EXECUTE FUNCTION core.forget_removed_member();

-- Name: memberships keep_an_owner; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER keep_an_owner AFTER UPDATE OF role, status ON core.memberships FOR EACH ROW WHEN (((old.role = 'owner'::text) AND (old.status = 'active'::text) AND ((new.role <> 'owner'::text) OR (new.status <> 'active'::text)))) EXECUTE FUNCTION core.keep_an_owner();

-- Name: memberships revoke_keys_of_removed_member; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER revoke_keys_of_removed_member AFTER UPDATE OF status ON core.memberships FOR EACH ROW WHEN (((new.status = 'removed'::text) AND (old.status <> 'removed'::text))) EXECUTE FUNCTION core.revoke_keys_of_removed_member();

-- Name: credentials touch_row; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON core.credentials FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: invitations touch_row; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON core.invitations FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: jobs touch_row; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON core.jobs FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: memberships touch_row; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON core.memberships FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: organization_limits touch_row; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON core.organization_limits FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: organizations touch_row; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON core.organizations FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: preferences touch_row; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON core.preferences FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: roles touch_row; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON core.roles FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: saved_views touch_row; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON core.saved_views FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: service_accounts touch_row; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON core.service_accounts FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: settings touch_row; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON core.settings FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: system_settings touch_row; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON core.system_settings FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: teams touch_row; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON core.teams FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: users touch_row; Type: TRIGGER; Schema: core; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON core.users FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: mail_settings touch_row; Type: TRIGGER; Schema: integration; Owner: cauldron_owner

CREATE TRIGGER touch_row BEFORE UPDATE ON integration.mail_settings FOR EACH ROW EXECUTE FUNCTION core.touch_row();

-- Name: access_epochs access_epochs_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.access_epochs
    ADD CONSTRAINT access_epochs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: api_key_secrets api_key_secrets_organization_id_key_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.api_key_secrets
    ADD CONSTRAINT api_key_secrets_organization_id_key_id_fkey FOREIGN KEY (organization_id, key_id) REFERENCES core.api_keys(organization_id, id);

-- Name: api_keys api_keys_organization_id_created_by_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.api_keys
    ADD CONSTRAINT api_keys_organization_id_created_by_fkey FOREIGN KEY (organization_id, created_by) REFERENCES core.memberships(organization_id, user_id);

-- Name: api_keys api_keys_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.api_keys
    ADD CONSTRAINT api_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: api_keys api_keys_organization_id_service_account_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.api_keys
    ADD CONSTRAINT api_keys_organization_id_service_account_id_fkey FOREIGN KEY (organization_id, service_account_id) REFERENCES core.service_accounts(organization_id, id);

-- Name: api_keys api_keys_organization_id_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.api_keys
    ADD CONSTRAINT api_keys_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES core.memberships(organization_id, user_id);

-- Name: credentials credentials_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.credentials
    ADD CONSTRAINT credentials_user_id_fkey FOREIGN KEY (user_id) REFERENCES core.users(id);

-- Name: idempotency_keys idempotency_keys_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.idempotency_keys
    ADD CONSTRAINT idempotency_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: invitations invitations_organization_id_accepted_by_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.invitations
    ADD CONSTRAINT invitations_organization_id_accepted_by_fkey FOREIGN KEY (organization_id, accepted_by) REFERENCES core.memberships(organization_id, user_id);

-- Name: invitations invitations_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.invitations
    ADD CONSTRAINT invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: invitations invitations_organization_id_invited_by_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.invitations
    ADD CONSTRAINT invitations_organization_id_invited_by_fkey FOREIGN KEY (organization_id, invited_by) REFERENCES core.memberships(organization_id, user_id);

-- Name: jobs jobs_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.jobs
    ADD CONSTRAINT jobs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: jobs jobs_organization_id_requested_by_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.jobs
    ADD CONSTRAINT jobs_organization_id_requested_by_fkey FOREIGN KEY (organization_id, requested_by) REFERENCES core.memberships(organization_id, user_id);

-- Name: memberships memberships_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.memberships
    ADD CONSTRAINT memberships_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: memberships memberships_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.memberships
    ADD CONSTRAINT memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES core.users(id);

-- Name: notification_choices notification_choices_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.notification_choices
    ADD CONSTRAINT notification_choices_user_id_fkey FOREIGN KEY (user_id) REFERENCES core.users(id);

-- Name: notification_marks notification_marks_organization_id_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.notification_marks
    ADD CONSTRAINT notification_marks_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES core.memberships(organization_id, user_id);

-- Name: notifications notifications_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.notifications
    ADD CONSTRAINT notifications_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: notifications notifications_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.notifications
    ADD CONSTRAINT notifications_user_id_fkey FOREIGN KEY (user_id) REFERENCES core.users(id);

-- Name: organization_domains organization_domains_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.organization_domains
    ADD CONSTRAINT organization_domains_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: organization_limits organization_limits_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.organization_limits
    ADD CONSTRAINT organization_limits_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: organizations organizations_primary_contact_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.organizations
    ADD CONSTRAINT organizations_primary_contact_fkey FOREIGN KEY (id, primary_contact) REFERENCES core.memberships(organization_id, user_id);

-- Name: passkey_ceremonies passkey_ceremonies_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.passkey_ceremonies
    ADD CONSTRAINT passkey_ceremonies_user_id_fkey FOREIGN KEY (user_id) REFERENCES core.users(id);

-- Name: passkeys passkeys_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.passkeys
    ADD CONSTRAINT passkeys_user_id_fkey FOREIGN KEY (user_id) REFERENCES core.users(id);

-- Name: permission_uses permission_uses_organization_id_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.permission_uses
    ADD CONSTRAINT permission_uses_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES core.memberships(organization_id, user_id);

-- Name: preferences preferences_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.preferences
    ADD CONSTRAINT preferences_user_id_fkey FOREIGN KEY (user_id) REFERENCES core.users(id);

-- Name: recovery_codes recovery_codes_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.recovery_codes
    ADD CONSTRAINT recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES core.users(id);

-- Name: recovery_links recovery_links_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.recovery_links
    ADD CONSTRAINT recovery_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES core.users(id);

-- Name: role_bindings role_bindings_organization_id_created_by_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.role_bindings
    ADD CONSTRAINT role_bindings_organization_id_created_by_fkey FOREIGN KEY (organization_id, created_by) REFERENCES core.memberships(organization_id, user_id);

-- Name: role_bindings role_bindings_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.role_bindings
    ADD CONSTRAINT role_bindings_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: role_bindings role_bindings_organization_id_role_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.role_bindings
    ADD CONSTRAINT role_bindings_organization_id_role_id_fkey FOREIGN KEY (organization_id, role_id) REFERENCES core.roles(organization_id, id);

-- Name: role_bindings role_bindings_organization_id_team_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.role_bindings
    ADD CONSTRAINT role_bindings_organization_id_team_id_fkey FOREIGN KEY (organization_id, team_id) REFERENCES core.teams(organization_id, id);

-- Name: role_bindings role_bindings_organization_id_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.role_bindings
    ADD CONSTRAINT role_bindings_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES core.memberships(organization_id, user_id);

-- Name: role_parents role_parents_organization_id_parent_role_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.role_parents
    ADD CONSTRAINT role_parents_organization_id_parent_role_id_fkey FOREIGN KEY (organization_id, parent_role_id) REFERENCES core.roles(organization_id, id);

-- Name: role_parents role_parents_organization_id_role_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.role_parents
    ADD CONSTRAINT role_parents_organization_id_role_id_fkey FOREIGN KEY (organization_id, role_id) REFERENCES core.roles(organization_id, id);

-- Name: role_permissions role_permissions_organization_id_role_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.role_permissions
    ADD CONSTRAINT role_permissions_organization_id_role_id_fkey FOREIGN KEY (organization_id, role_id) REFERENCES core.roles(organization_id, id);

-- Name: roles roles_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.roles
    ADD CONSTRAINT roles_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: saved_views saved_views_organization_id_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.saved_views
    ADD CONSTRAINT saved_views_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES core.memberships(organization_id, user_id);

-- Name: service_accounts service_accounts_organization_id_created_by_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.service_accounts
    ADD CONSTRAINT service_accounts_organization_id_created_by_fkey FOREIGN KEY (organization_id, created_by) REFERENCES core.memberships(organization_id, user_id);

-- Name: service_accounts service_accounts_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.service_accounts
    ADD CONSTRAINT service_accounts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: sessions sessions_organization_id_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.sessions
    ADD CONSTRAINT sessions_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES core.memberships(organization_id, user_id);

-- Name: sessions sessions_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES core.users(id);

-- Name: settings settings_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.settings
    ADD CONSTRAINT settings_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: team_members team_members_organization_id_team_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.team_members
    ADD CONSTRAINT team_members_organization_id_team_id_fkey FOREIGN KEY (organization_id, team_id) REFERENCES core.teams(organization_id, id);

-- Name: team_members team_members_organization_id_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.team_members
    ADD CONSTRAINT team_members_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES core.memberships(organization_id, user_id);

-- Name: teams teams_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.teams
    ADD CONSTRAINT teams_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: totp_secrets totp_secrets_user_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.totp_secrets
    ADD CONSTRAINT totp_secrets_user_id_fkey FOREIGN KEY (user_id) REFERENCES core.users(id);

-- Name: usage_counters usage_counters_organization_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: cauldron_owner

ALTER TABLE ONLY core.usage_counters
    ADD CONSTRAINT usage_counters_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: mail_settings mail_settings_organization_id_fkey; Type: FK CONSTRAINT; Schema: integration; Owner: cauldron_owner

ALTER TABLE ONLY integration.mail_settings
    ADD CONSTRAINT mail_settings_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: mails mails_organization_id_fkey; Type: FK CONSTRAINT; Schema: integration; Owner: cauldron_owner

ALTER TABLE ONLY integration.mails
    ADD CONSTRAINT mails_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: outbox outbox_organization_id_fkey; Type: FK CONSTRAINT; Schema: integration; Owner: cauldron_owner

ALTER TABLE ONLY integration.outbox
    ADD CONSTRAINT outbox_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: objects objects_organization_id_created_by_fkey; Type: FK CONSTRAINT; Schema: storage; Owner: cauldron_owner

ALTER TABLE ONLY storage.objects
    ADD CONSTRAINT objects_organization_id_created_by_fkey FOREIGN KEY (organization_id, created_by) REFERENCES core.memberships(organization_id, user_id);

-- Name: objects objects_organization_id_fkey; Type: FK CONSTRAINT; Schema: storage; Owner: cauldron_owner

ALTER TABLE ONLY storage.objects
    ADD CONSTRAINT objects_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: series series_organization_id_fkey; Type: FK CONSTRAINT; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE ONLY timeseries.series
    ADD CONSTRAINT series_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES core.organizations(id);

-- Name: api_requests; Type: ROW SECURITY; Schema: admin; Owner: cauldron_owner

ALTER TABLE admin.api_requests ENABLE ROW LEVEL SECURITY;

-- Name: api_requests_default; Type: ROW SECURITY; Schema: admin; Owner: cauldron_owner

ALTER TABLE admin.api_requests_default ENABLE ROW LEVEL SECURITY;

-- Name: error_logs; Type: ROW SECURITY; Schema: admin; Owner: cauldron_owner

ALTER TABLE admin.error_logs ENABLE ROW LEVEL SECURITY;

-- Name: error_logs_default; Type: ROW SECURITY; Schema: admin; Owner: cauldron_owner

ALTER TABLE admin.error_logs_default ENABLE ROW LEVEL SECURITY;

-- Name: api_requests system; Type: POLICY; Schema: admin; Owner: cauldron_owner

CREATE POLICY system ON admin.api_requests TO cauldron_system USING (true) WITH CHECK (true);

-- Name: api_requests_default system; Type: POLICY; Schema: admin; Owner: cauldron_owner

CREATE POLICY system ON admin.api_requests_default TO cauldron_system USING (true) WITH CHECK (true);

-- Name: error_logs system; Type: POLICY; Schema: admin; Owner: cauldron_owner

CREATE POLICY system ON admin.error_logs TO cauldron_system USING (true) WITH CHECK (true);

-- Name: error_logs_default system; Type: POLICY; Schema: admin; Owner: cauldron_owner

CREATE POLICY system ON admin.error_logs_default TO cauldron_system USING (true) WITH CHECK (true);

-- Name: api_requests tenant; Type: POLICY; Schema: admin; Owner: cauldron_owner

CREATE POLICY tenant ON admin.api_requests TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: api_requests_default tenant; Type: POLICY; Schema: admin; Owner: cauldron_owner

CREATE POLICY tenant ON admin.api_requests_default TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: error_logs tenant; Type: POLICY; Schema: admin; Owner: cauldron_owner

CREATE POLICY tenant ON admin.error_logs TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: error_logs_default tenant; Type: POLICY; Schema: admin; Owner: cauldron_owner

CREATE POLICY tenant ON admin.error_logs_default TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: security_events; Type: ROW SECURITY; Schema: aegis; Owner: cauldron_owner

ALTER TABLE aegis.security_events ENABLE ROW LEVEL SECURITY;

-- Name: security_events_default; Type: ROW SECURITY; Schema: aegis; Owner: cauldron_owner

ALTER TABLE aegis.security_events_default ENABLE ROW LEVEL SECURITY;

-- Name: security_events system; Type: POLICY; Schema: aegis; Owner: cauldron_owner

CREATE POLICY system ON aegis.security_events TO cauldron_system USING (true) WITH CHECK (true);

-- Name: security_events_default system; Type: POLICY; Schema: aegis; Owner: cauldron_owner

CREATE POLICY system ON aegis.security_events_default TO cauldron_system USING (true) WITH CHECK (true);

-- Name: security_events tenant; Type: POLICY; Schema: aegis; Owner: cauldron_owner

CREATE POLICY tenant ON aegis.security_events TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: security_events_default tenant; Type: POLICY; Schema: aegis; Owner: cauldron_owner

CREATE POLICY tenant ON aegis.security_events_default TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: events; Type: ROW SECURITY; Schema: audit; Owner: cauldron_owner

ALTER TABLE audit.events ENABLE ROW LEVEL SECURITY;

-- Name: events_default; Type: ROW SECURITY; Schema: audit; Owner: cauldron_owner

ALTER TABLE audit.events_default ENABLE ROW LEVEL SECURITY;

-- Name: events identity; Type: POLICY; Schema: audit; Owner: cauldron_owner

CREATE POLICY identity ON audit.events TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: events_default identity; Type: POLICY; Schema: audit; Owner: cauldron_owner

CREATE POLICY identity ON audit.events_default TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: events system; Type: POLICY; Schema: audit; Owner: cauldron_owner

CREATE POLICY system ON audit.events TO cauldron_system USING (true) WITH CHECK (true);

-- Name: events_default system; Type: POLICY; Schema: audit; Owner: cauldron_owner

CREATE POLICY system ON audit.events_default TO cauldron_system USING (true) WITH CHECK (true);

-- Name: events tenant; Type: POLICY; Schema: audit; Owner: cauldron_owner

CREATE POLICY tenant ON audit.events TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: events_default tenant; Type: POLICY; Schema: audit; Owner: cauldron_owner

CREATE POLICY tenant ON audit.events_default TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: access_epochs; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.access_epochs ENABLE ROW LEVEL SECURITY;

-- Name: api_key_secrets; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.api_key_secrets ENABLE ROW LEVEL SECURITY;

-- Name: api_keys; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.api_keys ENABLE ROW LEVEL SECURITY;

-- Name: credentials; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.credentials ENABLE ROW LEVEL SECURITY;

-- Name: idempotency_keys; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.idempotency_keys ENABLE ROW LEVEL SECURITY;

-- Name: access_epochs identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.access_epochs TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: api_key_secrets identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.api_key_secrets TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: api_keys identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.api_keys TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: credentials identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.credentials TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: invitations identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.invitations TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: memberships identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.memberships TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: notification_choices identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.notification_choices TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: notifications identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.notifications TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: organization_domains identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.organization_domains TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: organization_limits identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.organization_limits TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: organizations identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.organizations TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: passkey_ceremonies identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.passkey_ceremonies TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: passkeys identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.passkeys TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: recovery_codes identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.recovery_codes TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: recovery_links identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.recovery_links TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: role_bindings identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.role_bindings TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: service_accounts identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.service_accounts TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: sessions identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.sessions TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: settings identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.settings TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: setup_links identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.setup_links TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: sign_in_attempts identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.sign_in_attempts TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: system_settings identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.system_settings TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: team_members identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.team_members TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: teams identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.teams TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: totp_secrets identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.totp_secrets TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: users identity; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY identity ON core.users TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: invitations; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.invitations ENABLE ROW LEVEL SECURITY;

-- Name: jobs; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.jobs ENABLE ROW LEVEL SECURITY;

-- Name: memberships; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.memberships ENABLE ROW LEVEL SECURITY;

-- Name: notification_choices; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.notification_choices ENABLE ROW LEVEL SECURITY;

-- Name: notification_marks; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.notification_marks ENABLE ROW LEVEL SECURITY;

-- Name: notifications; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.notifications ENABLE ROW LEVEL SECURITY;

-- Name: organization_domains; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.organization_domains ENABLE ROW LEVEL SECURITY;

-- Name: organization_limits; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.organization_limits ENABLE ROW LEVEL SECURITY;

-- Name: organizations; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.organizations ENABLE ROW LEVEL SECURITY;

-- Name: notification_marks own; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY own ON core.notification_marks AS RESTRICTIVE TO cauldron_app USING ((user_id = ( SELECT core.current_user_id() AS current_user_id))) WITH CHECK ((user_id = ( SELECT core.current_user_id() AS current_user_id)));

-- Name: saved_views own; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY own ON core.saved_views AS RESTRICTIVE TO cauldron_app USING ((user_id = ( SELECT core.current_user_id() AS current_user_id))) WITH CHECK ((user_id = ( SELECT core.current_user_id() AS current_user_id)));

-- Name: passkey_ceremonies; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.passkey_ceremonies ENABLE ROW LEVEL SECURITY;

-- Name: passkeys; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.passkeys ENABLE ROW LEVEL SECURITY;

-- Name: permission_uses; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.permission_uses ENABLE ROW LEVEL SECURITY;

-- Name: notification_choices person; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY person ON core.notification_choices TO cauldron_app USING ((user_id = ( SELECT core.current_user_id() AS current_user_id))) WITH CHECK ((user_id = ( SELECT core.current_user_id() AS current_user_id)));

-- Name: notifications person; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY person ON core.notifications TO cauldron_app USING ((user_id = ( SELECT core.current_user_id() AS current_user_id))) WITH CHECK ((user_id = ( SELECT core.current_user_id() AS current_user_id)));

-- Name: preferences person; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY person ON core.preferences TO cauldron_app USING ((user_id = ( SELECT core.current_user_id() AS current_user_id))) WITH CHECK ((user_id = ( SELECT core.current_user_id() AS current_user_id)));

-- Name: preferences; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.preferences ENABLE ROW LEVEL SECURITY;

-- Name: recovery_codes; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.recovery_codes ENABLE ROW LEVEL SECURITY;

-- Name: recovery_links; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.recovery_links ENABLE ROW LEVEL SECURITY;

-- Name: role_bindings; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.role_bindings ENABLE ROW LEVEL SECURITY;

-- Name: role_parents; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.role_parents ENABLE ROW LEVEL SECURITY;

-- Name: role_permissions; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.role_permissions ENABLE ROW LEVEL SECURITY;

-- Name: roles; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.roles ENABLE ROW LEVEL SECURITY;

-- Name: saved_views; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.saved_views ENABLE ROW LEVEL SECURITY;

-- Name: users self_and_colleagues; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY self_and_colleagues ON core.users FOR SELECT TO cauldron_app USING (((id = ( SELECT core.current_user_id() AS current_user_id)) OR (EXISTS ( SELECT
   FROM core.memberships
  WHERE ((memberships.organization_id = ( SELECT core.current_organization() AS current_organization)) AND (memberships.user_id = users.id))))));

-- Name: service_accounts; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.service_accounts ENABLE ROW LEVEL SECURITY;

-- Name: sessions; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.sessions ENABLE ROW LEVEL SECURITY;

-- Name: settings; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.settings ENABLE ROW LEVEL SECURITY;

-- Name: setup_links; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.setup_links ENABLE ROW LEVEL SECURITY;

-- Name: sign_in_attempts; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.sign_in_attempts ENABLE ROW LEVEL SECURITY;

-- Name: access_epochs system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.access_epochs TO cauldron_system USING (true) WITH CHECK (true);

-- Name: api_key_secrets system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.api_key_secrets TO cauldron_system USING (true) WITH CHECK (true);

-- Name: api_keys system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.api_keys TO cauldron_system USING (true) WITH CHECK (true);

-- Name: credentials system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.credentials TO cauldron_system USING (true) WITH CHECK (true);

-- Name: idempotency_keys system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.idempotency_keys TO cauldron_system USING (true) WITH CHECK (true);

-- Name: invitations system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.invitations TO cauldron_system USING (true) WITH CHECK (true);

-- Name: jobs system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.jobs TO cauldron_system USING (true) WITH CHECK (true);

-- Name: memberships system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.memberships TO cauldron_system USING (true) WITH CHECK (true);

-- Name: notification_choices system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.notification_choices TO cauldron_system USING (true) WITH CHECK (true);

-- Name: notification_marks system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.notification_marks TO cauldron_system USING (true) WITH CHECK (true);

-- Name: notifications system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.notifications TO cauldron_system USING (true) WITH CHECK (true);

-- Name: organization_domains system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.organization_domains TO cauldron_system USING (true) WITH CHECK (true);

-- Name: organization_limits system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.organization_limits TO cauldron_system USING (true) WITH CHECK (true);

-- Name: organizations system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.organizations TO cauldron_system USING (true) WITH CHECK (true);

-- Name: passkey_ceremonies system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.passkey_ceremonies TO cauldron_system USING (true) WITH CHECK (true);

-- Name: passkeys system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.passkeys TO cauldron_system USING (true) WITH CHECK (true);

-- Name: permission_uses system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.permission_uses TO cauldron_system USING (true) WITH CHECK (true);

-- Name: preferences system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.preferences TO cauldron_system USING (true) WITH CHECK (true);

-- Name: recovery_codes system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.recovery_codes TO cauldron_system USING (true) WITH CHECK (true);

-- Name: recovery_links system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.recovery_links TO cauldron_system USING (true) WITH CHECK (true);

-- Name: role_bindings system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.role_bindings TO cauldron_system USING (true) WITH CHECK (true);

-- Name: role_parents system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.role_parents TO cauldron_system USING (true) WITH CHECK (true);

-- Name: role_permissions system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.role_permissions TO cauldron_system USING (true) WITH CHECK (true);

-- Name: roles system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.roles TO cauldron_system USING (true) WITH CHECK (true);

-- Name: saved_views system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.saved_views TO cauldron_system USING (true) WITH CHECK (true);

-- Name: service_accounts system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.service_accounts TO cauldron_system USING (true) WITH CHECK (true);

-- Name: sessions system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.sessions TO cauldron_system USING (true) WITH CHECK (true);

-- Name: settings system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.settings TO cauldron_system USING (true) WITH CHECK (true);

-- Name: setup_links system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.setup_links TO cauldron_system USING (true) WITH CHECK (true);

-- Name: sign_in_attempts system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.sign_in_attempts TO cauldron_system USING (true) WITH CHECK (true);

-- Name: system_settings system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.system_settings TO cauldron_system USING (true) WITH CHECK (true);

-- Name: team_members system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.team_members TO cauldron_system USING (true) WITH CHECK (true);

-- Name: teams system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.teams TO cauldron_system USING (true) WITH CHECK (true);

-- Name: totp_secrets system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.totp_secrets TO cauldron_system USING (true) WITH CHECK (true);

-- Name: usage_counters system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.usage_counters TO cauldron_system USING (true) WITH CHECK (true);

-- Name: users system; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY system ON core.users TO cauldron_system USING (true) WITH CHECK (true);

-- Name: system_settings; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.system_settings ENABLE ROW LEVEL SECURITY;

-- Name: team_members; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.team_members ENABLE ROW LEVEL SECURITY;

-- Name: teams; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.teams ENABLE ROW LEVEL SECURITY;

-- Name: access_epochs tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.access_epochs TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: api_keys tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.api_keys TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: idempotency_keys tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.idempotency_keys TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: invitations tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.invitations TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: jobs tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.jobs TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: memberships tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.memberships TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: notification_marks tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.notification_marks TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: organization_domains tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.organization_domains TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: organization_limits tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.organization_limits TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: organizations tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.organizations TO cauldron_app USING ((id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((id = ( SELECT core.current_organization() AS current_organization)));

-- Name: permission_uses tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.permission_uses TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: role_bindings tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.role_bindings TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: role_parents tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.role_parents TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: role_permissions tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.role_permissions TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: roles tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.roles TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: saved_views tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.saved_views TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: service_accounts tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.service_accounts TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: settings tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.settings TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: team_members tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.team_members TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: teams tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.teams TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: usage_counters tenant; Type: POLICY; Schema: core; Owner: cauldron_owner

CREATE POLICY tenant ON core.usage_counters TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: totp_secrets; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.totp_secrets ENABLE ROW LEVEL SECURITY;

-- Name: usage_counters; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.usage_counters ENABLE ROW LEVEL SECURITY;

-- Name: users; Type: ROW SECURITY; Schema: core; Owner: cauldron_owner

ALTER TABLE core.users ENABLE ROW LEVEL SECURITY;

-- Name: consumers; Type: ROW SECURITY; Schema: integration; Owner: cauldron_owner

ALTER TABLE integration.consumers ENABLE ROW LEVEL SECURITY;

-- Name: mail_settings identity; Type: POLICY; Schema: integration; Owner: cauldron_owner

CREATE POLICY identity ON integration.mail_settings TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: mails identity; Type: POLICY; Schema: integration; Owner: cauldron_owner

CREATE POLICY identity ON integration.mails TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: outbox identity; Type: POLICY; Schema: integration; Owner: cauldron_owner

CREATE POLICY identity ON integration.outbox TO cauldron_identity USING (true) WITH CHECK (true);

-- Name: mail_settings; Type: ROW SECURITY; Schema: integration; Owner: cauldron_owner

ALTER TABLE integration.mail_settings ENABLE ROW LEVEL SECURITY;

-- Name: mails; Type: ROW SECURITY; Schema: integration; Owner: cauldron_owner

ALTER TABLE integration.mails ENABLE ROW LEVEL SECURITY;

-- Name: outbox; Type: ROW SECURITY; Schema: integration; Owner: cauldron_owner

ALTER TABLE integration.outbox ENABLE ROW LEVEL SECURITY;

-- Name: consumers system; Type: POLICY; Schema: integration; Owner: cauldron_owner

CREATE POLICY system ON integration.consumers TO cauldron_system USING (true) WITH CHECK (true);

-- Name: mail_settings system; Type: POLICY; Schema: integration; Owner: cauldron_owner

CREATE POLICY system ON integration.mail_settings TO cauldron_system USING (true) WITH CHECK (true);

-- Name: mails system; Type: POLICY; Schema: integration; Owner: cauldron_owner

CREATE POLICY system ON integration.mails TO cauldron_system USING (true) WITH CHECK (true);

-- Name: outbox system; Type: POLICY; Schema: integration; Owner: cauldron_owner

CREATE POLICY system ON integration.outbox TO cauldron_system USING (true) WITH CHECK (true);

-- Name: mail_settings tenant; Type: POLICY; Schema: integration; Owner: cauldron_owner

CREATE POLICY tenant ON integration.mail_settings TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: mails tenant; Type: POLICY; Schema: integration; Owner: cauldron_owner

CREATE POLICY tenant ON integration.mails TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: outbox tenant; Type: POLICY; Schema: integration; Owner: cauldron_owner

CREATE POLICY tenant ON integration.outbox TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: objects; Type: ROW SECURITY; Schema: storage; Owner: cauldron_owner

ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY;

-- Name: objects system; Type: POLICY; Schema: storage; Owner: cauldron_owner

CREATE POLICY system ON storage.objects TO cauldron_system USING (true) WITH CHECK (true);

-- Name: objects tenant; Type: POLICY; Schema: storage; Owner: cauldron_owner

CREATE POLICY tenant ON storage.objects TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: series search; Type: POLICY; Schema: timeseries; Owner: cauldron_owner

CREATE POLICY search ON timeseries.series FOR SELECT TO cauldron_search USING ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: series; Type: ROW SECURITY; Schema: timeseries; Owner: cauldron_owner

ALTER TABLE timeseries.series ENABLE ROW LEVEL SECURITY;

-- Name: series system; Type: POLICY; Schema: timeseries; Owner: cauldron_owner

CREATE POLICY system ON timeseries.series TO cauldron_system USING (true) WITH CHECK (true);

-- Name: series tenant; Type: POLICY; Schema: timeseries; Owner: cauldron_owner

CREATE POLICY tenant ON timeseries.series TO cauldron_app USING ((organization_id = ( SELECT core.current_organization() AS current_organization))) WITH CHECK ((organization_id = ( SELECT core.current_organization() AS current_organization)));

-- Name: SCHEMA admin; Type: ACL; Schema: -; Owner: cauldron_owner

GRANT USAGE ON SCHEMA admin TO cauldron_app;
GRANT USAGE ON SCHEMA admin TO cauldron_system;
GRANT USAGE ON SCHEMA admin TO cauldron_identity;
GRANT USAGE ON SCHEMA admin TO cauldron_search;

-- Name: SCHEMA aegis; Type: ACL; Schema: -; Owner: cauldron_owner

GRANT USAGE ON SCHEMA aegis TO cauldron_app;
GRANT USAGE ON SCHEMA aegis TO cauldron_system;
GRANT USAGE ON SCHEMA aegis TO cauldron_identity;
GRANT USAGE ON SCHEMA aegis TO cauldron_search;

-- Name: SCHEMA audit; Type: ACL; Schema: -; Owner: cauldron_owner

GRANT USAGE ON SCHEMA audit TO cauldron_app;
GRANT USAGE ON SCHEMA audit TO cauldron_system;
GRANT USAGE ON SCHEMA audit TO cauldron_identity;
GRANT USAGE ON SCHEMA audit TO cauldron_search;

-- Name: SCHEMA core; Type: ACL; Schema: -; Owner: cauldron_owner

GRANT USAGE ON SCHEMA core TO cauldron_app;
GRANT USAGE ON SCHEMA core TO cauldron_system;
GRANT USAGE ON SCHEMA core TO cauldron_identity;
GRANT USAGE ON SCHEMA core TO cauldron_search;

-- Name: SCHEMA integration; Type: ACL; Schema: -; Owner: cauldron_owner

GRANT USAGE ON SCHEMA integration TO cauldron_app;
GRANT USAGE ON SCHEMA integration TO cauldron_system;
GRANT USAGE ON SCHEMA integration TO cauldron_identity;
GRANT USAGE ON SCHEMA integration TO cauldron_search;

-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: pg_database_owner

REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO cauldron_owner;
GRANT USAGE ON SCHEMA public TO cauldron_app;
GRANT USAGE ON SCHEMA public TO cauldron_system;
GRANT USAGE ON SCHEMA public TO cauldron_identity;
GRANT USAGE ON SCHEMA public TO cauldron_search;

-- Name: SCHEMA storage; Type: ACL; Schema: -; Owner: cauldron_owner

GRANT USAGE ON SCHEMA storage TO cauldron_app;
GRANT USAGE ON SCHEMA storage TO cauldron_system;
GRANT USAGE ON SCHEMA storage TO cauldron_identity;
GRANT USAGE ON SCHEMA storage TO cauldron_search;

-- Name: SCHEMA timeseries; Type: ACL; Schema: -; Owner: cauldron_owner

GRANT USAGE ON SCHEMA timeseries TO cauldron_app;
GRANT USAGE ON SCHEMA timeseries TO cauldron_system;
GRANT USAGE ON SCHEMA timeseries TO cauldron_identity;
GRANT USAGE ON SCHEMA timeseries TO cauldron_search;

-- Name: FUNCTION attach_default_partition(p_parent regclass); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON FUNCTION core.attach_default_partition(p_parent regclass) FROM PUBLIC;

-- Name: FUNCTION attach_partition(p_parent regclass, p_partition regclass, p_from timestamp with time zone, p_to timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON FUNCTION core.attach_partition(p_parent regclass, p_partition regclass, p_from timestamp with time zone, p_to timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.attach_partition(p_parent regclass, p_partition regclass, p_from timestamp with time zone, p_to timestamp with time zone) TO cauldron_system;

-- Name: FUNCTION bump_access_epoch(); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.bump_access_epoch() FROM PUBLIC;

-- Name: PROCEDURE count_access_changes(IN target regclass); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON PROCEDURE core.count_access_changes(IN target regclass) FROM PUBLIC;

-- Name: FUNCTION count_attempt(p_scope text, p_key bytea, p_now timestamp with time zone, p_limit integer, p_window interval, OUT until timestamp with time zone, OUT is_new boolean); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.count_attempt(p_scope text, p_key bytea, p_now timestamp with time zone, p_limit integer, p_window interval, OUT until timestamp with time zone, OUT is_new boolean) FROM PUBLIC;

-- Name: FUNCTION current_organization(); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON FUNCTION core.current_organization() FROM PUBLIC;
GRANT ALL ON FUNCTION core.current_organization() TO cauldron_app;
GRANT ALL ON FUNCTION core.current_organization() TO cauldron_system;
GRANT ALL ON FUNCTION core.current_organization() TO cauldron_identity;
GRANT ALL ON FUNCTION core.current_organization() TO cauldron_search;

-- Name: FUNCTION current_user_id(); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON FUNCTION core.current_user_id() FROM PUBLIC;
GRANT ALL ON FUNCTION core.current_user_id() TO cauldron_app;
GRANT ALL ON FUNCTION core.current_user_id() TO cauldron_system;
GRANT ALL ON FUNCTION core.current_user_id() TO cauldron_identity;
GRANT ALL ON FUNCTION core.current_user_id() TO cauldron_search;

-- Name: FUNCTION drop_partition(p_partition regclass, p_before timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON FUNCTION core.drop_partition(p_partition regclass, p_before timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.drop_partition(p_partition regclass, p_before timestamp with time zone) TO cauldron_system;

-- Name: FUNCTION end_sessions_of_removed(p_user uuid, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.end_sessions_of_removed(p_user uuid, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.end_sessions_of_removed(p_user uuid, p_now timestamp with time zone) TO cauldron_app;

-- Name: TABLE invitations; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,UPDATE ON TABLE core.invitations TO cauldron_system;
GRANT SELECT ON TABLE core.invitations TO cauldron_identity;

-- Name: COLUMN invitations.organization_id; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT(organization_id),INSERT(organization_id) ON TABLE core.invitations TO cauldron_app;

-- Name: COLUMN invitations.id; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT(id),INSERT(id) ON TABLE core.invitations TO cauldron_app;

-- Name: COLUMN invitations.email; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT(email),INSERT(email) ON TABLE core.invitations TO cauldron_app;

-- Name: COLUMN invitations.role; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT(role),INSERT(role) ON TABLE core.invitations TO cauldron_app;

-- Name: COLUMN invitations.token_hash; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(token_hash),UPDATE(token_hash) ON TABLE core.invitations TO cauldron_app;

-- Name: COLUMN invitations.team_ids; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT(team_ids),INSERT(team_ids) ON TABLE core.invitations TO cauldron_app;

-- Name: COLUMN invitations.invited_by; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT(invited_by),INSERT(invited_by),UPDATE(invited_by) ON TABLE core.invitations TO cauldron_app;

-- Name: COLUMN invitations.expires_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT(expires_at),INSERT(expires_at),UPDATE(expires_at) ON TABLE core.invitations TO cauldron_app;

-- Name: COLUMN invitations.mailed_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT(mailed_at),INSERT(mailed_at),UPDATE(mailed_at) ON TABLE core.invitations TO cauldron_app;

-- Name: COLUMN invitations.accepted_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT(accepted_at) ON TABLE core.invitations TO cauldron_app;
GRANT UPDATE(accepted_at) ON TABLE core.invitations TO cauldron_identity;

-- Name: COLUMN invitations.accepted_by; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT(accepted_by) ON TABLE core.invitations TO cauldron_app;
GRANT UPDATE(accepted_by) ON TABLE core.invitations TO cauldron_identity;

-- Name: COLUMN invitations.revoked_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT(revoked_at),UPDATE(revoked_at) ON TABLE core.invitations TO cauldron_app;

-- Name: COLUMN invitations.created_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT(created_at) ON TABLE core.invitations TO cauldron_app;

-- Name: COLUMN invitations.updated_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT(updated_at) ON TABLE core.invitations TO cauldron_app;

-- Name: COLUMN invitations.version; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT(version) ON TABLE core.invitations TO cauldron_app;

-- Name: FUNCTION enter_invited_teams(p_invitation core.invitations, p_user uuid); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.enter_invited_teams(p_invitation core.invitations, p_user uuid) FROM PUBLIC;

-- Name: FUNCTION enter_organization(p_organization uuid, p_user uuid, p_role text, p_people_default bigint); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.enter_organization(p_organization uuid, p_user uuid, p_role text, p_people_default bigint) FROM PUBLIC;

-- Name: FUNCTION forget_attempt(p_pair bytea, p_address_key bytea, p_account bytea, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.forget_attempt(p_pair bytea, p_address_key bytea, p_account bytea, p_now timestamp with time zone) FROM PUBLIC;

-- Name: FUNCTION forget_removed_member(); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.forget_removed_member() FROM PUBLIC;

-- Name: PROCEDURE give_function(IN target regprocedure, IN new_owner regrole); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON PROCEDURE core.give_function(IN target regprocedure, IN new_owner regrole) FROM PUBLIC;

-- Name: FUNCTION has_second_factor(p_user uuid); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.has_second_factor(p_user uuid) FROM PUBLIC;

-- Name: FUNCTION home_of(p_user uuid); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.home_of(p_user uuid) FROM PUBLIC;

-- Name: FUNCTION identity_accept_as_member(p_session_hash bytea, p_token_hash bytea, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_accept_as_member(p_session_hash bytea, p_token_hash bytea, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_accept_as_member(p_session_hash bytea, p_token_hash bytea, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_accept_as_new(p_token_hash bytea, p_user uuid, p_display_name text, p_password_hash text, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_accept_as_new(p_token_hash bytea, p_user uuid, p_display_name text, p_password_hash text, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_accept_as_new(p_token_hash bytea, p_user uuid, p_display_name text, p_password_hash text, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_account_of(p_email text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_account_of(p_email text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_account_of(p_email text) TO cauldron_app;

-- Name: FUNCTION identity_add_passkey(p_token_hash bytea, p_ceremony bytea, p_id uuid, p_credential_id bytea, p_credential jsonb, p_name text, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_add_passkey(p_token_hash bytea, p_ceremony bytea, p_id uuid, p_credential_id bytea, p_credential jsonb, p_name text, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_add_passkey(p_token_hash bytea, p_ceremony bytea, p_id uuid, p_credential_id bytea, p_credential jsonb, p_name text, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_api_key(p_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_api_key(p_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_api_key(p_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_begin_ceremony(p_ceremony bytea, p_token_hash bytea, p_purpose text, p_state jsonb, p_address_key bytea, p_expires timestamp with time zone, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_begin_ceremony(p_ceremony bytea, p_token_hash bytea, p_purpose text, p_state jsonb, p_address_key bytea, p_expires timestamp with time zone, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_begin_ceremony(p_ceremony bytea, p_token_hash bytea, p_purpose text, p_state jsonb, p_address_key bytea, p_expires timestamp with time zone, p_now timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_begin_second_step(p_token_hash bytea, p_pair bytea, p_account bytea, p_now timestamp with time zone, OUT blocked_until timestamp with time zone, OUT newly_blocked boolean); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_begin_second_step(p_token_hash bytea, p_pair bytea, p_account bytea, p_now timestamp with time zone, OUT blocked_until timestamp with time zone, OUT newly_blocked boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_begin_second_step(p_token_hash bytea, p_pair bytea, p_account bytea, p_now timestamp with time zone, OUT blocked_until timestamp with time zone, OUT newly_blocked boolean) TO cauldron_app;

-- Name: FUNCTION identity_begin_sign_in(p_email text, p_pair bytea, p_address_key bytea, p_account bytea, p_address inet, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_begin_sign_in(p_email text, p_pair bytea, p_address_key bytea, p_account bytea, p_address inet, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_begin_sign_in(p_email text, p_pair bytea, p_address_key bytea, p_account bytea, p_address inet, p_now timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_begin_totp(p_token_hash bytea, p_sealed text, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_begin_totp(p_token_hash bytea, p_sealed text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_begin_totp(p_token_hash bytea, p_sealed text, p_now timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_ceremony(p_ceremony bytea, p_purpose text, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_ceremony(p_ceremony bytea, p_purpose text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_ceremony(p_ceremony bytea, p_purpose text, p_now timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_change_email(p_link_hash bytea, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_change_email(p_link_hash bytea, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_change_email(p_link_hash bytea, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_change_password(p_token_hash bytea, p_new_hash bytea, p_verified text, p_password_hash text, p_pair bytea, p_address_key bytea, p_account bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_change_password(p_token_hash bytea, p_new_hash bytea, p_verified text, p_password_hash text, p_pair bytea, p_address_key bytea, p_account bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_change_password(p_token_hash bytea, p_new_hash bytea, p_verified text, p_password_hash text, p_pair bytea, p_address_key bytea, p_account bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_confirm_totp(p_token_hash bytea, p_step bigint, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_confirm_totp(p_token_hash bytea, p_step bigint, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_confirm_totp(p_token_hash bytea, p_step bigint, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_end_session(p_token_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_end_session(p_token_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_end_session(p_token_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_factors(p_token_hash bytea, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_factors(p_token_hash bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_factors(p_token_hash bytea, p_now timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_fail_sign_in(p_user uuid, p_label text, p_reason text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_fail_sign_in(p_user uuid, p_label text, p_reason text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_fail_sign_in(p_user uuid, p_label text, p_reason text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION network_of(p_address inet); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON FUNCTION core.network_of(p_address inet) FROM PUBLIC;
GRANT ALL ON FUNCTION core.network_of(p_address inet) TO cauldron_system;
GRANT ALL ON FUNCTION core.network_of(p_address inet) TO cauldron_identity;

-- Name: TABLE sessions; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.sessions TO cauldron_system;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.sessions TO cauldron_identity;

-- Name: FUNCTION identity_holder(p_token_hash bytea, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_holder(p_token_hash bytea, p_now timestamp with time zone) FROM PUBLIC;

-- Name: FUNCTION identity_invitation(p_token_hash bytea, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_invitation(p_token_hash bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_invitation(p_token_hash bytea, p_now timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_is_set_up(); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_is_set_up() FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_is_set_up() TO cauldron_app;

-- Name: FUNCTION identity_is_superseded(p_token_hash bytea, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_is_superseded(p_token_hash bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_is_superseded(p_token_hash bytea, p_now timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_issue_link(p_token_hash bytea, p_email text, p_new_email text, p_of_installation boolean, p_link_hash bytea, p_expires timestamp with time zone, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_issue_link(p_token_hash bytea, p_email text, p_new_email text, p_of_installation boolean, p_link_hash bytea, p_expires timestamp with time zone, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_issue_link(p_token_hash bytea, p_email text, p_new_email text, p_of_installation boolean, p_link_hash bytea, p_expires timestamp with time zone, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_join(p_session_hash bytea, p_organization uuid, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_join(p_session_hash bytea, p_organization uuid, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_join(p_session_hash bytea, p_organization uuid, p_people_default bigint, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_joinable(p_session_hash bytea, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_joinable(p_session_hash bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_joinable(p_session_hash bytea, p_now timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_note(p_organization uuid, p_event uuid, p_now timestamp with time zone, p_actor_kind text, p_user uuid, p_label text, p_action text, p_subject_kind text, p_subject text, p_detail jsonb, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_note(p_organization uuid, p_event uuid, p_now timestamp with time zone, p_actor_kind text, p_user uuid, p_label text, p_action text, p_subject_kind text, p_subject text, p_detail jsonb, p_address inet, p_trace text) FROM PUBLIC;

-- Name: FUNCTION identity_notify(p_user uuid, p_id uuid, p_kind text, p_title text, p_body text, p_href text, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_notify(p_user uuid, p_id uuid, p_kind text, p_title text, p_body text, p_href text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_notify(p_user uuid, p_id uuid, p_kind text, p_title text, p_body text, p_href text, p_now timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_open_session(p_session uuid, p_token_hash bytea, p_replaced_hash bytea, p_user uuid, p_verified text, p_pair bytea, p_address_key bytea, p_account bytea, p_address inet, p_user_agent text, p_now timestamp with time zone, p_idle interval, p_absolute interval, p_event uuid, p_trace text, OUT organization uuid, OUT waits boolean); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_open_session(p_session uuid, p_token_hash bytea, p_replaced_hash bytea, p_user uuid, p_verified text, p_pair bytea, p_address_key bytea, p_account bytea, p_address inet, p_user_agent text, p_now timestamp with time zone, p_idle interval, p_absolute interval, p_event uuid, p_trace text, OUT organization uuid, OUT waits boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_open_session(p_session uuid, p_token_hash bytea, p_replaced_hash bytea, p_user uuid, p_verified text, p_pair bytea, p_address_key bytea, p_account bytea, p_address inet, p_user_agent text, p_now timestamp with time zone, p_idle interval, p_absolute interval, p_event uuid, p_trace text, OUT organization uuid, OUT waits boolean) TO cauldron_app;

-- Name: FUNCTION identity_open_session_by_passkey(p_session uuid, p_token_hash bytea, p_replaced_hash bytea, p_user uuid, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_user_agent text, p_idle interval, p_absolute interval, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_open_session_by_passkey(p_session uuid, p_token_hash bytea, p_replaced_hash bytea, p_user uuid, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_user_agent text, p_idle interval, p_absolute interval, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_open_session_by_passkey(p_session uuid, p_token_hash bytea, p_replaced_hash bytea, p_user uuid, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_user_agent text, p_idle interval, p_absolute interval, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_own_email(p_token_hash bytea, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_own_email(p_token_hash bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_own_email(p_token_hash bytea, p_now timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_own_organizations(p_token_hash bytea, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_own_organizations(p_token_hash bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_own_organizations(p_token_hash bytea, p_now timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_own_sessions(p_token_hash bytea, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_own_sessions(p_token_hash bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_own_sessions(p_token_hash bytea, p_now timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_pass_second_step(p_token_hash bytea, p_new_hash bytea, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_pair bytea, p_account bytea, p_idle interval, p_absolute interval, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_pass_second_step(p_token_hash bytea, p_new_hash bytea, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_pair bytea, p_account bytea, p_idle interval, p_absolute interval, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_pass_second_step(p_token_hash bytea, p_new_hash bytea, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_pair bytea, p_account bytea, p_idle interval, p_absolute interval, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_passkey(p_credential_id bytea); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_passkey(p_credential_id bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_passkey(p_credential_id bytea) TO cauldron_app;

-- Name: FUNCTION identity_pending(p_token_hash bytea, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_pending(p_token_hash bytea, p_now timestamp with time zone) FROM PUBLIC;

-- Name: FUNCTION identity_prove(p_token_hash bytea, p_verified text, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_pair bytea, p_address_key bytea, p_account bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_prove(p_token_hash bytea, p_verified text, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_pair bytea, p_address_key bytea, p_account bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_prove(p_token_hash bytea, p_verified text, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_pair bytea, p_address_key bytea, p_account bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_proved_at(p_session uuid); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_proved_at(p_session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_proved_at(p_session uuid) TO cauldron_app;

-- Name: FUNCTION identity_put_key_secret(p_key uuid, p_hash bytea, p_now timestamp with time zone, p_until timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_put_key_secret(p_key uuid, p_hash bytea, p_now timestamp with time zone, p_until timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_put_key_secret(p_key uuid, p_hash bytea, p_now timestamp with time zone, p_until timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_recover(p_link_hash bytea, p_password_hash text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_recover(p_link_hash bytea, p_password_hash text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_recover(p_link_hash bytea, p_password_hash text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_recovery_link(p_link_hash bytea, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_recovery_link(p_link_hash bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_recovery_link(p_link_hash bytea, p_now timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_remove_factor(p_token_hash bytea, p_passkey uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_remove_factor(p_token_hash bytea, p_passkey uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_remove_factor(p_token_hash bytea, p_passkey uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_rename(p_token_hash bytea, p_display_name text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_rename(p_token_hash bytea, p_display_name text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_rename(p_token_hash bytea, p_display_name text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_renew_codes(p_token_hash bytea, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_renew_codes(p_token_hash bytea, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_renew_codes(p_token_hash bytea, p_code_hashes bytea[], p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_request_email(p_token_hash bytea, p_email text, p_account bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_request_email(p_token_hash bytea, p_email text, p_account bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_request_email(p_token_hash bytea, p_email text, p_account bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_request_recovery(p_email text, p_label text, p_account bytea, p_address_key bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_request_recovery(p_email text, p_label text, p_account bytea, p_address_key bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_request_recovery(p_email text, p_label text, p_account bytea, p_address_key bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_request_verification(p_token_hash bytea, p_account bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_request_verification(p_token_hash bytea, p_account bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_request_verification(p_token_hash bytea, p_account bytea, p_link_hash bytea, p_expires timestamp with time zone, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_revoke_sessions(p_token_hash bytea, p_session uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_revoke_sessions(p_token_hash bytea, p_session uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_revoke_sessions(p_token_hash bytea, p_session uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_session(p_token_hash bytea, p_now timestamp with time zone, p_idle interval); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_session(p_token_hash bytea, p_now timestamp with time zone, p_idle interval) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_session(p_token_hash bytea, p_now timestamp with time zone, p_idle interval) TO cauldron_app;

-- Name: FUNCTION identity_set_up(p_link_hash bytea, p_organization uuid, p_slug text, p_name text, p_time_zone text, p_user uuid, p_email text, p_display_name text, p_password_hash text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_set_up(p_link_hash bytea, p_organization uuid, p_slug text, p_name text, p_time_zone text, p_user uuid, p_email text, p_display_name text, p_password_hash text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_set_up(p_link_hash bytea, p_organization uuid, p_slug text, p_name text, p_time_zone text, p_user uuid, p_email text, p_display_name text, p_password_hash text, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_setup_link_state(p_token_hash bytea, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_setup_link_state(p_token_hash bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_setup_link_state(p_token_hash bytea, p_now timestamp with time zone) TO cauldron_app;

-- Name: FUNCTION identity_switch_organization(p_token_hash bytea, p_new_hash bytea, p_organization uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_switch_organization(p_token_hash bytea, p_new_hash bytea, p_organization uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_switch_organization(p_token_hash bytea, p_new_hash bytea, p_organization uuid, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION identity_verify_email(p_link_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.identity_verify_email(p_link_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;
GRANT ALL ON FUNCTION core.identity_verify_email(p_link_hash bytea, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) TO cauldron_app;

-- Name: FUNCTION invitation_state(p_invitation core.invitations, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.invitation_state(p_invitation core.invitations, p_now timestamp with time zone) FROM PUBLIC;

-- Name: FUNCTION keep_an_owner(); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON FUNCTION core.keep_an_owner() FROM PUBLIC;

-- Name: PROCEDURE keep_touched(IN target regclass); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON PROCEDURE core.keep_touched(IN target regclass) FROM PUBLIC;

-- Name: FUNCTION limit_of(p_organization uuid, p_key text, p_default bigint); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.limit_of(p_organization uuid, p_key text, p_default bigint) FROM PUBLIC;

-- Name: FUNCTION lock_access(); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.lock_access() FROM PUBLIC;
GRANT ALL ON FUNCTION core.lock_access() TO cauldron_app;

-- Name: FUNCTION mail_is_sent(); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.mail_is_sent() FROM PUBLIC;

-- Name: FUNCTION mail_person(p_mail uuid, p_user uuid, p_recipient text, p_kind text, p_subject text, p_body text, p_now timestamp with time zone, p_expires timestamp with time zone, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.mail_person(p_mail uuid, p_user uuid, p_recipient text, p_kind text, p_subject text, p_body text, p_now timestamp with time zone, p_expires timestamp with time zone, p_trace text) FROM PUBLIC;

-- Name: FUNCTION make_partition(p_parent regclass, p_name name, p_from timestamp with time zone, p_to timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON FUNCTION core.make_partition(p_parent regclass, p_name name, p_from timestamp with time zone, p_to timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core.make_partition(p_parent regclass, p_name name, p_from timestamp with time zone, p_to timestamp with time zone) TO cauldron_system;

-- Name: FUNCTION members_last_seen(p_users uuid[]); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.members_last_seen(p_users uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core.members_last_seen(p_users uuid[]) TO cauldron_app;

-- Name: FUNCTION note_person(p_user uuid, p_actor_kind text, p_action text, p_detail jsonb, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.note_person(p_user uuid, p_actor_kind text, p_action text, p_detail jsonb, p_event uuid, p_now timestamp with time zone, p_address inet, p_trace text) FROM PUBLIC;

-- Name: FUNCTION own_limit(p_key text, p_default bigint); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.own_limit(p_key text, p_default bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.own_limit(p_key text, p_default bigint) TO cauldron_app;

-- Name: FUNCTION prepare_partition(p_parent regclass, p_name name); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON FUNCTION core.prepare_partition(p_parent regclass, p_name name) FROM PUBLIC;
GRANT ALL ON FUNCTION core.prepare_partition(p_parent regclass, p_name name) TO cauldron_system;

-- Name: PROCEDURE protect_table(IN target regclass, IN policies text[], IN tenant_column name); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON PROCEDURE core.protect_table(IN target regclass, IN policies text[], IN tenant_column name) FROM PUBLIC;

-- Name: FUNCTION prune_default_partition(p_parent regclass, p_before timestamp with time zone, p_rows bigint); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON FUNCTION core.prune_default_partition(p_parent regclass, p_before timestamp with time zone, p_rows bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core.prune_default_partition(p_parent regclass, p_before timestamp with time zone, p_rows bigint) TO cauldron_system;

-- Name: FUNCTION renew_token(p_token_hash bytea, p_new_hash bytea); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.renew_token(p_token_hash bytea, p_new_hash bytea) FROM PUBLIC;

-- Name: FUNCTION replace_codes(p_user uuid, p_hashes bytea[], p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.replace_codes(p_user uuid, p_hashes bytea[], p_now timestamp with time zone) FROM PUBLIC;

-- Name: FUNCTION replace_link(p_token_hash bytea, p_kind text, p_user uuid, p_email text, p_by_mail boolean, p_now timestamp with time zone, p_expires timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.replace_link(p_token_hash bytea, p_kind text, p_user uuid, p_email text, p_by_mail boolean, p_now timestamp with time zone, p_expires timestamp with time zone) FROM PUBLIC;

-- Name: FUNCTION revoke_keys_of_removed_member(); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.revoke_keys_of_removed_member() FROM PUBLIC;

-- Name: FUNCTION sign_in_policy(p_organization uuid, OUT second_factor boolean, OUT idle interval, OUT absolute interval); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.sign_in_policy(p_organization uuid, OUT second_factor boolean, OUT idle interval, OUT absolute interval) FROM PUBLIC;

-- Name: FUNCTION system_settings_now(); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.system_settings_now() FROM PUBLIC;
GRANT ALL ON FUNCTION core.system_settings_now() TO cauldron_app;

-- Name: FUNCTION touch_row(); Type: ACL; Schema: core; Owner: cauldron_owner

REVOKE ALL ON FUNCTION core.touch_row() FROM PUBLIC;

-- Name: FUNCTION use_factor(p_user uuid, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.use_factor(p_user uuid, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_now timestamp with time zone) FROM PUBLIC;

-- Name: TABLE recovery_links; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.recovery_links TO cauldron_system;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.recovery_links TO cauldron_identity;

-- Name: FUNCTION use_link(p_link_hash bytea, p_kind text, p_now timestamp with time zone); Type: ACL; Schema: core; Owner: cauldron_identity

REVOKE ALL ON FUNCTION core.use_link(p_link_hash bytea, p_kind text, p_now timestamp with time zone) FROM PUBLIC;

-- Name: FUNCTION read_points(p_series bigint[], p_from timestamp with time zone, p_to timestamp with time zone, p_limit bigint); Type: ACL; Schema: timeseries; Owner: cauldron_search

REVOKE ALL ON FUNCTION timeseries.read_points(p_series bigint[], p_from timestamp with time zone, p_to timestamp with time zone, p_limit bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION timeseries.read_points(p_series bigint[], p_from timestamp with time zone, p_to timestamp with time zone, p_limit bigint) TO cauldron_app;

-- Name: FUNCTION read_rollup(p_series bigint[], p_resolution text, p_from timestamp with time zone, p_to timestamp with time zone, p_limit bigint); Type: ACL; Schema: timeseries; Owner: cauldron_search

REVOKE ALL ON FUNCTION timeseries.read_rollup(p_series bigint[], p_resolution text, p_from timestamp with time zone, p_to timestamp with time zone, p_limit bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION timeseries.read_rollup(p_series bigint[], p_resolution text, p_from timestamp with time zone, p_to timestamp with time zone, p_limit bigint) TO cauldron_app;

-- Name: FUNCTION write_points(p_series bigint[], p_times timestamp with time zone[], p_values double precision[], p_oldest timestamp with time zone, OUT written bigint, OUT refused bigint[]); Type: ACL; Schema: timeseries; Owner: cauldron_search

REVOKE ALL ON FUNCTION timeseries.write_points(p_series bigint[], p_times timestamp with time zone[], p_values double precision[], p_oldest timestamp with time zone, OUT written bigint, OUT refused bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION timeseries.write_points(p_series bigint[], p_times timestamp with time zone[], p_values double precision[], p_oldest timestamp with time zone, OUT written bigint, OUT refused bigint[]) TO cauldron_app;

-- Name: TABLE api_requests; Type: ACL; Schema: admin; Owner: cauldron_owner

GRANT SELECT ON TABLE admin.api_requests TO cauldron_app;
GRANT SELECT,INSERT,DELETE ON TABLE admin.api_requests TO cauldron_system;

-- Name: TABLE error_logs; Type: ACL; Schema: admin; Owner: cauldron_owner

GRANT SELECT ON TABLE admin.error_logs TO cauldron_app;
GRANT SELECT,INSERT,DELETE ON TABLE admin.error_logs TO cauldron_system;

-- Name: TABLE security_events; Type: ACL; Schema: aegis; Owner: cauldron_owner

GRANT SELECT ON TABLE aegis.security_events TO cauldron_app;
GRANT SELECT,INSERT,DELETE ON TABLE aegis.security_events TO cauldron_system;

-- Name: TABLE events; Type: ACL; Schema: audit; Owner: cauldron_owner

GRANT SELECT,INSERT ON TABLE audit.events TO cauldron_app;
GRANT INSERT ON TABLE audit.events TO cauldron_identity;
GRANT SELECT,INSERT,DELETE ON TABLE audit.events TO cauldron_system;

-- Name: TABLE access_epochs; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT ON TABLE core.access_epochs TO cauldron_app;
GRANT SELECT ON TABLE core.access_epochs TO cauldron_system;
GRANT SELECT,INSERT,UPDATE ON TABLE core.access_epochs TO cauldron_identity;

-- Name: TABLE api_key_secrets; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.api_key_secrets TO cauldron_identity;
GRANT SELECT,DELETE ON TABLE core.api_key_secrets TO cauldron_system;

-- Name: TABLE api_keys; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT ON TABLE core.api_keys TO cauldron_app;
GRANT SELECT ON TABLE core.api_keys TO cauldron_identity;
GRANT SELECT ON TABLE core.api_keys TO cauldron_system;

-- Name: COLUMN api_keys.organization_id; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(organization_id) ON TABLE core.api_keys TO cauldron_app;

-- Name: COLUMN api_keys.id; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(id) ON TABLE core.api_keys TO cauldron_app;

-- Name: COLUMN api_keys.user_id; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(user_id) ON TABLE core.api_keys TO cauldron_app;

-- Name: COLUMN api_keys.service_account_id; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(service_account_id) ON TABLE core.api_keys TO cauldron_app;

-- Name: COLUMN api_keys.name; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(name) ON TABLE core.api_keys TO cauldron_app;

-- Name: COLUMN api_keys.prefix; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(prefix),UPDATE(prefix) ON TABLE core.api_keys TO cauldron_app;

-- Name: COLUMN api_keys.former_prefix; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(former_prefix) ON TABLE core.api_keys TO cauldron_app;

-- Name: COLUMN api_keys.former_until; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(former_until) ON TABLE core.api_keys TO cauldron_app;

-- Name: COLUMN api_keys.scopes; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(scopes) ON TABLE core.api_keys TO cauldron_app;

-- Name: COLUMN api_keys.networks; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(networks) ON TABLE core.api_keys TO cauldron_app;

-- Name: COLUMN api_keys.created_by; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(created_by) ON TABLE core.api_keys TO cauldron_app;

-- Name: COLUMN api_keys.created_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(created_at) ON TABLE core.api_keys TO cauldron_app;

-- Name: COLUMN api_keys.rotated_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(rotated_at) ON TABLE core.api_keys TO cauldron_app;

-- Name: COLUMN api_keys.expires_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(expires_at) ON TABLE core.api_keys TO cauldron_app;

-- Name: COLUMN api_keys.revoked_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(revoked_at) ON TABLE core.api_keys TO cauldron_app;
GRANT UPDATE(revoked_at) ON TABLE core.api_keys TO cauldron_identity;

-- Name: COLUMN api_keys.last_used_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(last_used_at) ON TABLE core.api_keys TO cauldron_identity;

-- Name: COLUMN api_keys.last_address; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(last_address) ON TABLE core.api_keys TO cauldron_identity;

-- Name: COLUMN api_keys.last_refused_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(last_refused_at) ON TABLE core.api_keys TO cauldron_identity;

-- Name: COLUMN api_keys.expiry_noticed_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(expiry_noticed_at) ON TABLE core.api_keys TO cauldron_system;

-- Name: TABLE credentials; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,UPDATE ON TABLE core.credentials TO cauldron_system;
GRANT SELECT,INSERT,UPDATE ON TABLE core.credentials TO cauldron_identity;

-- Name: TABLE idempotency_keys; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE ON TABLE core.idempotency_keys TO cauldron_app;
GRANT SELECT,DELETE ON TABLE core.idempotency_keys TO cauldron_system;

-- Name: COLUMN idempotency_keys.status; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(status) ON TABLE core.idempotency_keys TO cauldron_app;

-- Name: COLUMN idempotency_keys.body; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(body) ON TABLE core.idempotency_keys TO cauldron_app;

-- Name: TABLE jobs; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT ON TABLE core.jobs TO cauldron_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.jobs TO cauldron_system;

-- Name: COLUMN jobs.organization_id; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(organization_id) ON TABLE core.jobs TO cauldron_app;

-- Name: COLUMN jobs.id; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(id) ON TABLE core.jobs TO cauldron_app;

-- Name: COLUMN jobs.kind; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(kind) ON TABLE core.jobs TO cauldron_app;

-- Name: COLUMN jobs.payload; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(payload) ON TABLE core.jobs TO cauldron_app;

-- Name: COLUMN jobs.dedupe_key; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(dedupe_key) ON TABLE core.jobs TO cauldron_app;

-- Name: COLUMN jobs.run_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(run_at) ON TABLE core.jobs TO cauldron_app;

-- Name: COLUMN jobs.max_attempts; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(max_attempts) ON TABLE core.jobs TO cauldron_app;

-- Name: COLUMN jobs.requested_by; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(requested_by) ON TABLE core.jobs TO cauldron_app;

-- Name: COLUMN jobs.trace_id; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(trace_id) ON TABLE core.jobs TO cauldron_app;

-- Name: COLUMN jobs.retry_of; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT INSERT(retry_of) ON TABLE core.jobs TO cauldron_app;

-- Name: TABLE memberships; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT ON TABLE core.memberships TO cauldron_app;
GRANT SELECT,INSERT,UPDATE ON TABLE core.memberships TO cauldron_system;
GRANT SELECT,INSERT,UPDATE ON TABLE core.memberships TO cauldron_identity;

-- Name: COLUMN memberships.role; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(role) ON TABLE core.memberships TO cauldron_app;

-- Name: COLUMN memberships.status; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(status) ON TABLE core.memberships TO cauldron_app;

-- Name: TABLE notification_choices; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT ON TABLE core.notification_choices TO cauldron_app;
GRANT SELECT ON TABLE core.notification_choices TO cauldron_system;
GRANT SELECT ON TABLE core.notification_choices TO cauldron_identity;

-- Name: COLUMN notification_choices.in_app; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(in_app) ON TABLE core.notification_choices TO cauldron_app;

-- Name: COLUMN notification_choices.by_mail; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(by_mail) ON TABLE core.notification_choices TO cauldron_app;

-- Name: TABLE notification_marks; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT ON TABLE core.notification_marks TO cauldron_app;
GRANT SELECT ON TABLE core.notification_marks TO cauldron_system;

-- Name: COLUMN notification_marks.read_until; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(read_until) ON TABLE core.notification_marks TO cauldron_app;

-- Name: TABLE notifications; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT ON TABLE core.notifications TO cauldron_app;
GRANT SELECT,INSERT,DELETE ON TABLE core.notifications TO cauldron_system;
GRANT SELECT,INSERT ON TABLE core.notifications TO cauldron_identity;

-- Name: COLUMN notifications.read_at; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(read_at) ON TABLE core.notifications TO cauldron_app;

-- Name: TABLE organization_domains; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE ON TABLE core.organization_domains TO cauldron_app;
GRANT SELECT ON TABLE core.organization_domains TO cauldron_system;
GRANT SELECT ON TABLE core.organization_domains TO cauldron_identity;

-- Name: TABLE organization_limits; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT ON TABLE core.organization_limits TO cauldron_app;
GRANT SELECT ON TABLE core.organization_limits TO cauldron_identity;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.organization_limits TO cauldron_system;

-- Name: TABLE organizations; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT ON TABLE core.organizations TO cauldron_app;
GRANT SELECT,INSERT,UPDATE ON TABLE core.organizations TO cauldron_system;
GRANT SELECT,INSERT,UPDATE ON TABLE core.organizations TO cauldron_identity;

-- Name: COLUMN organizations.slug; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(slug) ON TABLE core.organizations TO cauldron_app;

-- Name: COLUMN organizations.name; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(name) ON TABLE core.organizations TO cauldron_app;

-- Name: COLUMN organizations.time_zone; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(time_zone) ON TABLE core.organizations TO cauldron_app;

-- Name: COLUMN organizations.industry; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(industry) ON TABLE core.organizations TO cauldron_app;

-- Name: COLUMN organizations.primary_contact; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(primary_contact) ON TABLE core.organizations TO cauldron_app;

-- Name: TABLE passkey_ceremonies; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.passkey_ceremonies TO cauldron_system;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.passkey_ceremonies TO cauldron_identity;

-- Name: TABLE passkeys; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.passkeys TO cauldron_system;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.passkeys TO cauldron_identity;

-- Name: TABLE permission_uses; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT ON TABLE core.permission_uses TO cauldron_app;
GRANT SELECT,INSERT ON TABLE core.permission_uses TO cauldron_system;

-- Name: COLUMN permission_uses.last_used_on; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(last_used_on) ON TABLE core.permission_uses TO cauldron_system;

-- Name: TABLE preferences; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT ON TABLE core.preferences TO cauldron_app;
GRANT SELECT ON TABLE core.preferences TO cauldron_system;

-- Name: COLUMN preferences.theme; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(theme) ON TABLE core.preferences TO cauldron_app;

-- Name: COLUMN preferences.density; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(density) ON TABLE core.preferences TO cauldron_app;

-- Name: COLUMN preferences.shortcuts; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(shortcuts) ON TABLE core.preferences TO cauldron_app;

-- Name: TABLE recovery_codes; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.recovery_codes TO cauldron_system;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.recovery_codes TO cauldron_identity;

-- Name: TABLE role_bindings; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE ON TABLE core.role_bindings TO cauldron_app;
GRANT SELECT ON TABLE core.role_bindings TO cauldron_system;
GRANT SELECT,INSERT,DELETE ON TABLE core.role_bindings TO cauldron_identity;

-- Name: TABLE role_parents; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE ON TABLE core.role_parents TO cauldron_app;
GRANT SELECT ON TABLE core.role_parents TO cauldron_system;

-- Name: TABLE role_permissions; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE ON TABLE core.role_permissions TO cauldron_app;
GRANT SELECT ON TABLE core.role_permissions TO cauldron_system;

-- Name: TABLE roles; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE ON TABLE core.roles TO cauldron_app;
GRANT SELECT ON TABLE core.roles TO cauldron_system;

-- Name: COLUMN roles.name; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(name) ON TABLE core.roles TO cauldron_app;

-- Name: COLUMN roles.name_key; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(name_key) ON TABLE core.roles TO cauldron_app;

-- Name: COLUMN roles.description; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(description) ON TABLE core.roles TO cauldron_app;

-- Name: TABLE saved_views; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE ON TABLE core.saved_views TO cauldron_app;
GRANT SELECT ON TABLE core.saved_views TO cauldron_system;

-- Name: COLUMN saved_views.name; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(name) ON TABLE core.saved_views TO cauldron_app;

-- Name: COLUMN saved_views.name_key; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(name_key) ON TABLE core.saved_views TO cauldron_app;

-- Name: COLUMN saved_views.query; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(query) ON TABLE core.saved_views TO cauldron_app;

-- Name: COLUMN saved_views.is_default; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(is_default) ON TABLE core.saved_views TO cauldron_app;

-- Name: TABLE service_accounts; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT ON TABLE core.service_accounts TO cauldron_app;
GRANT SELECT ON TABLE core.service_accounts TO cauldron_system;
GRANT SELECT ON TABLE core.service_accounts TO cauldron_identity;

-- Name: COLUMN service_accounts.name; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(name) ON TABLE core.service_accounts TO cauldron_app;

-- Name: COLUMN service_accounts.name_key; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(name_key) ON TABLE core.service_accounts TO cauldron_app;

-- Name: COLUMN service_accounts.purpose; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(purpose) ON TABLE core.service_accounts TO cauldron_app;

-- Name: COLUMN service_accounts.scopes; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(scopes) ON TABLE core.service_accounts TO cauldron_app;

-- Name: COLUMN service_accounts.status; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(status) ON TABLE core.service_accounts TO cauldron_app;

-- Name: TABLE settings; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.settings TO cauldron_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.settings TO cauldron_system;
GRANT SELECT ON TABLE core.settings TO cauldron_identity;

-- Name: TABLE setup_links; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.setup_links TO cauldron_system;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.setup_links TO cauldron_identity;

-- Name: TABLE sign_in_attempts; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.sign_in_attempts TO cauldron_system;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.sign_in_attempts TO cauldron_identity;

-- Name: TABLE system_settings; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.system_settings TO cauldron_system;
GRANT SELECT ON TABLE core.system_settings TO cauldron_identity;

-- Name: TABLE team_members; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE ON TABLE core.team_members TO cauldron_app;
GRANT SELECT ON TABLE core.team_members TO cauldron_system;
GRANT SELECT,INSERT,DELETE ON TABLE core.team_members TO cauldron_identity;

-- Name: COLUMN team_members.is_admin; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(is_admin) ON TABLE core.team_members TO cauldron_app;

-- Name: TABLE teams; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE ON TABLE core.teams TO cauldron_app;
GRANT SELECT ON TABLE core.teams TO cauldron_system;
GRANT SELECT ON TABLE core.teams TO cauldron_identity;

-- Name: COLUMN teams.name; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(name) ON TABLE core.teams TO cauldron_app;

-- Name: COLUMN teams.name_key; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(name_key) ON TABLE core.teams TO cauldron_app;

-- Name: COLUMN teams.purpose; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(purpose) ON TABLE core.teams TO cauldron_app;

-- Name: TABLE totp_secrets; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.totp_secrets TO cauldron_system;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core.totp_secrets TO cauldron_identity;

-- Name: TABLE usage_counters; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT,INSERT ON TABLE core.usage_counters TO cauldron_app;
GRANT SELECT,DELETE ON TABLE core.usage_counters TO cauldron_system;

-- Name: COLUMN usage_counters.used; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT UPDATE(used) ON TABLE core.usage_counters TO cauldron_app;

-- Name: TABLE users; Type: ACL; Schema: core; Owner: cauldron_owner

GRANT SELECT ON TABLE core.users TO cauldron_app;
GRANT SELECT,INSERT,UPDATE ON TABLE core.users TO cauldron_system;
GRANT SELECT,INSERT,UPDATE ON TABLE core.users TO cauldron_identity;

-- Name: TABLE consumers; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT,INSERT,UPDATE ON TABLE integration.consumers TO cauldron_system;

-- Name: TABLE mail_settings; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE ON TABLE integration.mail_settings TO cauldron_app;
GRANT SELECT,UPDATE ON TABLE integration.mail_settings TO cauldron_system;
GRANT SELECT ON TABLE integration.mail_settings TO cauldron_identity;

-- Name: COLUMN mail_settings.host; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT UPDATE(host) ON TABLE integration.mail_settings TO cauldron_app;

-- Name: COLUMN mail_settings.port; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT UPDATE(port) ON TABLE integration.mail_settings TO cauldron_app;

-- Name: COLUMN mail_settings.encryption; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT UPDATE(encryption) ON TABLE integration.mail_settings TO cauldron_app;

-- Name: COLUMN mail_settings.username; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT UPDATE(username) ON TABLE integration.mail_settings TO cauldron_app;

-- Name: COLUMN mail_settings.sealed_password; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT UPDATE(sealed_password) ON TABLE integration.mail_settings TO cauldron_app;

-- Name: COLUMN mail_settings.sender; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT UPDATE(sender) ON TABLE integration.mail_settings TO cauldron_app;

-- Name: TABLE mails; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT INSERT ON TABLE integration.mails TO cauldron_app;
GRANT INSERT ON TABLE integration.mails TO cauldron_identity;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE integration.mails TO cauldron_system;

-- Name: COLUMN mails.organization_id; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT(organization_id) ON TABLE integration.mails TO cauldron_app;

-- Name: COLUMN mails.id; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT(id) ON TABLE integration.mails TO cauldron_app;

-- Name: COLUMN mails.kind; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT(kind) ON TABLE integration.mails TO cauldron_app;

-- Name: COLUMN mails.recipient; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT(recipient) ON TABLE integration.mails TO cauldron_app;

-- Name: COLUMN mails.subject; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT(subject) ON TABLE integration.mails TO cauldron_app;

-- Name: COLUMN mails.state; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT(state) ON TABLE integration.mails TO cauldron_app;

-- Name: COLUMN mails.attempts; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT(attempts) ON TABLE integration.mails TO cauldron_app;

-- Name: COLUMN mails.last_error; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT(last_error) ON TABLE integration.mails TO cauldron_app;

-- Name: COLUMN mails.next_attempt_at; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT(next_attempt_at) ON TABLE integration.mails TO cauldron_app;

-- Name: COLUMN mails.give_up_at; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT(give_up_at) ON TABLE integration.mails TO cauldron_app;

-- Name: COLUMN mails.created_at; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT(created_at) ON TABLE integration.mails TO cauldron_app;

-- Name: COLUMN mails.finished_at; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT(finished_at) ON TABLE integration.mails TO cauldron_app;

-- Name: COLUMN mails.trace_id; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT(trace_id) ON TABLE integration.mails TO cauldron_app;

-- Name: TABLE outbox; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT SELECT,INSERT,DELETE ON TABLE integration.outbox TO cauldron_system;

-- Name: COLUMN outbox.organization_id; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT INSERT(organization_id) ON TABLE integration.outbox TO cauldron_app;
GRANT INSERT(organization_id) ON TABLE integration.outbox TO cauldron_identity;

-- Name: COLUMN outbox.id; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT INSERT(id) ON TABLE integration.outbox TO cauldron_app;
GRANT INSERT(id) ON TABLE integration.outbox TO cauldron_identity;

-- Name: COLUMN outbox.kind; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT INSERT(kind) ON TABLE integration.outbox TO cauldron_app;
GRANT INSERT(kind) ON TABLE integration.outbox TO cauldron_identity;

-- Name: COLUMN outbox.payload; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT INSERT(payload) ON TABLE integration.outbox TO cauldron_app;
GRANT INSERT(payload) ON TABLE integration.outbox TO cauldron_identity;

-- Name: COLUMN outbox.trace_id; Type: ACL; Schema: integration; Owner: cauldron_owner

GRANT INSERT(trace_id) ON TABLE integration.outbox TO cauldron_app;
GRANT INSERT(trace_id) ON TABLE integration.outbox TO cauldron_identity;

-- Name: TABLE objects; Type: ACL; Schema: storage; Owner: cauldron_owner

GRANT SELECT,INSERT ON TABLE storage.objects TO cauldron_app;
GRANT SELECT,DELETE ON TABLE storage.objects TO cauldron_system;

-- Name: COLUMN objects.deleted_at; Type: ACL; Schema: storage; Owner: cauldron_owner

GRANT UPDATE(deleted_at) ON TABLE storage.objects TO cauldron_app;

-- Name: TABLE points; Type: ACL; Schema: timeseries; Owner: cauldron_owner

GRANT SELECT,INSERT ON TABLE timeseries.points TO cauldron_search;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE timeseries.points TO cauldron_system;

-- Name: TABLE points_15m; Type: ACL; Schema: timeseries; Owner: cauldron_owner

GRANT SELECT ON TABLE timeseries.points_15m TO cauldron_search;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE timeseries.points_15m TO cauldron_system;

-- Name: TABLE points_1d; Type: ACL; Schema: timeseries; Owner: cauldron_owner

GRANT SELECT ON TABLE timeseries.points_1d TO cauldron_search;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE timeseries.points_1d TO cauldron_system;

-- Name: TABLE points_1h; Type: ACL; Schema: timeseries; Owner: cauldron_owner

GRANT SELECT ON TABLE timeseries.points_1h TO cauldron_search;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE timeseries.points_1h TO cauldron_system;

-- Name: TABLE points_1m; Type: ACL; Schema: timeseries; Owner: cauldron_owner

GRANT SELECT ON TABLE timeseries.points_1m TO cauldron_search;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE timeseries.points_1m TO cauldron_system;

-- Name: TABLE rollup_marks; Type: ACL; Schema: timeseries; Owner: cauldron_owner

GRANT INSERT ON TABLE timeseries.rollup_marks TO cauldron_search;
GRANT SELECT,INSERT,DELETE ON TABLE timeseries.rollup_marks TO cauldron_system;

-- Name: TABLE series; Type: ACL; Schema: timeseries; Owner: cauldron_owner

GRANT SELECT ON TABLE timeseries.series TO cauldron_app;
GRANT SELECT,INSERT ON TABLE timeseries.series TO cauldron_system;
GRANT SELECT ON TABLE timeseries.series TO cauldron_search;

-- Name: COLUMN series.organization_id; Type: ACL; Schema: timeseries; Owner: cauldron_owner

GRANT INSERT(organization_id) ON TABLE timeseries.series TO cauldron_app;

-- Name: COLUMN series.name; Type: ACL; Schema: timeseries; Owner: cauldron_owner

GRANT INSERT(name) ON TABLE timeseries.series TO cauldron_app;

-- Name: COLUMN series.labels; Type: ACL; Schema: timeseries; Owner: cauldron_owner

GRANT INSERT(labels) ON TABLE timeseries.series TO cauldron_app;

-- Name: COLUMN series.labels_key; Type: ACL; Schema: timeseries; Owner: cauldron_owner

GRANT INSERT(labels_key) ON TABLE timeseries.series TO cauldron_app;

-- Name: COLUMN series.kind; Type: ACL; Schema: timeseries; Owner: cauldron_owner

GRANT INSERT(kind) ON TABLE timeseries.series TO cauldron_app;

-- Name: COLUMN series.unit; Type: ACL; Schema: timeseries; Owner: cauldron_owner

GRANT INSERT(unit) ON TABLE timeseries.series TO cauldron_app;

-- Name: DEFAULT PRIVILEGES FOR FUNCTIONS; Type: DEFAULT ACL; Schema: -; Owner: cauldron_owner

ALTER DEFAULT PRIVILEGES FOR ROLE cauldron_owner REVOKE ALL ON FUNCTIONS FROM PUBLIC;
