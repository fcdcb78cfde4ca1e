//! Black-box tests on real Postgres from the machine's cache (`cargo xtask build` fills it).

#![expect(clippy::unwrap_used, reason = "tests")]

mod crashes;
mod lifecycle;
mod refusals;
mod roles;
mod support;
