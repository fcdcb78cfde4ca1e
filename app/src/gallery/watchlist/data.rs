//! Stands for the server functions of a watchlist: the same shapes, invented figures, no clock.

use crate::AppError;
use cauldron_types::{Instant, Problem, ProblemKind, UtcOffset};
use serde::{Deserialize, Serialize};

/// In milliseconds.
pub(super) const DAY: i64 = 86_400_000;
/// 2026-11-03 13:05 UTC, 14:05 in Berlin.
const NOW: Instant = Instant(1_793_711_100_000);
/// The midnight before, in Berlin.
const MIDNIGHT: i64 = 1_793_660_400_000;

/// One watched address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Watched {
    /// The address.
    pub address: String,
    /// Why it is watched.
    pub reason: String,
    /// Security events from it in the last seven days.
    pub seen: i64,
    /// Since when it is watched.
    pub since: Instant,
}

/// All of them in an order, and what is needed to write their times.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Watchlist {
    /// The addresses.
    pub rows: Vec<Watched>,
    /// When the list was read.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

/// Security events from watched addresses, a number for each day.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Sightings {
    /// Where each day begins, milliseconds since 1970, UTC.
    pub starts: Vec<i64>,
    /// How many there were.
    pub counts: Vec<f64>,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

fn winter() -> Vec<UtcOffset> {
    vec![UtcOffset { from: Instant(0), seconds: 3_600 }]
}

fn rows() -> Vec<Watched> {
    let row = |(address, reason, seen, days): &(&str, &str, i64, i64)| Watched {
        address: (*address).to_owned(),
        reason: (*reason).to_owned(),
        seen: *seen,
        since: Instant(NOW.0 - days * DAY),
    };
    [
        ("192.0.2.7", "Scans the mail server every night", 1_204, 3),
        ("192.0.2.31", "Tried passwords of three people", 88, 1),
        ("198.51.100.4", "Exit of the partner network, under review", 9, 12),
        ("203.0.113.77", "Named in the advisory of the national centre", 0, 5),
        ("2001:db8::5e", "Same client as 192.0.2.31", 41, 1),
    ]
    .iter()
    .map(row)
    .collect()
}

/// The list; `order` is the key of a column, with a minus for the greatest first.
pub(super) async fn watchlist(order: String) -> Result<Watchlist, AppError> {
    let mut rows = rows();
    match order.trim_start_matches('-') {
        "seen" => rows.sort_by_key(|row| row.seen),
        "since" => rows.sort_by_key(|row| row.since),
        _ => rows.sort_by(|one, other| one.address.cmp(&other.address)),
    }
    if order.starts_with('-') {
        rows.reverse();
    }
    Ok(Watchlist { rows, now: NOW, offsets: winter() })
}

/// One address.
pub(super) async fn watched(address: String) -> Result<Watched, AppError> {
    let missing = || AppError(Problem::new(ProblemKind::NotFound, "This address is not on the watchlist."));
    rows().into_iter().find(|row| row.address == address).ok_or_else(missing)
}

/// The last 14 days.
pub(super) async fn sightings() -> Result<Sightings, AppError> {
    let counts = [12, 9, 31, 28, 24, 6, 4, 40, 55, 61, 290, 415, 388, 119];
    let starts = (0..14).map(|day| MIDNIGHT - (13 - day) * DAY).collect();
    Ok(Sightings { starts, counts: counts.map(f64::from).to_vec(), offsets: winter() })
}
