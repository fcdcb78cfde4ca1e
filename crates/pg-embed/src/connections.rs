//! Connection URLs of the roles, and what a joiner needs to know of a running Postgres.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sqlx::{Connection as _, PgConnection};

use crate::DATABASE;
use crate::error::PgError;
use crate::files;
use crate::secrets::Secrets;

/// One connection URL per login role, over the Unix socket, in the form that sqlx and libpq both read. They carry
/// passwords; `Debug` shows none.
#[derive(Clone, PartialEq, Eq)]
pub struct Connections {
    /// `cauldron_app`, the runtime role under row-level security.
    pub app: String,
    /// `cauldron_system`, for work across organizations.
    pub system: String,
    /// `cauldron_owner`, for migrations.
    pub owner: String,
    /// `cauldron_superuser`, for roles and databases alone.
    pub superuser: String,
}

impl fmt::Debug for Connections {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Connections(hidden)")
    }
}

/// The content of `connection.json`: where the running Postgres listens. Passwords stand elsewhere.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Address {
    /// The process that holds the folder's lock; a file of an earlier holder is ignored.
    pub(crate) holder: u32,
    pub(crate) socket_dir: PathBuf,
    pub(crate) port: u16,
}

impl Address {
    pub(crate) fn read(path: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }

    pub(crate) fn write(&self, path: &Path) -> Result<(), PgError> {
        let text =
            serde_json::to_vec(self).map_err(|error| PgError::io("write", path, std::io::Error::other(error)))?;
        files::write_private(path, &text)
    }

    pub(crate) fn connections(&self, secrets: &Secrets) -> Connections {
        let url = |role: &str, password: &str| {
            // The host before the path is a placeholder that a URL with a password must have; `host=` replaces it.
            format!(
                "postgres://cauldron_{role}:{password}@localhost/{DATABASE}?host={}&port={}&sslmode=disable",
                percent_encode(&self.socket_dir),
                self.port
            )
        };
        Connections {
            app: url("app", &secrets.app),
            system: url("system", &secrets.system),
            owner: url("owner", &secrets.owner),
            superuser: url("superuser", &secrets.superuser),
        }
    }
}

/// The same URL with another database.
///
/// `name` is put in as it is; names from [`crate::create_database`] need no escaping.
#[must_use]
pub fn with_database(url: &str, name: &str) -> String {
    let (base, query) = match url.split_once('?') {
        Some((base, query)) => (base, Some(query)),
        None => (url, None),
    };
    let authority = base.find("://").map_or(0, |at| at + 3);
    let end = base.get(authority..).and_then(|rest| rest.find('/')).map_or(base.len(), |at| authority + at);
    let head = base.get(..end).unwrap_or(base);
    match query {
        Some(query) => format!("{head}/{name}?{query}"),
        None => format!("{head}/{name}"),
    }
}

/// Opens one connection, waiting at most `limit`.
pub(crate) async fn connect(url: &str, doing: &'static str, limit: Duration) -> Result<PgConnection, PgError> {
    let fail = |source| PgError::Connect { doing, source: Box::new(source) };
    tokio::time::timeout(limit, PgConnection::connect(url))
        .await
        .map_err(|_| fail(sqlx::Error::PoolTimedOut))?
        .map_err(fail)
}

/// Whether a Postgres answers there.
pub(crate) async fn answers(url: &str) -> bool {
    let Ok(mut connection) = connect(url, "look for a running instance", Duration::from_secs(3)).await else {
        return false;
    };
    let alive = connection.ping().await.is_ok();
    // The answer is known; a failed goodbye changes nothing.
    let _ignored = connection.close().await;
    alive
}

fn percent_encode(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt as _;
    let mut text = String::new();
    for byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(byte) {
            text.push(char::from(*byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{percent_encode, with_database};
    use std::path::Path;

    #[test]
    fn database_of_a_url_is_replaced() {
        for (url, expected) in [
            ("postgres://u:p@localhost/a?host=/run/x&port=1", "postgres://u:p@localhost/b?host=/run/x&port=1"),
            ("postgres://u:p@db.example:5432/a", "postgres://u:p@db.example:5432/b"),
            ("postgres://u:p@db.example:5432", "postgres://u:p@db.example:5432/b"),
            ("postgres://u:p@db.example?sslmode=require", "postgres://u:p@db.example/b?sslmode=require"),
        ] {
            assert_eq!(with_database(url, "b"), expected);
        }
    }

    #[test]
    fn socket_folder_is_escaped() {
        assert_eq!(percent_encode(Path::new("/srv/my data+é")), "/srv/my%20data%2B%C3%A9");
    }
}
