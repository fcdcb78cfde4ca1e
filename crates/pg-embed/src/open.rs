//! Opening a data folder: start its Postgres, or join the one that runs.

use std::path::Path;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::account::RunAs;
use crate::cluster::Cluster;
use crate::connections::{Address, Connections, answers};
use crate::data_folder::DataFolder;
use crate::error::PgError;
use crate::keeper::Keeper;
use crate::lock::Lock;
use crate::options::ClusterOptions;
use crate::postmaster::{FAST_STOP, Launch};
use crate::secrets::Secrets;
use crate::{DATABASE, database, files, initdb, reach, roles, socket, survivor};

/// How long to wait for another process that holds the folder but does not answer yet: it may be in its first start.
const HOLDER: Duration = Duration::from_secs(60);
/// Joiners hold the lock for an instant; this outlasts them.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(50);

/// What [`open`] found.
#[derive(Debug)]
pub enum Opened {
    /// This process started Postgres and owns it.
    Started(Cluster),
    /// Another process runs it.
    Joined(Connections),
}

impl Opened {
    /// The connection URLs of all roles.
    #[must_use]
    pub fn connections(&self) -> &Connections {
        match self {
            Self::Started(cluster) => cluster.connections(),
            Self::Joined(connections) => connections,
        }
    }

    /// Stops Postgres if this process started it; one that was joined goes on.
    ///
    /// # Errors
    /// As [`Cluster::stop`].
    pub async fn stop(self) -> Result<(), PgError> {
        match self {
            Self::Started(cluster) => cluster.stop().await,
            Self::Joined(_) => Ok(()),
        }
    }
}

/// Joins the Postgres that runs on the data folder, or makes what is missing and starts it.
///
/// # Errors
/// One sentence for whatever is in the way; see [`PgError`].
pub async fn open(options: ClusterOptions) -> Result<Opened, PgError> {
    let folder = DataFolder::prepare(&options.data_dir)?;
    let deadline = Instant::now() + HOLDER;
    loop {
        if let Some(lock) = Lock::try_acquire(&folder)? {
            return start(options, folder, lock).await.map(Opened::Started);
        }
        let holder = Lock::holder(&folder)?;
        if let Some(connections) = running(&folder, holder.flatten()).await? {
            return Ok(Opened::Joined(connections));
        }
        if Instant::now() > deadline {
            return Err(PgError::HolderSilent { data_dir: folder.root, pid: holder.flatten() });
        }
        sleep(PAUSE).await;
    }
}

/// Starts Postgres on the data folder and refuses when another process already runs on it.
///
/// # Errors
/// [`PgError::AlreadyRunning`] with the holder's process id; otherwise as [`open`].
pub async fn open_exclusive(options: ClusterOptions) -> Result<Cluster, PgError> {
    let folder = DataFolder::prepare(&options.data_dir)?;
    for _ in 0..TRIES {
        if let Some(lock) = Lock::try_acquire(&folder)? {
            return start(options, folder, lock).await;
        }
        sleep(PAUSE).await;
    }
    let pid = Lock::holder(&folder)?.flatten();
    Err(PgError::AlreadyRunning { data_dir: folder.root, pid })
}

/// Joins the Postgres that runs on the data folder; never starts one.
///
/// # Errors
/// [`PgError::NotRunning`] when nobody runs it.
pub async fn join(data_dir: &Path) -> Result<Connections, PgError> {
    let not_running = || PgError::NotRunning { data_dir: data_dir.to_owned() };
    if !data_dir.is_dir() {
        return Err(not_running());
    }
    let folder = DataFolder::existing(data_dir)?;
    let deadline = Instant::now() + HOLDER;
    loop {
        let Some(holder) = Lock::holder(&folder)? else {
            return Err(not_running());
        };
        if let Some(connections) = running(&folder, holder).await? {
            return Ok(connections);
        }
        if Instant::now() > deadline {
            return Err(PgError::HolderSilent { data_dir: folder.root, pid: holder });
        }
        sleep(PAUSE).await;
    }
}

/// The connections of a Postgres that the holder of the lock has announced and that answers.
async fn running(folder: &DataFolder, holder: Option<u32>) -> Result<Option<Connections>, PgError> {
    let Some(address) = Address::read(&folder.connection()).filter(|address| Some(address.holder) == holder) else {
        return Ok(None);
    };
    let connections = address.connections(&Secrets::load(&folder.secrets())?);
    Ok(answers(&connections.app).await.then_some(connections))
}

async fn start(options: ClusterOptions, folder: DataFolder, lock: Lock) -> Result<Cluster, PgError> {
    let connection_file = folder.connection();
    files::remove_if_there(&connection_file).map_err(|error| PgError::io("write", &connection_file, error))?;
    let pgdata = folder.pgdata();
    let account = RunAs::resolve(&options.account, &pgdata)?;
    folder.open_for(&account)?;
    reach::check(&options.installation.bin_dir, &account)?;
    let secrets = Secrets::load_or_create(&folder.secrets(), pgdata.exists())?;
    survivor::stop(&pgdata).await?;
    initdb::ensure(&folder, &options, &account, &secrets).await?;
    let port = Launch::port_of(&options);
    let socket_dir = socket::prepare(&folder, port, &account)?;
    let launch = Launch::new(&options, account, pgdata, folder.log(), &socket_dir);
    let mut postmaster = launch.start(|| false).await?;

    let address = Address { holder: std::process::id(), socket_dir: socket_dir.clone(), port };
    let connections = address.connections(&secrets);
    let prepared = async {
        roles::ensure_roles(&connections.superuser, &secrets).await?;
        database::lock_down_defaults(&connections.superuser).await?;
        database::ensure_database(&connections.superuser, DATABASE).await?;
        address.write(&connection_file)
    };
    if let Err(error) = prepared.await {
        postmaster.stop(FAST_STOP).await?;
        return Err(error);
    }
    Ok(Cluster::new(connections, options.installation, postmaster, |orders, state| Keeper {
        launch,
        folder,
        socket_dir,
        lock,
        orders,
        state,
    }))
}
