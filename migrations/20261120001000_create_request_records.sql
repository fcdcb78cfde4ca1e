-- Each request and each failure of ours as a row that can be queried, kept for 30 days. Written in batches and read by the
-- system role, for operators; a request of nobody in particular belongs to the operating organization.
create table admin.api_requests (
    organization_id uuid not null,
    time timestamptz not null,
    id uuid not null,
    -- One of the nine standard ones, or OTHER: a client may make up any number of them.
    method text not null check (method in
        ('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE', 'PATCH', 'OTHER')),
    -- The pattern, never the path: a path may carry what should not be stored.
    route text not null,
    status smallint not null check (status between 100 and 599),
    duration_ms real not null check (duration_ms >= 0),
    -- Of the body, as they were sent.
    response_bytes bigint not null check (response_bytes >= 0),
    actor_kind text not null check (actor_kind in ('person', 'service_account', 'share_link', 'job', 'system', 'operator', 'visitor')),
    actor_id uuid,
    address inet,
    trace_id text not null,
    primary key (organization_id, time, id)
) partition by range (time);
call core.protect_table('admin.api_requests', '{tenant,system}');
grant select on admin.api_requests to cauldron_app;
grant select, insert, delete on admin.api_requests to cauldron_system;

create table admin.error_logs (
    organization_id uuid not null,
    time timestamptz not null,
    id uuid not null,
    -- Hash of what makes two errors the same one: route and error chain without numbers, identifiers and quoted text.
    fingerprint text not null check (fingerprint ~ '^[0-9a-f]{16}$'),
    route text not null,
    message text not null check (char_length(message) <= 4000),
    actor_kind text not null check (actor_kind in ('person', 'service_account', 'share_link', 'job', 'system', 'operator', 'visitor')),
    actor_id uuid,
    trace_id text not null,
    primary key (organization_id, time, id)
) partition by range (time);
call core.protect_table('admin.error_logs', '{tenant,system}');
grant select on admin.error_logs to cauldron_app;
grant select, insert, delete on admin.error_logs to cauldron_system;
