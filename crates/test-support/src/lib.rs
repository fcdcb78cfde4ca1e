//! What tests against a real Postgres start from: a database of their own, actors in it, and a clock that stands.
//!
//! `cargo xtask test` starts one Postgres for the whole run and names it in `CAULDRON_TEST_POSTGRES` (a JSON object with
//! the addresses of the roles). A test that is run without it starts a Postgres for its own process.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot be set up must end at once and say where"
)]

mod actors;
mod cluster;
mod crash;

pub use actors::{Actors, PASSWORD};
pub use cluster::{Cluster, POSTGRES_VARIABLE, installation};
pub use crash::CrashCluster;

use cauldron_core::{Actor, Ambient, Ctx, FixedClock, OsRandom};
use cauldron_db::bus::{Consumer, consume_batch, lag};
use cauldron_db::{Addresses, Db};
use cauldron_types::SessionId;
use chrono::{DateTime, TimeZone as _, Utc};
use std::sync::Arc;

/// A database of its own, made from the template that has all migrations, and dropped with this value.
#[derive(Debug)]
pub struct TestDb {
    /// The database, through the runtime and the system role.
    pub db: Db,
    /// The clock of `db`; stands until moved.
    pub clock: Arc<FixedClock>,
    /// The addresses, for tests that connect themselves.
    pub addresses: Addresses,
    /// The superuser's address, for seeding faults.
    pub superuser: String,
    name: String,
    cluster: Cluster,
}

/// The instant at which every test begins: a Friday in November, 08:00:00 UTC.
#[must_use]
pub fn start_of_test() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 8, 0, 0).unwrap()
}

impl TestDb {
    /// A migrated database on the run's Postgres.
    pub async fn new() -> Self {
        Self::on(Cluster::of_this_run().await).await
    }

    /// A migrated database on a Postgres of its own, of the given major version.
    pub async fn on_postgres(major: u32) -> Self {
        Self::on(Cluster::start(major).await).await
    }

    /// A migrated database on the given Postgres.
    pub async fn on(cluster: Cluster) -> Self {
        let name = cluster.clone_template().await;
        let clock = Arc::new(FixedClock::new(start_of_test()));
        let addresses = cluster.addresses(&name);
        let db =
            Db::new(&addresses, Ambient::new(clock.clone(), Arc::new(OsRandom))).expect("addresses are well-formed");
        Self { superuser: cluster.superuser(&name), db, clock, addresses, name, cluster }
    }

    /// Another process at the same database: pools, wake-ups and announcements of its own, and the same clock.
    #[must_use]
    pub fn another_process(&self) -> Db {
        Db::new(&self.addresses, Ambient::new(self.clock.clone(), Arc::new(OsRandom)))
            .expect("addresses are well-formed")
    }

    /// Two organizations with a person for every role; see [`Actors`].
    pub async fn actors(&self) -> Actors {
        Actors::create(self).await
    }

    /// The same person through a session whose holder has just proved who they are, for what asks for a recent proof.
    pub async fn proved(&self, ctx: &Ctx) -> Ctx {
        let session = SessionId(self.db.ambient().new_id());
        let now = self.db.ambient().now();
        let user = ctx.actor.user().unwrap();
        self.superuser_sql(&format!(
            "insert into core.sessions (id, token_hash, user_id, organization_id, created_at, last_seen_at, idle_expires_at,
                 absolute_expires_at, proved_at)
             values ('{session}', sha256('{session}'), '{user}', '{}', '{now}', '{now}', '{now}'::timestamptz + interval '1 day',
                 '{now}'::timestamptz + interval '1 day', '{now}')",
            ctx.tenant.id
        ))
        .await;
        let mut proved = ctx.clone();
        if let Actor::Person { session: held, .. } = &mut proved.actor {
            *held = session;
        }
        proved
    }

    /// Runs statements as the superuser, past every policy: for arranging and for looking, never for what is tested.
    pub async fn superuser_sql(&self, sql: &str) {
        use sqlx::Connection as _;
        let mut connection = sqlx::PgConnection::connect(&self.superuser).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// One value as the superuser sees it, as text.
    pub async fn superuser_value(&self, sql: &str) -> String {
        use sqlx::Connection as _;
        let mut connection = sqlx::PgConnection::connect(&self.superuser).await.unwrap();
        let value: Option<String> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        value.unwrap_or_default()
    }

    /// Lets a consumer of the bus hear everything, also of what it publishes itself. A batch may come back empty although something
    /// is left, while a transaction of another test on the same Postgres is open.
    pub async fn consume<C: Consumer>(&self, consumer: &C) {
        for _ in 0..1000 {
            consume_batch(&self.db, consumer).await.unwrap();
            let lag = lag(&self.db).await.unwrap();
            if !lag.is_empty() && lag.iter().all(|lag| lag.events == 0) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        unreachable!("the consumer {} did not catch up", C::NAME);
    }

    /// Closes all connections and drops the database, and stops a Postgres that was started for it alone.
    pub async fn close(self) {
        self.db.close().await;
        self.cluster.drop_database(&self.name).await;
        self.cluster.stop().await;
    }
}
