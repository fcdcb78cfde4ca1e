//! A past for a running server: points of the Overview's series, and security events.

use crate::Outcome;
use cauldron_core::{Actor, Ambient, Ctx, Tenant, Visit};
use cauldron_db::{Addresses, Db, maintenance};
use cauldron_synapse::{NewPoint, Recorder, SeriesKey, rollup};
use cauldron_types::{JobId, MetricUnit, Permission, series};
use chrono::TimeDelta;
use sqlx::{Connection as _, PgConnection};
use std::path::Path;

/// Points that are recorded at once.
const BATCH: usize = 20_000;

/// Writes into the database of a running server, whose first organization must be set up.
#[derive(Debug)]
pub struct History {
    db: Db,
    ctx: Ctx,
    superuser: String,
}

impl History {
    /// Joins the Postgres of a server's data folder.
    ///
    /// # Errors
    /// It does not run, or nobody has set it up.
    pub async fn of(data_dir: &Path) -> Outcome<Self> {
        let connections = cauldron_pg_embed::join(data_dir).await?;
        let addresses = Addresses { app: connections.app, system: connections.system, owner: connections.owner };
        let db = Db::new(&addresses, Ambient::system())?;
        let operating = db.operating_organization().await?.ok_or("the server is not set up")?;
        let tenant = Tenant {
            id: operating,
            name: String::new(),
            time_zone: "UTC".to_owned(),
            week_start: chrono::Weekday::Mon,
            operating: true,
            suspended: None,
        };
        let actor = Actor::Job {
            job: JobId(db.ambient().new_id()),
            kind: "bench".to_owned(),
            on_behalf_of: None,
            scopes: vec![Permission::MetricWrite],
        };
        let ctx = Ctx::new(Visit::internal(db.ambient()), tenant, actor);
        Ok(Self { db, ctx, superuser: connections.superuser })
    }

    /// Every series of the Overview for `length`, a value each `step`, ending a minute ago; rolled up. Returns how many
    /// points there are.
    ///
    /// # Errors
    /// Postgres refuses.
    pub async fn overview(&self, length: TimeDelta, step: TimeDelta) -> Outcome<usize> {
        let keys: Vec<SeriesKey> = series::OVERVIEW.iter().flat_map(|name| keys(name)).collect();
        self.points(&keys, length, step).await
    }

    /// `count` values of the processor's use, one every five seconds, ending a minute ago; rolled up.
    ///
    /// # Errors
    /// Postgres refuses.
    pub async fn processor(&self, count: i32) -> Outcome<usize> {
        self.points(&keys(series::HOST_CPU), TimeDelta::seconds(5) * count, TimeDelta::seconds(5)).await
    }

    async fn points(&self, keys: &[SeriesKey], length: TimeDelta, step: TimeDelta) -> Outcome<usize> {
        let recorder = Recorder::default();
        let end = self.db.ambient().now() - TimeDelta::minutes(1);
        let mut time = end - length;
        let mut walk = Walk(1);
        let (mut batch, mut written) = (Vec::new(), 0);
        while time < end {
            batch.extend(keys.iter().map(|key| NewPoint { series: key.clone(), time, value: walk.value() }));
            time += step;
            if batch.len() >= BATCH || time >= end {
                written += usize::try_from(recorder.record(&self.db, &self.ctx, &batch).await?)?;
                batch.clear();
            }
        }
        while rollup::roll_up_batch(&self.db).await? > 0 {}
        Ok(written)
    }

    /// `count` security events, one every twenty seconds, of all severities and a few hundred people.
    ///
    /// # Errors
    /// Postgres refuses.
    pub async fn security_events(&self, count: i32) -> Outcome {
        maintenance::make_partitions(&self.db).await?;
        let mut superuser = PgConnection::connect(&self.superuser).await?;
        sqlx::query(
            "insert into aegis.security_events
                 (organization_id, time, id, kind, severity, actor_label, address, message, trace_id)
             select $1, now() - n * interval '20 seconds', gen_random_uuid(),
                 (array['sign_in.succeeded', 'sign_in.failed', 'access.refused', 'settings.changed'])[1 + n * 31 % 4],
                 (array['info', 'low', 'medium', 'high', 'critical'])[1 + n * 7919 % 5],
                 'Person ' || n % 400, ('203.0.113.' || n % 250)::inet,
                 'Somebody did something for the ' || n || 'th time', md5(n::text)
             from generate_series(1, $2) as n",
        )
        .bind(self.ctx.tenant.id.0)
        .bind(count)
        .execute(&mut superuser)
        .await?;
        sqlx::query("vacuum analyze aegis.security_events").execute(&mut superuser).await?;
        Ok(superuser.close().await?)
    }

    /// Lets go of the database.
    pub async fn close(self) {
        self.db.close().await;
    }
}

/// The series of a name, with the labels that the server gives them.
fn keys(name: &str) -> Vec<SeriesKey> {
    let unit = match name {
        series::HOST_CPU | series::HOST_MEMORY | series::HOST_DISK | series::POSTGRES_CACHE_HIT => MetricUnit::Percent,
        series::HOST_RECEIVED | series::HOST_SENT => MetricUnit::BytesPerSecond,
        series::POSTGRES_SIZE => MetricUnit::Bytes,
        series::POSTGRES_STATEMENT | series::HTTP_LATENCY => MetricUnit::Milliseconds,
        series::POSTGRES_TRANSACTIONS | series::HTTP_REQUESTS | series::HTTP_ERRORS => MetricUnit::PerSecond,
        series::POSTGRES_CONNECTIONS => MetricUnit::Count,
        _ => MetricUnit::None,
    };
    let key = SeriesKey::gauge(name, unit);
    if name == series::HTTP_LATENCY {
        return ["p50", "p95", "p99"].map(|quantile| key.clone().with("quantile", quantile)).into();
    }
    vec![key]
}

/// A walk between 0 and 100 that looks like chance: a linear congruential generator (Numerical Recipes).
struct Walk(u32);

impl Walk {
    fn value(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(self.0 >> 16) / 655.36
    }
}
