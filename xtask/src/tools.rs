//! Gets what a fresh machine lacks: the wasm target, npm packages, and from Debian's packages Node and Chromium.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::failure::{Failure, Outcome};
use crate::fingerprint::Fingerprint;
use crate::paths::Workspace;
use crate::step;

/// Rust's target for the browser half.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Where Debian installs the browser the tests drive. The shell is the same engine without windows, and takes half the
/// processor time. As in end2end/support/executable.cjs.
const CHROMIUM: [&str; 2] = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

/// Debian's package of the first.
pub(crate) const CHROMIUM_PACKAGE: &str = "chromium-headless-shell";

/// The browser the tests drive, if there is one.
pub(crate) fn chromium() -> Option<&'static str> {
    CHROMIUM.into_iter().find(|program| Path::new(program).exists())
}

/// Everything needed to build.
pub(crate) fn ready_to_build(workspace: &Workspace) -> Outcome {
    wasm_target(workspace)?;
    npm_packages(workspace)
}

/// Everything needed to drive a browser, beyond what building needs.
pub(crate) fn ready_to_browse() -> Outcome {
    if chromium().is_some() {
        return Ok(());
    }
    install("Chromium", &[CHROMIUM_PACKAGE], "the browser tests need it")
}

/// Whether Rust's library for the browser half is installed.
pub(crate) fn has_wasm_target() -> bool {
    command::answer("rustc", &["--print", "target-libdir", "--target", WASM_TARGET])
        .is_some_and(|folder| PathBuf::from(folder).is_dir())
}

/// Whether the installed npm packages are the ones the lock file names.
pub(crate) fn has_npm_packages(workspace: &Workspace) -> Outcome<bool> {
    let wanted = lock_fingerprint(workspace)?;
    Ok(std::fs::read_to_string(npm_stamp(workspace)).is_ok_and(|installed| installed == wanted))
}

/// `cargo nextest`, installed when missing; `false` when it cannot be had and `cargo test` must do.
pub(crate) fn nextest(workspace: &Workspace) -> bool {
    if command::answer("cargo", &["nextest", "--version"]).is_some() {
        return true;
    }
    let installed = step::step("tools", "installing cargo-nextest", || {
        command::run(&mut command::cargo(&workspace.root, &["install", "cargo-nextest"]))
    });
    if let Err(failure) = &installed {
        step::say("tools", &format!("{failure}; running the tests with cargo test instead"));
    }
    installed.is_ok()
}

/// Whether this process may install packages and use the system's folders.
pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn wasm_target(workspace: &Workspace) -> Outcome {
    if has_wasm_target() {
        return Ok(());
    }
    if command::answer("rustup", &["--version"]).is_none() {
        return Err(Failure::sentence(format!(
            "rustc lacks the {WASM_TARGET} target and there is no rustup to add it: install rustup, or your \
             distribution's package of Rust's standard library for wasm32"
        )));
    }
    step::step("tools", &format!("adding the target {WASM_TARGET}"), || {
        command::run(Command::new("rustup").current_dir(&workspace.root).args(["target", "add", WASM_TARGET]))
    })
}

fn npm_packages(workspace: &Workspace) -> Outcome {
    if ["node", "npm"].iter().any(|program| command::answer(program, &["--version"]).is_none()) {
        install("node", &["nodejs", "npm"], "fonts, icons and wasm-opt come from npm")?;
    }
    let folder = workspace.end2end();
    let stamp = npm_stamp(workspace);
    let fingerprint = lock_fingerprint(workspace)?;
    step::cached("npm packages", "installing", &fingerprint, &stamp, &folder.join("node_modules"), || {
        let mut npm = Command::new("npm");
        npm.current_dir(&folder).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
        command::run_quietly(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
    })?;
    Ok(())
}

fn npm_stamp(workspace: &Workspace) -> PathBuf {
    // Beside the packages, not in the target folder, which several checkouts may share.
    workspace.end2end().join("node_modules/.cauldron-stamp")
}

fn lock_fingerprint(workspace: &Workspace) -> Outcome<String> {
    let folder = workspace.end2end();
    let files = [folder.join("package.json"), folder.join("package-lock.json")];
    Ok(Fingerprint::default().files(&files.each_ref().map(PathBuf::as_path))?.finish())
}

fn install(what: &str, packages: &[&str], why: &str) -> Outcome {
    let by_hand = format!("apt-get install -y {}", packages.join(" "));
    if !is_root() || command::answer("apt-get", &["--version"]).is_none() {
        return Err(Failure::sentence(format!("{why}, and {what} is missing: install it, on Debian with `{by_hand}`")));
    }
    step::step("tools", &by_hand, || {
        let apt = |arguments: &[&str]| {
            let mut apt = Command::new("apt-get");
            apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
            command::run_quietly(&mut apt)
        };
        apt(&["update"])?;
        let mut arguments = vec!["install", "-y", "--no-install-recommends"];
        arguments.extend_from_slice(packages);
        apt(&arguments)
    })
}
