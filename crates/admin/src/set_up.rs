//! The first run: a one-time link creates the operating organization and its owner.

use crate::fields::{known_time_zone, name_problem, plausible_email};
use crate::sign_in::{self, OpenedSession, SessionLimits};
use crate::store::identity::{self, FirstOrganization, Proof};
use crate::store::people;
use crate::{PasswordHasher, check_new_password};
use cauldron_core::{ApiError, SecretToken, Visit};
use cauldron_db::{Db, SystemPurpose};
use cauldron_types::{Problem, ProblemKind, UserId};
use chrono::TimeDelta;

/// How long a set-up link can be used.
const LINK_LIFE: TimeDelta = TimeDelta::hours(24);

/// What was typed into the set-up form.
#[derive(Clone)]
pub struct SetUp {
    /// The secret of the link.
    pub link: String,
    /// Name of the organization.
    pub organization_name: String,
    /// IANA time zone.
    pub time_zone: String,
    /// Name of the owner.
    pub display_name: String,
    /// E-mail address of the owner.
    pub email: String,
    /// Password of the owner.
    pub password: String,
}

impl std::fmt::Debug for SetUp {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SetUp(…)")
    }
}

/// Why a link cannot be used.
#[derive(Debug, thiserror::Error)]
enum LinkError {
    #[error("This set-up link has been used. Sign in with the account that was made with it.")]
    Used,
    #[error("This set-up link has expired. Restart Cauldron to get a new one: it prints the link when it starts.")]
    Expired,
    #[error("This is not a set-up link of this installation. Use the one that Cauldron printed when it started last.")]
    Unknown,
}

impl From<LinkError> for ApiError {
    fn from(error: LinkError) -> Self {
        Self::problem(ProblemKind::Invalid, error.to_string())
    }
}

/// Whether the operating organization exists.
///
/// # Errors
/// The database does not answer.
pub async fn is_set_up(db: &Db, visit: &Visit) -> Result<bool, ApiError> {
    let mut tx = db.visit_tx(visit).await?;
    Ok(identity::is_set_up(&mut tx).await?)
}

/// Makes a link; links made before and not used stop working.
///
/// # Errors
/// The database does not answer.
pub async fn issue_link(db: &Db) -> Result<SecretToken, ApiError> {
    let token = SecretToken::generate(db.ambient());
    let now = db.ambient().now();
    let mut tx = db.system_tx(SystemPurpose::Reason("issue a set-up link")).await?;
    people::replace_setup_link(&mut tx, &token.hash(), now, now + LINK_LIFE).await?;
    tx.commit().await?;
    Ok(token)
}

/// Refuses a link that cannot be used (any more).
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence that says what to do, and what the database answers.
pub async fn check_link(db: &Db, visit: &Visit, link: &str) -> Result<SecretToken, ApiError> {
    let Some(token) = SecretToken::parse(link) else { return Err(LinkError::Unknown.into()) };
    let mut tx = db.visit_tx(visit).await?;
    match identity::setup_link_state(&mut tx, &token.hash()).await?.as_str() {
        "valid" => Ok(token),
        "used" => Err(LinkError::Used.into()),
        "expired" => Err(LinkError::Expired.into()),
        _ => Err(LinkError::Unknown.into()),
    }
}

/// A short name for addresses, from a name.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' => slug.push(letter),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    let slug = slug.chars().take(60).collect::<String>();
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "organization".to_owned() } else { slug.to_owned() }
}

fn checked(form: &SetUp) -> Result<(), ApiError> {
    let mut problem = Problem::new(ProblemKind::Invalid, "Some fields need your attention.");
    if let Some(sentence) = name_problem(&form.organization_name, "the name of your organization") {
        problem = problem.with_field("organization_name", sentence);
    }
    if let Some(sentence) = name_problem(&form.display_name, "your name") {
        problem = problem.with_field("display_name", sentence);
    }
    if !plausible_email(form.email.trim()) {
        problem = problem.with_field("email", "Enter an e-mail address, such as mira@example.org.");
    }
    if let Err(sentence) =
        check_new_password(&form.password, &[&form.email, &form.display_name, &form.organization_name])
    {
        problem = problem.with_field("password", sentence);
    }
    if problem.fields.is_empty() { Ok(()) } else { Err(problem.into()) }
}

/// Creates the operating organization and its owner, and signs the owner in.
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence a field, or one for the link; what the database answers.
pub async fn set_up(
    db: &Db,
    hasher: &PasswordHasher,
    limits: SessionLimits,
    visit: &Visit,
    form: &SetUp,
) -> Result<OpenedSession, ApiError> {
    let link = check_link(db, visit, &form.link).await?;
    checked(form)?;
    let time_zone = known_time_zone(&form.time_zone).unwrap_or("UTC");
    let email = sign_in::normalized_email(&form.email);
    let password_hash = hasher.hash(&visit.ambient, &form.password).await?;
    let user = UserId(visit.ambient.new_id());
    let first = FirstOrganization {
        link: link.hash(),
        organization: visit.ambient.new_id(),
        slug: &slug(&form.organization_name),
        name: form.organization_name.trim(),
        time_zone,
        user,
        email: &email,
        display_name: form.display_name.trim(),
        password_hash: &password_hash,
    };
    let mut tx = db.visit_tx(visit).await?;
    // Two browsers with the same link: the loser waits for the winner's commit and finds the link used.
    if !identity::set_up(&mut tx, first).await? {
        return Err(LinkError::Used.into());
    }
    tx.commit().await?;
    let proof = Proof { user, keys: sign_in::attempt_keys(visit, &email), password_hash };
    let opened = sign_in::open(db, limits, visit, &proof, None).await?;
    opened.ok_or_else(|| ApiError::internal("the owner just created has no membership"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slugs_are_short_and_never_empty() {
        assert_eq!(slug("Northwind Grid"), "northwind-grid");
        assert_eq!(slug("  Ärzte & Söhne!  "), "rzte-s-hne");
        assert_eq!(slug("日本"), "organization");
    }

    proptest! {
        #[test]
        fn every_slug_satisfies_the_constraint(name in ".{0,200}") {
            let slug = slug(&name);
            let inner = slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
            prop_assert!(inner && !slug.starts_with('-') && !slug.ends_with('-') && (1..=63).contains(&slug.len()));
        }
    }
}
