-- Who changed what. Written in the transaction of the change itself; the runtime role may add and read, never alter.
create table audit.events (
    organization_id uuid not null,
    time timestamptz not null,
    id uuid not null,
    actor_kind text not null check (actor_kind in ('person', 'service_account', 'share_link', 'job', 'system', 'operator', 'visitor')),
    actor_id uuid,
    actor_label text not null,
    action text not null check (action ~ '^[a-z_]+(\.[a-z_]+)+$'),
    subject_kind text not null,
    subject_id text not null,
    detail jsonb not null default '{}',
    address inet,
    trace_id text not null,
    primary key (organization_id, time, id)
) partition by range (time);
call core.protect_table('audit.events', '{tenant,system,identity}');
grant select, insert on audit.events to cauldron_app;
grant insert on audit.events to cauldron_identity;
grant select, insert, delete on audit.events to cauldron_system;
