//! Databases of the cluster: the one of Cauldron, and copies of a template for tests.

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _};

use crate::connections::{connect, with_database};
use crate::error::PgError;
use crate::roles::{MAINTENANCE, PATIENCE, SCHEMA_RIGHTS, database_rights};

/// "object in use"
const IN_USE: &str = "55006";

/// Makes a database owned by `cauldron_owner` with pgvector and the rights of all roles when it is missing, and sets
/// the rights again when it is there.
///
/// # Errors
/// When the name is no name, the server does not answer or the URL is not a superuser's.
pub async fn ensure_database(superuser_url: &str, name: &str) -> Result<(), PgError> {
    check_name(name)?;
    let doing = "create the database";
    let mut maintenance = connect(&with_database(superuser_url, MAINTENANCE), doing, PATIENCE).await?;
    let exists = sqlx::query("SELECT FROM pg_database WHERE datname = $1")
        .bind(name)
        .fetch_optional(&mut maintenance)
        .await
        .map_err(|source| PgError::Query { doing, source: Box::new(source) })?
        .is_some();
    if !exists {
        // template0: what somebody put into template1 does not come along.
        create(&mut maintenance, name, "template0").await?;
    }
    run(&mut maintenance, doing, database_rights(name)).await?;
    close(maintenance, doing).await?;
    let mut inside = connect(&with_database(superuser_url, name), doing, PATIENCE).await?;
    let version = sqlx::query("SELECT extversion FROM pg_extension WHERE extname = 'vector'");
    let before = version.fetch_optional(&mut inside).await;
    run(&mut inside, doing, SCHEMA_RIGHTS.to_owned()).await?;
    if let Ok(Some(row)) = before {
        update_extension(&mut inside, row.try_get(0).unwrap_or_default()).await?;
    }
    close(inside, doing).await
}

/// Newer programs on older data bring a newer extension.
async fn update_extension(connection: &mut PgConnection, before: String) -> Result<(), PgError> {
    let doing = "update pgvector";
    let available: Option<String> =
        sqlx::query_scalar("SELECT default_version FROM pg_available_extensions WHERE name = 'vector'")
            .fetch_optional(&mut *connection)
            .await
            .map_err(|source| PgError::Query { doing, source: Box::new(source) })?;
    if available.is_some_and(|available| available != before) {
        run(connection, doing, "ALTER EXTENSION vector UPDATE".to_owned()).await?;
    }
    Ok(())
}

/// Makes a database owned by `cauldron_owner`: empty with pgvector, or a copy of `template` with everything in it.
/// Nobody may be connected to the template.
///
/// # Errors
/// When a name is no name, the database exists already, or the template is in use.
pub async fn create_database(superuser_url: &str, name: &str, template: Option<&str>) -> Result<(), PgError> {
    check_name(name)?;
    let Some(template) = template else {
        return ensure_database(superuser_url, name).await;
    };
    check_name(template)?;
    let doing = "copy the database";
    let mut connection = connect(&with_database(superuser_url, MAINTENANCE), doing, PATIENCE).await?;
    create(&mut connection, name, template).await?;
    run(&mut connection, doing, database_rights(name)).await?;
    close(connection, doing).await
}

/// Drops a database and ends its connections; a missing one is fine.
///
/// # Errors
/// When the name is no name, the server does not answer or the URL is not a superuser's.
pub async fn drop_database(superuser_url: &str, name: &str) -> Result<(), PgError> {
    check_name(name)?;
    let doing = "drop the database";
    let mut connection = connect(&with_database(superuser_url, MAINTENANCE), doing, PATIENCE).await?;
    run(&mut connection, doing, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
    close(connection, doing).await
}

/// The maintenance databases are for the superuser alone.
pub(crate) async fn lock_down_defaults(superuser_url: &str) -> Result<(), PgError> {
    let doing = "close the maintenance databases";
    let mut connection = connect(&with_database(superuser_url, MAINTENANCE), doing, PATIENCE).await?;
    run(&mut connection, doing, "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC".to_owned()).await?;
    close(connection, doing).await
}

async fn create(connection: &mut PgConnection, name: &str, template: &str) -> Result<(), PgError> {
    let statement = format!("CREATE DATABASE {name} OWNER cauldron_owner TEMPLATE {template}");
    match connection.execute(AssertSqlSafe(statement)).await {
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(IN_USE) => {
            Err(PgError::DatabaseInUse { name: template.to_owned() })
        }
        Err(source) => Err(PgError::Query { doing: "create the database", source: Box::new(source) }),
        Ok(_) => Ok(()),
    }
}

async fn run(connection: &mut PgConnection, doing: &'static str, script: String) -> Result<(), PgError> {
    connection
        .execute(AssertSqlSafe(script))
        .await
        .map(drop)
        .map_err(|source| PgError::Query { doing, source: Box::new(source) })
}

async fn close(connection: PgConnection, doing: &'static str) -> Result<(), PgError> {
    connection.close().await.map_err(|source| PgError::Query { doing, source: Box::new(source) })
}

/// Names stand unquoted in statements and unescaped in URLs.
fn check_name(name: &str) -> Result<(), PgError> {
    let letters = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let first = name.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    if letters && first && name.len() <= 63 { Ok(()) } else { Err(PgError::InvalidName { name: name.to_owned() }) }
}

#[cfg(test)]
mod tests {
    use super::check_name;

    #[test]
    fn names_are_plain() {
        for (name, fine) in
            [("cauldron", true), ("test_018f", true), ("", false), ("1a", false), ("a;drop", false), ("A", false)]
        {
            assert_eq!(check_name(name).is_ok(), fine, "{name}");
        }
        assert!(check_name(&"x".repeat(64)).is_err());
    }
}
