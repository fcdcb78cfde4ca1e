//! Starts other programs and turns their failure into a sentence.

use std::ffi::OsStr;
use std::io::IsTerminal;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome};

/// Whether people are watching: progress of long programs is worth showing to them, and noise in a log.
pub(crate) fn watched() -> bool {
    std::io::stderr().is_terminal()
}

/// `cargo VERB --locked` in `root`, quiet when nobody watches (warnings and errors are printed either way).
pub(crate) fn cargo(root: &Path, verb: &[&str]) -> Command {
    let mut command = plain_cargo(root, verb);
    command.arg("--locked");
    if !watched() {
        command.arg("--quiet");
    }
    command
}

/// `cargo VERB` in `root`, for verbs that know no `--locked`.
pub(crate) fn plain_cargo(root: &Path, verb: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root).args(verb).stdin(Stdio::null());
    // Statements are checked against the committed data, also when DATABASE_URL names a server for running.
    command.env("SQLX_OFFLINE", "true");
    // `cargo run` sets these for this process; what is compiled below must not take them for its own.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_")
            || name == "CARGO_MANIFEST_DIR"
            || name == "CARGO_MANIFEST_PATH"
        {
            command.env_remove(name);
        }
    }
    command
}

/// Runs to the end with the output going where ours goes.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|source| Failure::Start { program: program(command), source })?;
    if status.success() { Ok(()) } else { Err(Failure::Command { command: line(command), status }) }
}

/// Runs to the end and returns standard output; standard error is shown when it fails.
pub(crate) fn output(command: &mut Command) -> Outcome<String> {
    let output =
        command.stdin(Stdio::null()).output().map_err(|source| Failure::Start { program: program(command), source })?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
        Err(Failure::Command { command: line(command), status: output.status })
    }
}

/// Runs to the end; output is held back and shown only when it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Outcome {
    let output =
        command.stdin(Stdio::null()).output().map_err(|source| Failure::Start { program: program(command), source })?;
    if output.status.success() {
        return Ok(());
    }
    eprint!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(Failure::Command { command: line(command), status: output.status })
}

/// The first line a program prints when asked, or nothing when it is not there.
pub(crate) fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    if !output.status.success() {
        return None;
    }
    String::from_utf8_lossy(&output.stdout).lines().next().map(|line| line.trim().to_owned())
}

fn program(command: &Command) -> String {
    Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn line(command: &Command) -> String {
    let mut line = program(command);
    for argument in command.get_args().map(OsStr::to_string_lossy) {
        line.push(' ');
        line.push_str(&argument);
    }
    line
}
