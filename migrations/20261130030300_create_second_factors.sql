-- The second thing by which somebody proves who they are: codes of an authenticator app, codes on paper, and passkeys, which
-- can also stand for both things at once.

create table core.totp_secrets (
    user_id uuid primary key references core.users (id),
    -- Sealed for `totp.secret` of the person, see crates/platform/src/secrets.rs.
    sealed_secret text not null check (char_length(sealed_secret) <= 1000),
    -- NULL until the first code has shown that the app has it.
    confirmed_at timestamptz,
    -- The time step of the code used last: it and those before it are not taken again.
    last_step bigint,
    created_at timestamptz not null
);
call core.protect_table('core.totp_secrets', '{system,identity}');
grant select, insert, update, delete on core.totp_secrets to cauldron_system, cauldron_identity;

create table core.recovery_codes (
    user_id uuid not null references core.users (id),
    -- SHA-256 over person and code; a code has 80 random bits.
    code_hash bytea not null check (octet_length(code_hash) = 32),
    created_at timestamptz not null,
    used_at timestamptz,
    primary key (user_id, code_hash)
);
call core.protect_table('core.recovery_codes', '{system,identity}');
grant select, insert, update, delete on core.recovery_codes to cauldron_system, cauldron_identity;

create table core.passkeys (
    id uuid primary key,
    user_id uuid not null references core.users (id),
    credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
    -- The public key and its counter, as the library writes them. Nothing in it is secret.
    credential jsonb not null,
    name text not null check (char_length(name) between 1 and 120),
    created_at timestamptz not null,
    last_used_at timestamptz
);
create index passkeys_by_user on core.passkeys (user_id);
call core.protect_table('core.passkeys', '{system,identity}');
grant select, insert, update, delete on core.passkeys to cauldron_system, cauldron_identity;

-- What was asked of a browser, until it answers: so that any process can take the answer, once.
create table core.passkey_ceremonies (
    token_hash bytea primary key check (octet_length(token_hash) = 32),
    purpose text not null check (purpose in ('register', 'prove', 'sign_in')),
    -- NULL where nobody is known yet.
    user_id uuid references core.users (id),
    state jsonb not null,
    expires_at timestamptz not null
);
create index passkey_ceremonies_by_user on core.passkey_ceremonies (user_id);
create index passkey_ceremonies_by_expiry on core.passkey_ceremonies (expires_at);
call core.protect_table('core.passkey_ceremonies', '{system,identity}');
grant select, insert, update, delete on core.passkey_ceremonies to cauldron_system, cauldron_identity;

-- Whether a person has proved more than a password would. Internal.
create function core.has_second_factor(p_user uuid) returns boolean
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select exists (select from core.totp_secrets where user_id = p_user and confirmed_at is not null)
        or exists (select from core.passkeys where user_id = p_user);
$$;

-- The session after a right password, until the second step; it opens nothing else. Internal.
create function core.identity_pending(p_token_hash bytea, p_now timestamptz)
    returns setof core.sessions
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select sessions.* from core.sessions
    join core.users on users.id = sessions.user_id
    where sessions.token_hash = p_token_hash and sessions.stage = 'second_step' and sessions.ended_at is null
      and users.status = 'active' and sessions.idle_expires_at > p_now and sessions.absolute_expires_at > p_now;
$$;

-- What whoever holds this session, or is before its second step, has set up.
create function core.identity_factors(p_token_hash bytea, p_now timestamptz)
    returns table (is_pending boolean, user_id uuid, email text, display_name text, sealed_secret text, totp_since timestamptz,
        last_step bigint, codes_left bigint, passkeys jsonb)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Counts an attempt at the second step before it is checked. Returns until when no more are taken, and whether that began now.
create function core.identity_begin_second_step(p_token_hash bytea, p_pair bytea, p_account bytea, p_now timestamptz,
        out blocked_until timestamptz, out newly_blocked boolean)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Uses one proof of the second kind, once: a code of a step later than the last one, a code on paper that was not used, or an answer
-- of a passkey to a ceremony. Returns whether it holds. Internal.
create function core.use_factor(p_user uuid, p_method text, p_step bigint, p_code_hash bytea, p_ceremony bytea,
        p_passkey uuid, p_credential jsonb, p_now timestamptz)
    returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- After a right second step: the session becomes a full one under another token. Returns whether it did.
create function core.identity_pass_second_step(p_token_hash bytea, p_new_hash bytea, p_method text, p_step bigint,
        p_code_hash bytea, p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_pair bytea, p_account bytea,
        p_idle interval, p_absolute interval, p_event uuid, p_now timestamptz, p_address inet, p_trace text)
    returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Whoever holds this session proves once more who they are, so that they may do what is dangerous: by a password that was compared
-- with the hash `p_verified`, or by a second factor. Returns whether it holds.
create function core.identity_prove(p_token_hash bytea, p_verified text, p_method text, p_step bigint, p_code_hash bytea,
        p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_pair bytea, p_address_key bytea, p_account bytea, p_event uuid,
        p_now timestamptz, p_address inet, p_trace text)
    returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- When this session's holder proved last who they are.
create function core.identity_proved_at(p_session uuid) returns timestamptz
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select proved_at from core.sessions where id = p_session and ended_at is null;
$$;

-- Lays a secret down that an authenticator app is about to get. Returns whether it did: not over one that is in use.
create function core.identity_begin_totp(p_token_hash bytea, p_sealed text, p_now timestamptz) returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Codes on paper in the place of all before them. Internal.
create function core.replace_codes(p_user uuid, p_hashes bytea[], p_now timestamptz) returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    delete from core.recovery_codes where user_id = p_user;
    insert into core.recovery_codes (user_id, code_hash, created_at) select p_user, unnest(p_hashes), p_now;
$$;

-- A first code has shown that the app has the secret. Together with the first factor come codes on paper. Returns 'first' when those
-- hold, 'added' when there was a factor before, NULL when nothing was changed.
create function core.identity_confirm_totp(p_token_hash bytea, p_step bigint, p_code_hashes bytea[], p_event uuid,
        p_now timestamptz, p_address inet, p_trace text)
    returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- A passkey that a browser has just made. Returns as above; NULL also when the ceremony is over.
create function core.identity_add_passkey(p_token_hash bytea, p_ceremony bytea, p_id uuid, p_credential_id bytea,
        p_credential jsonb, p_name text, p_code_hashes bytea[], p_event uuid, p_now timestamptz, p_address inet, p_trace text)
    returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- New codes on paper; those before them open nothing any more. Returns whether there is a factor that they stand in for.
create function core.identity_renew_codes(p_token_hash bytea, p_code_hashes bytea[], p_event uuid, p_now timestamptz,
        p_address inet, p_trace text)
    returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Takes a factor away: the app, or a passkey. With the last one the codes on paper go too. Returns whether it was there.
create function core.identity_remove_factor(p_token_hash bytea, p_passkey uuid, p_event uuid, p_now timestamptz, p_address inet,
        p_trace text)
    returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Keeps what a browser is asked, for a few minutes. Without a session nobody is known, and only a sign-in can be meant; the address
-- is counted then. Returns whether it was kept.
create function core.identity_begin_ceremony(p_ceremony bytea, p_token_hash bytea, p_purpose text, p_state jsonb,
        p_address_key bytea, p_expires timestamptz, p_now timestamptz)
    returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- What a browser was asked. It stays until its answer is used.
create function core.identity_ceremony(p_ceremony bytea, p_purpose text, p_now timestamptz) returns jsonb
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select state from core.passkey_ceremonies
    where token_hash = p_ceremony and purpose = p_purpose and expires_at > p_now;
$$;

-- The passkey that a browser answers with: a public key, and whose it is.
create function core.identity_passkey(p_credential_id bytea)
    returns table (passkey_id uuid, user_id uuid, credential jsonb)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select passkeys.id, passkeys.user_id, passkeys.credential
    from core.passkeys join core.users on users.id = passkeys.user_id and users.status = 'active'
    where passkeys.credential_id = p_credential_id;
$$;

-- Opens a full session by a passkey alone, which proves both that somebody has it and that it knows them. Returns the organization, NULL
-- when the ceremony is over or the person has no active membership.
create function core.identity_open_session_by_passkey(p_session uuid, p_token_hash bytea, p_replaced_hash bytea, p_user uuid,
        p_ceremony bytea, p_passkey uuid, p_credential jsonb, p_user_agent text, p_idle interval, p_absolute interval,
        p_event uuid, p_now timestamptz, p_address inet, p_trace text)
    returns uuid
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

grant execute on function
    core.identity_factors(bytea, timestamptz),
    core.identity_begin_second_step(bytea, bytea, bytea, timestamptz),
    core.identity_pass_second_step(bytea, bytea, text, bigint, bytea, bytea, uuid, jsonb, bytea, bytea, interval, interval, uuid, timestamptz, inet, text),
    core.identity_prove(bytea, text, text, bigint, bytea, bytea, uuid, jsonb, bytea, bytea, bytea, uuid, timestamptz, inet, text),
    core.identity_proved_at(uuid),
    core.identity_begin_totp(bytea, text, timestamptz),
    core.identity_confirm_totp(bytea, bigint, bytea[], uuid, timestamptz, inet, text),
    core.identity_add_passkey(bytea, bytea, uuid, bytea, jsonb, text, bytea[], uuid, timestamptz, inet, text),
    core.identity_renew_codes(bytea, bytea[], uuid, timestamptz, inet, text),
    core.identity_remove_factor(bytea, uuid, uuid, timestamptz, inet, text),
    core.identity_begin_ceremony(bytea, bytea, text, jsonb, bytea, timestamptz, timestamptz),
    core.identity_ceremony(bytea, text, timestamptz),
    core.identity_passkey(bytea),
    core.identity_open_session_by_passkey(uuid, bytea, bytea, uuid, bytea, uuid, jsonb, text, interval, interval, uuid, timestamptz, inet, text)
    to cauldron_app;

do $$
declare
    target regprocedure;
begin
    for target in
        select oid::regprocedure from pg_catalog.pg_proc
        where pronamespace = 'core'::regnamespace
          and proname in ('has_second_factor', 'identity_pending', 'identity_factors', 'identity_begin_second_step', 'use_factor',
              'identity_pass_second_step', 'identity_prove', 'identity_proved_at', 'identity_begin_totp', 'replace_codes',
              'identity_confirm_totp', 'identity_add_passkey', 'identity_renew_codes', 'identity_remove_factor',
              'identity_begin_ceremony', 'identity_ceremony', 'identity_passkey', 'identity_open_session_by_passkey')
    loop
        call core.give_function(target, 'cauldron_identity');
    end loop;
end
$$;
