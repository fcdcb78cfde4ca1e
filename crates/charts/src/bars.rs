//! Bars: amounts of categories, of stretches of time, of ranges of values. They start at zero.

mod draw;
mod finding;
mod histogram;
mod model;
mod slots;

pub use draw::bar_chart;
pub use histogram::histogram;

use crate::annotations::Annotation;
use crate::civil::OffsetChange;
use crate::format::Unit;
use crate::palette::{Colours, Palette};

/// What the bars stand on.
#[derive(Clone, Debug, PartialEq)]
pub enum Buckets {
    /// A name each, in the order given.
    Categories(Vec<String>),
    /// A stretch of time each.
    Times {
        /// Where each begins, milliseconds since 1970, UTC.
        starts: Vec<i64>,
        /// How long each is, in milliseconds; it ends earlier where the next begins.
        length: i64,
    },
    /// A range of values each: the distribution of something.
    Edges {
        /// Ascending; one more than there are bars. The last may be infinite.
        edges: Vec<f64>,
        /// Of the edges.
        unit: Unit,
    },
}

impl Buckets {
    /// How many bars there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Categories(names) => names.len(),
            Self::Times { starts, .. } => starts.len(),
            Self::Edges { edges, .. } => edges.len().saturating_sub(1),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// One amount for each bucket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarSeries {
    /// What the reader sees in the legend.
    pub label: String,
    /// In the order of the buckets; a missing value is NaN, or absent at the end.
    pub values: Vec<f64>,
}

/// Everything a bar chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct BarChart {
    /// Unique on the page; the ids of title and description are made from it.
    pub id: String,
    /// Read by assistive technology, not drawn: the panel has the heading. The series' labels if empty.
    pub title: String,
    /// What the bars stand on. Where there are more than fit, neighbours become one: amounts are added, other units averaged;
    /// categories beyond the room become "others".
    pub buckets: Buckets,
    /// At most [`crate::MAX_SERIES`] are drawn. A series without values keeps its colour free for when it is switched on again.
    pub series: Vec<BarSeries>,
    /// Of all values.
    pub unit: Unit,
    /// On top of each other instead of side by side.
    pub stacked: bool,
    /// What the colours say.
    pub colours: Colours,
    /// The sentence that states what it shows, of a caller who knows more than the bars; made from them if empty, and of a part.
    pub statement: String,
    /// Of [`Buckets::Times`]: milliseconds since 1970, UTC, both included; the extent of the buckets if absent.
    pub range: Option<(i64, i64)>,
    /// Whether the range ends now.
    pub live: bool,
    /// Offsets from UTC in the range.
    pub offsets: Vec<OffsetChange>,
    /// What happened meanwhile; of [`Buckets::Times`] only.
    pub annotations: Vec<Annotation>,
    /// The page names the series, so the picture does not.
    pub legend_elsewhere: bool,
    /// CSS pixels at which text is 11 px.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Page or paper.
    pub palette: Palette,
}

impl Default for BarChart {
    fn default() -> Self {
        Self {
            id: String::new(),
            title: String::new(),
            buckets: Buckets::Categories(Vec::new()),
            series: Vec::new(),
            unit: Unit::Count,
            stacked: false,
            colours: Colours::Kinds,
            statement: String::new(),
            range: None,
            live: false,
            offsets: Vec::new(),
            annotations: Vec::new(),
            legend_elsewhere: false,
            width: 720,
            height: 240,
            palette: Palette::Css,
        }
    }
}
