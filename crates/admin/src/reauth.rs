//! Proving once more who one is, before what is dangerous.
//!
//! A session knows when its holder last proved who they are: at signing in, and here. What is dangerous calls [`require_recent`]; the
//! page answers the problem with a dialog that asks for a password or a passkey, and repeats what was asked.

use crate::PasswordHasher;
use crate::sign_in::{normalized_email, prove};
use crate::store::factors;
use cauldron_core::{Actor, ApiError, Ctx, TokenHash};
use cauldron_db::Db;
use cauldron_types::ProblemKind;
use chrono::TimeDelta;

/// How long a proof is recent.
const RECENT: TimeDelta = TimeDelta::minutes(10);

/// Refuses the call unless the person has proved within ten minutes who they are.
///
/// # Errors
/// [`ProblemKind::ProofNeeded`] when the last proof is too old; [`ProblemKind::Forbidden`] for actors that are no person in front of a
/// browser; what the database answers.
pub async fn require_recent(db: &Db, ctx: &Ctx) -> Result<(), ApiError> {
    let Actor::Person { session, .. } = &ctx.actor else {
        let sentence = "This is done by a person in front of a browser, who proves once more who they are.";
        return Err(ApiError::problem(ProblemKind::Forbidden, sentence));
    };
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let proved = factors::proved_at(&mut tx, *session).await?;
    if proved.is_some_and(|at| ctx.now() - at < RECENT) {
        return Ok(());
    }
    Err(ApiError::problem(ProblemKind::ProofNeeded, "Confirm that it is you, then this goes on."))
}

/// Proves by the password who one is. A wrong one counts and is noted like a failed sign-in.
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence for `password`; [`ProblemKind::TooMany`] after too many attempts;
/// [`ProblemKind::Unauthenticated`] when the session is over; what the database answers.
pub async fn by_password(
    db: &Db,
    hasher: &PasswordHasher,
    ctx: &Ctx,
    token: &TokenHash,
    email: &str,
    password: &str,
) -> Result<(), ApiError> {
    let email = normalized_email(email);
    let wrong = "wrong password when confirming who it is";
    let Some(proof) = prove(db, hasher, &ctx.visit, &email, password, wrong).await? else {
        return Err(ApiError::field("password", "This is not your password."));
    };
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let proved = factors::prove_password(&mut tx, token, &proof).await?;
    tx.commit().await?;
    if proved {
        return Ok(());
    }
    Err(ApiError::problem(
        ProblemKind::Unauthenticated,
        "Your session has ended. Sign in again; what you typed is kept.",
    ))
}
