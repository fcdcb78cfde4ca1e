-- Measured values. A series belongs to an organization; its points are keyed by (series_id, time) alone, because two
-- UUIDs a point would cost more than the value. The runtime role has no grant on points and rollups: it reads and
-- writes them through the functions of the next migration, which join them with the series of the current organization.

create table timeseries.series (
    organization_id uuid not null references core.organizations (id),
    id bigint generated always as identity,
    name text not null check (name ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$' and char_length(name) <= 200),
    labels jsonb not null default '{}' check (jsonb_typeof(labels) = 'object'),
    -- The labels in canonical form, by which a series is found again.
    labels_key text not null default '',
    kind text not null check (kind in ('gauge', 'counter')),
    unit text not null check (unit in ('percent', 'bytes', 'bytes_per_second', 'milliseconds', 'seconds', 'per_second', 'count', 'none')),
    created_at timestamptz not null default clock_timestamp(),
    primary key (organization_id, id),
    unique (organization_id, name, labels_key)
);
call core.protect_table('timeseries.series', '{tenant,system,search}');
grant select, insert (organization_id, name, labels, labels_key, kind, unit) on timeseries.series to cauldron_app;
grant select, insert on timeseries.series to cauldron_system;
grant select on timeseries.series to cauldron_search;

create table timeseries.points (
    series_id bigint not null,
    time timestamptz not null,
    value double precision not null,
    primary key (series_id, time)
) partition by range (time);

create table timeseries.points_1m (
    series_id bigint not null,
    time timestamptz not null,
    count bigint not null check (count > 0),
    sum double precision not null,
    min double precision not null,
    max double precision not null,
    first double precision not null,
    last double precision not null,
    primary key (series_id, time)
) partition by range (time);
create table timeseries.points_15m (like timeseries.points_1m including all) partition by range (time);
create table timeseries.points_1h (like timeseries.points_1m including all) partition by range (time);
create table timeseries.points_1d (like timeseries.points_1m including all) partition by range (time);

grant select, insert on timeseries.points to cauldron_search;
grant select on timeseries.points_1m, timeseries.points_15m, timeseries.points_1h, timeseries.points_1d to cauldron_search;
grant select, insert, update, delete on timeseries.points, timeseries.points_1m, timeseries.points_15m,
    timeseries.points_1h, timeseries.points_1d to cauldron_system;

-- Minutes whose points changed, one row a written batch. Append-only: a mark becomes visible with the points it stands
-- for, so the worker that deletes a mark and then recomputes its minutes sees at least those points.
create table timeseries.rollup_marks (
    id bigint generated always as identity primary key,
    series_ids bigint[] not null,
    minutes timestamptz[] not null check (cardinality(minutes) = cardinality(series_ids))
);
grant insert on timeseries.rollup_marks to cauldron_search;
grant select, insert, delete on timeseries.rollup_marks to cauldron_system;
