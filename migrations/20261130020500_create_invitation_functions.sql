-- Accepting an invitation: each function takes the hash of the link's token, and where somebody is signed in the hash of their
-- session's.

-- What became of an invitation. Internal.
create function core.invitation_state(p_invitation core.invitations, p_now timestamptz) returns text
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- What the page of a link shows; no row for a token that is none.
create function core.identity_invitation(p_token_hash bytea, p_now timestamptz)
    returns table (state text, organization_id uuid, organization_name text, email text, role text, invited_by text,
        expires_at timestamptz, has_account boolean)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select core.invitation_state(invitations, p_now), organizations.id, organizations.name, invitations.email,
        invitations.role, coalesce(inviter.display_name, ''), invitations.expires_at,
        exists (select from core.users where users.email = invitations.email)
    from core.invitations
    join core.organizations on organizations.id = invitations.organization_id
    left join core.users as inviter on inviter.id = invitations.invited_by
    where invitations.token_hash = p_token_hash;
$$;

-- Makes somebody a member: 'entered'; or 'member', 'suspended_member', 'full', and nothing is changed. Whoever was removed comes
-- back with the new role alone. Entries of one organization wait for each other, so that its limit holds. Internal.
create function core.enter_organization(p_organization uuid, p_user uuid, p_role text, p_people_default bigint) returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Puts somebody who accepted into the teams of the invitation. Internal.
create function core.enter_invited_teams(p_invitation core.invitations, p_user uuid) returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    insert into core.team_members (organization_id, team_id, user_id)
    select teams.organization_id, teams.id, p_user from core.teams
    where teams.organization_id = p_invitation.organization_id and teams.id = any (p_invitation.team_ids)
    on conflict do nothing;
$$;

-- Uses an invitation up for somebody who has no account yet, and makes the account. Returns 'entered', or why not.
create function core.identity_accept_as_new(p_token_hash bytea, p_user uuid, p_display_name text, p_password_hash text,
        p_people_default bigint, p_event uuid, p_now timestamptz, p_address inet, p_trace text)
    returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Uses an invitation up for whoever holds this session, if it is for their address. The outcome of a press that is repeated is
-- that of the first. Returns 'entered', or why not, and the organization.
create function core.identity_accept_as_member(p_session_hash bytea, p_token_hash bytea, p_people_default bigint, p_event uuid,
        p_now timestamptz, p_address inet, p_trace text)
    returns table (outcome text, organization_id uuid)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- The organizations that whoever holds this session may join without an invitation: their address is proved and in one of the
-- organization's domains, its policy says so, and they never belonged to it: whoever was removed needs an invitation.
create function core.identity_joinable(p_session_hash bytea, p_now timestamptz)
    returns table (organization_id uuid, name text, role text)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Joins one of them. Returns 'entered', or why not.
create function core.identity_join(p_session_hash bytea, p_organization uuid, p_people_default bigint, p_event uuid,
        p_now timestamptz, p_address inet, p_trace text)
    returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- When people of the transaction's organization were last seen in it, of those who were lately.
create function core.members_last_seen(p_users uuid[]) returns table (user_id uuid, last_seen_at timestamptz)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select sessions.user_id, max(sessions.last_seen_at) from core.sessions
    where sessions.organization_id = core.current_organization() and sessions.user_id = any (p_users)
    group by sessions.user_id;
$$;

-- Ends what somebody who does not belong to the transaction's organization any more still has open in it. Returns how many.
create function core.end_sessions_of_removed(p_user uuid, p_now timestamptz) returns bigint
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

grant execute on function
    core.identity_invitation(bytea, timestamptz),
    core.identity_accept_as_new(bytea, uuid, text, text, bigint, uuid, timestamptz, inet, text),
    core.identity_accept_as_member(bytea, bytea, bigint, uuid, timestamptz, inet, text),
    core.identity_joinable(bytea, timestamptz),
    core.identity_join(bytea, uuid, bigint, uuid, timestamptz, inet, text),
    core.members_last_seen(uuid[]),
    core.end_sessions_of_removed(uuid, timestamptz)
    to cauldron_app;

do $$
declare
    target regprocedure;
begin
    for target in
        select oid::regprocedure from pg_catalog.pg_proc
        where pronamespace = 'core'::regnamespace
          and proname in ('invitation_state', 'identity_invitation', 'enter_organization', 'enter_invited_teams', 'identity_accept_as_new',
              'identity_accept_as_member', 'identity_joinable', 'identity_join', 'members_last_seen', 'end_sessions_of_removed')
    loop
        call core.give_function(target, 'cauldron_identity');
    end loop;
end
$$;
