//! The database of an installation: the embedded one of a data folder, or one's own.

use crate::config::Config;
use cauldron_core::Ambient;
use cauldron_db::{Addresses, Db, migrate, preflight};
use cauldron_pg_embed::{Cache, Cluster, ClusterOptions, Connections, Installation, Opened, Places};
use cauldron_platform::Platform;
use cauldron_platform::outbound::Guard;
use cauldron_platform::places;
use cauldron_platform::secrets::{KeyError, Keyring};
use tokio::time::Instant;

/// The database is not to be had; each sentence says how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum InstanceError {
    /// The embedded Postgres cannot be started.
    #[error("{0}")]
    Embedded(#[from] cauldron_pg_embed::PgError),
    /// One's own Postgres will not do.
    #[error("{0}")]
    Unfit(#[from] preflight::Unfit),
    /// The schema could not be brought up to date.
    #[error("{0}")]
    Migration(#[from] migrate::MigrationError),
    /// An address cannot be parsed.
    #[error("A database address cannot be read: {0}")]
    Address(#[source] cauldron_db::DbError),
    /// Some of the three addresses are missing.
    #[error(
        "{0} is not set. One's own Postgres needs all three: DATABASE_URL, DATABASE_SYSTEM_URL and DATABASE_OWNER_URL."
    )]
    MissingAddress(&'static str),
}

/// What this process shares of the outside world: keys, the guard, the mail folder.
///
/// # Errors
/// The keys or the file of places are not to be had; a sentence says how to mend it.
pub fn platform(config: &Config, addresses: &Addresses, ambient: &Ambient) -> Result<Platform, String> {
    let said = |error: KeyError| error.to_string();
    let keys = match config.secrets.key.as_str() {
        "" => Keyring::in_folder(&config.data.dir, ambient).map_err(said)?,
        key => Keyring::given(key, &config.secrets.older_keys).map_err(said)?,
    };
    let database: Vec<(String, u16)> = addresses.hosts();
    Ok(Platform {
        keys,
        guard: Guard::new(&config.outbound.allow, &database),
        places: places::Places::open(&config.places.mmdb).map_err(|error| error.to_string())?,
        mail_folder: config.data.dir.join("mail"),
    })
}

/// A database that is ready.
#[derive(Debug)]
pub struct Instance {
    /// Its addresses.
    pub addresses: Addresses,
    /// The database.
    pub db: Db,
    /// What was found out about the server.
    pub server: preflight::Server,
    embedded: Embedded,
}

#[derive(Debug)]
enum Embedded {
    None,
    Mine(Box<Cluster>),
    Shared(Box<Opened>),
}

/// The PostgreSQL that runs the data folder of the configuration.
///
/// # Errors
/// There is none that will do.
pub fn installation(config: &Config) -> Result<Installation, cauldron_pg_embed::PgError> {
    let path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    Installation::find(&config.data.dir, &Cache::new(&config.data.cache), &Places::usual(path))
}

/// Whether this process serves, or only joins whoever does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Serves: nobody else may on this data folder.
    Serve,
    /// Runs a verb: joins the running instance or starts the database for its own duration.
    Verb,
}

fn addresses(connections: &Connections) -> Addresses {
    Addresses { app: connections.app.clone(), system: connections.system.clone(), owner: connections.owner.clone() }
}

/// The addresses of one's own Postgres; none when `DATABASE_URL` is not set.
///
/// # Errors
/// Some but not all are set.
pub fn own_addresses() -> Result<Option<Addresses>, InstanceError> {
    let variable = |name: &'static str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let Some(app) = variable("DATABASE_URL") else { return Ok(None) };
    let needed = |name: &'static str| variable(name).ok_or(InstanceError::MissingAddress(name));
    Ok(Some(Addresses { app, system: needed("DATABASE_SYSTEM_URL")?, owner: needed("DATABASE_OWNER_URL")? }))
}

impl Instance {
    /// Finds or starts the database, checks it, and brings the schema up to date.
    ///
    /// # Errors
    /// A sentence for whatever is in the way.
    pub async fn open(config: &Config, purpose: Use, ambient: Ambient) -> Result<Self, InstanceError> {
        let instance = Self::connect(config, purpose, ambient).await?;
        let applied = migrate::up(&instance.addresses.owner, None).await?;
        if applied > 0 {
            tracing::info!(migrations.applied = applied, "schema brought up to date");
        }
        Ok(instance)
    }

    /// The same without touching the schema.
    ///
    /// # Errors
    /// A sentence for whatever is in the way.
    pub async fn connect(config: &Config, purpose: Use, ambient: Ambient) -> Result<Self, InstanceError> {
        let (addresses, embedded) = match own_addresses()? {
            Some(own) => (own, Embedded::None),
            None => {
                let installation = installation(config)?;
                let options = ClusterOptions::new(&config.data.dir, installation);
                match purpose {
                    Use::Serve => {
                        let cluster = cauldron_pg_embed::open_exclusive(options).await?;
                        let _state = cluster.supervise();
                        (addresses(cluster.connections()), Embedded::Mine(Box::new(cluster)))
                    }
                    Use::Verb => {
                        let opened = cauldron_pg_embed::open(options).await?;
                        (addresses(opened.connections()), Embedded::Shared(Box::new(opened)))
                    }
                }
            }
        };
        let server = preflight::check(&addresses).await?;
        let db = Db::new(&addresses, ambient).map_err(InstanceError::Address)?;
        Ok(Self { addresses, db, server, embedded })
    }

    /// Closes the connections and stops the database if this process started it.
    ///
    /// # Errors
    /// The database did not stop.
    pub async fn close(self) -> Result<(), InstanceError> {
        self.db.close().await;
        match self.embedded {
            Embedded::None => {}
            Embedded::Mine(cluster) => cluster.stop().await?,
            Embedded::Shared(opened) => opened.stop().await?,
        }
        Ok(())
    }

    /// The same, whatever still uses a connection: it is waited for until `connections`, and the database stops in order
    /// until `database`.
    ///
    /// # Errors
    /// The database did not stop.
    pub async fn close_by(self, connections: Instant, database: Instant) -> Result<(), InstanceError> {
        if tokio::time::timeout_at(connections, self.db.close()).await.is_err() {
            tracing::warn!("some connections to the database were still in use");
        }
        let patience = database.saturating_duration_since(Instant::now());
        match self.embedded {
            Embedded::None => {}
            Embedded::Mine(cluster) => cluster.stop_within(patience).await?,
            Embedded::Shared(opened) => opened.stop().await?,
        }
        Ok(())
    }
}
