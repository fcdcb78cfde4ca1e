//! Whether a Postgres is fit for Cauldron, asked before anything is served.

use crate::{Addresses, DbError};
use sqlx::{Connection as _, PgConnection};

/// Why a Postgres is refused; each says how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// No connection.
    #[error(
        "Postgres does not answer at {variable} ({reason}). Check that it runs and that the address and password are right."
    )]
    Unreachable {
        /// The variable that holds the address.
        variable: &'static str,
        /// The driver's words, which carry no password.
        reason: String,
    },
    /// The server is too old.
    #[error("Postgres {found} is too old: Cauldron needs 16 or later.")]
    OldServer {
        /// What the server says.
        found: String,
    },
    /// pgvector is missing.
    #[error(
        "The extension \"vector\" is not installed in the database. Install pgvector 0.8.4 or later and run CREATE EXTENSION vector as a superuser."
    )]
    NoVector,
    /// pgvector is too old.
    #[error(
        "pgvector {found} is too old: Cauldron needs 0.8.4 or later. Update it and run ALTER EXTENSION vector UPDATE."
    )]
    OldVector {
        /// What the catalogue says.
        found: String,
    },
    /// A role that row-level security would not hold.
    #[error(
        "The role {role} of {variable} {privilege}, so it would escape row-level security or change the schema. Use a role without it (docs/OPERATING.md has the script)."
    )]
    Privileged {
        /// The variable that holds the address.
        variable: &'static str,
        /// The role.
        role: String,
        /// What it may do and must not.
        privilege: &'static str,
    },
    /// The roles are not those the schema's grants and policies name.
    #[error(
        "{variable} connects as {found}, but the schema's grants and policies name the role {expected}. Connect as {expected} (docs/OPERATING.md has the script that makes the roles)."
    )]
    WrongRole {
        /// The variable that holds the address.
        variable: &'static str,
        /// Who it is.
        found: String,
        /// Who it must be.
        expected: &'static str,
    },
}

/// What was found out about the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// `server_version_num`, such as 180004.
    pub version: i32,
    /// pgvector's version.
    pub vector: String,
}

fn unreachable(variable: &'static str) -> impl Fn(sqlx::Error) -> Unfit {
    move |error| Unfit::Unreachable { variable, reason: error.to_string() }
}

/// Compares dotted versions number by number.
fn at_least(found: &str, needed: [u32; 3]) -> bool {
    let mut parts = found.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = [parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0)];
    found >= needed
}

/// Checks version, pgvector and the three roles.
///
/// # Errors
/// The first thing that is not as it must be.
pub async fn check(addresses: &Addresses) -> Result<Server, Unfit> {
    let app = "DATABASE_URL";
    let mut connection = PgConnection::connect(&addresses.app).await.map_err(unreachable(app))?;
    let server = check_server(&mut connection).await?;
    check_role(&mut connection, app, "cauldron_app", false).await?;
    let system = "DATABASE_SYSTEM_URL";
    let mut connection = PgConnection::connect(&addresses.system).await.map_err(unreachable(system))?;
    check_role(&mut connection, system, "cauldron_system", false).await?;
    let owner = "DATABASE_OWNER_URL";
    let mut connection = PgConnection::connect(&addresses.owner).await.map_err(unreachable(owner))?;
    check_role(&mut connection, owner, "cauldron_owner", true).await?;
    Ok(server)
}

async fn check_server(connection: &mut PgConnection) -> Result<Server, Unfit> {
    let fault = unreachable("DATABASE_URL");
    let row = sqlx::query!(
        r#"select current_setting('server_version_num')::integer as "number!",
               current_setting('server_version') as "version!",
               (select extversion from pg_extension where extname = 'vector') as vector"#
    )
    .fetch_one(connection)
    .await
    .map_err(fault)?;
    if row.number < 160_000 {
        return Err(Unfit::OldServer { found: row.version });
    }
    let vector = row.vector.ok_or(Unfit::NoVector)?;
    if !at_least(&vector, [0, 8, 4]) {
        return Err(Unfit::OldVector { found: vector });
    }
    Ok(Server { version: row.number, vector })
}

async fn check_role(
    connection: &mut PgConnection,
    variable: &'static str,
    expected: &'static str,
    owner: bool,
) -> Result<(), Unfit> {
    let row = sqlx::query!(
        r#"select rolname::text as "role!", rolsuper as "rolsuper!", rolbypassrls as "rolbypassrls!",
               rolcreaterole as "rolcreaterole!", rolcreatedb as "rolcreatedb!",
               has_database_privilege(current_database(), 'create') as "creates_schemas!",
               exists (select from pg_namespace where nspname not like 'pg\_%' and has_schema_privilege(pg_namespace.oid, 'create'))
                   as "creates_objects!",
               exists (select from pg_class where relowner = pg_roles.oid) as "owns!",
               exists (select from pg_roles as other where other.oid <> pg_roles.oid
                   and (other.rolsuper or other.rolbypassrls or other.rolname ~ '^(cauldron|pg)_')
                   and pg_has_role(pg_roles.oid, other.oid, 'member')) as "may_become_more!"
           from pg_roles where rolname = current_user"#
    )
    .fetch_one(connection)
    .await
    .map_err(unreachable(variable))?;
    let privileges = [
        (row.rolsuper, "is a superuser"),
        (row.rolbypassrls, "has BYPASSRLS"),
        (!owner && row.may_become_more, "is a member of a privileged role"),
        (!owner && row.rolcreaterole, "has CREATEROLE"),
        (!owner && row.rolcreatedb, "has CREATEDB"),
        (!owner && row.creates_schemas, "may create schemas in the database"),
        (!owner && row.creates_objects, "may create objects in a schema"),
        (!owner && row.owns, "owns tables"),
    ];
    for (held, privilege) in privileges {
        if held {
            return Err(Unfit::Privileged { variable, role: row.role, privilege });
        }
    }
    if row.role != expected {
        return Err(Unfit::WrongRole { variable, found: row.role, expected });
    }
    Ok(())
}

impl From<Unfit> for DbError {
    fn from(unfit: Unfit) -> Self {
        Self::Unavailable(sqlx::Error::Configuration(Box::new(unfit)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert!(at_least("0.8.10", [0, 8, 4]));
        assert!(at_least("0.8.4", [0, 8, 4]));
        assert!(!at_least("0.8", [0, 8, 4]));
        assert!(!at_least("0.7.9", [0, 8, 4]));
    }
}
