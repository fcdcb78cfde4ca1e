-- How the runtime role reaches points. Each function reads the organization from the transaction's setting, never from
-- an argument, and names it in its predicate.

-- Writes points of the organization's own series; points of other series and points already known are passed over.
-- Points before p_oldest are refused: their neighbours may have outlived the retention, and rolling up the rest would
-- shrink history. The limit is an argument because retention is counted by the application's clock, in
-- crates/db/src/maintenance.rs. Gives how many points were new, and the places in the arrays, from 1, of those that were
-- refused. A batch without a known point, which is nearly every batch, is written without looking for conflicts row by
-- row, which costs two and a half times as much; the other kind is written again, row by row.
create function timeseries.write_points(p_series bigint[], p_times timestamptz[], p_values double precision[],
        p_oldest timestamptz, out written bigint, out refused bigint[])
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    own bigint[] := array(
        select series.id from timeseries.series
        where series.organization_id = (select core.current_organization())
          and series.id = any (p_series));
begin
    refused := array(
        select given.place from unnest(p_times) with ordinality as given (time, place)
        where given.time < p_oldest order by given.place);
    begin
        insert into timeseries.points (series_id, time, value)
        select given.series_id, given.time, given.value
        from unnest(p_series, p_times, p_values) as given (series_id, time, value)
        where given.series_id = any (own) and given.time >= p_oldest
        order by given.series_id, given.time;
        get diagnostics written = row_count;
    exception when unique_violation then
        insert into timeseries.points (series_id, time, value)
        select given.series_id, given.time, given.value
        from unnest(p_series, p_times, p_values) as given (series_id, time, value)
        where given.series_id = any (own) and given.time >= p_oldest
        order by given.series_id, given.time
        on conflict (series_id, time) do nothing;
        get diagnostics written = row_count;
    end;
    if written > 0 then
        -- A minute that was marked though none of its points were new is recomputed to what it was.
        insert into timeseries.rollup_marks (series_ids, minutes)
        select array_agg(touched.series_id), array_agg(touched.minute)
        from (
            select distinct given.series_id, date_bin('1 minute', given.time, 'epoch') as minute
            from unnest(p_series, p_times) as given (series_id, time)
            where given.series_id = any (own) and given.time >= p_oldest
        ) as touched;
    end if;
end
$$;

-- Up to p_limit points, a row a series with its times and values as columns: a row a point costs four times as much to send
-- and to read. Within a series the columns are in order of time, because that is how the sub-select gives them.
create function timeseries.read_points(p_series bigint[], p_from timestamptz, p_to timestamptz, p_limit bigint)
    returns table (series_id bigint, times timestamptz[], "values" double precision[])
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select found.series_id, array_agg(found.time), array_agg(found.value)
    from (
        select points.series_id, points.time, points.value
        from timeseries.points
        where points.series_id = any (array(
                select series.id from timeseries.series
                where series.organization_id = (select core.current_organization())
                  and series.id = any (p_series)))
          and points.time >= p_from and points.time < p_to
        order by points.series_id, points.time
        limit p_limit
    ) as found
    group by found.series_id;
$$;

-- Up to p_limit buckets of one resolution, '1m', '15m', '1h' or '1d', likewise as columns. Four statements rather than one made
-- from text: nothing here is assembled from an argument.
create function timeseries.read_rollup(p_series bigint[], p_resolution text, p_from timestamptz, p_to timestamptz, p_limit bigint)
    returns table (series_id bigint, times timestamptz[], counts bigint[], sums double precision[], lows double precision[],
        highs double precision[], firsts double precision[], lasts double precision[])
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    own bigint[] := array(
        select series.id from timeseries.series
        where series.organization_id = (select core.current_organization())
          and series.id = any (p_series));
begin
    case p_resolution
        when '1m' then return query
            select found.series_id, array_agg(found.time), array_agg(found.count), array_agg(found.sum), array_agg(found.min),
                array_agg(found.max), array_agg(found.first), array_agg(found.last)
            from (select * from timeseries.points_1m as rollup
                where rollup.series_id = any (own) and rollup.time >= p_from and rollup.time < p_to
                order by rollup.series_id, rollup.time limit p_limit) as found
            group by found.series_id;
        when '15m' then return query
            select found.series_id, array_agg(found.time), array_agg(found.count), array_agg(found.sum), array_agg(found.min),
                array_agg(found.max), array_agg(found.first), array_agg(found.last)
            from (select * from timeseries.points_15m as rollup
                where rollup.series_id = any (own) and rollup.time >= p_from and rollup.time < p_to
                order by rollup.series_id, rollup.time limit p_limit) as found
            group by found.series_id;
        when '1h' then return query
            select found.series_id, array_agg(found.time), array_agg(found.count), array_agg(found.sum), array_agg(found.min),
                array_agg(found.max), array_agg(found.first), array_agg(found.last)
            from (select * from timeseries.points_1h as rollup
                where rollup.series_id = any (own) and rollup.time >= p_from and rollup.time < p_to
                order by rollup.series_id, rollup.time limit p_limit) as found
            group by found.series_id;
        when '1d' then return query
            select found.series_id, array_agg(found.time), array_agg(found.count), array_agg(found.sum), array_agg(found.min),
                array_agg(found.max), array_agg(found.first), array_agg(found.last)
            from (select * from timeseries.points_1d as rollup
                where rollup.series_id = any (own) and rollup.time >= p_from and rollup.time < p_to
                order by rollup.series_id, rollup.time limit p_limit) as found
            group by found.series_id;
        else raise exception 'unknown resolution %', p_resolution using errcode = 'invalid_parameter_value';
    end case;
end
$$;

grant execute on function timeseries.write_points(bigint[], timestamptz[], double precision[], timestamptz),
    timeseries.read_points(bigint[], timestamptz, timestamptz, bigint),
    timeseries.read_rollup(bigint[], text, timestamptz, timestamptz, bigint) to cauldron_app;
call core.give_function('timeseries.write_points(bigint[], timestamptz[], double precision[], timestamptz)', 'cauldron_search');
call core.give_function('timeseries.read_points(bigint[], timestamptz, timestamptz, bigint)', 'cauldron_search');
call core.give_function('timeseries.read_rollup(bigint[], text, timestamptz, timestamptz, bigint)', 'cauldron_search');
