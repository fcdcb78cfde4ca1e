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
pub mod copy_button;
pub mod empty_state;
pub mod error_page;
pub mod form_message;
pub mod icon;
pub mod layout;
pub mod mark;
pub mod navigation;
pub mod notice;
pub mod panel;
pub mod password_field;
pub mod person_menu;
pub mod select_field;
pub mod severity;
pub mod shell;
pub mod skip_link;
pub mod states;
pub mod status_dot;
pub mod table;
pub mod text_field;
pub mod theme_toggle;
pub mod time;
pub mod tone;
pub mod visually_hidden;

mod field;

pub use avatar::Avatar;
pub use badge::Badge;
pub use big_number::{BigNumber, Delta, Direction};
pub use button::{Button, ButtonSize, ButtonVariant};
pub use chart_frame::{ChartFrame, ChartSize, LegendItem, LegendLine};
pub use copy_button::CopyButton;
pub use empty_state::EmptyState;
pub use error_page::ErrorPage;
pub use form_message::FormMessage;
pub use icon::{Icon, IconSprite, KIT_ICONS};
pub use layout::{AuthLayout, PageHead};
pub use mark::Mark;
pub use navigation::{Crumb, NavCount, NavGroup, NavItem};
pub use notice::{Notice, NoticeKind};
pub use panel::Panel;
pub use password_field::PasswordField;
pub use person_menu::PersonMenu;
pub use select_field::{SelectField, SelectOption};
pub use severity::{Severity, SeverityLevel};
pub use shell::Shell;
pub use skip_link::SkipLink;
pub use states::{PanelError, PartialNote, Skeleton, SkeletonShape, StaleNote};
pub use status_dot::StatusDot;
pub use table::{Align, Cell, Column, Row, Table};
pub use text_field::TextField;
pub use theme_toggle::{ThemeChoice, ThemeToggle};
pub use time::Time;
pub use tone::Tone;
pub use visually_hidden::VisuallyHidden;
