-- Links that stand in for a password or a proof: a new password, another e-mail address, a verified one.

create table core.recovery_links (
    -- SHA-256 of the link's token: whoever reads this table cannot use it.
    token_hash bytea primary key check (octet_length(token_hash) = 32),
    -- A new password, another address, or the proof that the address is theirs.
    kind text not null check (kind in ('password', 'email', 'verification')),
    user_id uuid not null references core.users (id),
    -- The address that it is about: the one it went to, or the one that is to hold.
    email text not null check (email = lower(email) and char_length(email) between 3 and 254),
    -- Whether it went by mail, which proves the address, or was handed over by somebody.
    by_mail boolean not null,
    created_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > created_at),
    used_at timestamptz
);
create index recovery_links_by_user on core.recovery_links (user_id, kind);
create index recovery_links_by_expiry on core.recovery_links (expires_at);
call core.protect_table('core.recovery_links', '{system,identity}');
grant select, insert, update, delete on core.recovery_links to cauldron_system, cauldron_identity;

-- Whether mail reaches people: only then does a link that went by mail prove anything. Internal.
create function core.mail_is_sent() returns boolean
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select exists (select from integration.mail_settings
        join core.organizations on organizations.id = mail_settings.organization_id and organizations.is_operating);
$$;

-- Puts a link in the place of those before it of the same kind. Internal.
create function core.replace_link(p_token_hash bytea, p_kind text, p_user uuid, p_email text, p_by_mail boolean,
        p_now timestamptz, p_expires timestamptz)
    returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    update core.recovery_links set used_at = p_now where user_id = p_user and kind = p_kind and used_at is null;
    insert into core.recovery_links (token_hash, kind, user_id, email, by_mail, created_at, expires_at)
    values (p_token_hash, p_kind, p_user, p_email, p_by_mail, p_now, p_expires);
$$;

-- Queues a mail to a person, in the organization that they joined first. It is not worth delivering once its link has
-- expired. Internal.
create function core.mail_person(p_mail uuid, p_user uuid, p_recipient text, p_kind text, p_subject text, p_body text,
        p_now timestamptz, p_expires timestamptz, p_trace text)
    returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    insert into integration.mails (organization_id, id, kind, recipient, subject, body, next_attempt_at, give_up_at,
        created_at, trace_id)
    select memberships.organization_id, p_mail, p_kind, p_recipient, p_subject, p_body, p_now, p_expires, p_now, p_trace
    from core.memberships where memberships.user_id = p_user and memberships.status = 'active'
    order by memberships.created_at, memberships.organization_id
    limit 1;
$$;

-- Notes something about a person wherever they belong. Internal.
create function core.note_person(p_user uuid, p_actor_kind text, p_action text, p_detail jsonb, p_event uuid, p_now timestamptz,
        p_address inet, p_trace text)
    returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    select core.identity_note(memberships.organization_id, p_event, p_now, p_actor_kind, p_user, users.display_name, p_action,
        'user', p_user::text, p_detail, p_address, p_trace)
    from core.memberships join core.users on users.id = memberships.user_id
    where memberships.user_id = p_user and memberships.status = 'active';
$$;

-- Somebody asks for a new password. A link goes by mail to an active person whose address is verified, while there is a mail
-- server; else the operating organization is told that somebody asked. The answer is the same. Returns until when no more
-- can be asked, NULL when this was heard.
create function core.identity_request_recovery(p_email text, p_label text, p_account bytea, p_address_key bytea,
        p_link_hash bytea, p_expires timestamptz, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamptz,
        p_address inet, p_trace text)
    returns timestamptz
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- What a link is for. `state` is 'valid', 'used' or 'expired'; no row: there is none.
create function core.identity_recovery_link(p_link_hash bytea, p_now timestamptz)
    returns table (state text, kind text, email text, current_email text, display_name text)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select case when used_at is not null then 'used' when expires_at <= p_now or users.status <> 'active' then 'expired' else 'valid' end,
        recovery_links.kind, recovery_links.email, users.email, users.display_name
    from core.recovery_links join core.users on users.id = recovery_links.user_id
    where token_hash = p_link_hash;
$$;

-- Uses up a link. NULL when it cannot be used (any more). Internal.
create function core.use_link(p_link_hash bytea, p_kind text, p_now timestamptz) returns core.recovery_links
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    update core.recovery_links set used_at = p_now
    where token_hash = p_link_hash and kind = p_kind and used_at is null and expires_at > p_now
      and exists (select from core.users where users.id = recovery_links.user_id and users.status = 'active')
    returning recovery_links.*;
$$;

-- Sets a new password by a link and ends all sessions of the person. Returns how many, NULL when the link cannot be used.
create function core.identity_recover(p_link_hash bytea, p_password_hash text, p_event uuid, p_now timestamptz,
        p_address inet, p_trace text)
    returns integer
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Whoever holds this session asks for another address. The link goes to it by mail; to an address that somebody has already
-- goes nothing, and the answer is the same. Returns 'sent', 'no_mail', 'blocked', or NULL when the session is over.
create function core.identity_request_email(p_token_hash bytea, p_email text, p_account bytea, p_link_hash bytea,
        p_expires timestamptz, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamptz, p_address inet,
        p_trace text)
    returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Whoever holds this session asks for a link that proves their address. Returns as above, and 'verified' when it is already.
create function core.identity_request_verification(p_token_hash bytea, p_account bytea, p_link_hash bytea,
        p_expires timestamptz, p_mail uuid, p_subject text, p_body text, p_event uuid, p_now timestamptz, p_address inet,
        p_trace text)
    returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Sets another address by a link; the old one is told. An address counts as verified when the link went there by mail. Returns
-- 'changed', 'taken' when somebody got the address meanwhile, or NULL when the link cannot be used.
create function core.identity_change_email(p_link_hash bytea, p_mail uuid, p_subject text, p_body text,
        p_event uuid, p_now timestamptz, p_address inet, p_trace text)
    returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Proves an address by a link that went there. Returns whether it could be used.
create function core.identity_verify_email(p_link_hash bytea, p_event uuid, p_now timestamptz, p_address inet, p_trace text)
    returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- A link that is handed over: for a new password, or for another address when `p_new_email` names one. Whoever holds this
-- session makes it; the use case has seen to their permission. In the operating organization it may be for anybody
-- (`p_of_installation`), else for a member of the own organization who belongs to no other. A link for an owner is made by an owner.
-- Returns 'issued', 'refused', 'unknown', 'taken', or NULL when the session is over.
create function core.identity_issue_link(p_token_hash bytea, p_email text, p_new_email text, p_of_installation boolean,
        p_link_hash bytea, p_expires timestamptz, p_event uuid, p_now timestamptz, p_address inet, p_trace text)
    returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- What the Account page says of the address: since when it is verified, and whether mail reaches it.
create function core.identity_own_email(p_token_hash bytea, p_now timestamptz)
    returns table (verified_at timestamptz, mail_is_sent boolean)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select users.email_verified_at, core.mail_is_sent()
    from core.identity_holder(p_token_hash, p_now) as holder join core.users on users.id = holder.user_id;
$$;

grant execute on function
    core.identity_request_recovery(text, text, bytea, bytea, bytea, timestamptz, uuid, text, text, uuid, timestamptz, inet, text),
    core.identity_recovery_link(bytea, timestamptz),
    core.identity_recover(bytea, text, uuid, timestamptz, inet, text),
    core.identity_request_email(bytea, text, bytea, bytea, timestamptz, uuid, text, text, uuid, timestamptz, inet, text),
    core.identity_request_verification(bytea, bytea, bytea, timestamptz, uuid, text, text, uuid, timestamptz, inet, text),
    core.identity_change_email(bytea, uuid, text, text, uuid, timestamptz, inet, text),
    core.identity_verify_email(bytea, uuid, timestamptz, inet, text),
    core.identity_issue_link(bytea, text, text, boolean, bytea, timestamptz, uuid, timestamptz, inet, text),
    core.identity_own_email(bytea, timestamptz)
    to cauldron_app;

do $$
declare
    target regprocedure;
begin
    for target in
        select oid::regprocedure from pg_catalog.pg_proc
        where pronamespace = 'core'::regnamespace
          and proname in ('mail_is_sent', 'replace_link', 'mail_person', 'note_person', 'use_link', 'identity_request_recovery',
              'identity_recovery_link', 'identity_recover', 'identity_request_email', 'identity_request_verification',
              'identity_change_email', 'identity_verify_email', 'identity_issue_link', 'identity_own_email')
    loop
        call core.give_function(target, 'cauldron_identity');
    end loop;
end
$$;
