//! `cauldron admin`

use crate::commands::{say, tell};
use crate::config::Config;
use crate::instance::{Instance, Use, platform};
use cauldron_admin::PasswordHasher;
use cauldron_admin::people::{NewPerson, create, reset_password};
use cauldron_admin::{recovery, second_factor};
use cauldron_core::{Ambient, ApiError, SecretToken};
use cauldron_db::Db;
use cauldron_platform::secrets::reseal;
use cauldron_types::Role;
use cauldron_types::csv::{disarmed, record};
use clap::{Args, Subcommand};
use std::io::Read as _;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Create a person; prints a generated password unless one is given on standard input.
    CreateUser {
        /// E-mail address, with which they sign in.
        #[arg(long)]
        email: String,
        /// Name as shown.
        #[arg(long)]
        name: String,
        /// owner, admin, analyst, executive, auditor or member.
        #[arg(long)]
        role: Role,
        /// Slug of the organization; the operating one when left out.
        #[arg(long)]
        organization: Option<String>,
        /// Read the password from standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Set a new password and end all sessions of a person.
    ResetPassword {
        /// E-mail address.
        #[arg(long)]
        email: String,
        /// Read the password from standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// List, make, suspend and restore organizations.
    Organizations {
        #[command(subcommand)]
        what: Organizations,
    },
    /// Print a new one-time set-up link; earlier ones stop working.
    SetupLink,
    /// Print a link with which a person chooses a new password, or changes their e-mail address; earlier ones stop working.
    RecoveryLink {
        /// E-mail address with which they sign in.
        email: String,
        /// The address that is to take its place; without it, the link is for a new password.
        #[arg(long, default_value = "")]
        new_email: String,
    },
    /// Remove all second factors of a person who has lost them, and end their sessions.
    RemoveSecondFactor {
        /// E-mail address.
        #[arg(long)]
        email: String,
    },
    /// Make a new key for secrets at rest and seal all of them under it; older keys still open what they sealed.
    RotateKey,
}

#[derive(Debug, Subcommand)]
enum Organizations {
    /// Print every organization as comma-separated values: slug, name, status, people, bytes of files.
    List,
    /// Make an organization; prints the link with which its first owner joins.
    Create {
        /// Name as shown.
        #[arg(long)]
        name: String,
        /// Short name: small letters, digits and hyphens.
        #[arg(long)]
        slug: String,
        /// E-mail address of the first owner.
        #[arg(long)]
        owner: String,
        /// IANA time zone, such as Europe/Berlin; UTC when left out.
        #[arg(long, default_value = "UTC")]
        time_zone: String,
    },
    /// Make an organization read-only.
    Suspend {
        /// Slug of the organization.
        slug: String,
        /// Why, in words that its people see.
        #[arg(long)]
        reason: String,
    },
    /// Let an organization that is suspended write again.
    Restore {
        /// Slug of the organization.
        slug: String,
    },
}

async fn organizations(config: &Config, db: &Db, what: Organizations) -> Result<(), ApiError> {
    use cauldron_admin::organizations::{self, Operator, Wanted};
    match what {
        Organizations::List => {
            let mut lines = String::new();
            record(&mut lines, ["slug", "name", "status", "people", "stored_bytes"]);
            for row in organizations::list_all(db).await? {
                let status = if row.suspended.is_some() { "suspended" } else { "active" };
                let (people, bytes) = (row.people.to_string(), row.stored_bytes.to_string());
                record(&mut lines, [&row.slug, &disarmed(&row.name), status, &people, &bytes]);
            }
            say(lines.trim_end());
        }
        Organizations::Create { name, slug, owner, time_zone } => {
            let wanted = Wanted { name, slug, time_zone, owner_email: owner };
            let made = organizations::create(db, Operator::CommandLine, &wanted).await?;
            tell(format_args!("{} is there. Its first owner joins with this link, which works once:", made.name));
            say(format_args!("{}/invitation?token={}", config.public_url(config.server.port), made.link.token));
        }
        Organizations::Suspend { slug, reason } => {
            organizations::suspend(db, Operator::CommandLine, &slug, &reason).await?;
            tell(format_args!("{slug} is suspended: its people can read everything and change nothing."));
        }
        Organizations::Restore { slug } => {
            organizations::restore(db, Operator::CommandLine, &slug).await?;
            tell(format_args!("{slug} is active."));
        }
    }
    Ok(())
}

/// A problem in words: what is wrong with each field, where it is about fields.
fn in_words(error: ApiError) -> String {
    match error {
        ApiError::Problem(problem) if !problem.fields.is_empty() => {
            let fields = problem.fields.iter().map(|one| format!("{}: {}", one.field, one.message));
            fields.collect::<Vec<_>>().join(" ")
        }
        ApiError::Problem(problem) => problem.message,
        other => other.chain(),
    }
}

/// The password from standard input, or a new one; and whether it is new.
fn password(from_stdin: bool, ambient: &Ambient) -> Result<(String, bool), String> {
    if !from_stdin {
        return Ok((SecretToken::generate(ambient).reveal().chars().take(24).collect(), true));
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(|error| format!("The password cannot be read: {error}."))?;
    Ok((text.trim_end_matches(['\n', '\r']).to_owned(), false))
}

pub(super) async fn admin(config: &Config, arguments: Arguments) -> Result<(), String> {
    let instance = Instance::open(config, Use::Verb, Ambient::system()).await.map_err(|error| error.to_string())?;
    let outcome = perform(config, &instance, arguments.what).await;
    outcome.and(instance.close().await.map_err(|error| error.to_string()))
}

async fn perform(config: &Config, instance: &Instance, what: What) -> Result<(), String> {
    let db = &instance.db;
    let sentence = |error: ApiError| match error {
        ApiError::Problem(problem) => problem.message,
        other => other.chain(),
    };
    let hasher = PasswordHasher::new(db.ambient(), 1).map_err(sentence)?;
    match what {
        What::CreateUser { email, name, role, organization, password_stdin } => {
            let (password, generated) = password(password_stdin, db.ambient())?;
            let person =
                NewPerson { email: email.clone(), display_name: name, role, organization, password: password.clone() };
            create(db, &hasher, &person).await.map_err(sentence)?;
            tell(format_args!("{email} can sign in as {}.", role.label()));
            if generated {
                say(&password);
            }
        }
        What::ResetPassword { email, password_stdin } => {
            let (password, generated) = password(password_stdin, db.ambient())?;
            let ended = reset_password(db, &hasher, &email, &password).await.map_err(sentence)?;
            tell(format_args!("The password of {email} was replaced and {ended} sessions were ended."));
            if generated {
                say(&password);
            }
        }
        What::Organizations { what } => organizations(config, db, what).await.map_err(in_words)?,
        What::RecoveryLink { email, new_email } => {
            let url = config.public_url(config.server.port);
            say(recovery::issue_by_operator(db, &url, &email, &new_email).await.map_err(sentence)?);
            tell(format_args!("It works once, for 24 hours. Be sure whom you give it to."));
        }
        What::RemoveSecondFactor { email } => {
            let had = second_factor::remove_by_operator(db, &email).await.map_err(sentence)?;
            let what = if had { "has no second factor any more" } else { "had no second factor" };
            tell(format_args!("{email} {what}; their sessions have ended."));
        }
        What::RotateKey => rotate_key(config, instance).await?,
        What::SetupLink => {
            if db.operating_organization().await.map_err(|error| error.to_string())?.is_some() {
                return Err("Cauldron is set up already: create people with `cauldron admin create-user`.".to_owned());
            }
            let link = cauldron_admin::set_up::issue_link(db).await.map_err(sentence)?;
            say(format_args!("{}/set-up?link={}", config.public_url(config.server.port), link.reveal()));
        }
    }
    Ok(())
}

/// Makes a key and seals everything under it.
async fn rotate_key(config: &Config, instance: &Instance) -> Result<(), String> {
    let db = &instance.db;
    let keys = platform(config, &instance.addresses, db.ambient())?.keys;
    keys.renew(db.ambient()).map_err(|error| error.to_string())?;
    let (renewed, lost) = reseal(db, &keys).await.map_err(|error| error.chain())?;
    tell(format_args!("{renewed} secrets are sealed under the key {}.", keys.current_id()));
    if lost > 0 {
        return Err(format!(
            "{lost} secrets do not open under any key that is here and were left as they are. Restore the key file from a backup and run this again, or enter those secrets anew."
        ));
    }
    Ok(())
}
