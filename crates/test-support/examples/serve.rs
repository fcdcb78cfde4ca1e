//! A Postgres for many test runs: prints what `CAULDRON_TEST_POSTGRES` has to hold and runs until stdin ends.
//!
//! `cargo run -p cauldron-test-support --example serve` in one terminal, then in the other
//! `CAULDRON_TEST_POSTGRES='{…}' cargo nextest run`. An argument names the major version; without one it is 18.

use cauldron_test_support::Cluster;
use std::io::{Read as _, Write as _};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let major = std::env::args().nth(1).map_or(Ok(18), |text| text.parse())?;
    let cluster = Cluster::start(major).await;
    writeln!(std::io::stdout(), "{}", cluster.variable())?;
    let ended = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        read = ended => { read??; }
        _ = terminate.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    cluster.stop().await;
    // The thread that reads stdin would keep the process.
    std::process::exit(0);
}
