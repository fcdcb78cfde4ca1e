//! Logs, and the times of statements that pass through them.

use crate::collect::statements::StatementTimes;
use crate::config::{LogConfig, LogFormat};
use std::io::IsTerminal as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

/// Starts logging to stderr and timing statements.
///
/// # Errors
/// The filter cannot be read, in a sentence.
pub fn init(config: &LogConfig, statements: StatementTimes) -> Result<(), String> {
    let filter = EnvFilter::try_new(&config.filter).map_err(|error| format!("log.filter cannot be read: {error}."))?;
    // Colours are for people at a terminal, not for files.
    let colours = std::io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(colours);
    let lines = match config.format {
        LogFormat::Text => lines.with_target(false).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    // The driver reports each statement at trace level, to this layer only.
    let statements = statements.with_filter(Targets::new().with_target("sqlx::query", LevelFilter::TRACE));
    tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .with(statements)
        .try_init()
        .map_err(|error| format!("Logging cannot be started: {error}."))
}
