//! What the benchmarks share: options, a database to work on, a server to ask, timing, and the report.
//!
//! One binary answers one question of BUDGETS. A figure stands beside a reference that was taken in the same run, because
//! machines are shared and noisy; it is taken several times, and the spread is shown.

mod bed;
mod history;
mod in_browser;
mod machine;
mod options;
mod report;
mod server;
mod site;
mod timing;

pub use bed::Bed;
pub use history::History;
pub use in_browser::measured_in_browser;
pub use machine::{Resident, resident_of, resident_of_postgres_below};
pub use options::Options;
pub use report::{Report, Row, Unit};
pub use server::{Server, data_folder, free_port};
pub use site::Site;
pub use timing::{Latencies, Load, closed_loop, open_loop};

use std::process::ExitCode;

/// Whatever stopped a benchmark.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
/// What a step of a benchmark gives.
pub type Outcome<T = ()> = Result<T, Failure>;

/// Runs a benchmark to its end; a failure is one sentence on standard error.
pub fn run(benchmark: impl Future<Output = Outcome>) -> ExitCode {
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::from)
        .and_then(|runtime| runtime.block_on(benchmark));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            tell(&failure);
            ExitCode::FAILURE
        }
    }
}

/// Says on standard error what is being done.
#[expect(clippy::print_stderr, reason = "a benchmark talks on its streams")]
pub fn tell(line: impl std::fmt::Display) {
    eprintln!("{line}");
}
