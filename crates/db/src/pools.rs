//! The connection pools, one a role, and the way from a context to a transaction.

use crate::faults::Faults;
use crate::operations_tx::Looks;
use crate::{DbError, OrgTx, SystemPurpose, SystemTx, VisitTx, Wake};
use cauldron_core::{AccessCache, Ambient, Ctx, Visit};
use cauldron_types::OrganizationId;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions as _, PgPool, PgTransaction};
use std::collections::HashSet;
use std::str::FromStr as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tracing::log::LevelFilter;

/// Where the database is, by role. `Debug` hides the passwords.
#[derive(Clone)]
pub struct Addresses {
    /// The runtime role, under row-level security.
    pub app: String,
    /// The system role, for work across organizations.
    pub system: String,
    /// The owner, for migrations.
    pub owner: String,
}

impl std::fmt::Debug for Addresses {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Addresses(…)")
    }
}

impl Addresses {
    /// Name and port of every server that is reached over the network; none for one behind a socket.
    #[must_use]
    pub fn hosts(&self) -> Vec<(String, u16)> {
        let options = [&self.app, &self.system, &self.owner].map(|url| PgConnectOptions::from_str(url));
        let mut hosts: Vec<(String, u16)> = options
            .into_iter()
            .flatten()
            .filter(|options| options.get_socket().is_none() && !options.get_host().starts_with('/'))
            .map(|options| (options.get_host().to_owned(), options.get_port()))
            .collect();
        hosts.dedup();
        hosts
    }
}

/// How long a statement waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long it waits when the last one to wait got none: long enough for a connection to a database that is back, short
/// enough for the person who waits.
const SHORT_PATIENCE: Duration = Duration::from_secs(1);

/// A pool, and whether the last one who wanted a connection got one.
struct Pool {
    connections: PgPool,
    away: AtomicBool,
}

pub(crate) struct Shared {
    app: Pool,
    system: Pool,
    ambient: Ambient,
    wake: Wake,
    operating: OnceLock<OrganizationId>,
    announced: Mutex<HashSet<&'static str>>,
    access: AccessCache,
    pub(crate) looks: Looks,
    pub(crate) faults: Faults,
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Shared>);

impl std::fmt::Debug for Db {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Db")
    }
}

impl Pool {
    /// Begins a transaction. Gives up sooner while the database is known to be away.
    async fn begin(&self) -> Result<PgTransaction<'static>, DbError> {
        let begun = if self.away.load(Ordering::Relaxed) {
            tokio::time::timeout(SHORT_PATIENCE, self.connections.begin())
                .await
                .unwrap_or(Err(sqlx::Error::PoolTimedOut))
        } else {
            self.connections.begin().await
        };
        self.away.store(begun.is_err(), Ordering::Relaxed);
        Ok(begun?)
    }
}

fn pool(url: &str, name: &str, most: u32) -> Result<Pool, DbError> {
    let options = PgConnectOptions::from_str(url)?
        .application_name(name)
        .log_statements(LevelFilter::Trace)
        .log_slow_statements(LevelFilter::Warn, Duration::from_secs(1));
    let connections = PgPoolOptions::new()
        .max_connections(most)
        .acquire_timeout(PATIENCE)
        .idle_timeout(Duration::from_secs(300))
        .max_lifetime(Duration::from_secs(1800))
        .connect_lazy_with(options);
    Ok(Pool { connections, away: AtomicBool::new(false) })
}

impl Db {
    /// Prepares the pools; connects when first used.
    ///
    /// # Errors
    /// An address that cannot be parsed.
    pub fn new(addresses: &Addresses, ambient: Ambient) -> Result<Self, DbError> {
        Ok(Self(Arc::new(Shared {
            app: pool(&addresses.app, "cauldron", 24)?,
            system: pool(&addresses.system, "cauldron system", 12)?,
            ambient,
            wake: Wake::default(),
            operating: OnceLock::new(),
            announced: Mutex::default(),
            access: AccessCache::default(),
            looks: Looks::default(),
            faults: Faults::default(),
        })))
    }

    /// Begins a transaction in which row-level security shows the organization of `ctx` and nothing else.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn org_tx(&self, ctx: &Ctx) -> Result<OrgTx, DbError> {
        OrgTx::begin(self, ctx).await
    }

    /// Begins a transaction as nobody in particular: only the identity functions answer in it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn visit_tx(&self, visit: &Visit) -> Result<VisitTx, DbError> {
        VisitTx::begin(self, visit).await
    }

    /// Begins a transaction across organizations, for a purpose that goes into the audit log.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn system_tx(&self, purpose: SystemPurpose) -> Result<SystemTx, DbError> {
        SystemTx::begin(self, purpose).await
    }

    /// The first organization, to which the installation's own telemetry belongs; none before set-up.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn operating_organization(&self) -> Result<Option<OrganizationId>, DbError> {
        if let Some(known) = self.0.operating.get() {
            return Ok(Some(*known));
        }
        let mut transaction = self.begin_system().await?;
        let found = sqlx::query_scalar!("select id from core.organizations where is_operating")
            .fetch_optional(&mut *transaction)
            .await?
            .map(OrganizationId);
        if let Some(id) = found {
            let _first_wins = self.0.operating.set(id);
        }
        Ok(found)
    }

    /// Whether both roles can run a statement right now.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn ping(&self) -> Result<(), DbError> {
        sqlx::query_scalar!("select 1").fetch_one(&mut *self.begin_app().await?).await?;
        sqlx::query_scalar!("select 1").fetch_one(&mut *self.begin_system().await?).await?;
        Ok(())
    }

    /// Wake-ups for consumers and workers.
    #[must_use]
    pub fn wake(&self) -> &Wake {
        &self.0.wake
    }

    /// Clock and random source.
    #[must_use]
    pub fn ambient(&self) -> &Ambient {
        &self.0.ambient
    }

    /// What this process remembers of people's access in this database.
    #[must_use]
    pub fn access(&self) -> &AccessCache {
        &self.0.access
    }

    /// Closes all connections once they are idle.
    pub async fn close(&self) {
        self.0.app.connections.close().await;
        self.0.system.connections.close().await;
    }

    pub(crate) async fn begin_app(&self) -> Result<PgTransaction<'static>, DbError> {
        self.0.app.begin().await
    }

    pub(crate) async fn begin_system(&self) -> Result<PgTransaction<'static>, DbError> {
        self.0.system.begin().await
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0
    }

    pub(crate) fn system_pool(&self) -> &PgPool {
        &self.0.system.connections
    }

    /// True the first time it is asked about `name` in this process.
    pub(crate) fn first_use(&self, name: &'static str) -> bool {
        self.0.announced.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(name)
    }

    /// Makes the next [`Db::first_use`] of `name` the first.
    pub(crate) fn not_used_yet(&self, name: &'static str) {
        self.0.announced.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(name);
    }
}
