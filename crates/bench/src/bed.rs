//! A Postgres with all safety switched on and the product's settings, migrated, with people in it.

use crate::{Outcome, Report};
use cauldron_core::{Ambient, Ctx, TraceId, Visit};
use cauldron_db::{Db, maintenance};
use cauldron_test_support::{Actors, CrashCluster, TestDb};
use sqlx::{Connection as _, PgConnection};
use std::net::IpAddr;

/// The settings a reader has to know to judge the figures.
const SETTINGS: [&str; 8] = [
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "wal_compression",
    "shared_buffers",
    "max_wal_size",
    "checkpoint_timeout",
    "data_checksums",
];

/// The database that a benchmark works on.
#[derive(Debug)]
pub struct Bed {
    /// Through the runtime and the system role, under the machine's clock.
    pub db: Db,
    /// Owner of the operating organization.
    pub owner: Ctx,
    test: TestDb,
    cluster: CrashCluster,
}

impl Bed {
    /// Starts it in an empty folder.
    ///
    /// # Errors
    /// The partitions cannot be made.
    pub async fn start() -> Outcome<Self> {
        let cluster = CrashCluster::start(18).await;
        let test = TestDb::on(cluster.cluster()).await;
        let Actors { owner, .. } = test.actors().await;
        let ambient = Ambient::system();
        let db = Db::new(&test.addresses, ambient.clone())?;
        maintenance::make_partitions(&db).await?;
        let owner = Ctx { visit: visit(&ambient, [127, 0, 0, 1].into()), ..owner };
        Ok(Self { db, owner, test, cluster })
    }

    /// A visit from an address.
    #[must_use]
    pub fn visit(&self, address: IpAddr) -> Visit {
        visit(self.db.ambient(), address)
    }

    /// Pools of their own, as another process has them.
    ///
    /// # Errors
    /// Never in practice: the addresses were used before.
    pub fn another_process(&self) -> Outcome<Db> {
        Ok(Db::new(&self.test.addresses, Ambient::system())?)
    }

    /// The addresses as JSON, for a process of its own.
    #[must_use]
    pub fn addresses(&self) -> String {
        let addresses = &self.test.addresses;
        serde_json::json!({ "app": addresses.app, "system": addresses.system, "owner": addresses.owner }).to_string()
    }

    /// The superuser's address, for a pool of its own.
    #[must_use]
    pub fn superuser_address(&self) -> String {
        self.test.superuser.clone()
    }

    /// A connection of the superuser, for arranging and for references.
    ///
    /// # Errors
    /// Postgres does not answer.
    pub async fn superuser(&self) -> Outcome<PgConnection> {
        Ok(PgConnection::connect(&self.test.superuser).await?)
    }

    /// Adds people to the operating organization, whose addresses are `p1@example.org` and so on.
    ///
    /// # Errors
    /// Postgres refuses.
    pub async fn add_people(&self, people: i32) -> Outcome {
        let mut superuser = self.superuser().await?;
        sqlx::query(
            "with people as (
                 insert into core.users (id, email, display_name)
                 select gen_random_uuid(), 'p' || n || '@example.org', 'Person ' || n from generate_series(1, $2) as n
                 returning id)
             insert into core.memberships (organization_id, user_id, role) select $1, id, 'analyst' from people",
        )
        .bind(self.owner.tenant.id.0)
        .bind(people)
        .execute(&mut superuser)
        .await?;
        Ok(superuser.close().await?)
    }

    /// Tells the report which Postgres this is.
    ///
    /// # Errors
    /// Postgres does not answer.
    pub async fn describe(&self, report: &mut Report) -> Outcome {
        let mut superuser = self.superuser().await?;
        let version: String = sqlx::query_scalar("show server_version").fetch_one(&mut superuser).await?;
        let settings: Vec<String> = sqlx::query_scalar(
            "select name || ' ' || current_setting(name) from pg_settings where name = any ($1) order by name",
        )
        .bind(SETTINGS.map(str::to_owned).to_vec())
        .fetch_all(&mut superuser)
        .await?;
        report.fact(format!("Postgres {version} over the Unix socket of the same machine; {}", settings.join(", ")));
        Ok(superuser.close().await?)
    }

    /// Stops it and removes its folder.
    pub async fn stop(self) {
        self.db.close().await;
        self.test.close().await;
        self.cluster.stop().await;
    }
}

fn visit(ambient: &Ambient, address: IpAddr) -> Visit {
    Visit {
        ambient: ambient.clone(),
        trace: TraceId::generate(ambient),
        address: Some(address),
        user_agent: "bench".to_owned(),
    }
}
