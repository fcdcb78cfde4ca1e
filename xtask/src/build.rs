//! `cargo xtask build`: everything needed at run time, and one self-contained program.

use std::path::{Path, PathBuf};

use crate::command;
use crate::failure::Outcome;
use crate::paths::{Profile, Workspace};
use crate::{scratch_postgres, site, step};

/// Builds what changed of the release and returns the program's path.
pub(crate) fn release(workspace: &Workspace) -> Outcome<PathBuf> {
    let programs = scratch_postgres::programs()?;
    step::say("postgres", &format!("{} with pgvector {}", programs.version, programs.pgvector));
    let site = site::build(workspace, Profile::Release)?;
    step::step("server", "compiling (release)", || {
        let mut cargo = command::cargo(&workspace.root, &["build", "--release", "--package", "cauldron-server"]);
        // server/build.rs puts this folder into the program.
        command::run(cargo.env("CAULDRON_SITE", &site))
    })?;
    Ok(workspace.server(Profile::Release))
}

/// Builds the debug server, which reads the site from `CAULDRON_SITE_DIR` when it runs. The packages are selected as for
/// the tests, so that both use the same compiled dependencies.
pub(crate) fn debug_server(workspace: &Workspace) -> Outcome<PathBuf> {
    step::step("server", "compiling (debug)", || {
        let mut cargo = command::cargo(&workspace.root, &["build", "--workspace", "--exclude", "cauldron-hydrate"]);
        command::run(cargo.args(["--bin", "cauldron"]).env_remove("CAULDRON_SITE"))
    })?;
    Ok(workspace.server(Profile::Dev))
}

/// The path as people would type it from where they are.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}
