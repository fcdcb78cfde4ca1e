//! Columns as data, and what a reader has made of them: order, which are shown, widths.

use crate::table::Align;
use std::collections::{BTreeMap, BTreeSet};

/// No column becomes wider than this by hand.
pub const WIDEST: u32 = 960;

/// Pixels by which a key makes a column wider or narrower.
pub const WIDTH_STEP: u32 = 16;

/// One column. Build it with [`DataColumn::text`] or [`DataColumn::number`] and refine it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataColumn {
    /// Its name in addresses, in stored choices and for the cell callback.
    pub key: String,
    /// Its words.
    pub label: String,
    /// Side of its cells.
    pub align: Align,
    /// Rows can be ordered by it.
    pub sortable: bool,
    /// A reader may hide it.
    pub hideable: bool,
    /// Hidden until a reader asks for it.
    pub hidden_at_first: bool,
    /// Quieter than the rest.
    pub muted: bool,
    /// In pixels; where there is room, columns grow in proportion.
    pub width: u32,
    /// In pixels; it cannot be made narrower.
    pub min_width: u32,
    /// Names the row. Exactly one column should; it cannot be hidden.
    pub header: bool,
}

impl DataColumn {
    /// A column of words that can be hidden.
    pub fn text(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            align: Align::Start,
            sortable: false,
            hideable: true,
            hidden_at_first: false,
            muted: false,
            width: 160,
            min_width: 64,
            header: false,
        }
    }

    /// A column of numbers.
    pub fn number(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { align: Align::End, width: 96, min_width: 56, ..Self::text(key, label) }
    }

    /// Rows can be ordered by it.
    #[must_use]
    pub fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }

    /// It is the head of the row.
    #[must_use]
    pub fn header(mut self) -> Self {
        self.header = true;
        self.hideable = false;
        self
    }

    /// It cannot be hidden.
    #[must_use]
    pub fn fixed(mut self) -> Self {
        self.hideable = false;
        self
    }

    /// Hidden until a reader asks for it.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.hidden_at_first = true;
        self
    }

    /// Quieter than the rest.
    #[must_use]
    pub fn muted(mut self) -> Self {
        self.muted = true;
        self
    }

    /// Its width to begin with, and the least, in pixels.
    #[must_use]
    pub fn width(mut self, width: u32, min_width: u32) -> Self {
        self.width = width.max(min_width);
        self.min_width = min_width;
        self
    }

    fn fitting(&self, width: u32) -> u32 {
        width.clamp(self.min_width, WIDEST.max(self.min_width))
    }
}

/// What a reader has made of the columns. Unknown keys are kept and do nothing, so that a choice outlives a release.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnState {
    order: Vec<String>,
    shown: BTreeMap<String, bool>,
    widths: BTreeMap<String, u32>,
}

impl ColumnState {
    /// Every column in its order, hidden ones too. Columns that the choice does not know keep their place among the rest.
    pub fn ordered<'a>(&self, columns: &'a [DataColumn]) -> Vec<&'a DataColumn> {
        let known: BTreeSet<&str> = self.order.iter().map(String::as_str).collect();
        let mut chosen = self.order.iter().filter_map(|key| columns.iter().find(|column| column.key == *key));
        let mut out: Vec<&DataColumn> = columns
            .iter()
            .filter_map(|column| if known.contains(column.key.as_str()) { chosen.next() } else { Some(column) })
            .collect();
        let mut seen = BTreeSet::new();
        out.retain(|column| seen.insert(column.key.as_str()));
        out
    }

    /// The columns to draw, from the first to the last.
    pub fn visible<'a>(&self, columns: &'a [DataColumn]) -> Vec<&'a DataColumn> {
        self.ordered(columns).into_iter().filter(|column| self.shows(column)).collect()
    }

    /// Whether `column` is drawn.
    pub fn shows(&self, column: &DataColumn) -> bool {
        !column.hideable || self.shown.get(&column.key).copied().unwrap_or(!column.hidden_at_first)
    }

    /// Shows or hides `column`, if it may be hidden.
    pub fn show(&mut self, column: &DataColumn, shown: bool) {
        if column.hideable && shown == column.hidden_at_first {
            self.shown.insert(column.key.clone(), shown);
        } else {
            self.shown.remove(&column.key);
        }
    }

    /// Moves the column `key` by one place; the ends hold.
    pub fn shift(&mut self, columns: &[DataColumn], key: &str, later: bool) {
        let mut order: Vec<String> = self.ordered(columns).into_iter().map(|column| column.key.clone()).collect();
        let Some(from) = order.iter().position(|known| known == key) else { return };
        let to = if later { from + 1 } else { from.wrapping_sub(1) };
        if to < order.len() {
            order.swap(from, to);
            let untouched = order.iter().eq(columns.iter().map(|column| &column.key));
            self.order = if untouched { Vec::new() } else { order };
        }
    }

    /// Width of `column` in pixels.
    pub fn width(&self, column: &DataColumn) -> u32 {
        self.widths.get(&column.key).map_or(column.width, |width| column.fitting(*width))
    }

    /// Sets the width of `column`, within its bounds.
    pub fn resize(&mut self, column: &DataColumn, width: u32) {
        self.widths.insert(column.key.clone(), column.fitting(width));
    }

    /// Some column has a width of its own, so none grows or shrinks by itself any more.
    pub fn resized(&self) -> bool {
        !self.widths.is_empty()
    }

    /// Everything as it was at first.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// For an address or a cookie: `name,-risk,age:120`, a hidden column with a minus, a shown one that was hidden at first
    /// with a plus, a width behind a colon. Empty when nothing was chosen.
    pub fn text(&self, columns: &[DataColumn]) -> String {
        if *self == Self::default() {
            return String::new();
        }
        let parts: Vec<String> = self
            .ordered(columns)
            .into_iter()
            .map(|column| {
                let sign = match (self.shows(column), column.hidden_at_first) {
                    (false, false) => "-",
                    (true, true) => "+",
                    _ => "",
                };
                let width = self.widths.get(&column.key).map(|width| format!(":{width}")).unwrap_or_default();
                format!("{sign}{}{width}", column.key)
            })
            .collect();
        parts.join(",")
    }

    /// Reads what [`ColumnState::text`] wrote; passes over what it does not understand.
    pub fn parse(columns: &[DataColumn], text: &str) -> Self {
        let mut state = Self::default();
        let mut order = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, width) = part.split_once(':').map_or((part, None), |(name, width)| (name, width.parse().ok()));
            let key = name.trim_start_matches(['-', '+']);
            let Some(column) = columns.iter().find(|column| column.key == key) else { continue };
            match name.chars().next() {
                Some('-') => state.show(column, false),
                Some('+') => state.show(column, true),
                _ => {}
            }
            if let Some(width) = width {
                state.resize(column, width);
            }
            order.push(key.to_owned());
        }
        state.order = order;
        let order: Vec<String> = state.ordered(columns).into_iter().map(|column| column.key.clone()).collect();
        let untouched = order.iter().eq(columns.iter().map(|column| &column.key));
        state.order = if untouched { Vec::new() } else { order };
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn columns() -> Vec<DataColumn> {
        vec![
            DataColumn::text("name", "Name").header(),
            DataColumn::text("owner", "Owner"),
            DataColumn::number("risk", "Risk").sortable(),
            DataColumn::text("note", "Note").hidden(),
        ]
    }

    fn keys(state: &ColumnState) -> String {
        state.visible(&columns()).iter().map(|column| column.key.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_column_is_hidden_and_shown_again() {
        let (columns, mut state) = (columns(), ColumnState::default());
        assert_eq!(keys(&state), "name owner risk");
        state.show(&columns[1], false);
        state.show(&columns[3], true);
        assert_eq!(keys(&state), "name risk note");
        state.show(&columns[0], false);
        assert_eq!(keys(&state), "name risk note");
        state.show(&columns[1], true);
        state.show(&columns[3], false);
        assert_eq!(state, ColumnState::default());
    }

    #[test]
    fn a_column_moves_by_one_place_and_stops_at_the_ends() {
        let (columns, mut state) = (columns(), ColumnState::default());
        state.shift(&columns, "risk", false);
        assert_eq!(keys(&state), "name risk owner");
        state.shift(&columns, "name", false);
        assert_eq!(keys(&state), "name risk owner");
        state.shift(&columns, "risk", true);
        assert_eq!(state, ColumnState::default());
    }

    #[test]
    fn a_column_unknown_to_the_choice_keeps_its_place() {
        let state = ColumnState { order: vec!["risk".into(), "name".into(), "gone".into()], ..ColumnState::default() };
        assert_eq!(keys(&state), "risk owner name");
    }

    #[test]
    fn widths_have_bounds() {
        let (columns, mut state) = (columns(), ColumnState::default());
        state.resize(&columns[1], 1);
        assert_eq!(state.width(&columns[1]), 64);
        state.resize(&columns[1], 100_000);
        assert_eq!(state.width(&columns[1]), WIDEST);
        assert_eq!(state.text(&columns), "name,owner:960,risk,note");
    }

    #[test]
    fn nonsense_in_an_address_does_nothing() {
        assert_eq!(ColumnState::parse(&columns(), "-name,zzz,owner:wide,,:,+"), ColumnState::default());
    }

    proptest! {
        #[test]
        fn a_choice_survives_an_address(acts in prop::collection::vec((0..4_usize, 0..4_u8, 0..2000_u32), 0..20)) {
            let (columns, mut state) = (columns(), ColumnState::default());
            for (index, act, width) in acts {
                let column = &columns[index];
                match act {
                    0 => state.show(column, width % 2 == 0),
                    1 => state.shift(&columns, &column.key, width % 2 == 0),
                    _ => state.resize(column, width),
                }
            }
            prop_assert_eq!(ColumnState::parse(&columns, &state.text(&columns)), state.clone());
            prop_assert_eq!(state.ordered(&columns).len(), columns.len());
        }
    }
}
