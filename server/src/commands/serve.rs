//! `cauldron serve`

use crate::collect::{recorder, statements::StatementTimes};
use crate::commands::{say, tell};
use crate::config::Config;
use crate::http::assets::AssetStore;
use crate::instance::{Instance, Use, platform};
use crate::shutdown::Stopping;
use crate::state::AppState;
use crate::{connections, router, shutdown, telemetry, workers};
use cauldron_core::Ambient;
use cauldron_db::maintenance;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

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
    match run(&config, &instance, assets, listener, port, statements, stop).await {
        Ok(stopping) => {
            let closed = instance.close_by(stopping.connections(), stopping.database()).await;
            closed.map_err(|error| error.to_string())
        }
        Err(sentence) => {
            // What was in the way is said; that the database stops as well is a matter of course.
            let _closed = instance.close().await;
            Err(sentence)
        }
    }
}

async fn listen(config: &Config) -> Result<TcpListener, String> {
    let address = SocketAddr::new(config.server.address, config.server.port);
    TcpListener::bind(address).await.map_err(|error| cannot_listen(address, &error))
}

/// Why nothing can listen at an address, and what to do.
pub(super) fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> String {
    match error.kind() {
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
    }
}

async fn run(
    config: &Config,
    instance: &Instance,
    assets: AssetStore,
    listener: TcpListener,
    port: u16,
    statements: StatementTimes,
    stop: CancellationToken,
) -> Result<Stopping, String> {
    let db = &instance.db;
    maintenance::make_partitions(db).await.map_err(|error| format!("Partitions cannot be made: {error}."))?;
    let (records, queue) = recorder::queue();
    let platform = platform(config, &instance.addresses, db.ambient())?;
    let state = AppState::new(Arc::new(config.clone()), db, platform, port, assets, records, stop.clone())
        .map_err(|error| error.chain())?;
    let answered = CancellationToken::new();
    let tracker = workers::start(&state, queue, statements, answered.clone());
    let router = router::router(state);
    let url = config.public_url(port);
    say(format_args!("Cauldron is at {url}"));
    if db.operating_organization().await.map_err(|error| error.to_string())?.is_none() {
        let link = cauldron_admin::set_up::issue_link(db).await.map_err(|error| error.to_string())?;
        say(format_args!("Set it up with this link, which works once and for 24 hours:"));
        say(format_args!("  {url}/set-up?link={}", link.reveal()));
    }
    let head_timeout = Duration::from_secs(config.server.header_timeout_seconds.into());
    // Requests go on while they are waited for.
    let serving = tokio::spawn(connections::serve(listener, router, head_timeout, stop.clone()));
    stop.cancelled().await;
    let stopping = Stopping::now();
    stopping.wind_down(serving, &answered, tracker.wait()).await;
    Ok(stopping)
}
