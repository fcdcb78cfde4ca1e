//! The Postgres that tests run on, and the template database that is cloned for each.

use cauldron_db::Addresses;
use cauldron_pg_embed::{
    Cache, ClusterOptions, Connections, Installation, Opened, create_database, drop_database, with_database,
};
use sqlx::Connection as _;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Names the run's Postgres: a JSON object with the addresses `app`, `system`, `owner` and `superuser`.
pub const POSTGRES_VARIABLE: &str = "CAULDRON_TEST_POSTGRES";

/// A running Postgres.
#[derive(Clone, Debug)]
pub struct Cluster {
    connections: Connections,
    // Stops with the last handle; none for the run's Postgres, which outlives the test.
    own: Option<Arc<Own>>,
}

#[derive(Debug)]
struct Own {
    opened: Opened,
    folder: tempfile::TempDir,
}

/// A folder below /tmp rather than a home folder, and open to others, so that the unprivileged account can reach its
/// data when tests run as root.
pub(crate) fn data_folder() -> tempfile::TempDir {
    let open = std::fs::Permissions::from_mode(0o755);
    tempfile::Builder::new().prefix("cauldron-test-").permissions(open).tempdir().unwrap()
}

/// The cached installation of a major version: `CAULDRON_CACHE`, else the default cache.
#[must_use]
pub fn installation(major: u32) -> Installation {
    let root = std::env::var_os("CAULDRON_CACHE").map_or_else(
        || {
            let home = std::env::var_os("HOME").map(std::path::PathBuf::from);
            let root = home.as_deref().is_some_and(|home| home == std::path::Path::new("/root"));
            Cache::default_root(home.as_deref(), None, root).expect("a cache folder")
        },
        std::path::PathBuf::from,
    );
    Cache::new(root).installation(major).expect("Postgres in the cache; `cargo xtask test` fetches it")
}

impl Cluster {
    /// The run's Postgres, else one for this process.
    pub async fn of_this_run() -> Self {
        let Ok(named) = std::env::var(POSTGRES_VARIABLE) else { return Self::start(18).await };
        let addresses: serde_json::Value =
            serde_json::from_str(&named).expect("CAULDRON_TEST_POSTGRES is a JSON object");
        let address = |role: &str| addresses.get(role).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let connections = Connections {
            app: address("app"),
            system: address("system"),
            owner: address("owner"),
            superuser: address("superuser"),
        };
        Self { connections, own: None }
    }

    /// A Postgres of the given major version in a folder that goes with it. Not safe against power cuts.
    pub async fn start(major: u32) -> Self {
        let folder = data_folder();
        let options = ClusterOptions::new(folder.path().join("data"), installation(major)).without_durability();
        let opened = cauldron_pg_embed::open(options).await.expect("Postgres starts");
        let connections = opened.connections().clone();
        Self { connections, own: Some(Arc::new(Own { opened, folder })) }
    }

    pub(crate) fn joined(connections: Connections) -> Self {
        Self { connections, own: None }
    }

    /// Stops a Postgres of its own and removes its folder. One that others use as well goes on.
    pub async fn stop(self) {
        if let Some(own) = self.own.and_then(Arc::into_inner) {
            own.opened.stop().await.expect("Postgres stops");
            own.folder.close().expect("the data folder is removed");
        }
    }

    /// What [`POSTGRES_VARIABLE`] holds for this Postgres.
    #[must_use]
    pub fn variable(&self) -> String {
        let Connections { app, system, owner, superuser } = &self.connections;
        serde_json::json!({ "app": app, "system": system, "owner": owner, "superuser": superuser }).to_string()
    }

    /// The addresses of the roles for one database.
    #[must_use]
    pub fn addresses(&self, database: &str) -> Addresses {
        Addresses {
            app: with_database(&self.connections.app, database),
            system: with_database(&self.connections.system, database),
            owner: with_database(&self.connections.owner, database),
        }
    }

    /// The superuser's address for one database.
    #[must_use]
    pub fn superuser(&self, database: &str) -> String {
        with_database(&self.connections.superuser, database)
    }

    /// Makes a database from the migrated template, making the template first when there is none of these migrations.
    pub(crate) async fn clone_template(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let template = self.ensure_template().await;
        let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        drop_database(&self.connections.superuser, &name).await.expect("left-over database is dropped");
        create_database(&self.connections.superuser, &name, Some(&template)).await.expect("database is made");
        name
    }

    async fn ensure_template(&self) -> String {
        let template = format!("template_{}", cauldron_db::migrate::fingerprint());
        // Tests of a run are processes of their own: one makes the template, the others wait for it.
        let mut guard = sqlx::PgConnection::connect(&self.connections.superuser).await.expect("superuser connects");
        sqlx::query("select pg_advisory_lock(20261120)").execute(&mut guard).await.unwrap();
        let ready: bool =
            sqlx::query_scalar("select exists (select from pg_database where datname = $1 and datistemplate)")
                .bind(&template)
                .fetch_one(&mut guard)
                .await
                .unwrap();
        if !ready {
            drop_database(&self.connections.superuser, &template).await.expect("half-made template is dropped");
            create_database(&self.connections.superuser, &template, None).await.expect("template is made");
            let mut inside = sqlx::PgConnection::connect(&self.superuser(&template)).await.unwrap();
            sqlx::raw_sql(
                "create extension if not exists vector; revoke all on schema public from public;
                 grant usage on schema public to cauldron_app, cauldron_system, cauldron_identity, cauldron_search",
            )
            .execute(&mut inside)
            .await
            .unwrap();
            inside.close().await.unwrap();
            let addresses = self.addresses(&template);
            cauldron_db::migrate::up(&addresses.owner, None).await.expect("migrations apply");
            let ambient = cauldron_core::Ambient::new(
                Arc::new(cauldron_core::FixedClock::new(crate::start_of_test())),
                Arc::new(cauldron_core::OsRandom),
            );
            let db = cauldron_db::Db::new(&addresses, ambient).unwrap();
            cauldron_db::maintenance::make_partitions(&db).await.expect("partitions are made");
            db.close().await;
            sqlx::query("update pg_database set datistemplate = true where datname = $1")
                .bind(&template)
                .execute(&mut guard)
                .await
                .unwrap();
        }
        guard.close().await.unwrap();
        template
    }

    pub(crate) async fn drop_database(&self, name: &str) {
        drop_database(&self.connections.superuser, name).await.expect("database is dropped");
    }
}
