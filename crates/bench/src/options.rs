//! The options that every benchmark understands, so that `cargo xtask bench -- --repeat 5` means all of them.

use crate::Outcome;
use clap::Parser as _;
use std::path::PathBuf;
use std::time::Duration;

/// How to measure.
#[derive(Clone, Debug, clap::Parser)]
#[command(version)]
pub struct Options {
    /// How often each figure is taken; the median is reported with the extremes.
    #[arg(long, default_value_t = 3)]
    pub repeat: usize,
    /// Seconds that one timed run takes.
    #[arg(long, default_value_t = 4.0)]
    seconds: f64,
    /// Seconds of rest before memory is read.
    #[arg(long, default_value_t = 60)]
    rest: u64,
    /// The server's program; the one beside this program when left out.
    #[arg(long)]
    server: Option<PathBuf>,
    /// The built site, which the server is then told to serve; the one built into it when left out.
    #[arg(long)]
    site: Option<PathBuf>,
}

impl Options {
    /// Reads the command line; ends the process when it is wrong.
    #[must_use]
    pub fn read() -> Self {
        Self::parse()
    }

    /// How long one timed run takes.
    #[must_use]
    pub fn length(&self) -> Duration {
        Duration::from_secs_f64(self.seconds.clamp(0.05, 3600.0))
    }

    /// How long a process rests before its memory is read.
    #[must_use]
    pub fn rest(&self) -> Duration {
        Duration::from_secs(self.rest)
    }

    /// The server's program.
    ///
    /// # Errors
    /// There is none.
    pub fn server(&self) -> Outcome<PathBuf> {
        let program = match &self.server {
            Some(program) => program.clone(),
            None => std::env::current_exe()?.with_file_name("cauldron"),
        };
        if program.is_file() {
            return Ok(program);
        }
        Err(format!("There is no server at {}: run `cargo xtask build`, or name one with --server.", program.display())
            .into())
    }

    /// The folder that the server is told to serve, when one was named.
    #[must_use]
    pub fn named_site(&self) -> Option<PathBuf> {
        self.site.clone()
    }

    /// The folder of the built site: the one named, else that of the release.
    ///
    /// # Errors
    /// There is none.
    pub fn site(&self) -> Outcome<PathBuf> {
        let beside = |program: PathBuf| Some(program.parent()?.parent()?.join("site-release"));
        let folder = match &self.site {
            Some(folder) => folder.clone(),
            None => beside(std::env::current_exe()?).unwrap_or_default(),
        };
        if folder.join("manifest.json").is_file() {
            return Ok(folder);
        }
        Err(format!("There is no site at {}: run `cargo xtask build`, or name one with --site.", folder.display())
            .into())
    }
}
