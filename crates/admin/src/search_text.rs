//! What people type into the filters of a list, and what its links carry.

use cauldron_core::{ApiError, read_place};
use cauldron_db::pattern;
use cauldron_types::ProblemKind;
use chrono::{DateTime, Utc};
use uuid::Uuid;

const LONGEST_TEXT: usize = 200;

/// A pattern for each word; none for no word.
///
/// # Errors
/// [`ProblemKind::Invalid`] at `field` for a text that is too long or holds what Postgres cannot.
pub(crate) fn patterns(field: &str, text: &str) -> Result<Option<Vec<String>>, ApiError> {
    if text.chars().count() > LONGEST_TEXT || text.contains('\0') {
        return Err(ApiError::field(field, &format!("A filter has at most {LONGEST_TEXT} characters.")));
    }
    Ok(Some(pattern::words(text)).filter(|words| !words.is_empty()))
}

/// The place that a cursor names; none for an empty one.
///
/// # Errors
/// [`ProblemKind::Invalid`] for anything that no list gave out.
pub(crate) fn place(cursor: &str) -> Result<Option<(DateTime<Utc>, Uuid)>, ApiError> {
    if cursor.is_empty() {
        return Ok(None);
    }
    read_place(cursor).map(Some).ok_or_else(|| {
        ApiError::problem(
            ProblemKind::Invalid,
            "This link to a further page is damaged. Start again from the first page.",
        )
    })
}
