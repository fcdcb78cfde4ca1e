//! What the caller decides about a database cluster.

use std::path::PathBuf;

use crate::account::Account;
use crate::installation::Installation;

/// Where and how to run Postgres.
#[derive(Clone, Debug)]
pub struct ClusterOptions {
    /// The data folder; made when it is missing.
    pub data_dir: PathBuf,
    /// The programs to run.
    pub installation: Installation,
    /// Listen on this port of 127.0.0.1 as well; without one, only on the Unix socket.
    pub port: Option<u16>,
    /// More settings of Postgres by name; they replace our own of the same name.
    pub settings: Vec<(String, String)>,
    /// The operating-system account that runs Postgres.
    pub account: Account,
}

impl ClusterOptions {
    /// Options with Unix socket only, our settings and the automatic account.
    pub fn new(data_dir: impl Into<PathBuf>, installation: Installation) -> Self {
        Self { data_dir: data_dir.into(), installation, port: None, settings: Vec::new(), account: Account::Auto }
    }

    /// Gives up safety against power cuts for speed: for tests, whose data is thrown away. A killed Postgres still
    /// loses nothing that was committed.
    #[must_use]
    pub fn without_durability(mut self) -> Self {
        for name in ["fsync", "full_page_writes"] {
            self.settings.push((name.to_owned(), "off".to_owned()));
        }
        self
    }

    /// Whether the data has to survive a power cut.
    pub(crate) fn durable(&self) -> bool {
        !self.settings.iter().any(|(name, value)| name == "fsync" && value == "off")
    }
}
