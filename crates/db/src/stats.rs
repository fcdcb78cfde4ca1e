//! What Postgres says about itself.

use crate::{Db, DbError, SystemPurpose};

/// Counters and gauges of the database that Cauldron runs on. Counters start with the server's statistics.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PostgresStats {
    /// Connections to this database.
    pub connections: i64,
    /// Transactions committed or rolled back, ever.
    pub transactions: i64,
    /// Blocks found in shared buffers, ever.
    pub blocks_hit: i64,
    /// Blocks read from below, ever.
    pub blocks_read: i64,
    /// Size of this database, in bytes.
    pub bytes: i64,
}

/// Reads the current figures.
///
/// # Errors
/// The database does not answer.
pub async fn read(db: &Db) -> Result<PostgresStats, DbError> {
    let mut tx = db.system_tx(SystemPurpose::Telemetry).await?;
    let row = sqlx::query!(
        r#"select numbackends::bigint as "connections!", (xact_commit + xact_rollback) as "transactions!",
               blks_hit as "hit!", blks_read as "read!", pg_database_size(datid) as "bytes!"
           from pg_stat_database where datname = current_database()"#
    )
    .fetch_one(tx.connection())
    .await?;
    tx.commit().await?;
    Ok(PostgresStats {
        connections: row.connections,
        transactions: row.transactions,
        blocks_hit: row.hit,
        blocks_read: row.read,
        bytes: row.bytes,
    })
}
