//! The design system: Leptos components without server functions and without domain words.
//!
//! Each component has its style sheet at `style/components/<same name>.css`. Nothing here sets a `style` attribute,
//! because the content security policy refuses it, and nothing reads a clock or a locale: text comes in formatted.
#![recursion_limit = "512"]

pub mod avatar;
pub mod badge;
pub mod big_number;
pub mod button;
pub mod chart_frame;
pub mod checkbox;
pub mod code_block;
pub mod combobox;
pub mod command_palette;
pub mod confirm_by_name;
pub mod copy_button;
pub mod data_table;
pub mod date_field;
pub mod date_range;
pub mod density_toggle;
pub mod description_list;
pub mod dialog;
pub mod diff;
pub mod empty_state;
pub mod error_page;
pub mod filter_bar;
pub mod form_message;
pub mod icon;
pub mod icon_button;
pub mod key_hint;
pub mod keyboard_help;
pub mod keymap;
pub mod layout;
pub mod link;
pub mod mark;
pub mod menu;
pub mod meter;
pub mod navigation;
pub mod notice;
pub mod number_field;
pub mod number_text;
pub mod panel;
pub mod password_field;
pub mod person_menu;
pub mod popover;
pub mod progress;
pub mod query_text;
pub mod radio_group;
pub mod saved_views;
pub mod segmented;
pub mod select_field;
pub mod severity;
pub mod shell;
pub mod side_panel;
pub mod skip_link;
pub mod states;
pub mod status_dot;
pub mod table;
pub mod tabs;
pub mod tag;
pub mod text_area;
pub mod text_field;
pub mod theme_toggle;
pub mod time;
pub mod time_range;
pub mod toasts;
pub mod tone;
pub mod tooltip;
pub mod tree;
pub mod visually_hidden;

mod date_text;
mod dom;
mod field;
mod list_keys;
mod popup;

pub use avatar::{Avatar, AvatarGroup, AvatarSize};
pub use badge::Badge;
pub use big_number::{BigNumber, Delta, Direction};
pub use button::{Button, ButtonSize, ButtonVariant};
pub use chart_frame::{
    ChartBox, ChartChoice, ChartFrame, ChartModel, ChartPlot, ChartReading, ChartRow, ChartSize, ChartState, ChartStep,
    ChartStop, ChartTable, ChartView, LegendItem, LegendLine,
};
pub use checkbox::{Checkbox, CheckboxGroup, GroupOption};
pub use code_block::CodeBlock;
pub use combobox::{ComboOption, Combobox};
pub use command_palette::{CommandPalette, PaletteAction, PaletteEntry};
pub use confirm_by_name::ConfirmByName;
pub use copy_button::CopyButton;
pub use data_table::{
    BlockRows, BulkBar, ColumnMenu, ColumnState, DataColumn, DataTable, ExportValue, PageSize, Pagination, Rows,
    Selection, Sort, TableNote, TableState,
};
pub use date_field::DateField;
pub use date_range::DateRange;
pub use density_toggle::{DensityChoice, DensityToggle};
pub use description_list::{Description, DescriptionList};
pub use dialog::{Dialog, DialogSize};
pub use diff::{Change, Diff, DiffLine, DiffView, diff_lines};
pub use empty_state::{EmptyReason, EmptyState};
pub use error_page::ErrorPage;
pub use filter_bar::{Filter, FilterBar, FilterKind, FilterQuery, FilterSpec, Operator};
pub use form_message::FormMessage;
pub use icon::{Icon, IconSprite, KIT_ICONS};
pub use icon_button::IconButton;
pub use key_hint::KeyHint;
pub use keyboard_help::{KeyboardHelp, Shortcut, ShortcutGroup};
pub use keymap::{KeyPress, KeyStep, Keymap};
pub use layout::{AuthLayout, PageHead};
pub use link::Link;
pub use mark::Mark;
pub use menu::{Menu, MenuAction, MenuEntry, MenuItem};
pub use meter::Meter;
pub use navigation::{Crumb, NavCount, NavGroup, NavItem};
pub use notice::{Notice, NoticeKind};
pub use number_field::NumberField;
pub use number_text::{NumberRule, plain_number};
pub use panel::Panel;
pub use password_field::PasswordField;
pub use person_menu::PersonMenu;
pub use popover::{Placement, Popover};
pub use progress::Progress;
pub use query_text::{Pair, encode_part, query_href};
pub use radio_group::RadioGroup;
pub use saved_views::{SavedView, SavedViews, ViewActions, ViewOutcome};
pub use segmented::{SegmentedControl, SegmentedOption};
pub use select_field::{SelectField, SelectOption};
pub use severity::{Severity, SeverityLevel};
pub use shell::Shell;
pub use side_panel::{SidePanel, SidePanelLayout};
pub use skip_link::SkipLink;
pub use states::{PanelError, PartialNote, Skeleton, SkeletonShape, StaleNote};
pub use status_dot::StatusDot;
pub use table::{Align, Cell, Column, Row, Table};
pub use tabs::{Tab, TabLinks, TabPanel, Tabs};
pub use tag::Tag;
pub use text_area::TextArea;
pub use text_field::TextField;
pub use theme_toggle::{ThemeChoice, ThemeToggle};
pub use time::Time;
pub use time_range::TimeRangePicker;
pub use toasts::{Toast, ToastHub, ToastKind, Toasts};
pub use tone::Tone;
pub use tooltip::Tooltip;
pub use tree::{Tree, TreeChildren, TreeNode};
pub use visually_hidden::VisuallyHidden;
