-- Mail that waits to be delivered, and what became of it; and the mail server of the installation.

-- Written in the transaction of what it tells of, delivered by a job. The body may hold a link that opens something, so the
-- runtime role can write it and cannot read it, and it is emptied once the mail has gone or is given up.
create table integration.mails (
    organization_id uuid not null references core.organizations (id),
    id uuid not null,
    -- What it tells of, such as `account.recovery`.
    kind text not null check (kind ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$' and char_length(kind) <= 80),
    recipient text not null check (char_length(recipient) between 3 and 254),
    subject text not null check (char_length(subject) between 1 and 200),
    body text not null check (char_length(body) <= 20000),
    state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
    attempts integer not null default 0 check (attempts >= 0),
    -- What the last attempt failed with, in words for operators.
    last_error text check (char_length(last_error) between 1 and 500),
    next_attempt_at timestamptz not null,
    -- When it is not worth delivering any more.
    give_up_at timestamptz not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    trace_id text not null,
    check ((state = 'queued') = (finished_at is null)),
    check (state = 'queued' or body = ''),
    primary key (organization_id, id)
);
create index mails_due on integration.mails (next_attempt_at) where state = 'queued';
create index mails_by_time on integration.mails (created_at);
call core.protect_table('integration.mails', '{tenant,system,identity}');
grant select (organization_id, id, kind, recipient, subject, state, attempts, last_error, next_attempt_at, give_up_at,
    created_at, finished_at, trace_id) on integration.mails to cauldron_app;
grant insert on integration.mails to cauldron_app, cauldron_identity;
grant select, insert, update, delete on integration.mails to cauldron_system;

-- The mail server, a matter of the operating organization. No row: mail is laid down in a folder.
create table integration.mail_settings (
    organization_id uuid primary key references core.organizations (id),
    host text not null check (char_length(host) between 1 and 253),
    port integer not null check (port between 1 and 65535),
    -- TLS from the first byte, after STARTTLS, or none at all.
    encryption text not null check (encryption in ('tls', 'starttls', 'none')),
    username text not null default '' check (char_length(username) <= 254),
    -- Sealed for `mail.password` of the organization, see crates/platform/src/secrets.rs.
    sealed_password text check (char_length(sealed_password) <= 2000),
    sender text not null check (char_length(sender) between 3 and 320),
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0),
    check (encryption <> 'none' or sealed_password is null)
);
call core.protect_table('integration.mail_settings', '{tenant,system,identity}');
call core.keep_touched('integration.mail_settings');
grant select, insert, delete, update (host, port, encryption, username, sealed_password, sender)
    on integration.mail_settings to cauldron_app;
grant select, update on integration.mail_settings to cauldron_system;
grant select on integration.mail_settings to cauldron_identity;
