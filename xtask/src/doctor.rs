//! `cargo xtask doctor`: what is there, what is missing, and how to mend it.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use crate::command::answer;
use crate::failure::{Failure, Outcome};
use crate::paths::Workspace;
use crate::{postgres, scratch_postgres, step, tools};

/// Room that a first build of everything takes, and some more for data.
const GIGABYTES: u64 = 15;

/// What one check found.
enum Finding {
    /// All is well; what there is.
    Good(String),
    /// Something one can work without, and how to get it.
    Hint(String),
    /// Something that stops a command, and how to mend it.
    Missing(String),
}

use Finding::{Good, Hint, Missing};

/// Prints every check; fails when something needed is missing.
pub(crate) fn command(workspace: &Workspace, port: u16) -> Outcome {
    let checks = [
        ("rustc", rustc()),
        ("wasm target", wasm_target()),
        ("node", program("node", "fonts, icons and wasm-opt come from npm: apt-get install nodejs npm")),
        ("npm", program("npm", "fonts, icons and wasm-opt come from npm: apt-get install nodejs npm")),
        ("npm packages", npm_packages(workspace)?),
        ("chromium", chromium()),
        ("postgres", postgres()?),
        ("nextest", optional("nextest")),
        ("cargo deny", optional("deny")),
        ("cargo machete", optional("machete")),
        ("disk", disk(&workspace.target)),
        ("port", port_is_free(port)),
    ];
    let mut missing = 0;
    for (name, finding) in checks {
        match finding {
            Good(what) => step::say(name, &format!("ok       {what}")),
            Hint(what) => step::say(name, &format!("note     {what}")),
            Missing(what) => {
                missing += 1;
                step::say(name, &format!("missing  {what}"));
            }
        }
    }
    match missing {
        0 => Ok(()),
        1 => Err(Failure::sentence("one thing is missing; its line above says how to mend it")),
        _ => Err(Failure::sentence(format!("{missing} things are missing; their lines above say how to mend them"))),
    }
}

fn rustc() -> Finding {
    let needed = env!("CARGO_PKG_RUST_VERSION");
    match answer("rustc", &["--version"]) {
        Some(said) if version(&said) >= version(needed) => Good(said),
        Some(said) => Missing(format!("{said} is older than {needed}: rustup update stable")),
        None => Missing(format!("rustc {needed} or later is needed: see rustup.rs")),
    }
}

/// Major and minor of the first word that looks like a version.
fn version(text: &str) -> (u32, u32) {
    let word = text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit())).unwrap_or("0");
    let mut numbers = word.split('.').map(|number| number.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

fn wasm_target() -> Finding {
    if tools::has_wasm_target() {
        Good(tools::WASM_TARGET.to_owned())
    } else if answer("rustup", &["--version"]).is_some() {
        Hint(format!("the next build adds it by `rustup target add {}`", tools::WASM_TARGET))
    } else {
        Missing(format!("the browser half needs {} and there is no rustup to add it", tools::WASM_TARGET))
    }
}

fn program(name: &str, remedy: &str) -> Finding {
    match answer(name, &["--version"]) {
        Some(version) => Good(version),
        None if tools::is_root() => Hint("the next build installs it with apt-get".to_owned()),
        None => Missing(remedy.to_owned()),
    }
}

fn npm_packages(workspace: &Workspace) -> Outcome<Finding> {
    Ok(if tools::has_npm_packages(workspace)? {
        Good("as end2end/package-lock.json names them".to_owned())
    } else {
        Hint("the next build installs them".to_owned())
    })
}

fn chromium() -> Finding {
    match tools::chromium().and_then(|program| answer(program, &["--version"])) {
        Some(version) => Good(version),
        None => Hint(format!("the browser tests need it: apt-get install {}", tools::CHROMIUM_PACKAGE)),
    }
}

fn postgres() -> Outcome<Finding> {
    let cache = scratch_postgres::cache()?;
    Ok(match cache.installation(postgres::DEFAULT_MAJOR) {
        Ok(found) => Good(format!("{} with pgvector {} in {}", found.version, found.pgvector, cache.root.display())),
        Err(why) => Hint(format!("{why} (the next build fetches it)")),
    })
}

fn optional(name: &str) -> Finding {
    match answer("cargo", &[name, "--version"]) {
        Some(version) => Good(version),
        None => Hint(format!("not installed: cargo install cargo-{name} --locked")),
    }
}

fn disk(target: &Path) -> Finding {
    let existing = target.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("/"));
    match rustix::fs::statvfs(existing) {
        Ok(found) => {
            let free = found.f_bavail.saturating_mul(found.f_frsize) / 1_000_000_000;
            let text = format!("{free} GB free for {}", target.display());
            if free >= GIGABYTES { Good(text) } else { Hint(format!("{text}; a full build wants {GIGABYTES} GB")) }
        }
        Err(why) => Hint(format!("cannot tell the free space of {}: {why}", existing.display())),
    }
}

fn port_is_free(port: u16) -> Finding {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_listener) => Good(format!("{port} is free")),
        Err(why) => Hint(format!("{port} is taken ({why}): stop what listens there, or run with --port")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(version("rustc 1.100.0 (x 2027-01-01)") > version("1.95"));
        assert!(version("rustc 1.95.0 (59807616e 2026-04-14)") >= version("1.95"));
        assert!(version("rustc 1.94.1") < version("1.95"));
        assert_eq!(version("no number"), (0, 0));
    }

    #[test]
    fn a_taken_port_is_noticed() -> std::io::Result<()> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        assert!(matches!(port_is_free(listener.local_addr()?.port()), Hint(_)));
        Ok(())
    }
}
