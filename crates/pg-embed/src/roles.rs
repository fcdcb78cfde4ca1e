//! The database roles: who owns, who runs, who works across organizations, and whose functions see what.

use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

use crate::connections::{connect, with_database};
use crate::error::PgError;
use crate::secrets::Secrets;

pub(crate) const MAINTENANCE: &str = "postgres";
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

const LOGIN: &str = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION";
const NO_LOGIN: &str = "NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION";

/// Name and attributes of every role but the superuser.
const ROLES: &[(&str, &str)] = &[
    ("cauldron_owner", LOGIN),
    ("cauldron_app", LOGIN),
    ("cauldron_system", LOGIN),
    ("cauldron_identity", NO_LOGIN),
    ("cauldron_search", NO_LOGIN),
];

/// The owner may give objects to these roles (SET) without having their rights itself (no INHERIT).
const GRANTS: &str = "\
GRANT cauldron_identity TO cauldron_owner WITH INHERIT FALSE, SET TRUE;
GRANT cauldron_search TO cauldron_owner WITH INHERIT FALSE, SET TRUE;
";

/// Makes the roles, or brings existing ones to the right attributes, memberships and passwords. Safe to repeat and to
/// run from two processes at once.
///
/// # Errors
/// When the server does not answer or the URL is not a superuser's.
pub async fn ensure_roles(superuser_url: &str, secrets: &Secrets) -> Result<(), PgError> {
    let doing = "create the roles";
    let refused = |source| PgError::Query { doing, source: Box::new(source) };
    let mut connection = connect(&with_database(superuser_url, MAINTENANCE), doing, PATIENCE).await?;
    // Statements with passwords must not reach the server's log, not even when they fail.
    connection
        .execute(
            "SET log_statement = 'none'; SET log_min_error_statement = 'panic'; SET log_min_duration_statement = -1",
        )
        .await
        .map_err(refused)?;
    let passwords =
        [("cauldron_owner", &secrets.owner), ("cauldron_app", &secrets.app), ("cauldron_system", &secrets.system)];
    let mut script = String::from("BEGIN;\nSELECT pg_advisory_xact_lock(hashtext('cauldron roles'));\n");
    script.push_str(&create_roles());
    for (role, password) in passwords {
        // The password is generated from hexadecimal digits alone.
        script.push_str(&format!("ALTER ROLE {role} PASSWORD '{password}';\n"));
    }
    script.push_str(GRANTS);
    script.push_str("COMMIT;");
    connection.execute(AssertSqlSafe(script)).await.map_err(refused)?;
    connection.close().await.map_err(refused)
}

fn create_roles() -> String {
    ROLES
        .iter()
        .map(|(role, attributes)| {
            format!(
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role}; \
                 END IF; END $$;\nALTER ROLE {role} {attributes};\n"
            )
        })
        .collect()
}

/// Statements that set the rights on a database itself; they do not come along when a database is copied.
pub(crate) fn database_rights(database: &str) -> String {
    format!(
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC;\n\
         REVOKE ALL ON DATABASE {database} FROM cauldron_app, cauldron_system;\n\
         GRANT CONNECT ON DATABASE {database} TO cauldron_app, cauldron_system;\n"
    )
}

/// Statements inside a database: pgvector, and a public schema in which nobody but the owner makes anything.
pub(crate) const SCHEMA_RIGHTS: &str = "\
CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO cauldron_owner, cauldron_app, cauldron_system, cauldron_identity, cauldron_search;
";

/// The script for people who bring their own PostgreSQL, to be run once by its administrator with `psql`. It makes
/// roles without passwords; the last comment says how to set them.
#[must_use]
pub fn role_sql(database: &str) -> String {
    format!(
        "-- Roles, database and extension for Cauldron. Needs PostgreSQL 16 or later with pgvector 0.8.4 or later;\n\
         -- run it with psql as a superuser: psql -v ON_ERROR_STOP=1 -f roles.sql postgres\n\n\
         {roles}{GRANTS}\n\
         SELECT 'CREATE DATABASE {database} OWNER cauldron_owner TEMPLATE template0 ENCODING ''UTF8'''\n\
         WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec\n\
         ALTER DATABASE {database} OWNER TO cauldron_owner;\n\
         {rights}\n\
         \\connect {database}\n\
         {SCHEMA_RIGHTS}\n\
         -- Then set three different passwords:\n\
         --   \\password cauldron_owner    (DATABASE_OWNER_URL)\n\
         --   \\password cauldron_app      (DATABASE_URL)\n\
         --   \\password cauldron_system   (DATABASE_SYSTEM_URL)\n",
        roles = create_roles(),
        rights = database_rights(database),
    )
}
