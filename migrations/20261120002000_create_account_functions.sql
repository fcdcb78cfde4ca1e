-- What a person may do to their own account: see and end their sessions, change their password and their name, see the
-- organizations they belong to and go to another. Each function takes the hash of a session's token and answers for the
-- person who holds that session, never for anybody else.

-- Sessions now also end because their owner ends them, or changes the password.
alter table core.sessions drop constraint sessions_ended_reason_check;
alter table core.sessions add constraint sessions_ended_reason_check
    check (ended_reason in ('signed_out', 'password_reset', 'suspended', 'replaced', 'revoked', 'password_changed')) not valid;
alter table core.sessions validate constraint sessions_ended_reason_check;

-- The session itself while it can be used. Internal.
create function core.identity_holder(p_token_hash bytea, p_now timestamptz)
    returns setof core.sessions
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select sessions.* from core.sessions
    join core.users on users.id = sessions.user_id
    where sessions.token_hash = p_token_hash and sessions.ended_at is null and users.status = 'active'
      and sessions.stage = 'full' and sessions.idle_expires_at > p_now and sessions.absolute_expires_at > p_now;
$$;

-- Gives a session another token; the old one opens nothing from then on. Returns whether the old one still did. Internal.
create function core.renew_token(p_token_hash bytea, p_new_hash bytea) returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    update core.sessions set token_hash = p_new_hash, superseded_hash = p_token_hash
    where token_hash = p_token_hash and ended_at is null;
    return found;
end
$$;

-- Whether this token was the last one of a session that goes on under another.
create function core.identity_is_superseded(p_token_hash bytea, p_now timestamptz) returns boolean
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select exists (select from core.sessions
        where superseded_hash = p_token_hash and ended_at is null
          and idle_expires_at > p_now and absolute_expires_at > p_now);
$$;

-- The sessions of whoever holds this one, that one first, then the one used last.
create function core.identity_own_sessions(p_token_hash bytea, p_now timestamptz)
    returns table (session_id uuid, is_current boolean, address text, user_agent text, created_at timestamptz,
        last_seen_at timestamptz)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select sessions.id, sessions.id = holder.id, coalesce(host(sessions.address), ''), sessions.user_agent,
        sessions.created_at, sessions.last_seen_at
    from core.identity_holder(p_token_hash, p_now) as holder
    join core.sessions on sessions.user_id = holder.user_id
    where sessions.ended_at is null and sessions.stage = 'full'
      and sessions.idle_expires_at > p_now and sessions.absolute_expires_at > p_now
    order by sessions.id = holder.id desc, sessions.last_seen_at desc, sessions.id;
$$;

-- Ends another session of whoever holds this one, or all others when none is named. Noted in the organization of this
-- session and in those of the ended ones, whose streams then ask who they are and find that they are over. Returns how
-- many were ended.
create function core.identity_revoke_sessions(p_token_hash bytea, p_session uuid, p_event uuid, p_now timestamptz,
        p_address inet, p_trace text)
    returns integer
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Sets the password of whoever holds this session and has just proved that they know the old one, which was compared with
-- the hash `p_verified`; gives this session another token, ends their other sessions and takes back the attempt that the
-- proof was counted as. Noted wherever the person belongs. Returns how many sessions were ended; NULL, and nothing is changed,
-- when this session is over, was given another token, or the password is another already.
create function core.identity_change_password(p_token_hash bytea, p_new_hash bytea, p_verified text, p_password_hash text,
        p_pair bytea, p_address_key bytea, p_account bytea, p_event uuid, p_now timestamptz, p_address inet, p_trace text)
    returns integer
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Sets the name of whoever holds this session. Noted wherever the person belongs, under the name they had. Returns
-- whether this session can still be used.
create function core.identity_rename(p_token_hash bytea, p_display_name text, p_event uuid, p_now timestamptz,
        p_address inet, p_trace text)
    returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- The organizations in which whoever holds this session may act, by name.
create function core.identity_own_organizations(p_token_hash bytea, p_now timestamptz)
    returns table (organization_id uuid, name text, role text, is_current boolean)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select organizations.id, organizations.name, memberships.role, organizations.id = holder.organization_id
    from core.identity_holder(p_token_hash, p_now) as holder
    join core.memberships on memberships.user_id = holder.user_id and memberships.status = 'active'
    join core.organizations on organizations.id = memberships.organization_id
    order by lower(organizations.name), organizations.id;
$$;

-- Takes this session to another organization of whoever holds it and gives it another token, because other rights come with
-- it. Noted in both. Returns whether it is there now, NULL when it is over.
create function core.identity_switch_organization(p_token_hash bytea, p_new_hash bytea, p_organization uuid, p_event uuid,
        p_now timestamptz, p_address inet, p_trace text)
    returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

grant execute on function
    core.identity_is_superseded(bytea, timestamptz),
    core.identity_own_sessions(bytea, timestamptz),
    core.identity_revoke_sessions(bytea, uuid, uuid, timestamptz, inet, text),
    core.identity_change_password(bytea, bytea, text, text, bytea, bytea, bytea, uuid, timestamptz, inet, text),
    core.identity_rename(bytea, text, uuid, timestamptz, inet, text),
    core.identity_own_organizations(bytea, timestamptz),
    core.identity_switch_organization(bytea, bytea, uuid, uuid, timestamptz, inet, text)
    to cauldron_app;

do $$
declare
    target regprocedure;
begin
    for target in
        select oid::regprocedure from pg_catalog.pg_proc
        where pronamespace = 'core'::regnamespace
          and proname in ('identity_holder', 'renew_token', 'identity_is_superseded', 'identity_own_sessions',
              'identity_revoke_sessions', 'identity_change_password', 'identity_rename', 'identity_own_organizations',
              'identity_switch_organization')
    loop
        call core.give_function(target, 'cauldron_identity');
    end loop;
end
$$;
