-- What a write of the HTTP API answered, for a day: whoever is not sure whether a request arrived sends it again under the same
-- key, and it is done once.

create table core.idempotency_keys (
    organization_id uuid not null references core.organizations (id),
    -- The API key that asked. Two programs may choose the same idempotency key.
    caller uuid not null,
    key_hash bytea not null check (octet_length(key_hash) = 32),
    -- Of method, path and body: the same key with another request is a mistake.
    request_hash bytea not null check (octet_length(request_hash) = 32),
    -- None while the request is worked on.
    status smallint check (status between 200 and 599),
    -- What was answered, without secrets.
    body text,
    created_at timestamptz not null,
    check ((status is null) = (body is null)),
    primary key (organization_id, caller, key_hash)
);
create index idempotency_keys_by_age on core.idempotency_keys (created_at);
call core.protect_table('core.idempotency_keys', '{tenant,system}');
grant select, insert, update (status, body), delete on core.idempotency_keys to cauldron_app;
grant select, delete on core.idempotency_keys to cauldron_system;
