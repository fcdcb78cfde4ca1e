//! What every handler shares.

use crate::collect::recorder::Records;
use crate::collect::requests::RequestMeter;
use crate::config::Config;
use crate::http::assets::AssetStore;
use crate::http::hub::Hub;
use cauldron_admin::PasswordHasher;
use cauldron_admin::sign_in::SessionLimits;
use cauldron_app::server::AppContext;
use cauldron_core::{ApiError, fingerprint};
use cauldron_db::Db;
use cauldron_db::records::ErrorRecord;
use chrono::TimeDelta;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Shared by all handlers. Cheap to clone.
#[derive(Clone, Debug)]
pub struct AppState {
    /// For pages and server functions.
    pub app: AppContext,
    /// Scripts, styles, icons.
    pub assets: Arc<AssetStore>,
    /// The configuration.
    pub config: Arc<Config>,
    /// Counts and times requests.
    pub meter: Arc<RequestMeter>,
    /// Takes requests and errors to be written down.
    pub records: Records,
    /// Passes bus events on to open streams.
    pub hub: Hub,
    /// Cancelled when the process is told to stop.
    pub stop: CancellationToken,
}

impl AppState {
    /// Wires the parts of the process to each other.
    ///
    /// # Errors
    /// The password hasher's constants are refused; never in practice.
    pub fn new(
        config: Arc<Config>,
        db: &Db,
        assets: AssetStore,
        records: Records,
        stop: CancellationToken,
    ) -> Result<Self, ApiError> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let limits = SessionLimits {
            idle: TimeDelta::hours(i64::from(config.sessions.idle_hours)),
            absolute: TimeDelta::days(i64::from(config.sessions.absolute_days)),
        };
        let failures = records.clone();
        let ambient = db.ambient().clone();
        let app = AppContext {
            db: db.clone(),
            hasher: PasswordHasher::new(&ambient, cores)?,
            limits,
            secure: config.secure(),
            assets: Arc::new(assets.addresses().clone()),
            failures: Arc::new(move |request, error| {
                let chain = error.chain();
                tracing::error!(trace.id = %request.visit.trace, error = chain, "a server function failed");
                let ctx = request.authenticated().map(|person| &person.ctx);
                failures.error(ErrorRecord {
                    organization: ctx.map(|ctx| ctx.tenant.id.0),
                    time: ambient.now(),
                    fingerprint: fingerprint(&["server function", &chain]),
                    route: "server function".to_owned(),
                    message: chain,
                    actor_kind: ctx.map_or("visitor", |ctx| ctx.actor.kind().as_str()),
                    actor_id: ctx.and_then(|ctx| ctx.actor.id()),
                    trace: request.visit.trace.to_string(),
                });
            }),
        };
        Ok(Self { app, assets: Arc::new(assets), config, meter: Arc::default(), records, hub: Hub::default(), stop })
    }
}
