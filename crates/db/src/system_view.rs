//! What Postgres says of the bus, of itself and of its tables, for operators.

use crate::bus::lag_in;
use crate::{Db, DbError, OrgTx, SystemPurpose, SystemTx};
use cauldron_core::Ctx;
use cauldron_types::{BusView, ConnectionCount, ConsumerLag, DatabaseView, Instant, OpenTransaction, TableFigures};
use sqlx::PgConnection;

/// How far the consumers are behind, what the outbox holds, and what keeps readers from going on. Requires no permission: ask
/// for it in the use case.
///
/// # Errors
/// The database does not answer.
pub async fn bus(db: &Db, ctx: &Ctx) -> Result<BusView, DbError> {
    let mut own: OrgTx = db.org_tx(ctx).await?;
    let of_requests = oldest_transaction(own.connection()).await?;
    own.commit().await?;
    let mut tx: SystemTx = db.system_tx(SystemPurpose::Telemetry).await?;
    let of_workers = oldest_transaction(tx.connection()).await?;
    let consumers = lag_in(&mut tx).await?;
    let outbox = sqlx::query!(
        r#"select count(*) as "rows!", pg_total_relation_size('integration.outbox') as "bytes!",
               extract(epoch from clock_timestamp() - min(created_at))::float8 as oldest,
               (pg_snapshot_xmax(pg_current_snapshot())::text::numeric
                   - pg_snapshot_xmin(pg_current_snapshot())::text::numeric)::bigint as "held_back!"
           from integration.outbox"#,
    )
    .fetch_one(tx.connection())
    .await?;
    tx.commit().await?;
    let oldest =
        [of_requests, of_workers].into_iter().flatten().max_by(|one, other| one.seconds.total_cmp(&other.seconds));
    Ok(BusView {
        consumers: consumers
            .into_iter()
            .map(|lag| ConsumerLag {
                name: lag.consumer,
                events: lag.events,
                seconds: lag.seconds,
                moved_at: Instant(lag.moved_at.timestamp_millis()),
            })
            .collect(),
        outbox_rows: outbox.rows,
        outbox_bytes: outbox.bytes,
        outbox_oldest: outbox.oldest,
        held_back: outbox.held_back,
        oldest,
        now: Instant(ctx.now().timestamp_millis()),
        offsets: Vec::new(),
    })
}

/// The longest open transaction of this connection's role: Postgres tells nothing about those of others.
async fn oldest_transaction(connection: &mut PgConnection) -> Result<Option<OpenTransaction>, DbError> {
    let row = sqlx::query!(
        r#"select application_name as "application!", state as "state!",
               greatest(extract(epoch from clock_timestamp() - xact_start), 0)::float8 as "seconds!"
           from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null and state is not null
           order by xact_start limit 1"#,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| OpenTransaction { application: row.application, state: row.state, seconds: row.seconds }))
}

/// Size, connections, statistics and tables. Requires no permission: ask for it in the use case.
///
/// # Errors
/// The database does not answer.
pub async fn database(db: &Db, ctx: &Ctx) -> Result<DatabaseView, DbError> {
    let mut tx = db.system_tx(SystemPurpose::Telemetry).await?;
    let row = sqlx::query!(
        r#"select split_part(current_setting('server_version'), ' ', 1) as "version!",
               pg_database_size(datid) as "bytes!", numbackends::bigint as "connections!",
               current_setting('max_connections')::bigint as "most!", blks_hit as "hit!", blks_read as "read!",
               xact_commit + xact_rollback as "transactions!", deadlocks as "deadlocks!", temp_bytes as "temporary!",
               stats_reset
           from pg_stat_database where datname = current_database()"#
    )
    .fetch_one(tx.connection())
    .await?;
    let by_name = sqlx::query_as!(
        ConnectionCount,
        r#"select usename || case when application_name <> '' then ' · ' || application_name else '' end as "name!",
               count(*) as "count!"
           from pg_stat_activity where datname = current_database() and usename is not null
           group by 1 order by 2 desc, 1"#,
    )
    .fetch_all(tx.connection())
    .await?;
    let tables = tables(&mut tx).await?;
    tx.commit().await?;
    Ok(DatabaseView {
        version: row.version,
        bytes: row.bytes,
        connections: row.connections,
        max_connections: row.most,
        by_name,
        cache_hit: share(row.hit, row.read),
        transactions: row.transactions,
        deadlocks: row.deadlocks,
        temporary_bytes: row.temporary,
        statistics_since: row.stats_reset.map(|at| Instant(at.timestamp_millis())),
        tables,
        now: Instant(ctx.now().timestamp_millis()),
        offsets: Vec::new(),
    })
}

#[expect(clippy::cast_precision_loss, reason = "counters of a database; the relative error is below 2^-52")]
fn share(hit: i64, read: i64) -> Option<f64> {
    (hit + read > 0).then(|| hit as f64 / (hit + read) as f64 * 100.0)
}

/// Every table of ours with its partitions, largest first.
async fn tables(tx: &mut SystemTx) -> Result<Vec<TableFigures>, DbError> {
    let rows = sqlx::query!(
        r#"with ours as (
               select pg_class.oid, pg_class.relname, relkind, reltuples, relispartition,
                   coalesce((select inhparent from pg_inherits where inhrelid = pg_class.oid), pg_class.oid) as root,
                   pg_get_expr(relpartbound, pg_class.oid) = 'DEFAULT' as is_default
               from pg_class join pg_namespace on pg_namespace.oid = relnamespace
               where relkind in ('r', 'p') and nspname !~ '^(pg_|information_schema$)')
           select nspname || '.' || parent.relname as "name!",
               sum(greatest(ours.reltuples, 0)::float8) filter (where ours.relkind = 'r' and ours.reltuples >= 0) as rows,
               coalesce(sum(pg_table_size(ours.oid)), 0)::bigint as "table_bytes!",
               coalesce(sum(pg_indexes_size(ours.oid)), 0)::bigint as "index_bytes!",
               count(*) filter (where ours.relispartition) as "partitions!",
               coalesce(min(ours.relname) filter (where ours.relispartition and not is_default), '') as "oldest!",
               coalesce(max(ours.relname) filter (where ours.relispartition and not is_default), '') as "newest!",
               coalesce(sum(greatest(ours.reltuples, 0)::float8) filter (where is_default), 0) as "default_rows!"
           from ours join pg_class as parent on parent.oid = root
           join pg_namespace on pg_namespace.oid = parent.relnamespace
           group by nspname, parent.relname
           order by sum(pg_total_relation_size(ours.oid)) desc, 1"#,
    )
    .fetch_all(tx.connection())
    .await?;
    #[expect(clippy::cast_possible_truncation, reason = "an estimate of rows, far below 2^52")]
    let whole = |rows: f64| rows as i64;
    Ok(rows
        .into_iter()
        .map(|row| TableFigures {
            name: row.name,
            rows: row.rows.map(whole),
            table_bytes: row.table_bytes,
            index_bytes: row.index_bytes,
            partitions: row.partitions,
            oldest_partition: row.oldest,
            newest_partition: row.newest,
            default_rows: whole(row.default_rows),
        })
        .collect())
}
