//! Where things lie: the checkout, cargo's target folder, and what the commands leave in it.

use std::path::{Path, PathBuf};

use crate::command;
use crate::failure::{Failure, Outcome};

/// The two ways the browser half and the server are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Profile {
    /// Quick to build: for tests and `run --dev`.
    Dev,
    /// Small and fast: as shipped.
    Release,
}

impl Profile {
    /// The word used in folder names.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }

    /// The cargo profile of the browser half.
    pub(crate) fn of_browser_half(self) -> &'static str {
        match self {
            Self::Dev => "wasm-dev",
            Self::Release => "wasm-release",
        }
    }
}

/// The checkout and its target folder.
#[derive(Clone, Debug)]
pub(crate) struct Workspace {
    /// The folder of the root `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, which `CARGO_TARGET_DIR` may move.
    pub(crate) target: PathBuf,
    /// Every member: its name and folder.
    pub(crate) members: Vec<Member>,
}

/// One crate of the workspace.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// The package's name.
    pub(crate) name: String,
    /// The folder of its `Cargo.toml`.
    pub(crate) folder: PathBuf,
    /// The names of its programs.
    pub(crate) programs: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    target_directory: PathBuf,
    workspace_root: PathBuf,
}

#[derive(serde::Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    targets: Vec<Target>,
}

#[derive(serde::Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

impl Workspace {
    /// Asks cargo about the checkout around the current folder.
    pub(crate) fn find() -> Outcome<Self> {
        let here = std::env::current_dir().map_err(Failure::file("enter", Path::new(".")))?;
        let text = command::output(&mut command::cargo(&here, &["metadata", "--no-deps", "--format-version=1"]))?;
        let metadata: Metadata =
            serde_json::from_str(&text).map_err(Failure::during("cannot read what `cargo metadata` says"))?;
        let members = metadata.packages.into_iter().map(Member::from).collect();
        Ok(Self { root: metadata.workspace_root, target: metadata.target_directory, members })
    }

    /// Where fingerprints and intermediate files of these commands lie.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// The finished browser half, styles, fonts and icons.
    pub(crate) fn site(&self, profile: Profile) -> PathBuf {
        self.target.join(format!("site-{}", profile.name()))
    }

    /// The server program.
    pub(crate) fn server(&self, profile: Profile) -> PathBuf {
        let folder = match profile {
            Profile::Dev => "debug",
            Profile::Release => "release",
        };
        self.target.join(folder).join("cauldron")
    }

    /// The browser tests, and the npm packages the build draws on.
    pub(crate) fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// One installed npm package.
    pub(crate) fn npm_package(&self, name: &str) -> PathBuf {
        self.end2end().join("node_modules").join(name)
    }
}

impl From<Package> for Member {
    fn from(package: Package) -> Self {
        let programs = package.targets.iter().filter(|target| target.kind.iter().any(|kind| kind == "bin"));
        Self {
            name: package.name,
            folder: package.manifest_path.parent().unwrap_or(Path::new("")).to_owned(),
            programs: programs.map(|target| target.name.clone()).collect(),
        }
    }
}
