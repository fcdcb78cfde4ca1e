-- The bus: a typed event is written in the transaction of the change that it reports.
--
-- A consumer's cursor is (transaction_id, sequence), and it reads only below pg_snapshot_xmin: every transaction below
-- that has ended, so nothing can appear behind the cursor later. An identity column alone would skip rows whose
-- transaction commits late.
create table integration.outbox (
    organization_id uuid not null references core.organizations (id),
    id uuid not null,
    transaction_id xid8 not null default pg_current_xact_id(),
    sequence bigint generated always as identity,
    kind text not null check (kind ~ '^[a-z_]+(\.[a-z_]+)+$'),
    payload jsonb not null,
    trace_id text not null,
    created_at timestamptz not null default clock_timestamp(),
    primary key (organization_id, id)
);
create index outbox_in_order on integration.outbox (transaction_id, sequence);
call core.protect_table('integration.outbox', '{tenant,system,identity}');
grant insert (organization_id, id, kind, payload, trace_id) on integration.outbox to cauldron_app, cauldron_identity;
grant select, insert, delete on integration.outbox to cauldron_system;

-- Where each durable consumer stands. Holds no tenant's data.
create table integration.consumers (
    name text primary key,
    transaction_id xid8 not null,
    sequence bigint not null,
    updated_at timestamptz not null default clock_timestamp()
);
call core.protect_table('integration.consumers', '{system}');
grant select, insert, update on integration.consumers to cauldron_system;
