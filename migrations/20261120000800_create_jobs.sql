-- Background work as leases: a worker holds a job until `leased_until` and extends it while it works; a job whose lease
-- has run out is taken by another worker.
create table core.jobs (
    organization_id uuid not null references core.organizations (id),
    id uuid not null,
    kind text not null check (kind ~ '^[a-z][a-z0-9_]{0,62}$'),
    payload jsonb not null default '{}',
    -- Two jobs of one kind with the same key are never queued or running at once.
    dedupe_key text,
    state text not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'failed')),
    run_at timestamptz not null,
    attempts integer not null default 0 check (attempts >= 0),
    max_attempts integer not null default 5 check (max_attempts between 1 and 100),
    lease_id uuid,
    leased_until timestamptz,
    progress real not null default 0 check (progress between 0 and 1),
    message text not null default '',
    -- On whose behalf it runs; NULL for the system itself.
    requested_by uuid,
    trace_id text not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    version bigint not null default 1 check (version > 0),
    primary key (organization_id, id),
    foreign key (organization_id, requested_by) references core.memberships (organization_id, user_id),
    check ((state = 'running') = (lease_id is not null)),
    check ((state = 'running') = (leased_until is not null)),
    check ((state in ('succeeded', 'failed')) = (finished_at is not null))
);
create unique index jobs_deduplicated on core.jobs (organization_id, kind, dedupe_key) where state in ('queued', 'running');
create index jobs_by_requester on core.jobs (organization_id, requested_by);
create index jobs_due on core.jobs (run_at) where state = 'queued';
create index jobs_leased on core.jobs (leased_until) where state = 'running';
create index jobs_finished on core.jobs (finished_at) where finished_at is not null;
call core.protect_table('core.jobs', '{tenant,system}');
call core.keep_touched('core.jobs');
grant select on core.jobs to cauldron_app;
grant insert (organization_id, id, kind, payload, dedupe_key, run_at, max_attempts, requested_by, trace_id)
    on core.jobs to cauldron_app;
grant select, insert, update, delete on core.jobs to cauldron_system;
