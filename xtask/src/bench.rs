//! `cargo xtask bench`: the programs that answer the questions of BUDGETS, one after the other or one of them.

use crate::command;
use crate::failure::{Failure, Outcome};
use crate::paths::Workspace;
use crate::step;

const PACKAGE: &str = "cauldron-bench";

/// Runs one benchmark with its own arguments, or all of them.
pub(crate) fn command(workspace: &Workspace, name: Option<&str>, arguments: &[String]) -> Outcome {
    let member = workspace.members.iter().find(|member| member.name == PACKAGE);
    let programs = member.map_or(&[][..], |member| &member.programs);
    if programs.is_empty() {
        return Err(Failure::sentence("there is no benchmark in crates/bench yet"));
    }
    let chosen: Vec<&String> = programs.iter().filter(|program| name.is_none_or(|name| name == *program)).collect();
    if chosen.is_empty() {
        return Err(Failure::sentence(format!("there is no such benchmark; there are {}", programs.join(", "))));
    }
    for program in chosen {
        step::step("bench", program, || {
            let mut cargo = command::cargo(&workspace.root, &["run", "--release", "--package", PACKAGE, "--bin"]);
            command::run(cargo.arg(program).arg("--").args(arguments))
        })?;
    }
    Ok(())
}
