//! Requests that are sent again because nobody knows whether they arrived, and are done once.
//!
//! A key is taken before the work begins, in a transaction of its own. A process that dies in between leaves it taken: whether
//! the work was done is then not known, and whoever asks again is told so instead of having it done twice.

use crate::store::idempotency as store;
use cauldron_core::{ApiError, Ctx, sha256};
use cauldron_db::Db;
use cauldron_types::ProblemKind;
use chrono::TimeDelta;
use uuid::Uuid;

/// How long an answer is kept.
pub const KEPT: TimeDelta = TimeDelta::hours(24);
/// A request that is worked on for longer will not be answered any more.
const LONGEST_WORK: TimeDelta = TimeDelta::minutes(1);
/// Characters of the longest key.
const LONGEST_KEY: usize = 200;

/// A request under a key.
#[derive(Clone, Debug)]
pub struct Request {
    caller: Uuid,
    key: [u8; 32],
    request: [u8; 32],
}

/// What to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is new: do it, then call [`keep`] or [`release`].
    New,
    /// It was done: this was answered.
    Done(u16, String),
    /// The first of its like is being worked on.
    Busy,
}

impl Request {
    /// Reads a key that somebody chose for a request.
    ///
    /// # Errors
    /// [`ProblemKind::Invalid`] for a key that is empty, too long, or not plain text.
    pub fn new(ctx: &Ctx, key: &str, parts: &[&[u8]]) -> Result<Self, ApiError> {
        let fits = (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        if !fits {
            let sentence = "An Idempotency-Key has 1 to 200 letters, digits or signs without spaces, such as a UUID.";
            return Err(ApiError::field("Idempotency-Key", sentence));
        }
        let caller = ctx.actor.id().unwrap_or_default();
        Ok(Self { caller, key: sha256(&[key.as_bytes()]), request: sha256(parts) })
    }
}

/// Takes the key for the request, or tells what became of an earlier one.
///
/// # Errors
/// [`ProblemKind::Invalid`] when the key stands for another request; [`ProblemKind::Conflict`] when an earlier one never ended;
/// what the database answers.
pub async fn claim(db: &Db, ctx: &Ctx, request: &Request) -> Result<Claim, ApiError> {
    let Request { caller, key, request } = request;
    let mut tx = db.org_tx(ctx).await?;
    if store::take(&mut tx, *caller, key, request, ctx.now() - KEPT).await? {
        tx.commit().await?;
        return Ok(Claim::New);
    }
    let known = store::known(&mut tx, *caller, key).await?;
    tx.commit().await?;
    // Released between the two statements.
    let Some(known) = known else { return Ok(Claim::Busy) };
    if known.request_hash != request {
        let sentence = "This Idempotency-Key was used for another request. Use a new key for a new request.";
        return Err(ApiError::field("Idempotency-Key", sentence));
    }
    match (known.status, known.body) {
        (Some(status), Some(body)) => Ok(Claim::Done(u16::try_from(status).unwrap_or(200), body)),
        _ if known.created_at + LONGEST_WORK < ctx.now() => {
            let sentence = "An earlier request with this Idempotency-Key did not end, and whether it was done is not known. \
                Look, then send it with a new key if it was not.";
            Err(ApiError::problem(ProblemKind::Conflict, sentence))
        }
        _ => Ok(Claim::Busy),
    }
}

/// Keeps what was answered, without secrets.
///
/// # Errors
/// What the database answers.
pub async fn keep(db: &Db, ctx: &Ctx, request: &Request, status: u16, body: &str) -> Result<(), ApiError> {
    let mut tx = db.org_tx(ctx).await?;
    let status = i16::try_from(status).unwrap_or(200);
    store::keep(&mut tx, request.caller, &request.key, status, body).await?;
    Ok(tx.commit().await?)
}

/// Gives the key back, because nothing was done.
///
/// # Errors
/// What the database answers.
pub async fn release(db: &Db, ctx: &Ctx, request: &Request) -> Result<(), ApiError> {
    let mut tx = db.org_tx(ctx).await?;
    store::release(&mut tx, request.caller, &request.key).await?;
    Ok(tx.commit().await?)
}
