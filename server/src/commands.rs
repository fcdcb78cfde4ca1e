//! The verbs.

mod admin;
mod doctor;
mod migrate;
mod serve;

use crate::config::{Config, Overrides};
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Threats, numbers and knowledge of an organization in one place.
#[derive(Debug, Parser)]
#[command(name = "cauldron", version, about = "Threats, numbers and knowledge of an organization in one place.", long_about = None, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    overrides: Overrides,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Serve the application; initializes an empty data folder.
    Serve,
    /// Bring the schema up to date, or say how it stands.
    Migrate(migrate::Arguments),
    /// Say what is there, what is missing, and how to mend it.
    Doctor,
    /// Create people, reset passwords, run organizations.
    Admin(admin::Arguments),
}

/// Prints to stdout: the one place for what a verb was asked for.
#[expect(clippy::print_stdout, reason = "a verb's result goes to stdout")]
pub(crate) fn say(line: impl std::fmt::Display) {
    println!("{line}");
}

/// Prints to stderr: messages for people.
#[expect(clippy::print_stderr, reason = "a verb's messages go to stderr")]
pub(crate) fn tell(line: impl std::fmt::Display) {
    eprintln!("{line}");
}

/// Runs the verb; a failure is one sentence on stderr and a non-zero exit.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    match execute(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            tell(sentence);
            ExitCode::FAILURE
        }
    }
}

fn execute(cli: Cli) -> Result<(), String> {
    let config = Config::load(&cli.overrides).map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("The runtime cannot be started: {error}."))?;
    let outcome = runtime.block_on(async {
        match cli.verb {
            Verb::Serve => serve::serve(config).await,
            Verb::Migrate(arguments) => migrate::migrate(&config, arguments).await,
            Verb::Doctor => doctor::doctor(&config).await,
            Verb::Admin(arguments) => admin::admin(&config, arguments).await,
        }
    });
    // What was given up must not keep the process from ending.
    runtime.shutdown_background();
    outcome
}
