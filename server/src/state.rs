//! What every handler shares.

use crate::collect::recorder::Records;
use crate::collect::requests::RequestMeter;
use crate::config::Config;
use crate::http::assets::AssetStore;
use crate::http::form_errors::FormErrors;
use crate::http::hub::Hub;
use cauldron_admin::PasswordHasher;
use cauldron_admin::sign_in::SessionLimits;
use cauldron_app::server::{AppContext, RequestContext};
use cauldron_core::{ApiError, fingerprint};
use cauldron_db::Db;
use cauldron_db::records::ErrorRecord;
use chrono::{DateTime, TimeDelta, Utc};
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
    /// Seals what went wrong with forms sent without scripts.
    pub form_errors: FormErrors,
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
        let (failures, ambient) = (records.clone(), db.ambient().clone());
        let form_ambient = ambient.clone();
        let app = AppContext {
            db: db.clone(),
            hasher: PasswordHasher::new(&ambient, cores)?,
            limits,
            secure: config.secure(),
            assets: Arc::new(assets.addresses().clone()),
            failures: Arc::new(move |request, error| {
                failures.error(error_record(request, ambient.now(), &error.chain()))
            }),
        };
        Ok(Self {
            app,
            assets: Arc::new(assets),
            config,
            meter: Arc::default(),
            records,
            form_errors: FormErrors::new(&form_ambient),
            hub: Hub::default(),
            stop,
        })
    }

    /// Records a failure of ours that no server function answered with.
    pub fn failed(&self, request: &RequestContext, words: &str) {
        self.records.error(error_record(request, self.app.db.ambient().now(), words));
    }
}

/// Logs a failure once, with its trace, and makes the row by which it is found again.
fn error_record(request: &RequestContext, time: DateTime<Utc>, words: &str) -> ErrorRecord {
    let (trace, route) = (request.visit.trace.to_string(), request.route.to_string());
    tracing::error!(trace.id = trace, http.route = route, error = words, "a request failed through a fault of ours");
    let ctx = request.authenticated().map(|person| &person.ctx);
    ErrorRecord {
        organization: ctx.map(|ctx| ctx.tenant.id.0),
        time,
        fingerprint: fingerprint(&[&route, words]),
        route,
        message: words.to_owned(),
        actor_kind: ctx.map_or("visitor", |ctx| ctx.actor.kind().as_str()),
        actor_id: ctx.and_then(|ctx| ctx.actor.id()),
        trace,
    }
}
