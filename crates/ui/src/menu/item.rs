//! What is in a menu.

use leptos::prelude::{Callback, Signal};

/// What an item of a menu does.
#[derive(Debug, Clone)]
pub enum MenuAction {
    /// Goes to an address.
    Link(String),
    /// Runs, after the menu has closed.
    Run(Callback<()>),
    /// Switches something that the signal shows; the menu stays open.
    Check(Signal<bool>, Callback<()>),
}

/// One item of a menu.
#[derive(Debug, Clone)]
pub struct MenuItem {
    /// Its words.
    pub label: String,
    /// What it does.
    pub action: MenuAction,
    /// Icon before the words.
    pub icon: Option<String>,
    /// Quiet words at the end: a shortcut, a count.
    pub detail: Option<String>,
    /// It destroys or ends something.
    pub danger: bool,
    /// It cannot be chosen now; it can be reached, so that it can be read.
    pub disabled: bool,
}

impl MenuItem {
    /// An item with nothing but words and what it does.
    pub fn new(label: impl Into<String>, action: MenuAction) -> Self {
        Self { label: label.into(), action, icon: None, detail: None, danger: false, disabled: false }
    }

    /// A link.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self::new(label, MenuAction::Link(href.into()))
    }

    /// An action.
    pub fn run(label: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self::new(label, MenuAction::Run(Callback::new(move |()| run())))
    }

    /// Something that is on or off.
    pub fn check(label: impl Into<String>, on: Signal<bool>, flip: impl Fn() + Send + Sync + 'static) -> Self {
        Self::new(label, MenuAction::Check(on, Callback::new(move |()| flip())))
    }

    /// The same with an icon.
    #[must_use]
    pub fn icon(mut self, name: impl Into<String>) -> Self {
        self.icon = Some(name.into());
        self
    }

    /// The same with quiet words at the end.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same, marked as destroying or ending something.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// The same, which cannot be chosen while `disabled`.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }
}

/// A part of a menu.
#[derive(Debug, Clone)]
pub enum MenuEntry {
    /// Something to choose.
    Item(MenuItem),
    /// Words above a group.
    Heading(String),
    /// A line between groups.
    Separator,
}

impl From<MenuItem> for MenuEntry {
    fn from(item: MenuItem) -> Self {
        Self::Item(item)
    }
}
