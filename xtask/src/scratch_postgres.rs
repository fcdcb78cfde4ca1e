//! A Postgres of its own for as long as one command runs, with the migrations applied.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use cauldron_pg_embed::{Cache, Cluster, ClusterOptions};
use sqlx::Connection as _;

use crate::failure::{Failure, Outcome};
use crate::paths::Workspace;
use crate::{postgres, step, tools};

/// A running Postgres whose data vanishes with it.
pub(crate) struct ScratchPostgres {
    cluster: Cluster,
    folder: tempfile::TempDir,
}

/// Where fetched programs are kept: `CAULDRON_CACHE`, or the place that `pg-embed` gives.
pub(crate) fn cache() -> Outcome<Cache> {
    if let Some(root) = std::env::var_os("CAULDRON_CACHE").filter(|root| !root.is_empty()) {
        return Ok(Cache::new(root));
    }
    let folder = |name| std::env::var_os(name).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let (home, xdg) = (folder("HOME"), folder("XDG_CACHE_HOME"));
    let root = Cache::default_root(home.as_deref(), xdg.as_deref(), tools::is_root());
    root.map(Cache::new).map_err(Failure::during("cache folder"))
}

/// The Postgres programs, fetched when missing.
pub(crate) fn programs() -> Outcome<cauldron_pg_embed::Installation> {
    let say = |line: &str| step::say("postgres", line);
    postgres::fetch(&cache()?, &say).map_err(Failure::during("cannot get Postgres"))
}

impl ScratchPostgres {
    /// Starts it and applies the migrations as the owner.
    pub(crate) async fn start(workspace: &Workspace) -> Outcome<Self> {
        let programs = programs()?;
        // As root, Postgres runs as another account, which has to reach its data.
        let folder = tempfile::Builder::new()
            .prefix("cauldron-scratch-")
            .permissions(std::fs::Permissions::from_mode(0o755))
            .tempdir()
            .map_err(Failure::during("temporary folder"))?;
        let options = ClusterOptions::new(folder.path().join("data"), programs).without_durability();
        let cluster = cauldron_pg_embed::open_exclusive(options).await.map_err(Failure::during("scratch Postgres"))?;
        let scratch = Self { cluster, folder };
        if let Err(failure) = scratch.migrate(workspace).await {
            scratch.stop().await?;
            return Err(failure);
        }
        Ok(scratch)
    }

    async fn migrate(&self, workspace: &Workspace) -> Outcome {
        let migrations = workspace.root.join("migrations");
        let migrator = sqlx::migrate::Migrator::new(migrations.as_path())
            .await
            .map_err(Failure::during("cannot read the migrations"))?;
        let owner = &self.cluster.connections().owner;
        let mut connection = sqlx::PgConnection::connect(owner).await.map_err(Failure::during("scratch Postgres"))?;
        migrator.run(&mut connection).await.map_err(Failure::during("a migration fails"))?;
        connection.close().await.map_err(Failure::during("scratch Postgres"))
    }

    /// A URL that may read every schema.
    pub(crate) fn superuser(&self) -> &str {
        &self.cluster.connections().superuser
    }

    /// The addresses of all roles, as the tests read them from their environment: a JSON object.
    pub(crate) fn addresses(&self) -> String {
        let connections = self.cluster.connections();
        serde_json::json!({
            "app": connections.app,
            "system": connections.system,
            "owner": connections.owner,
            "superuser": connections.superuser,
        })
        .to_string()
    }

    /// The path of one of Postgres's programs.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.cluster.installation().program(name)
    }

    /// Stops it and removes its data.
    pub(crate) async fn stop(self) -> Outcome {
        let stopped = self.cluster.stop().await.map_err(Failure::during("scratch Postgres"));
        self.folder.close().map_err(Failure::during("temporary folder"))?;
        stopped
    }
}
