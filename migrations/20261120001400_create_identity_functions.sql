-- The only way in which the runtime role reaches credentials, sessions, set-up links and attempt counters. Each function
-- takes a token's hash or an e-mail address and does one thing; all run as cauldron_identity.

-- An audit entry and a bus event for one organization, in the transaction of what they report.
create function core.identity_note(p_organization uuid, p_event uuid, p_now timestamptz, p_actor_kind text,
        p_user uuid, p_label text, p_action text, p_subject_kind text, p_subject text, p_detail jsonb, p_address inet,
        p_trace text)
    returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    insert into audit.events (organization_id, time, id, actor_kind, actor_id, actor_label, action, subject_kind,
        subject_id, detail, address, trace_id)
    values (p_organization, p_now, p_event, p_actor_kind, p_user, p_label, p_action, p_subject_kind, p_subject,
        p_detail, p_address, p_trace);
    insert into integration.outbox (organization_id, id, kind, payload, trace_id)
    values (p_organization, p_event, 'security.' || p_action,
        jsonb_build_object('time', p_now, 'actor_id', p_user, 'actor_label', p_label,
            'address', host(p_address), 'detail', p_detail), p_trace);
$$;

-- Counts one attempt and tells until when the key is blocked, NULL when the attempt may be made, and whether that block
-- began with this attempt. An attempt made while blocked is not counted, so nobody can keep a block alive; no block lasts
-- longer than 15 minutes. Whoever has waited out a block may try once: if that attempt fails too, the next and longer block
-- stands already.
create function core.count_attempt(p_scope text, p_key bytea, p_now timestamptz, p_limit integer, p_window interval,
        out until timestamptz, out is_new boolean)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- After a right password: the attempt that it was counts no longer, and neither does the block that it set in case it
-- failed. One after the other, in the order of counting: in one statement two sign-ins could wait for each other.
create function core.forget_attempt(p_pair bytea, p_address_key bytea, p_account bytea, p_now timestamptz) returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    delete from core.sign_in_attempts where scope = 'pair' and key_hash = p_pair;
    update core.sign_in_attempts set attempts = greatest(attempts - 1, 0),
        blocked_until = case when blocked_until > p_now then p_now else blocked_until end
    where scope = 'address' and key_hash = p_address_key;
    update core.sign_in_attempts set attempts = greatest(attempts - 1, 0),
        blocked_until = case when blocked_until > p_now then p_now else blocked_until end
    where scope = 'account' and key_hash = p_account;
$$;

-- Before a password is checked: counts the attempt on its keys and returns what is needed for the check. Counting comes
-- first so that a hundred parallel guesses count as a hundred. What one key refuses is no guess and does not count on
-- the next: one address that goes on after its block cannot block the account for everybody. The limit per account
-- spares networks from which the account has signed in before: strangers can slow strangers down, never the owner.
create function core.identity_begin_sign_in(p_email text, p_pair bytea, p_address_key bytea, p_account bytea,
        p_address inet, p_now timestamptz)
    returns table (blocked_until timestamptz, newly_blocked boolean, user_id uuid, password_hash text)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- After a wrong password or an unknown account: recorded where the person belongs, else in the operating organization.
create function core.identity_fail_sign_in(p_user uuid, p_label text, p_reason text, p_event uuid, p_now timestamptz,
        p_address inet, p_trace text)
    returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Where a person arrives: the organization last used, or the first one joined. NULL without an active membership. Internal.
create function core.home_of(p_user uuid) returns uuid
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select memberships.organization_id from core.memberships
    where memberships.user_id = p_user and memberships.status = 'active'
    order by (select max(sessions.last_seen_at) from core.sessions
        where sessions.user_id = p_user and sessions.organization_id = memberships.organization_id) desc nulls last,
        memberships.created_at
    limit 1;
$$;

-- After a right password: opens a session where the person arrives, ends the session that the browser held before, and forgets
-- the attempt. Of somebody with a second factor it is one that waits ten minutes for that and opens nothing else. Returns the
-- organization, NULL when the person has no active membership, or when the hash that the password was compared with holds no
-- longer.
create function core.identity_open_session(p_session uuid, p_token_hash bytea, p_replaced_hash bytea, p_user uuid,
        p_verified text, p_pair bytea, p_address_key bytea, p_account bytea, p_address inet, p_user_agent text, p_now timestamptz,
        p_idle interval, p_absolute interval, p_event uuid, p_trace text, out organization uuid, out waits boolean)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- What an organization asks of signing in: a second factor, and how long sessions last at most. NULL for what it leaves to the
-- installation. Internal.
create function core.sign_in_policy(p_organization uuid, out second_factor boolean, out idle interval, out absolute interval)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select coalesce(bool_or(value = 'true') filter (where key = 'sign_in.second_factor'), false),
        max((value #>> '{}')::bigint * interval '1 minute') filter (where key = 'sign_in.idle_minutes'),
        max((value #>> '{}')::bigint * interval '1 hour') filter (where key = 'sign_in.absolute_hours')
    from core.settings
    where organization_id = p_organization and key in ('sign_in.second_factor', 'sign_in.idle_minutes', 'sign_in.absolute_hours');
$$;

-- Who holds this session, with everything a request needs to know about them. No row: not signed in. A row whose
-- `standing` is not 'active' belongs to somebody who may not act now: 'must_enrol' to one who first has to set up a second factor.
-- A session that is older than the organization allows, or that no second factor opened where one is asked for, is none. With a
-- `suspended_reason` nothing may be written: the organization is suspended. Touches the session at most once a minute, and not at
-- all where `p_idle` is NULL: what a page asks by itself is no use of the session.
create function core.identity_session(p_token_hash bytea, p_now timestamptz, p_idle interval)
    returns table (session_id uuid, user_id uuid, email text, display_name text, organization_id uuid,
        organization_name text, time_zone text, week_start text, is_operating boolean, role text, standing text,
        access_epoch bigint, suspended_reason text)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

create function core.identity_end_session(p_token_hash bytea, p_event uuid, p_now timestamptz, p_address inet, p_trace text)
    returns boolean
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

create function core.identity_is_set_up() returns boolean
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select exists (select from core.organizations where is_operating);
$$;

-- 'valid', 'used', 'expired' or 'unknown'.
create function core.identity_setup_link_state(p_token_hash bytea, p_now timestamptz) returns text
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select coalesce((
        select case when used_at is not null then 'used' when expires_at <= p_now then 'expired' else 'valid' end
        from core.setup_links where token_hash = p_token_hash), 'unknown');
$$;

-- Uses up a set-up link and creates the operating organization with its owner. Returns false when the link is not valid
-- (any more) or the installation is set up already.
create function core.identity_set_up(p_link_hash bytea, p_organization uuid, p_slug text, p_name text, p_time_zone text,
        p_user uuid, p_email text, p_display_name text, p_password_hash text, p_event uuid, p_now timestamptz,
        p_address inet, p_trace text)
    returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- The runtime role may call these and no others; counting, forgetting and noting are internal.
grant execute on function
    core.identity_begin_sign_in(text, bytea, bytea, bytea, inet, timestamptz),
    core.identity_fail_sign_in(uuid, text, text, uuid, timestamptz, inet, text),
    core.identity_open_session(uuid, bytea, bytea, uuid, text, bytea, bytea, bytea, inet, text, timestamptz, interval, interval, uuid, text),
    core.identity_session(bytea, timestamptz, interval),
    core.identity_end_session(bytea, uuid, timestamptz, inet, text),
    core.identity_is_set_up(),
    core.identity_setup_link_state(bytea, timestamptz),
    core.identity_set_up(bytea, uuid, text, text, text, uuid, text, text, text, uuid, timestamptz, inet, text)
    to cauldron_app;

do $$
declare
    target regprocedure;
begin
    for target in
        select oid::regprocedure from pg_catalog.pg_proc
        where pronamespace = 'core'::regnamespace
          and (proname like 'identity\_%' or proname in ('count_attempt', 'forget_attempt', 'home_of', 'sign_in_policy'))
    loop
        call core.give_function(target, 'cauldron_identity');
    end loop;
end
$$;
