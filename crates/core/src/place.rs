//! A place in a list that is ordered by time and id, as text that means nothing to whoever carries it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Characters of a place.
pub const PLACE_LENGTH: usize = 48;

/// The microseconds and the id in hexadecimal.
#[must_use]
pub fn place_text(time: DateTime<Utc>, id: Uuid) -> String {
    format!("{:016x}{}", time.timestamp_micros(), id.simple())
}

/// Reads what [`place_text`] wrote; none for anything else.
#[must_use]
pub fn read_place(text: &str) -> Option<(DateTime<Utc>, Uuid)> {
    let fits = text.len() == PLACE_LENGTH && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let micros = u64::from_str_radix(text.get(..16).filter(|_| fits)?, 16).ok()?;
    let time = DateTime::from_timestamp_micros(i64::try_from(micros).ok()?)?;
    // Beyond what Postgres can hold.
    (micros < 32_503_680_000_000_000).then_some((time, Uuid::try_parse(text.get(16..)?).ok()?))
}
