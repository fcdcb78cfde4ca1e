//! `cauldron serve`

use crate::collect::{recorder, statements::StatementTimes};
use crate::commands::{say, tell};
use crate::config::Config;
use crate::http::assets::AssetStore;
use crate::instance::{Instance, Use};
use crate::state::AppState;
use crate::{router, shutdown, telemetry, workers};
use cauldron_core::Ambient;
use cauldron_db::maintenance;
use std::future::IntoFuture as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How long requests in progress may take once the process is told to stop.
const PATIENCE: Duration = Duration::from_secs(5);

/// Serves until told to stop.
pub(super) async fn serve(config: Config) -> Result<(), String> {
    let statements = StatementTimes::default();
    telemetry::init(&config.log, statements.clone())?;
    let stop = shutdown::on_signal().map_err(|error| format!("Signals cannot be received: {error}."))?;
    // Everything that can be wrong without a database comes first.
    let assets = AssetStore::load(&config.server.site_dir).map_err(|error| error.to_string())?;
    let listener = listen(&config).await?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    if std::env::var_os("DATABASE_URL").is_none() {
        tell(format_args!("Starting the database in {} …", config.data.dir.display()));
    }
    let instance = tokio::select! {
        opened = Instance::open(&config, Use::Serve, Ambient::system()) => opened.map_err(|error| error.to_string())?,
        () = stop.cancelled() => return Ok(()),
    };
    let served = run(&config, &instance, assets, listener, port, statements, stop).await;
    let closed = instance.close().await.map_err(|error| error.to_string());
    served.and(closed)
}

async fn listen(config: &Config) -> Result<TcpListener, String> {
    let address = SocketAddr::new(config.server.address, config.server.port);
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("Port {} is taken by another program. Stop it, or choose another with --port.", address.port())
        }
        std::io::ErrorKind::PermissionDenied => {
            format!("Port {} needs privileges. Choose one above 1023 with --port.", address.port())
        }
        std::io::ErrorKind::AddrNotAvailable => {
            format!("{} is not an address of this machine. Mend server.address.", address.ip())
        }
        _ => format!("Cannot listen on {address}: {error}."),
    })
}

async fn run(
    config: &Config,
    instance: &Instance,
    assets: AssetStore,
    listener: TcpListener,
    port: u16,
    statements: StatementTimes,
    stop: CancellationToken,
) -> Result<(), String> {
    let db = &instance.db;
    maintenance::make_partitions(db).await.map_err(|error| format!("Partitions cannot be made: {error}."))?;
    let (records, queue) = recorder::queue();
    let state =
        AppState::new(Arc::new(config.clone()), db, assets, records, stop.clone()).map_err(|error| error.chain())?;
    let answered = CancellationToken::new();
    let tracker = workers::start(&state, queue, statements, answered.clone());
    let app = router::router(state).into_make_service_with_connect_info::<SocketAddr>();
    let url = config.public_url(port);
    say(format_args!("Cauldron is at {url}"));
    if db.operating_organization().await.map_err(|error| error.to_string())?.is_none() {
        let link = cauldron_admin::set_up::issue_link(db).await.map_err(|error| error.to_string())?;
        say(format_args!("Set it up with this link, which works once and for 24 hours:"));
        say(format_args!("  {url}/set-up?link={}", link.reveal()));
    }
    let graceful = stop.clone();
    let serving =
        axum::serve(listener, app).with_graceful_shutdown(async move { graceful.cancelled().await }).into_future();
    let patience = async {
        stop.cancelled().await;
        tokio::time::sleep(PATIENCE).await;
    };
    let outcome = tokio::select! {
        ended = serving => ended.map_err(|error| format!("Serving ended: {error}.")),
        () = patience => {
            tracing::warn!("requests in progress were cut off");
            Ok(())
        }
    };
    stop.cancel();
    answered.cancel();
    if tokio::time::timeout(Duration::from_secs(3), tracker.wait()).await.is_err() {
        tracing::warn!("some background work did not end in time; its leases run out by themselves");
    }
    outcome
}
