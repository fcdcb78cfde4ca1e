//! What can be found: an entry and what it does.

use leptos::prelude::Callback;

/// What an entry does.
#[derive(Debug, Clone)]
pub enum PaletteAction {
    /// Goes to an address.
    Link(String),
    /// Runs, after the palette has closed.
    Run(Callback<()>),
}

/// Something to find.
#[derive(Debug, Clone)]
pub struct PaletteEntry {
    /// Its id, unique among the entries.
    pub id: String,
    /// The heading it stands under: `Pages`, `Actions`, `People`.
    pub group: String,
    /// Its words.
    pub label: String,
    /// Quiet words beside them.
    pub detail: String,
    /// Other words that find it.
    pub keywords: Vec<String>,
    /// Its icon.
    pub icon: Option<String>,
    /// Its shortcut, as [`crate::KeyHint`] reads it.
    pub shortcut: Option<String>,
    /// What it does.
    pub action: PaletteAction,
}

impl PaletteEntry {
    /// A page.
    pub fn link(
        id: impl Into<String>,
        group: impl Into<String>,
        label: impl Into<String>,
        href: impl Into<String>,
    ) -> Self {
        Self::new(id.into(), group.into(), label.into(), PaletteAction::Link(href.into()))
    }

    /// An action.
    pub fn run(
        id: impl Into<String>,
        group: impl Into<String>,
        label: impl Into<String>,
        run: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self::new(id.into(), group.into(), label.into(), PaletteAction::Run(Callback::new(move |()| run())))
    }

    fn new(id: String, group: String, label: String, action: PaletteAction) -> Self {
        Self { id, group, label, action, detail: String::new(), keywords: Vec::new(), icon: None, shortcut: None }
    }

    /// The same with quiet words beside it.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same, found by these words too.
    #[must_use]
    pub fn keywords(mut self, keywords: &[&str]) -> Self {
        self.keywords = keywords.iter().map(|word| (*word).to_owned()).collect();
        self
    }

    /// The same with an icon.
    #[must_use]
    pub fn icon(mut self, name: impl Into<String>) -> Self {
        self.icon = Some(name.into());
        self
    }

    /// The same with its shortcut.
    #[must_use]
    pub fn shortcut(mut self, keys: impl Into<String>) -> Self {
        self.shortcut = Some(keys.into());
        self
    }
}
