//! Charts as pure functions from data to SVG, the same on the server and in the browser.
//!
//! A picture is a `String` of SVG without `style=` attributes, scripts or fixed fonts. With [`Palette::Css`] its colours
//! are custom properties, so a page changes theme without drawing again; with [`Palette::Resolved`] they are literal, for
//! PDF, mail and download. Nothing here reads a clock, a locale or a time-zone database: the caller sends the range and
//! the offsets from UTC that hold in it ([`OffsetChange`]).

mod annotations;
mod axes;
mod bars;
mod chart;
mod civil;
mod data;
pub mod downsample;
mod finding;
mod forecast;
pub mod format;
mod heat;
mod hover;
mod labels;
mod layout;
mod line;
mod line_model;
pub mod palette;
pub mod scale;
mod sparkline;
mod surface;
mod table;
mod text;
mod time_axis;
mod value_axis;

pub use annotations::Annotation;
pub use bars::{BarChart, BarSeries, Buckets, bar_chart, histogram};
pub use chart::{Chart, Figure, Figures, LegendEntry, LegendMark, Place, Step, View};
pub use civil::OffsetChange;
pub use data::{MAX_SERIES, Point, Series};
pub use finding::finding;
pub use forecast::{Band, BandPoint, Forecast};
pub use format::Unit;
pub use heat::{HeatMap, heat_map};
pub use hover::{Hover, HoverValue, nearest};
pub use layout::{ChartGeometry, Rect, geometry};
pub use line::{LineChart, ValueScale, area_chart, line_chart};
pub use palette::{Colours, Palette, Theme, Tone};
pub use sparkline::{Sparkline, sparkline};
pub use table::{Row, table};
pub use time_axis::{TimeTick, time_ticks};
pub use value_axis::{ValueAxis, ValueTick, value_axis};
