//! What every handler shares.

use crate::collect::recorder::Records;
use crate::collect::requests::RequestMeter;
use crate::config::Config;
use crate::http::api::limits::ApiLimits;
use crate::http::assets::AssetStore;
use crate::http::form_errors::FormErrors;
use crate::http::hub::Hub;
use cauldron_admin::PasswordHasher;
use cauldron_admin::passkeys::Passkeys;
use cauldron_admin::sign_in::SessionLimits;
use cauldron_app::server::{AppContext, RequestContext};
use cauldron_core::ApiError;
use cauldron_db::{Afflicted, Db};
use cauldron_platform::Platform;
use chrono::TimeDelta;
use std::sync::Arc;
use std::sync::atomic::Ordering;
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
    /// Takes requests and notices to be written down.
    pub records: Records,
    /// Seals what went wrong with forms sent without scripts.
    pub form_errors: FormErrors,
    /// Counts what programs ask.
    pub api_limits: Arc<ApiLimits>,
    /// Passes bus events on to open streams.
    pub hub: Hub,
    /// Cancelled when the process is told to stop.
    pub stop: CancellationToken,
}

impl AppState {
    /// Wires the parts of the process to each other. `port` is the one that is listened on.
    ///
    /// # Errors
    /// The password hasher's constants are refused; never in practice.
    pub fn new(
        config: Arc<Config>,
        db: &Db,
        platform: Platform,
        port: u16,
        assets: AssetStore,
        records: Records,
        stop: CancellationToken,
    ) -> Result<Self, ApiError> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let limits = SessionLimits {
            idle: TimeDelta::hours(i64::from(config.sessions.idle_hours)),
            absolute: TimeDelta::days(i64::from(config.sessions.absolute_days)),
        };
        let (faults, api) = (db.clone(), config.api);
        let hub = Hub::default();
        let passed_on = hub.clone();
        let app = AppContext {
            db: db.clone(),
            hasher: PasswordHasher::new(db.ambient(), cores)?,
            limits,
            platform,
            passkeys: Passkeys::new(&config.public_url(port)),
            url: config.public_url(port).into(),
            secure: config.secure(),
            assets: Arc::new(assets.addresses().clone()),
            failures: Arc::new(move |request, error| note_fault(&faults, request, &error.chain())),
            place: Arc::new(move || passed_on.place().map(|place| place.to_string())),
        };
        Ok(Self {
            app,
            assets: Arc::new(assets),
            config,
            meter: Arc::default(),
            records,
            form_errors: FormErrors::new(db.ambient()),
            api_limits: Arc::new(ApiLimits::new(api)),
            hub,
            stop,
        })
    }

    /// Records a failure of ours that no server function answered with.
    pub fn failed(&self, request: &RequestContext, words: &str) {
        note_fault(&self.app.db, request, words);
    }
}

/// Notes a failure of ours for the organization and the person whose request it was.
fn note_fault(db: &Db, request: &RequestContext, words: &str) {
    let whose = request.authenticated().map_or(Afflicted::VISITOR, |person| Afflicted::of(&person.ctx));
    db.note_fault(&request.route, whose, request.visit.trace.as_str(), words);
    request.failed.store(true, Ordering::Relaxed);
}
