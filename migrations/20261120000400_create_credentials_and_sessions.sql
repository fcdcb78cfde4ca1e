-- What proves who somebody is. The runtime role has no grant on any of these tables and reaches them only through the
-- identity functions, which take a token's hash or an e-mail address.

create table core.credentials (
    user_id uuid primary key references core.users (id),
    -- PHC string, Argon2id.
    password_hash text not null check (password_hash like '$argon2id$%'),
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0)
);
call core.protect_table('core.credentials', '{system,identity}');
call core.keep_touched('core.credentials');
grant select, insert, update on core.credentials to cauldron_system, cauldron_identity;

-- What counts as one address: a customer on IPv6 has a whole /64 to choose from, and most devices change theirs every day.
create function core.network_of(p_address inet) returns cidr
    language sql immutable parallel safe
    return network(set_masklen(p_address, case family(p_address) when 6 then 64 else 32 end));
grant execute on function core.network_of(inet) to cauldron_system, cauldron_identity;

create table core.sessions (
    id uuid primary key,
    -- SHA-256 of the cookie's token: whoever reads this table cannot sign in with it.
    token_hash bytea not null unique check (octet_length(token_hash) = 32),
    -- The hash that held before the token was renewed. It opens nothing; it tells a browser that is late with its new cookie
    -- from one whose session is over.
    superseded_hash bytea unique check (octet_length(superseded_hash) = 32),
    user_id uuid not null references core.users (id),
    organization_id uuid not null,
    address inet,
    network cidr generated always as (core.network_of(address)) stored,
    user_agent text not null default '' check (char_length(user_agent) <= 400),
    -- 'second_step' after a right password, while the second factor is waited for: such a session opens nothing else.
    stage text not null default 'full' check (stage in ('full', 'second_step')),
    -- When the holder last proved who they are, and when a second factor did; NULL for never.
    proved_at timestamptz,
    factor_at timestamptz,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    idle_expires_at timestamptz not null,
    absolute_expires_at timestamptz not null check (absolute_expires_at > created_at),
    ended_at timestamptz,
    ended_reason text check (ended_reason in ('signed_out', 'password_reset', 'suspended', 'replaced')),
    check ((ended_at is null) = (ended_reason is null)),
    foreign key (organization_id, user_id) references core.memberships (organization_id, user_id)
);
create index sessions_by_membership on core.sessions (organization_id, user_id);
create index sessions_by_user on core.sessions (user_id, network);
create index sessions_by_expiry on core.sessions (absolute_expires_at);
call core.protect_table('core.sessions', '{system,identity}');
grant select, insert, update, delete on core.sessions to cauldron_system, cauldron_identity;

-- One-time links that create the operating organization and its owner.
create table core.setup_links (
    token_hash bytea primary key check (octet_length(token_hash) = 32),
    created_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > created_at),
    used_at timestamptz
);
call core.protect_table('core.setup_links', '{system,identity}');
grant select, insert, update, delete on core.setup_links to cauldron_system, cauldron_identity;

-- Attempts to sign in, counted per pair of account and address, per address, and per account. Keys are hashes, so that
-- unknown accounts are counted like known ones and the table names nobody.
create table core.sign_in_attempts (
    scope text not null check (scope in ('pair', 'address', 'account', 'recovery_address', 'recovery_account', 'factor_pair',
        'factor_account', 'passkey_address')),
    key_hash bytea not null check (octet_length(key_hash) = 32),
    attempts integer not null check (attempts >= 0),
    window_started_at timestamptz not null,
    -- The latest block: when it began and when it ends.
    blocked_at timestamptz,
    blocked_until timestamptz,
    check ((blocked_at is null) = (blocked_until is null)),
    primary key (scope, key_hash)
);
create index sign_in_attempts_by_window on core.sign_in_attempts (window_started_at);
call core.protect_table('core.sign_in_attempts', '{system,identity}');
grant select, insert, update, delete on core.sign_in_attempts to cauldron_system, cauldron_identity;
