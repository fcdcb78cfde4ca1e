//! The README's commands: run, build, test, bench, tidy, doctor, sqlx-prepare, icons, site.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks on its streams")]

mod bench;
mod browser_half;
mod build;
mod byte_budget;
mod command;
mod compress;
mod dev;
mod doctor;
mod failure;
mod fingerprint;
mod fonts;
mod icons;
mod parallel;
mod paths;
mod postgres;
mod run;
mod schema_dump;
mod scratch_postgres;
mod site;
mod sqlx_prepare;
mod step;
mod styles;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Outcome;
use crate::paths::{Profile, Workspace};
use crate::run::ServeOptions;
use crate::sqlx_prepare::Mode;
use crate::test::TestOptions;

/// Builds, runs and tests Cauldron.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Build what is missing and start Cauldron with its own Postgres.
    Run {
        #[command(flatten)]
        options: ServeOptions,
        /// Debug build; build again and restart whenever a source file changes.
        #[arg(long)]
        dev: bool,
    },
    /// Fetch what is needed and build the release, one self-contained program.
    Build,
    /// Run every test: format, rules, lints, statements, unit tests, real Postgres, real browser.
    Test {
        #[command(flatten)]
        options: TestOptions,
    },
    /// Run the benchmarks, or one of them.
    Bench {
        /// Its name; all when left out.
        name: Option<String>,
        /// What to pass on to it.
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Check the repository's own rules.
    Tidy,
    /// Say what this machine lacks and how to mend it.
    Doctor {
        /// The port the server is to listen on.
        #[arg(long, default_value_t = 4600)]
        port: u16,
    },
    /// Check every SQL statement against the real schema; write `.sqlx` and `migrations/schema.sql`.
    SqlxPrepare {
        /// Compare with what is committed instead of writing.
        #[arg(long)]
        check: bool,
    },
    /// Check the list of icons, and add names to it.
    Icons {
        /// Lucide names to add.
        names: Vec<String>,
    },
    /// Build what the browser loads: the browser half, styles, fonts, icons.
    Site {
        /// Quick to build, or as shipped.
        #[arg(long, value_enum, default_value = "release")]
        profile: Profile,
    },
}

fn main() -> ExitCode {
    match dispatch(Arguments::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(verb: Verb) -> Outcome {
    let workspace = Workspace::find()?;
    match verb {
        Verb::Run { options, dev } => run::command(&workspace, &options, dev),
        Verb::Build => {
            let program = build::release(&workspace)?;
            step::say("server", &format!("ready: {}", build::shown(&program)));
            Ok(())
        }
        Verb::Test { options } => test::command(&workspace, options),
        Verb::Bench { name, arguments } => bench::command(&workspace, name.as_deref(), &arguments),
        Verb::Tidy => test::tidy(&workspace),
        Verb::Doctor { port } => doctor::command(&workspace, port),
        Verb::SqlxPrepare { check } => sqlx_prepare::command(&workspace, if check { Mode::Check } else { Mode::Write }),
        Verb::Icons { names } => icons::command(&workspace, &names),
        Verb::Site { profile } => {
            let folder = site::build(&workspace, profile)?;
            step::say("site", &format!("ready: {}", build::shown(&folder)));
            Ok(())
        }
    }
}
