//! Reading the organization's audit log.

use crate::search_text::{patterns, place};
use crate::store::audit::{self as store, AuditFilter};
use cauldron_core::{ApiError, Ctx, place_text, time_bounds};
use cauldron_db::{Db, answered};
use cauldron_types::{AuditBlock, AuditDetail, AuditEntry, AuditQuery, Instant, Permission, ProblemKind};
use ipnetwork::IpNetwork;
use uuid::Uuid;

/// Most entries in a block.
pub const LARGEST_BLOCK: u16 = 200;
/// Most entries of one trace.
const MOST_OF_A_TRACE: i64 = 20;
/// Characters of a subject's kind and id.
const LONGEST_SUBJECT: usize = 200;

/// Whether a text is the whole name of an action, which an index finds.
fn is_action(text: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    text.contains('.') && text.split('.').all(word)
}

/// Kind and id of a subject: either, or both with a space between. A kind is a word of small letters.
fn subject(text: &str) -> Result<(Option<String>, Option<String>), ApiError> {
    if text.chars().count() > LONGEST_SUBJECT || text.contains('\0') {
        let sentence = format!("A subject has at most {LONGEST_SUBJECT} characters.");
        return Err(ApiError::field("subject", &sentence));
    }
    let is_kind = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    Ok(match text.split_once(' ') {
        Some((kind, id)) if is_kind(kind) => (Some(kind.to_owned()), Some(id.trim().to_owned())),
        _ if text.is_empty() => (None, None),
        _ if is_kind(text) => (Some(text.to_owned()), None),
        _ => (None, Some(text.to_owned())),
    })
}

fn network(text: &str) -> Result<Option<IpNetwork>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    let sentence = "Enter an address or network, such as 192.0.2.7 or 192.0.2.0/24.";
    let network = text.parse::<IpNetwork>().ok();
    network.map(Some).ok_or_else(|| ApiError::field("address", sentence))
}

fn trace(text: &str) -> Result<Option<String>, ApiError> {
    match text.len() {
        0 => Ok(None),
        1..=64 if text.bytes().all(|byte| byte.is_ascii_graphic()) => Ok(Some(text.to_owned())),
        _ => Err(ApiError::field("trace", "A trace id has 32 hexadecimal digits.")),
    }
}

fn read(ctx: &Ctx, query: &AuditQuery) -> Result<AuditFilter, ApiError> {
    let (actor, action) = (query.actor.trim(), query.action.trim());
    let actor_words = patterns("actor", actor)?;
    let action_words = patterns("action", action)?;
    let (subject_kind, subject_id) = subject(query.subject.trim())?;
    let (actor_id, whole_action) = (Uuid::try_parse(actor).ok(), is_action(action));
    Ok(AuditFilter {
        bounds: time_bounds(ctx, &query.from, &query.to)?,
        actor: actor_id,
        actor_words: actor_words.filter(|_| actor_id.is_none()),
        action: whole_action.then(|| action.to_owned()),
        action_words: action_words.filter(|_| !whole_action),
        trace: trace(query.trace.trim())?,
        subject_kind,
        subject_id,
        text: patterns("text", query.text.trim())?,
        network: network(query.address.trim())?,
    })
}

/// Entries, newest first: the latest, those before `query.before`, or those after `query.after`. A block that would begin in
/// the middle of the newest entries is the newest block.
///
/// # Errors
/// Without `audit:read`; [`ProblemKind::Invalid`] with a sentence for what cannot be read; what the database answers.
pub async fn list(db: &Db, ctx: &Ctx, query: &AuditQuery, limit: u16) -> Result<AuditBlock, ApiError> {
    ctx.require(Permission::AuditRead)?;
    let filter = read(ctx, query)?;
    let (before, after) = (place(&query.before)?, place(&query.after)?);
    if before.is_some() && after.is_some() {
        let sentence = "This link asks for entries before and after a place at once. Start again from the first page.";
        return Err(ApiError::problem(ProblemKind::Invalid, sentence));
    }
    let limit = usize::from(limit.clamp(1, LARGEST_BLOCK));
    // One more than asked for tells whether the log goes on.
    let asked = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut tx = db.list_tx(ctx).await?;
    let mut upwards = Vec::new();
    if after.is_some() {
        upwards = answered(store::newer(&mut tx, &filter, after, asked).await)?;
    }
    let (found, is_newest, goes_on) = if upwards.len() > limit {
        upwards.truncate(limit);
        upwards.reverse();
        (upwards, false, true)
    } else {
        let mut found = answered(store::older(&mut tx, &filter, before, asked).await)?;
        let goes_on = found.len() > limit;
        found.truncate(limit);
        (found, before.is_none(), goes_on)
    };
    tx.commit().await?;
    let cursor = |entry: Option<&(store::Place, AuditDetail)>| entry.map(|((time, id), _)| place_text(*time, *id));
    Ok(AuditBlock {
        newer: cursor(found.first()).filter(|_| !is_newest),
        older: cursor(found.last()).filter(|_| goes_on),
        entries: found.into_iter().map(|(_, found)| found.entry).collect(),
        now: Instant(ctx.now().timestamp_millis()),
        offsets: Vec::new(),
    })
}

/// The entries of one trace, newest first, at most 20.
///
/// # Errors
/// Without `audit:read`; what the database answers.
pub async fn of_trace(db: &Db, ctx: &Ctx, trace: &str) -> Result<Vec<AuditEntry>, ApiError> {
    ctx.require(Permission::AuditRead)?;
    let filter = AuditFilter { trace: Some(trace.to_owned()), ..AuditFilter::default() };
    let mut tx = db.list_tx(ctx).await?;
    let found = answered(store::older(&mut tx, &filter, None, MOST_OF_A_TRACE).await)?;
    tx.commit().await?;
    Ok(found.into_iter().map(|(_, found)| found.entry).collect())
}

/// Entries with all that is known of them, newest first from `query.before` on, and the cursor of older ones.
///
/// # Errors
/// As [`list`].
pub async fn entries(
    db: &Db,
    ctx: &Ctx,
    query: &AuditQuery,
    limit: u16,
) -> Result<(Vec<AuditDetail>, Option<String>), ApiError> {
    ctx.require(Permission::AuditRead)?;
    let filter = read(ctx, query)?;
    let (before, limit) = (place(&query.before)?, usize::from(limit.clamp(1, LARGEST_BLOCK)));
    let mut tx = db.list_tx(ctx).await?;
    let asked = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut found = answered(store::older(&mut tx, &filter, before, asked).await)?;
    tx.commit().await?;
    let goes_on = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| goes_on).map(|((time, id), _)| place_text(*time, *id));
    Ok((found.into_iter().map(|(_, found)| found).collect(), next))
}

/// The entry at a place.
///
/// # Errors
/// Without `audit:read`; [`ProblemKind::NotFound`] where there is none, and for what is no place; what the database answers.
pub async fn read_entry(db: &Db, ctx: &Ctx, at: &str) -> Result<AuditDetail, ApiError> {
    ctx.require(Permission::AuditRead)?;
    let missing = || ApiError::not_found("entry");
    let place = cauldron_core::read_place(at).ok_or_else(missing)?;
    let mut tx = db.org_tx(ctx).await?;
    let found = store::at(&mut tx, place).await?;
    tx.commit().await?;
    found.ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use super::is_action;

    #[test]
    fn a_whole_action_is_told_from_a_word_of_one() {
        assert!(is_action("organization.updated") && is_action("sign_in.link.sent"));
        for words in ["", "sign_in", "organization.", ".updated", "Organization.updated", "a b.c", "%.%"] {
            assert!(!is_action(words), "{words}");
        }
    }
}
