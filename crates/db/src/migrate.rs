//! Forward-only migrations, embedded in the binary and applied by the owner role.

use crate::DbError;
use sqlx::migrate::{Migrate as _, Migrator};
use sqlx::{Connection as _, PgConnection};

/// The name that sqlx gives its own table, in the schema `public`.
pub(crate) const MIGRATIONS_TABLE: &str = "_sqlx_migrations";

static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// One migration and whether it has been applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationStatus {
    /// The timestamp in its name.
    pub version: i64,
    /// What it does.
    pub description: String,
    /// Whether it has been applied.
    pub applied: bool,
}

/// A migration that could not be applied.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// No connection.
    #[error("the owner's database address does not answer")]
    Connection(#[source] DbError),
    /// A statement failed, or an applied file was changed.
    #[error("migrations could not be applied: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// No such version.
    #[error("there is no migration {0}; `cauldron migrate status` lists them")]
    UnknownVersion(i64),
}

async fn connect(owner: &str) -> Result<PgConnection, MigrationError> {
    PgConnection::connect(owner).await.map_err(|error| MigrationError::Connection(error.into()))
}

/// Lists all migrations, oldest first.
///
/// # Errors
/// The database does not answer.
pub async fn status(owner: &str) -> Result<Vec<MigrationStatus>, MigrationError> {
    let mut connection = connect(owner).await?;
    connection.ensure_migrations_table(MIGRATIONS_TABLE).await?;
    let applied = connection.list_applied_migrations(MIGRATIONS_TABLE).await?;
    Ok(MIGRATOR
        .iter()
        .map(|migration| MigrationStatus {
            version: migration.version,
            description: migration.description.to_string(),
            applied: applied.iter().any(|known| known.version == migration.version),
        })
        .collect())
}

/// Applies what is missing, up to and including `target` where one is given. Returns how many were applied.
///
/// # Errors
/// A migration fails (it is rolled back and those before it stay), or was changed after it had been applied.
pub async fn up(owner: &str, target: Option<i64>) -> Result<usize, MigrationError> {
    let before = status(owner).await?.iter().filter(|migration| migration.applied).count();
    let mut connection = connect(owner).await?;
    match target {
        None => MIGRATOR.run(&mut connection).await?,
        Some(version) => {
            if !MIGRATOR.iter().any(|migration| migration.version == version) {
                return Err(MigrationError::UnknownVersion(version));
            }
            MIGRATOR.run_to(version, &mut connection).await?;
        }
    }
    let after = status(owner).await?.iter().filter(|migration| migration.applied).count();
    Ok(after.saturating_sub(before))
}

/// Equal for equal migrations; sixteen hexadecimal digits. Names the template database of test runs.
#[must_use]
pub fn fingerprint() -> String {
    let checksums: Vec<String> = MIGRATOR
        .iter()
        .map(|migration| migration.checksum.iter().map(|byte| format!("{byte:02x}")).collect())
        .collect();
    cauldron_core::fingerprint(&checksums.iter().map(String::as_str).collect::<Vec<_>>())
}
