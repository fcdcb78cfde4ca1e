//! A Postgres that is killed on purpose and comes back on the same data folder.

use crate::Cluster;
use crate::cluster::{data_folder, installation};
use cauldron_pg_embed::{ClusterOptions, State, open_exclusive};

/// A Postgres with all safety switched on, for tests that kill it. Its addresses outlive every crash.
#[derive(Debug)]
pub struct CrashCluster {
    options: ClusterOptions,
    running: cauldron_pg_embed::Cluster,
    folder: tempfile::TempDir,
}

impl CrashCluster {
    /// Starts it on an empty folder.
    pub async fn start(major: u32) -> Self {
        let folder = data_folder();
        let options = ClusterOptions::new(folder.path().join("data"), installation(major));
        let running = open_exclusive(options.clone()).await.expect("Postgres starts");
        Self { options, running, folder }
    }

    /// The Postgres as other tests see one.
    #[must_use]
    pub fn cluster(&self) -> Cluster {
        Cluster::joined(self.running.connections().clone())
    }

    /// Kills the postmaster and all its children at once, as a machine that loses its memory would.
    pub fn kill(&self) {
        let pid = self.running.pid().expect("Postgres runs").to_string();
        let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
        let mut kill = std::process::Command::new("kill");
        kill.args(["-KILL", &pid]).args(children.split_whitespace());
        // A child that has just ended makes `kill` complain; only the postmaster matters.
        let _status = kill.stderr(std::process::Stdio::null()).status().expect("kill runs");
    }

    /// Starts it again as the next start of Cauldron would, through crash recovery.
    #[must_use]
    pub async fn start_again(self) -> Self {
        let Self { options, running, folder } = self;
        running.stop().await.expect("the dead Postgres is let go");
        let running = open_exclusive(options.clone()).await.expect("Postgres recovers");
        Self { options, running, folder }
    }

    /// Kills it under supervision and waits until the supervisor has brought it back.
    pub async fn kill_and_wait(&self) {
        let mut state = self.running.supervise();
        let before = self.running.pid();
        self.kill();
        let back = |state: &State| matches!(state, State::Running { pid } if *pid != before);
        state.wait_for(back).await.expect("the supervisor lives");
    }

    /// Stops it and removes its folder.
    pub async fn stop(self) {
        self.running.stop().await.expect("Postgres stops");
        self.folder.close().expect("the data folder is removed");
    }
}
