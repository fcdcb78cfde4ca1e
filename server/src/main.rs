//! `cauldron`, one binary with verbs.

use cauldron_server::commands::{self, Cli};
use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run(Cli::parse())
}
