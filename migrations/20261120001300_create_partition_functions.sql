-- Partitions are made ahead of time by the maintenance job, which works as cauldron_system. Only the owner may alter
-- tables and, under FORCE, the owner sees no rows; so the definer function does the DDL and its caller moves the rows.

-- DDL half: makes the default partition with row-level security, policies like its parent's, and no grants.
create function core.attach_default_partition(p_parent regclass)
    returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    name text := (select format('%I.%I', relnamespace::regnamespace::text, relname || '_default')
        from pg_class where oid = p_parent);
    policies text[] := array(select polname::text from pg_policy where polrelid = p_parent);
begin
    execute format('create table %s partition of %s default', name, p_parent);
    if cardinality(policies) > 0 then
        execute format('call core.protect_table(%L, %L)', name, policies);
    end if;
end
$$;

-- DDL half: makes a table that is to become a partition, under row-level security and policies like its parent's. The
-- system role may write to it until it is attached.
create function core.prepare_partition(p_parent regclass, p_name name)
    returns regclass
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    name text := (select format('%I.%I', relnamespace::regnamespace::text, p_name)
        from pg_class where oid = p_parent);
    policies text[] := array(select polname::text from pg_policy where polrelid = p_parent);
begin
    execute format('create table %s (like %s including all)', name, p_parent);
    if cardinality(policies) > 0 then
        execute format('call core.protect_table(%L, %L)', name, policies);
    end if;
    execute format('grant insert on %s to cauldron_system', name);
    return name::regclass;
end
$$;

-- DDL half: makes a prepared table the partition for [p_from, p_to) and takes the grant back.
create function core.attach_partition(p_parent regclass, p_partition regclass, p_from timestamptz, p_to timestamptz)
    returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('revoke all on %s from cauldron_system', p_partition);
    execute format('alter table %s attach partition %s for values from (%L) to (%L)', p_parent, p_partition, p_from, p_to);
end
$$;

-- Makes the partition for [p_from, p_to), first moving rows that already lie in that range out of the default
-- partition. Returns how many were moved, NULL when the partition was there already. Rows move as rows, not by way of
-- JSON: that would turn a JSON null into an SQL NULL and end at 256 MB.
create function core.make_partition(p_parent regclass, p_name name, p_from timestamptz, p_to timestamptz)
    returns bigint
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    partition regclass;
    moved bigint;
begin
    if exists (select from pg_class as known join pg_class as parent on parent.relnamespace = known.relnamespace
            where known.relname = p_name and parent.oid = p_parent) then
        return null;
    end if;
    -- Nobody may write into the range between the move and the attachment.
    execute format('lock table %s in share row exclusive mode', p_parent);
    partition := core.prepare_partition(p_parent, p_name);
    execute format('with gone as (delete from %s where time >= $1 and time < $2 returning *)
        insert into %s select * from gone', p_parent, partition) using p_from, p_to;
    get diagnostics moved = row_count;
    perform core.attach_partition(p_parent, partition, p_from, p_to);
    return moved;
end
$$;

-- Drops a partition that lies wholly before p_before; refuses anything else. Waits at most the caller's lock_timeout.
create function core.drop_partition(p_partition regclass, p_before timestamptz)
    returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    -- The default partition and a table that is no partition have none.
    upper_bound timestamptz := (
        select substring(pg_get_expr(relpartbound, oid) from 'TO \(''(.+)''\)')::timestamptz
        from pg_class where oid = p_partition and relispartition);
begin
    if upper_bound is null or upper_bound > p_before then
        raise exception '% is not a partition that ends before %', p_partition, p_before;
    end if;
    execute format('drop table %s', p_partition);
end
$$;

-- Deletes at most p_rows rows before p_before from the default partition, which is never dropped. Returns how many. Rows
-- that an ordinary partition still holds stay: they go with it.
create function core.prune_default_partition(p_parent regclass, p_before timestamptz, p_rows bigint)
    returns bigint
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    -- Nobody has a grant on a partition, so the rows are reached through the parent. What lies before the oldest ordinary
    -- partition lies in the default one, and with that as a limit Postgres looks at no other.
    first_bound timestamptz := (
        select min(substring(pg_get_expr(relpartbound, pg_class.oid) from 'FROM \(''([^'']+)''\)')::timestamptz)
        from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = p_parent);
    deleted bigint;
begin
    execute format('delete from %s where time < $1 and (tableoid, ctid) in (
        select tableoid, ctid from %s where time < $1 limit $2)', p_parent, p_parent)
        using least(p_before, first_bound), p_rows;
    get diagnostics deleted = row_count;
    return deleted;
end
$$;

grant execute on function core.prepare_partition(regclass, name),
    core.attach_partition(regclass, regclass, timestamptz, timestamptz),
    core.make_partition(regclass, name, timestamptz, timestamptz), core.drop_partition(regclass, timestamptz),
    core.prune_default_partition(regclass, timestamptz, bigint)
    to cauldron_system;

-- Every partitioned table has a default partition for 1970 and the future.
select core.attach_default_partition(parent)
from unnest(array['audit.events', 'aegis.security_events', 'admin.api_requests', 'admin.error_logs',
    'timeseries.points', 'timeseries.points_1m', 'timeseries.points_15m', 'timeseries.points_1h',
    'timeseries.points_1d']::regclass[]) as parent;
