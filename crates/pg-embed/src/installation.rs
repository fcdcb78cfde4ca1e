//! A PostgreSQL with pgvector on this machine, checked for its versions.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::PgError;
use crate::version::PgVersion;

/// The oldest major version of PostgreSQL that Cauldron runs on.
pub const MINIMUM_POSTGRES: u32 = 16;
/// The oldest pgvector that Cauldron runs on.
pub const MINIMUM_PGVECTOR: &str = "0.8.4";

/// Programs of PostgreSQL in one folder, with pgvector beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installation {
    /// The folder that holds `postgres`, `initdb`, `pg_dump` and `psql`.
    pub bin_dir: PathBuf,
    /// What `postgres --version` says.
    pub version: PgVersion,
    /// The version of pgvector that `CREATE EXTENSION vector` installs.
    pub pgvector: String,
}

impl Installation {
    /// Looks at a folder of programs: runs `postgres --version` and reads pgvector's control file.
    ///
    /// # Errors
    /// When it holds no working PostgreSQL, or PostgreSQL or pgvector is missing or too old.
    pub fn probe(bin_dir: impl Into<PathBuf>) -> Result<Self, PgError> {
        let bin_dir = bin_dir.into();
        let version = postgres_version(&bin_dir)?;
        if version.major < MINIMUM_POSTGRES {
            return Err(PgError::PostgresTooOld { bin_dir, found: version, needed: MINIMUM_POSTGRES });
        }
        if !bin_dir.join("initdb").is_file() {
            return Err(PgError::NotPostgres { bin_dir, detail: "initdb is missing".to_owned() });
        }
        let Some(pgvector) = pgvector_version(&bin_dir) else {
            return Err(PgError::PgvectorMissing { bin_dir, needed: MINIMUM_PGVECTOR });
        };
        if numbers(&pgvector) < numbers(MINIMUM_PGVECTOR) {
            return Err(PgError::PgvectorTooOld { bin_dir, found: pgvector, needed: MINIMUM_PGVECTOR });
        }
        Ok(Self { bin_dir, version, pgvector })
    }

    /// The path of one of its programs, for example `pg_dump`.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.bin_dir.join(name)
    }
}

fn postgres_version(bin_dir: &Path) -> Result<PgVersion, PgError> {
    let fault = |detail: String| PgError::NotPostgres { bin_dir: bin_dir.to_owned(), detail };
    let output = Command::new(bin_dir.join("postgres"))
        .arg("--version")
        .output()
        .map_err(|error| fault(format!("`postgres --version` does not start: {error}")))?;
    let text = String::from_utf8_lossy(&output.stdout);
    PgVersion::parse(&text).filter(|_| output.status.success()).ok_or_else(|| {
        let complaint = String::from_utf8_lossy(&output.stderr);
        fault(format!("`postgres --version` says {:?}", complaint.lines().next().unwrap_or_default()))
    })
}

/// Looks below the programs first (relocatable trees), then asks `pg_config` (distributions).
fn pgvector_version(bin_dir: &Path) -> Option<String> {
    let beside = bin_dir.parent().map(|prefix| prefix.join("share"));
    let candidates = beside.iter().flat_map(|share| [share.join("postgresql"), share.clone()]);
    candidates
        .map(|share| share.join("extension/vector.control"))
        .find_map(|control| fs::read_to_string(control).ok())
        .or_else(|| fs::read_to_string(configured_share(bin_dir)?.join("extension/vector.control")).ok())
        .and_then(|control| default_version(&control))
}

fn configured_share(bin_dir: &Path) -> Option<PathBuf> {
    let output = Command::new(bin_dir.join("pg_config")).arg("--sharedir").output().ok()?;
    Some(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()))
}

fn default_version(control: &str) -> Option<String> {
    control.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "default_version").then(|| value.trim().trim_matches('\'').to_owned())
    })
}

fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::{default_version, numbers};

    #[test]
    fn control_file_names_the_version() {
        let control = "comment = 'vector data type'\ndefault_version = '0.8.5'\nrelocatable = true\n";
        assert_eq!(default_version(control).as_deref(), Some("0.8.5"));
    }

    #[test]
    fn versions_compare_as_numbers() {
        assert!(numbers("0.8.10") > numbers("0.8.4"));
        assert!(numbers("0.7.9") < numbers("0.8.4"));
    }
}
