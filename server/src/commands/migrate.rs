//! `cauldron migrate`

use crate::commands::say;
use crate::config::Config;
use crate::instance::{Instance, Use};
use cauldron_core::Ambient;
use cauldron_db::migrate;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List migrations and whether they are applied.
    Status,
    /// Apply all that are missing.
    Up,
    /// Apply those up to and including a version.
    UpTo {
        /// The timestamp in the migration's name.
        version: i64,
    },
}

pub(super) async fn migrate(config: &Config, arguments: Arguments) -> Result<(), String> {
    let instance = Instance::connect(config, Use::Verb, Ambient::system()).await.map_err(|error| error.to_string())?;
    let owner = instance.addresses.owner.clone();
    let outcome = async {
        match arguments.what {
            What::Status => {
                for migration in migrate::status(&owner).await? {
                    let state = if migration.applied { "applied" } else { "missing" };
                    say(format_args!("{} {state} {}", migration.version, migration.description));
                }
            }
            What::Up => say(format_args!("{} applied", migrate::up(&owner, None).await?)),
            What::UpTo { version } => say(format_args!("{} applied", migrate::up(&owner, Some(version)).await?)),
        }
        Ok::<(), migrate::MigrationError>(())
    };
    let outcome = outcome.await.map_err(|error| error.to_string());
    outcome.and(instance.close().await.map_err(|error| error.to_string()))
}
