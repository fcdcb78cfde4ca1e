-- What people are told, wherever they are: invitations, changes of what they may do, and what matters to their account.

create table core.notifications (
    user_id uuid not null references core.users (id),
    id uuid not null,
    -- What it concerns: an organization, in which alone it is shown, or none for the person's account as a whole.
    organization_id uuid references core.organizations (id),
    kind text not null check (kind in ('invitation', 'access', 'security')),
    title text not null check (char_length(title) between 1 and 200),
    body text not null default '' check (char_length(body) <= 1000),
    -- Where it leads: a path of ours.
    href text not null default '' check (href ~ '^(/([^/\\].*)?)?$' and char_length(href) <= 500),
    created_at timestamptz not null,
    read_at timestamptz,
    primary key (user_id, id)
);
create index notifications_in_order on core.notifications (user_id, created_at, id);
create index notifications_unread on core.notifications (user_id) where read_at is null;
create index notifications_by_organization on core.notifications (organization_id);
create index notifications_by_age on core.notifications (created_at);
call core.protect_table('core.notifications', '{person,system,identity}');
grant select, update (read_at) on core.notifications to cauldron_app;
grant select, insert, delete on core.notifications to cauldron_system;
grant select, insert on core.notifications to cauldron_identity;

-- Whether a person wants a kind, and by which channel. Without a row: in the app, and by mail what concerns security.
create table core.notification_choices (
    user_id uuid not null references core.users (id),
    kind text not null check (kind in ('invitation', 'access', 'security')),
    in_app boolean not null,
    by_mail boolean not null,
    -- What concerns the security of an account cannot be switched off in the app.
    check (in_app or kind <> 'security'),
    primary key (user_id, kind)
);
call core.protect_table('core.notification_choices', '{person,system,identity}');
grant select, insert, update (in_app, by_mail) on core.notification_choices to cauldron_app;
grant select on core.notification_choices to cauldron_system, cauldron_identity;

-- Tells a person something. A colleague may be told of the transaction's organization, and anybody of an invitation, which
-- concerns no organization they are in yet. Returns the address to which it goes by mail as well, NULL when it does not: they do
-- not want it, or nobody proved that the address is theirs.
create function core.identity_notify(p_user uuid, p_id uuid, p_kind text, p_title text, p_body text, p_href text,
        p_now timestamptz)
    returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
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

-- Who has an account of this address; for an invitation of somebody who exists. The answer never leaves the server.
create function core.identity_account_of(p_email text) returns uuid
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select id from core.users where email = p_email and status = 'active';
$$;

grant execute on function
    core.identity_notify(uuid, uuid, text, text, text, text, timestamptz),
    core.identity_account_of(text)
    to cauldron_app;
call core.give_function('core.identity_notify(uuid, uuid, text, text, text, text, timestamptz)', 'cauldron_identity');
call core.give_function('core.identity_account_of(text)', 'cauldron_identity');
