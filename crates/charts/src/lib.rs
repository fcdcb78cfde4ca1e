//! Charts as pure functions from data to SVG, the same on the server and in the browser.
//!
//! A picture is a `String` of SVG without `style=` attributes, scripts or fixed fonts. With [`Palette::Css`] its colours
//! are custom properties, so a page changes theme without drawing again; with [`Palette::Resolved`] they are literal, for
//! PDF, mail and download. Nothing here reads a clock, a locale or a time-zone database: the caller sends the range and
//! the offsets from UTC that hold in it ([`OffsetChange`]).

mod civil;
mod data;
pub mod downsample;
mod finding;
pub mod format;
mod hover;
mod labels;
mod layout;
mod line;
pub mod palette;
pub mod scale;
mod sparkline;
mod surface;
mod table;
mod text;
mod time_axis;
mod value_axis;

pub use civil::OffsetChange;
pub use data::{MAX_SERIES, Point, Series};
pub use finding::finding;
pub use format::Unit;
pub use hover::{Hover, HoverValue, nearest};
pub use layout::{ChartGeometry, Rect, geometry};
pub use line::{LineChart, ValueScale, area_chart, line_chart};
pub use palette::{Palette, Theme};
pub use sparkline::{Sparkline, sparkline};
pub use table::{Row, table};
pub use time_axis::{TimeTick, time_ticks};
pub use value_axis::{ValueAxis, ValueTick, value_axis};
