//! Which PostgreSQL runs a data folder: one that is installed on the machine, or the one in the cache.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cache::Cache;
use crate::data_folder;
use crate::error::PgError;
use crate::installation::Installation;

/// The version of the cache that a new data folder is made with.
const CACHED_MAJOR: u32 = 18;

/// Where a PostgreSQL may have been installed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Folders in which a `pg_config` tells where its programs are, such as those of `PATH`.
    pub path: Vec<PathBuf>,
    /// Folders that hold one folder a version, with its programs in `bin`.
    pub versions: Vec<PathBuf>,
}

impl Places {
    /// What distributions use, besides the folders of `PATH`.
    #[must_use]
    pub fn usual(path: Vec<PathBuf>) -> Self {
        // Debian and Ubuntu; the packages of postgresql.org for others; what `make install` chooses.
        let versions = ["/usr/lib/postgresql", "/usr", "/usr/local"].map(PathBuf::from).to_vec();
        Self { path, versions }
    }

    /// Folders of programs, each once, whether or not they will do.
    fn candidates(&self) -> Vec<PathBuf> {
        let configured = self.path.iter().filter_map(|folder| told_by(&folder.join("pg_config")));
        let versions = self.versions.iter().flat_map(|folder| versions_in(folder));
        let mut found: Vec<PathBuf> =
            configured.chain(versions).filter_map(|folder| fs::canonicalize(folder).ok()).collect();
        found.sort();
        found.dedup();
        found
    }
}

/// What a `pg_config` says about its programs.
fn told_by(pg_config: &Path) -> Option<PathBuf> {
    if !pg_config.is_file() {
        return None;
    }
    let output = Command::new(pg_config).arg("--bindir").output().ok()?;
    output.status.success().then(|| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()))
}

/// `<folder>/18/bin`, `<folder>/pgsql-18/bin`, `<folder>/pgsql/bin`.
fn versions_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let is_version = |name: &str| {
        let rest = name.strip_prefix("pgsql").map_or(name, |rest| rest.trim_start_matches('-'));
        name == "pgsql" || (!rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    entries
        .filter_map(Result::ok)
        .filter(|entry| is_version(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("postgres").is_file())
        .collect()
}

impl Installation {
    /// Finds the programs for a data folder, which belongs to one major version once its database is made.
    ///
    /// An installed PostgreSQL goes first, the newest that will do: its distribution mends it, while the one in the cache stays
    /// what it was when this version of Cauldron was made. One without pgvector, too old, or of another major version than the
    /// data is passed over. Both kinds write the same files, so a folder may go from one to the other.
    ///
    /// # Errors
    /// None will do: what is wrong with the cache, which can always be mended.
    pub fn find(data_dir: &Path, cache: &Cache, places: &Places) -> Result<Self, PgError> {
        let made_by = data_folder::major(data_dir);
        let fits = |found: &Self| made_by.is_none_or(|major| found.version.major == major);
        let installed = places.candidates().into_iter().filter_map(|folder| Self::probe(folder).ok()).filter(fits);
        if let Some(newest) = installed.max_by_key(|found| found.version) {
            return Ok(newest);
        }
        match cache.installation(made_by.unwrap_or(CACHED_MAJOR)) {
            // Opening it says which version made it.
            Err(PgError::NoSuchMajor { .. }) => cache.installation(CACHED_MAJOR),
            cached => cached,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn program(path: &Path, script: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Programs that say they are of this version, as a relocatable tree or as Debian lays them out.
    fn installation(bin: &Path, version: &str, vector: Option<&str>, share: &Path) {
        program(&bin.join("postgres"), &format!("echo 'postgres (PostgreSQL) {version}'"));
        program(&bin.join("initdb"), "exit 1");
        let asked =
            format!("case $1 in --bindir) echo '{}';; --sharedir) echo '{}';; esac", bin.display(), share.display());
        program(&bin.join("pg_config"), &asked);
        if let Some(vector) = vector {
            fs::create_dir_all(share.join("extension")).unwrap();
            fs::write(share.join("extension/vector.control"), format!("default_version = '{vector}'\n")).unwrap();
        }
    }

    struct Machine {
        folder: tempfile::TempDir,
    }

    impl Machine {
        fn new() -> Self {
            Self { folder: tempfile::tempdir().unwrap() }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        /// One version below `/usr/lib/postgresql`, its share below `/usr/share/postgresql`.
        fn debian(&self, major: &str, version: &str, vector: Option<&str>) {
            let (bin, share) = (format!("usr/lib/postgresql/{major}/bin"), format!("usr/share/postgresql/{major}"));
            installation(&self.path(&bin), version, vector, &self.path(&share));
        }

        fn find(&self) -> Result<String, PgError> {
            let places = Places { path: vec![self.path("usr/bin")], versions: vec![self.path("usr/lib/postgresql")] };
            let cache = Cache::new(self.path("cache"));
            Installation::find(&self.path("data"), &cache, &places).map(|found| found.version.to_string())
        }

        fn data_of(&self, major: u32) {
            fs::create_dir_all(self.path("data/pgdata")).unwrap();
            fs::write(self.path("data/pgdata/PG_VERSION"), format!("{major}\n")).unwrap();
        }
    }

    #[test]
    fn the_newest_that_will_do_is_taken() {
        let machine = Machine::new();
        machine.debian("15", "15.9", Some("0.8.4"));
        machine.debian("16", "16.11", Some("0.8.4"));
        machine.debian("17", "17.7 (Debian 17.7-1)", Some("0.8.5"));
        machine.debian("18", "18.1", Some("0.7.0"));
        machine.debian("19", "19beta1", None);
        fs::create_dir_all(machine.path("usr/lib/postgresql/20/bin")).unwrap();
        assert_eq!(machine.find().unwrap(), "17.7");
    }

    #[test]
    fn the_data_decide_about_the_major_version() {
        let machine = Machine::new();
        machine.debian("16", "16.11", Some("0.8.4"));
        machine.debian("17", "17.7", Some("0.8.4"));
        machine.data_of(16);
        assert_eq!(machine.find().unwrap(), "16.11");
        machine.data_of(18);
        assert!(matches!(machine.find(), Err(PgError::CacheEmpty { .. })), "only the cache could have it");
    }

    #[test]
    fn what_pg_config_names_counts_wherever_it_lies() {
        let machine = Machine::new();
        installation(&machine.path("opt/pg/bin"), "18.3", Some("0.8.4"), &machine.path("opt/pg/share/postgresql"));
        fs::create_dir_all(machine.path("usr/bin")).unwrap();
        assert!(matches!(machine.find(), Err(PgError::CacheEmpty { .. })));
        std::os::unix::fs::symlink(machine.path("opt/pg/bin/pg_config"), machine.path("usr/bin/pg_config")).unwrap();
        assert_eq!(machine.find().unwrap(), "18.3");
    }

    #[test]
    fn folders_of_other_distributions_are_known_by_their_names() {
        let machine = Machine::new();
        for name in ["pgsql-17", "pgsql", "pgadmin4", "17-old", "bin"] {
            program(&machine.path(&format!("{name}/bin/postgres")), "exit 1");
        }
        let mut found = versions_in(machine.folder.path());
        found.sort();
        assert_eq!(found, [machine.path("pgsql/bin"), machine.path("pgsql-17/bin")]);
    }
}
