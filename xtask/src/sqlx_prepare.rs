//! `cargo xtask sqlx-prepare`: checks every SQL statement against the real schema and keeps what Postgres says about it.
//!
//! The macros of sqlx read `.sqlx` when they compile, so that building needs no database. This starts a scratch Postgres,
//! applies the migrations, compiles the crates that hold statements against it, and replaces `.sqlx` and
//! `migrations/schema.sql`. With `--check` it compares instead, and says what is stale.

use std::collections::BTreeMap;
use std::fs::{File, FileTimes};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::command;
use crate::failure::{Failure, Outcome};
use crate::fingerprint;
use crate::paths::{Member, Workspace};
use crate::scratch_postgres::ScratchPostgres;
use crate::{schema_dump, step};

/// What is done with the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Replace the committed files.
    Write,
    /// Fail when the committed files are stale.
    Check,
}

const MACROS: [&str; 6] =
    ["query!(", "query_as!(", "query_scalar!(", "query_unchecked!(", "query_as_unchecked!(", "query_file"];

/// Starts Postgres, compiles against it, stores or compares.
pub(crate) fn command(workspace: &Workspace, mode: Mode) -> Outcome {
    let _alone = only_one(workspace)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Failure::during("tokio"))?;
    runtime.block_on(async {
        let postgres =
            step::step_async("sqlx", "scratch Postgres with all migrations", ScratchPostgres::start(workspace)).await?;
        let done = with_postgres(workspace, &postgres, mode);
        postgres.stop().await?;
        done
    })
}

/// Waits until no other process does the same in this target folder: of two, one would find its crates compiled already, and
/// their statements not written. The lock goes with the file.
fn only_one(workspace: &Workspace) -> Outcome<File> {
    let path = workspace.scratch().join("sqlx-prepare.lock");
    step::write(&path, b"")?;
    let file = File::open(&path).map_err(Failure::file("open", &path))?;
    if file.try_lock().is_err() {
        step::say("sqlx", "waiting for another `cargo xtask sqlx-prepare`");
        file.lock().map_err(Failure::file("lock", &path))?;
    }
    Ok(file)
}

/// The committed statements and the schema they were checked against.
pub(crate) fn committed(workspace: &Workspace) -> [PathBuf; 2] {
    [workspace.root.join(".sqlx"), workspace.root.join("migrations/schema.sql")]
}

/// The crates whose sources hold checked statements.
pub(crate) fn crates(workspace: &Workspace) -> Outcome<Vec<&Member>> {
    let mut found = Vec::new();
    for member in workspace.members.iter().filter(|member| member.name != env!("CARGO_PKG_NAME")) {
        for file in fingerprint::walk(&member.folder.join("src"))? {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            if MACROS.iter().any(|name| text.contains(name)) {
                found.push(member);
                break;
            }
        }
    }
    Ok(found)
}

fn with_postgres(workspace: &Workspace, postgres: &ScratchPostgres, mode: Mode) -> Outcome {
    // The schema first: it is right even while a statement does not compile yet.
    let schema = schema_dump::dump(postgres)?;
    let [committed_statements, committed_schema] = committed(workspace);
    let schema_is_stale = std::fs::read_to_string(&committed_schema).unwrap_or_default() != schema;
    if mode == Mode::Write && schema_is_stale {
        step::write(&committed_schema, schema.as_bytes())?;
        step::say("sqlx", "migrations/schema.sql is new");
    }

    let crates = crates(workspace)?;
    let fresh = tempfile::tempdir().map_err(Failure::during("temporary folder"))?;
    if !crates.is_empty() {
        let names: Vec<&str> = crates.iter().map(|member| member.name.as_str()).collect();
        step::step("sqlx", &format!("compiling {} against it", names.join(", ")), || {
            compile(workspace, &crates, postgres.superuser(), fresh.path())
        })?;
    }
    let (old, new) = (contents(&committed_statements)?, contents(fresh.path())?);
    if new.is_empty() && !crates.is_empty() {
        return Err(Failure::sentence(
            "another build compiled the crates meanwhile, so that no statement was written; nothing is changed: run it again alone",
        ));
    }
    let changes = changes(&old, &new);
    match mode {
        Mode::Write => {
            replace(&committed_statements, &old, &new)?;
            step::say("sqlx", &format!("{} statements, {changes} files changed in .sqlx", new.len()));
            Ok(())
        }
        Mode::Check if changes > 0 || schema_is_stale => {
            let schema = if schema_is_stale { "migrations/schema.sql is stale; " } else { "" };
            Err(Failure::sentence(format!(
                "{schema}{changes} files of .sqlx are stale: run `cargo xtask sqlx-prepare` and commit what it changes"
            )))
        }
        Mode::Check => {
            step::say("sqlx", &format!("{} statements and the schema are as committed", new.len()));
            Ok(())
        }
    }
}

/// Compiles the crates with the macros connected to `url`; they write what they learn into `data`.
fn compile(workspace: &Workspace, crates: &[&Member], url: &str, data: &Path) -> Outcome {
    let mut touched = Vec::new();
    for member in crates {
        touched.push(Touched::touch(&member.folder)?);
    }
    let mut cargo = command::cargo(&workspace.root, &["check", "--all-targets"]);
    for member in crates {
        cargo.args(["--package", &member.name]);
    }
    cargo.env("DATABASE_URL", url).env("SQLX_OFFLINE", "false").env("SQLX_OFFLINE_DIR", data);
    let compiled = command::run(&mut cargo);
    for file in touched {
        file.restore()?;
    }
    compiled
}

/// A source file made to look changed, so that cargo compiles its crate again: it does not know that the database did.
struct Touched {
    file: PathBuf,
    before: SystemTime,
    now: SystemTime,
}

impl Touched {
    #[expect(clippy::disallowed_methods, reason = "a file's time is compared with cargo's own clock")]
    fn touch(krate: &Path) -> Outcome<Self> {
        let file = ["src/lib.rs", "src/main.rs"]
            .iter()
            .map(|name| krate.join(name))
            .find(|file| file.exists())
            .ok_or_else(|| Failure::sentence(format!("{} has neither lib.rs nor main.rs", krate.display())))?;
        let before = modified(&file)?;
        set_modified(&file, SystemTime::now())?;
        // Read back: the file system may keep coarser times.
        let now = modified(&file)?;
        Ok(Self { file, before, now })
    }

    /// Gives the file its time back, unless somebody saved it meanwhile: other builds of it stay fresh.
    fn restore(self) -> Outcome {
        if modified(&self.file)? == self.now { set_modified(&self.file, self.before) } else { Ok(()) }
    }
}

fn modified(file: &Path) -> Outcome<SystemTime> {
    file.metadata().and_then(|metadata| metadata.modified()).map_err(Failure::file("read", file))
}

fn set_modified(file: &Path, time: SystemTime) -> Outcome {
    File::options()
        .append(true)
        .open(file)
        .and_then(|open| open.set_times(FileTimes::new().set_modified(time)))
        .map_err(Failure::file("touch", file))
}

type Statements = BTreeMap<String, Vec<u8>>;

fn contents(folder: &Path) -> Outcome<Statements> {
    let mut contents = BTreeMap::new();
    for file in fingerprint::walk(folder)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("query-") {
            contents.insert(name, std::fs::read(&file).map_err(Failure::file("read", &file))?);
        }
    }
    Ok(contents)
}

fn changes(old: &Statements, new: &Statements) -> usize {
    let gone = old.keys().filter(|name| !new.contains_key(*name)).count();
    gone + new.iter().filter(|(name, content)| old.get(*name) != Some(*content)).count()
}

fn replace(folder: &Path, old: &Statements, new: &Statements) -> Outcome {
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        let file = folder.join(name);
        std::fs::remove_file(&file).map_err(Failure::file("remove", &file))?;
    }
    for (name, content) in new.iter().filter(|(name, content)| old.get(*name) != Some(*content)) {
        step::write(&folder.join(name), content)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statements(pairs: &[(&str, &str)]) -> Statements {
        pairs.iter().map(|(name, content)| ((*name).to_owned(), content.as_bytes().to_vec())).collect()
    }

    #[test]
    fn added_changed_and_removed_statements_count() {
        let old = statements(&[("query-a.json", "1"), ("query-b.json", "1"), ("query-c.json", "1")]);
        let new = statements(&[("query-a.json", "1"), ("query-b.json", "2"), ("query-d.json", "1")]);
        assert_eq!(changes(&old, &new), 3);
        assert_eq!(changes(&old, &old), 0);
    }

    #[test]
    fn replacing_leaves_exactly_the_new_statements() -> Outcome {
        let folder = tempfile::tempdir().map_err(Failure::during("temporary folder"))?;
        let first = statements(&[("query-a.json", "1"), ("query-b.json", "1")]);
        let second = statements(&[("query-b.json", "2")]);
        replace(folder.path(), &Statements::new(), &first)?;
        assert_eq!(contents(folder.path())?, first);
        replace(folder.path(), &first, &second)?;
        assert_eq!(contents(folder.path())?, second);
        Ok(())
    }

    #[test]
    fn a_touched_file_gets_its_time_back_unless_it_was_saved_meanwhile() -> Outcome {
        let folder = tempfile::tempdir().map_err(Failure::during("temporary folder"))?;
        let file = folder.path().join("src/lib.rs");
        step::write(&file, b"//! x\n")?;
        let long_ago = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
        set_modified(&file, long_ago)?;
        Touched::touch(folder.path())?.restore()?;
        assert_eq!(modified(&file)?, long_ago);
        let touched = Touched::touch(folder.path())?;
        let saved = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(2_000_000);
        set_modified(&file, saved)?;
        touched.restore()?;
        assert_eq!(modified(&file)?, saved);
        Ok(())
    }
}
