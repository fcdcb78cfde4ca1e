//! `cauldron doctor`

use crate::commands::say;
use crate::config::Config;
use crate::http::assets::AssetStore;
use crate::instance::{Instance, Use, own_addresses};
use cauldron_core::Ambient;
use cauldron_db::{catalogue, migrate};
use cauldron_pg_embed::Cache;
use std::net::SocketAddr;

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

pub(super) async fn doctor(config: &Config) -> Result<(), String> {
    let mut findings = Findings::default();
    findings.fine(format_args!("configuration read; data folder {}", config.data.dir.display()));
    match AssetStore::load(&config.server.site_dir) {
        Ok(_) => findings.fine("scripts and styles are there"),
        Err(error) => findings.fault(error),
    }
    match own_addresses() {
        Ok(Some(_)) => findings.fine("one's own Postgres is configured"),
        Ok(None) => match Cache::new(&config.data.cache).installation(18) {
            Ok(installation) => findings.fine(format_args!(
                "embedded Postgres {} with pgvector {}",
                installation.version, installation.pgvector
            )),
            Err(error) => findings.fault(error),
        },
        Err(error) => findings.fault(error),
    }
    let address = SocketAddr::new(config.server.address, config.server.port);
    match tokio::net::TcpListener::bind(address).await {
        Ok(_) => findings.fine(format_args!("port {} is free", address.port())),
        Err(_) => findings
            .warn(format_args!("port {} is in use, by a running Cauldron or by another program", address.port())),
    }
    match Instance::connect(config, Use::Verb, Ambient::system()).await {
        Ok(instance) => {
            database(&mut findings, &instance).await;
            if let Err(error) = instance.close().await {
                findings.fault(error);
            }
        }
        Err(error) => findings.fault(error),
    }
    match findings.faults {
        0 => Ok(()),
        1 => Err("One fault was found.".to_owned()),
        faults => Err(format!("{faults} faults were found.")),
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
