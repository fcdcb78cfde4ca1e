//! A place in a list of events, as text that means nothing to whoever carries it.

use cauldron_core::{ApiError, place_text, read_place};
use cauldron_types::{EventSort, ProblemKind, Severity};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// On which side of its event a cursor reads on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// What comes after it in the list.
    After,
    /// What comes before it.
    Before,
}

/// The event beside which a list goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) side: Side,
    /// The order of the list it was made for.
    pub(crate) sort: EventSort,
    pub(crate) severity: Severity,
    pub(crate) time: DateTime<Utc>,
    pub(crate) id: Uuid,
}

fn place<T: PartialEq>(all: &[T], one: &T) -> usize {
    all.iter().position(|known| known == one).unwrap_or(0)
}

impl Cursor {
    /// One digit each for side, order and severity, then the place.
    pub(crate) fn text(&self) -> String {
        let side = usize::from(self.side == Side::Before);
        let sort = place(EventSort::ALL, &self.sort);
        let severity = place(Severity::ALL, &self.severity);
        format!("{side}{sort}{severity}{}", place_text(self.time, self.id))
    }

    /// Reads a cursor of a list in the order `sort`.
    ///
    /// # Errors
    /// One sentence for everything that is no cursor of such a list.
    pub(crate) fn read(text: &str, sort: EventSort) -> Result<Self, ApiError> {
        parse(text).filter(|cursor| cursor.sort == sort).ok_or_else(|| {
            ApiError::problem(
                ProblemKind::Invalid,
                "This link to a further page is damaged or belongs to another list. Start again from the first page.",
            )
        })
    }
}

fn parse(text: &str) -> Option<Cursor> {
    let digit = |index: usize| text.get(index..=index)?.parse::<usize>().ok();
    let (time, id) = read_place(text.get(3..)?)?;
    Some(Cursor {
        side: match digit(0)? {
            0 => Side::After,
            1 => Side::Before,
            _ => return None,
        },
        sort: *EventSort::ALL.get(digit(1)?)?,
        severity: *Severity::ALL.get(digit(2)?)?,
        time,
        id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use cauldron_core::PLACE_LENGTH;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_comes_back_as_it_was(micros in 0_i64..4_000_000_000_000_000, id: u128, before: bool, sort in 0_usize..4, severity in 0_usize..5) {
            let cursor = Cursor {
                side: if before { Side::Before } else { Side::After },
                sort: EventSort::ALL[sort],
                severity: Severity::ALL[severity],
                time: DateTime::from_timestamp_micros(micros).unwrap(),
                id: Uuid::from_u128(id),
            };
            prop_assert_eq!(Cursor::read(&cursor.text(), cursor.sort).unwrap(), cursor);
            prop_assert_eq!(cursor.text().len(), 3 + PLACE_LENGTH);
        }

        #[test]
        fn anything_else_is_refused_with_a_sentence(text in ".{0,60}") {
            if let Err(error) = Cursor::read(&text, EventSort::Newest) {
                prop_assert_eq!(error.kind(), ProblemKind::Invalid);
            }
        }
    }

    #[test]
    fn a_cursor_of_another_order_is_refused() {
        let cursor = Cursor {
            side: Side::After,
            sort: EventSort::Worst,
            severity: Severity::High,
            time: DateTime::UNIX_EPOCH,
            id: Uuid::nil(),
        };
        assert!(Cursor::read(&cursor.text(), EventSort::Newest).is_err());
        assert!(Cursor::read(&cursor.text().replace('0', "z"), EventSort::Worst).is_err());
        assert!(Cursor::read(&"f".repeat(3 + PLACE_LENGTH), EventSort::Worst).is_err());
    }
}
