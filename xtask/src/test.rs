//! `cargo xtask test`: everything that must hold, in the order in which mistakes are cheapest to find.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::command;
use crate::failure::{Failure, Outcome};
use crate::fingerprint::Fingerprint;
use crate::paths::{Profile, Workspace};
use crate::scratch_postgres::ScratchPostgres;
use crate::sqlx_prepare::{self, Mode};
use crate::{build, scratch_postgres, site, step, tools};

/// What to leave out, for people in a hurry. Without options everything runs.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(crate) struct TestOptions {
    /// Run only this half.
    #[arg(long, value_enum, conflicts_with = "no_browser")]
    only: Option<Half>,
    /// Leave the browser tests out.
    #[arg(long)]
    no_browser: bool,
}

/// The two halves of the suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Half {
    /// Everything that needs no browser.
    Unit,
    /// The browser tests.
    Browser,
}

type Work = fn(&Workspace) -> Outcome;

const FIRST: [(&str, Work); 2] = [("format", format), ("tools", tools)];
const UNIT: [(&str, Work); 6] = [
    ("tidy", tidy),
    ("statements", statements),
    ("clippy", clippy),
    ("browser clippy", clippy_of_the_browser_half),
    ("tests", tests),
    ("dependencies", dependencies),
];
const BROWSER: [(&str, Work); 2] = [("site", site), ("browser", browser)];

impl TestOptions {
    fn parts(self) -> Vec<(&'static str, Work)> {
        let unit = self.only != Some(Half::Browser);
        let browser = self.only != Some(Half::Unit) && !self.no_browser;
        let mut parts = FIRST.to_vec();
        parts.extend(UNIT.iter().filter(|_| unit));
        parts.extend(BROWSER.iter().filter(|_| browser));
        parts
    }
}

/// Runs the parts, stops at the first that fails, and says how long each took.
pub(crate) fn command(workspace: &Workspace, options: TestOptions) -> Outcome {
    let mut times: Vec<(&str, Duration)> = Vec::new();
    let mut outcome = Ok(());
    for (name, work) in options.parts() {
        step::say("test", name);
        let start = Instant::now();
        outcome = work(workspace);
        times.push((name, start.elapsed()));
        if outcome.is_err() {
            break;
        }
    }
    println!();
    for (name, time) in &times {
        let failed = outcome.is_err() && times.last().is_some_and(|(last, _)| last == name);
        step::say(name, &format!("{:>12} {}", step::seconds(*time), if failed { "FAILED" } else { "passed" }));
    }
    step::say("all", &format!("{:>12}", step::seconds(times.iter().map(|(_, time)| *time).sum())));
    outcome
}

/// The repository's own rules, as `cargo xtask tidy` runs them.
pub(crate) fn tidy(workspace: &Workspace) -> Outcome {
    command::run(&mut command::cargo(&workspace.root, &["test", "--package", "xtask", "--test", "tidy"]))
}

fn format(workspace: &Workspace) -> Outcome {
    command::run(&mut command::plain_cargo(&workspace.root, &["fmt", "--all", "--check"]))
}

fn tools(workspace: &Workspace) -> Outcome {
    tools::ready_to_build(workspace)?;
    scratch_postgres::programs()?;
    Ok(())
}

/// The committed `.sqlx` and `schema.sql` against a real Postgres, unless nothing they depend on changed.
fn statements(workspace: &Workspace) -> Outcome {
    let [statements, schema] = sqlx_prepare::committed(workspace);
    let mut fingerprint = Fingerprint::default().files(&[&workspace.root.join("migrations"), &statements, &schema])?;
    for member in sqlx_prepare::crates(workspace)? {
        fingerprint = fingerprint.word(&member.name).files(&[&member.folder])?;
    }
    let stamp = workspace.scratch().join("statements.stamp");
    step::cached("statements", "checking against Postgres", &fingerprint.finish(), &stamp, &schema, || {
        sqlx_prepare::command(workspace, Mode::Check)
    })?;
    Ok(())
}

fn clippy(workspace: &Workspace) -> Outcome {
    // The browser's entry switches `app` to its browser half, so it is linted for its own target below.
    let mut cargo = command::cargo(&workspace.root, &["clippy", "--workspace", "--exclude", "cauldron-hydrate"]);
    command::run(cargo.args(["--all-targets", "--", "--deny", "warnings"]))
}

fn clippy_of_the_browser_half(workspace: &Workspace) -> Outcome {
    let mut cargo = command::cargo(&workspace.root, &["clippy", "--package", "cauldron-hydrate"]);
    cargo.args(["--target", tools::WASM_TARGET, "--profile", Profile::Dev.of_browser_half()]);
    command::run(cargo.args(["--", "--deny", "warnings"]))
}

fn tests(workspace: &Workspace) -> Outcome {
    // One Postgres for the whole run: nextest gives each test a process of its own, and a start costs a second.
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::during("runtime"))?;
    let scratch = runtime.block_on(ScratchPostgres::start(workspace))?;
    let outcome = tests_on(workspace, &scratch.addresses());
    runtime.block_on(scratch.stop())?;
    outcome
}

fn tests_on(workspace: &Workspace, postgres: &str) -> Outcome {
    let packages = ["--workspace", "--exclude", "cauldron-hydrate", "--locked"];
    let mut cargo = if tools::nextest(workspace) {
        let mut cargo = command::plain_cargo(&workspace.root, &["nextest", "run"]);
        cargo.args(packages).args(if command::watched() { &[][..] } else { &["--cargo-quiet"] });
        cargo
    } else {
        let mut cargo = command::plain_cargo(&workspace.root, &["test", "--quiet"]);
        cargo.args(packages);
        cargo
    };
    cargo.env("CAULDRON_CACHE", &scratch_postgres::cache()?.root).env("CAULDRON_TEST_POSTGRES", postgres);
    command::run(&mut cargo)
}

fn dependencies(workspace: &Workspace) -> Outcome {
    let checks: [(&str, &[&str]); 2] = [("deny", &["deny", "check"]), ("machete", &["machete"])];
    for (name, arguments) in checks {
        if command::answer("cargo", &[name, "--version"]).is_none() {
            step::say("dependencies", &format!("cargo {name} is not installed, left out: cargo install cargo-{name}"));
        } else {
            command::run(&mut command::plain_cargo(&workspace.root, arguments))?;
        }
    }
    Ok(())
}

fn site(workspace: &Workspace) -> Outcome {
    tools::ready_to_browse()?;
    site::build(workspace, Profile::Dev)?;
    build::debug_server(workspace)?;
    Ok(())
}

fn browser(workspace: &Workspace) -> Outcome {
    let mut playwright = Command::new("node");
    playwright
        .current_dir(workspace.end2end())
        .arg(workspace.npm_package("@playwright/test").join("cli.js"))
        .arg("test")
        .stdin(std::process::Stdio::null())
        .env("CAULDRON_BIN", workspace.server(Profile::Dev))
        .env("CAULDRON_SITE_DIR", workspace.site(Profile::Dev))
        .env("CAULDRON_CACHE", &scratch_postgres::cache()?.root);
    command::run(&mut playwright)
}

#[cfg(test)]
mod tests_of_the_options {
    use super::*;

    fn names(options: TestOptions) -> Vec<&'static str> {
        options.parts().into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn without_options_everything_runs() {
        let all = names(TestOptions::default());
        assert_eq!(all.len(), FIRST.len() + UNIT.len() + BROWSER.len());
        assert_eq!(all.first(), Some(&"format"));
        assert_eq!(all.last(), Some(&"browser"));
    }

    #[test]
    fn halves_leave_the_other_out() {
        let browser = names(TestOptions { only: Some(Half::Browser), no_browser: false });
        assert!(browser.contains(&"browser") && !browser.contains(&"clippy"));
        for options in
            [TestOptions { only: Some(Half::Unit), no_browser: false }, TestOptions { only: None, no_browser: true }]
        {
            let unit = names(options);
            assert!(unit.contains(&"tests") && !unit.contains(&"browser"));
        }
    }
}
