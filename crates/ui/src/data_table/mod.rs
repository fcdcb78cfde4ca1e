//! The table of lists: order, column choice, selection, keyboard, paging, and up to 100,000 rows of which only those in
//! sight are in the document. [`crate::Table`] stays for small tables inside panels.
//!
//! - Before any script the first rows are there, sort and paging are links, and links in the rows work.
//! - From [`VIRTUAL_FROM`] rows on, the browser's find-on-page sees only the rows in the document, and so does printing. Give
//!   such a list a search field; below that number every row is in the document.
//! - Every row has the same height (`--row-height`, of which each density has its own), measured rather than assumed, so a
//!   cell shows one line. On a phone rows become cards, which are as high as each other too when the table is long.
//! - A screen reader hears `grid` with `aria-rowcount` and `aria-rowindex`, so "row 4,013 of 100,001" is right although a few
//!   dozen rows are there.
//! - Keys, while the focus is in the rows: arrows or `j` `k`, PageUp, PageDown, Home, End, Enter to open, Space or `x` to
//!   select (Shift extends), Ctrl+A for all, Escape to let go; Shift and an arrow on a head changes its width.

mod around;
mod bulk_bar;
mod column_menu;
mod columns;
mod export;
mod head;
mod keys;
mod live;
mod model;
mod pagination;
mod row;
mod rows;
mod selection;
mod sort;
mod table;
mod window;

pub use bulk_bar::BulkBar;
pub use column_menu::ColumnMenu;
pub use columns::{ColumnState, DataColumn, WIDEST, WIDTH_STEP};
pub use export::{ExportValue, csv, json};
pub use pagination::{PageSize, Pagination};
pub use rows::{BlockRows, Rows};
pub use selection::{Chosen, Selection};
pub use sort::{Sort, aria_sort, next_sort, with_parameter};
pub use table::{DataTable, TableNote, TableState};
pub use window::{FIRST_ROWS, Geometry, OVERSCAN, Step, VIRTUAL_FROM, blocks, find_near, spaces, stepped};
