//! One's own account: name, password, sessions, organizations.
//!
//! There is no permission to ask for: whoever holds a session may do this to the account it belongs to and to no other,
//! because every function here takes the hash of the session's token and the database finds the person by it.

use crate::fields::name_problem;
use crate::sign_in::{normalized_email, prove};
use crate::store::account as store;
use crate::{PasswordHasher, browser, check_new_password};
use cauldron_core::{ApiError, Ctx, SecretToken, TokenHash};
use cauldron_db::Db;
use cauldron_platform::places::Places;
use cauldron_types::{Instant, Membership, OrganizationId, OwnSession, Problem, ProblemKind, SessionId};

fn over() -> ApiError {
    ApiError::problem(ProblemKind::Unauthenticated, "Your session has ended. Sign in again; what you typed is kept.")
}

fn at_field(name: &str, sentence: impl Into<String>) -> ApiError {
    Problem::new(ProblemKind::Invalid, "Some fields need your attention.").with_field(name, sentence).into()
}

/// The sessions of whoever holds `token`, this one first, then the one used last.
///
/// # Errors
/// What the database answers.
pub async fn sessions(db: &Db, places: &Places, ctx: &Ctx, token: &TokenHash) -> Result<Vec<OwnSession>, ApiError> {
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let rows = store::sessions(&mut tx, token).await?;
    tx.commit().await?;
    Ok(rows
        .into_iter()
        .map(|row| OwnSession {
            id: row.id,
            current: row.current,
            place: row.address.parse().ok().and_then(|address| places.of(address)).unwrap_or_default(),
            address: row.address,
            browser: browser::in_words(&row.user_agent),
            created_at: Instant(row.created_at.timestamp_millis()),
            last_seen_at: Instant(row.last_seen_at.timestamp_millis()),
        })
        .collect())
}

/// Ends another of one's sessions. Its stream ends with the event that this publishes.
///
/// # Errors
/// [`ProblemKind::NotFound`] when there is no other session of that id, which includes the one that asks; what the
/// database answers.
pub async fn revoke_session(db: &Db, ctx: &Ctx, token: &TokenHash, session: SessionId) -> Result<(), ApiError> {
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let ended = store::revoke(&mut tx, token, Some(session)).await?;
    tx.commit().await?;
    if ended == 0 {
        return Err(ApiError::problem(ProblemKind::NotFound, "That session has ended already."));
    }
    Ok(())
}

/// Ends all one's sessions but the one that asks. Returns how many.
///
/// # Errors
/// What the database answers.
pub async fn revoke_other_sessions(db: &Db, ctx: &Ctx, token: &TokenHash) -> Result<u32, ApiError> {
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let ended = store::revoke(&mut tx, token, None).await?;
    tx.commit().await?;
    Ok(ended)
}

/// Changes the name by which one is addressed. Entries already in the audit log keep the old one.
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence for `display_name`; [`ProblemKind::Unauthenticated`] when the session is over;
/// what the database answers.
pub async fn rename(db: &Db, ctx: &Ctx, token: &TokenHash, display_name: &str) -> Result<(), ApiError> {
    if let Some(sentence) = name_problem(display_name, "your name") {
        return Err(at_field("display_name", sentence));
    }
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let renamed = store::rename(&mut tx, token, display_name.trim()).await?;
    tx.commit().await?;
    if renamed { Ok(()) } else { Err(over()) }
}

/// What was typed to change a password.
#[derive(Clone)]
pub struct PasswordChange {
    /// The account's e-mail address.
    pub email: String,
    /// The password that holds now.
    pub current: String,
    /// The one that is to hold.
    pub new: String,
}

impl std::fmt::Debug for PasswordChange {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PasswordChange(…)")
    }
}

/// Changes the password, ends all other sessions and returns this one's token from now on.
///
/// A wrong current password counts and is noted like a failed sign-in: whoever finds an open browser must not guess here
/// what they could not guess at the door.
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence for `current` or `new`; [`ProblemKind::TooMany`] after too many attempts;
/// [`ProblemKind::Unauthenticated`] when the session is over; what the database answers.
pub async fn change_password(
    db: &Db,
    hasher: &PasswordHasher,
    ctx: &Ctx,
    token: &TokenHash,
    change: &PasswordChange,
) -> Result<SecretToken, ApiError> {
    let email = normalized_email(&change.email);
    let known = [email.as_str(), &ctx.actor.label(), &ctx.tenant.name];
    // The rules first: they need no attempt.
    check_new_password(&change.new, &known).map_err(|sentence| at_field("new", sentence))?;
    if change.new == change.current {
        return Err(at_field("new", "Use a password that differs from the current one."));
    }
    let wrong = "wrong current password when changing it";
    let Some(proof) = prove(db, hasher, &ctx.visit, &email, &change.current, wrong).await? else {
        return Err(at_field("current", "This is not your current password."));
    };
    let password_hash = hasher.hash(db.ambient(), &change.new).await?;
    let renewed = SecretToken::generate(&ctx.visit.ambient);
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let changed = store::change_password(&mut tx, token, &renewed.hash(), &proof, &password_hash).await?;
    tx.commit().await?;
    if changed { Ok(renewed) } else { Err(over()) }
}

/// The organizations in which one may act, by name.
///
/// # Errors
/// What the database answers.
pub async fn organizations(db: &Db, ctx: &Ctx, token: &TokenHash) -> Result<Vec<Membership>, ApiError> {
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let rows = store::organizations(&mut tx, token).await?;
    tx.commit().await?;
    rows.into_iter()
        .map(|row| {
            let role = row.role.parse().map_err(ApiError::internal)?;
            Ok(Membership { organization: row.id, name: row.name, role, current: row.current })
        })
        .collect()
}

/// Takes the session to another organization that one belongs to and returns its token from now on.
///
/// # Errors
/// [`ProblemKind::NotFound`] when one does not belong to it; [`ProblemKind::Unauthenticated`] when the
/// session is over; what the database answers.
pub async fn switch_organization(
    db: &Db,
    ctx: &Ctx,
    token: &TokenHash,
    organization: OrganizationId,
) -> Result<SecretToken, ApiError> {
    let renewed = SecretToken::generate(&ctx.visit.ambient);
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let switched = store::switch(&mut tx, token, &renewed.hash(), organization).await?;
    tx.commit().await?;
    match switched {
        Some(true) => Ok(renewed),
        Some(false) => Err(ApiError::problem(ProblemKind::NotFound, "You do not belong to that organization.")),
        None => Err(over()),
    }
}
