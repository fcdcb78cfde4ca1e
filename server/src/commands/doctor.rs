//! `cauldron doctor`

use crate::commands::say;
use crate::commands::serve::cannot_listen;
use crate::config::Config;
use crate::http::assets::AssetStore;
use crate::instance::{self, Instance, Use, own_addresses};
use cauldron_core::Ambient;
use cauldron_db::{catalogue, migrate};
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The newest minor versions known when this was written; older ones miss security fixes.
const CURRENT_MINORS: &[(i32, i32)] = &[(16, 14), (17, 10), (18, 7)];

/// What was found, line by line.
#[derive(Default)]
struct Findings {
    faults: usize,
}

impl Findings {
    fn fine(&self, what: impl std::fmt::Display) {
        say(format_args!("ok      {what}"));
    }

    fn warn(&self, what: impl std::fmt::Display) {
        say(format_args!("warning {what}"));
    }

    fn fault(&mut self, what: impl std::fmt::Display) {
        self.faults += 1;
        say(format_args!("fault   {what}"));
    }
}

/// Looks, and changes nothing: where there is no database yet, none is made.
pub(super) async fn doctor(config: &Config) -> Result<(), String> {
    let mut findings = Findings::default();
    findings.fine(format_args!("configuration read; data folder {}", config.data.dir.display()));
    match AssetStore::load(&config.server.site_dir) {
        Ok(_) => findings.fine("scripts and styles are there"),
        Err(error) => findings.fault(error),
    }
    port(&mut findings, SocketAddr::new(config.server.address, config.server.port)).await;
    match own_addresses() {
        Ok(Some(_)) => {
            findings.fine("one's own Postgres is configured");
            connected(&mut findings, config).await;
        }
        Ok(None) => embedded(&mut findings, config).await,
        Err(error) => findings.fault(error),
    }
    match findings.faults {
        0 => Ok(()),
        1 => Err("One fault was found.".to_owned()),
        faults => Err(format!("{faults} faults were found.")),
    }
}

/// How long a program at our port may take to say who it is.
const ANSWER: Duration = Duration::from_secs(2);

async fn port(findings: &mut Findings, address: SocketAddr) {
    match TcpListener::bind(address).await {
        Ok(_) if address.port() == 0 => findings.fine("port 0: a free one is taken at the start"),
        Ok(_) => findings.fine(format_args!("port {} is free", address.port())),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            if matches!(tokio::time::timeout(ANSWER, is_cauldron(address)).await, Ok(Ok(true))) {
                findings.fine(format_args!("port {} is served by a running Cauldron", address.port()));
            } else {
                findings.warn(cannot_listen(address, &error));
            }
        }
        Err(error) => findings.fault(cannot_listen(address, &error)),
    }
}

/// Whether what answers at `address` answers as we do.
async fn is_cauldron(address: SocketAddr) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
    let mut answer = Vec::new();
    stream.take(8192).read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    Ok(answer.starts_with("HTTP/1.1 200") && answer.contains("x-trace-id:") && answer.ends_with("ok"))
}

async fn embedded(findings: &mut Findings, config: &Config) {
    match instance::installation(config) {
        Ok(found) => findings.fine(format_args!(
            "embedded Postgres {} with pgvector {}, in {}",
            found.version,
            found.pgvector,
            found.bin_dir.display()
        )),
        Err(error) => return findings.fault(error),
    }
    match cauldron_pg_embed::has_database(&config.data.dir) {
        Ok(true) => connected(findings, config).await,
        Ok(false) => findings.fine("no database yet: the first `cauldron serve` on this data folder makes one"),
        Err(error) => findings.fault(format_args!("{} cannot be looked into: {error}.", config.data.dir.display())),
    }
}

async fn connected(findings: &mut Findings, config: &Config) {
    match Instance::connect(config, Use::Verb, Ambient::system()).await {
        Ok(instance) => {
            database(findings, &instance).await;
            if let Err(error) = instance.close().await {
                findings.fault(error);
            }
        }
        Err(error) => findings.fault(error),
    }
}

async fn database(findings: &mut Findings, instance: &Instance) {
    let (major, minor) = (instance.server.version / 10_000, instance.server.version % 10_000);
    findings.fine(format_args!(
        "Postgres {major}.{minor} answers, with pgvector {}; the roles are as they must be",
        instance.server.vector
    ));
    if let Some((_, current)) = CURRENT_MINORS.iter().find(|(known, newest)| *known == major && *newest > minor) {
        findings.warn(format_args!(
            "Postgres {major}.{minor} is behind {major}.{current}, which fixes security faults that need the right to create \
             objects; our roles have none, but production should bring a current Postgres"
        ));
    }
    match migrate::status(&instance.addresses.owner).await {
        Ok(migrations) => match migrations.iter().filter(|migration| !migration.applied).count() {
            0 => {
                findings.fine(format_args!("all {} migrations are applied", migrations.len()));
                lints(findings, instance).await;
            }
            missing => findings.fault(format_args!("{missing} migrations are missing: run `cauldron migrate up`")),
        },
        Err(error) => findings.fault(error),
    }
}

async fn lints(findings: &mut Findings, instance: &Instance) {
    match catalogue::violations(&instance.db).await {
        Ok(violations) if violations.is_empty() => findings.fine("the schema keeps all rules of tenancy"),
        Ok(violations) => {
            for violation in violations {
                findings.fault(format_args!("schema: {}: {}", violation.lint, violation.offender));
            }
        }
        Err(error) => findings.fault(error),
    }
}
