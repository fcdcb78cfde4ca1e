-- What happened that matters to security, of Cauldron itself for now. Rows name people by copy, not by foreign key: a
-- referenced partition could not be dropped, and evidence must not change when a person does.
create table aegis.security_events (
    organization_id uuid not null,
    time timestamptz not null,
    id uuid not null,
    kind text not null check (kind ~ '^[a-z_]+(\.[a-z_]+)+$'),
    severity text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
    actor_id uuid,
    actor_label text not null default '',
    address inet,
    message text not null,
    detail jsonb not null default '{}',
    trace_id text not null,
    primary key (organization_id, time, id)
) partition by range (time);
create index security_events_time on aegis.security_events using brin (time);
call core.protect_table('aegis.security_events', '{tenant,system}');
grant select on aegis.security_events to cauldron_app;
grant select, insert, delete on aegis.security_events to cauldron_system;
