//! What every test of this crate needs: the cached Postgres, a data folder, and SQL.

use std::path::PathBuf;

use cauldron_pg_embed::{Cache, ClusterOptions};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tempfile::TempDir;

/// The cache of the machine, or the one that `CAULDRON_CACHE` names.
pub(crate) fn cache() -> Cache {
    let root = std::env::var_os("CAULDRON_CACHE").map_or_else(|| PathBuf::from("/var/cache/cauldron"), PathBuf::from);
    Cache::new(root)
}

/// A folder that goes away with the test.
pub(crate) fn scratch() -> TempDir {
    TempDir::new().unwrap()
}

/// Options for a throw-away cluster of the default major version in the folder itself.
pub(crate) fn options(folder: &TempDir) -> ClusterOptions {
    options_for(folder, 18)
}

/// Options for a throw-away cluster of a major version.
pub(crate) fn options_for(folder: &TempDir, major: u32) -> ClusterOptions {
    ClusterOptions::new(folder.path(), cache().installation(major).unwrap()).without_durability()
}

/// One value as text.
pub(crate) async fn ask(url: &str, query: &str) -> Result<String, sqlx::Error> {
    let mut connection = PgConnection::connect(url).await?;
    let value = sqlx::query_scalar(AssertSqlSafe(query.to_owned())).fetch_one(&mut connection).await;
    connection.close().await?;
    value
}

/// Statements without an answer.
pub(crate) async fn run(url: &str, script: &str) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect(url).await?;
    let outcome = connection.execute(AssertSqlSafe(script.to_owned())).await.map(drop);
    connection.close().await?;
    outcome
}
