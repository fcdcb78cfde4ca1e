//! The rail's entries as data, and which of them is the present place.

use leptos::prelude::MaybeProp;

/// A live count beside an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NavCount {
    /// How many.
    pub value: u64,
    /// What the number counts, read aloud after it: `open`.
    pub noun: &'static str,
    /// Drawn in the critical colour.
    pub urgent: bool,
}

/// One entry of the rail.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Its words.
    pub label: String,
    /// Its address; a query may follow the path and does not count when the present place is looked for.
    pub href: String,
    /// Its icon.
    pub icon: String,
    /// Its count, if it has one.
    pub count: MaybeProp<NavCount>,
}

impl NavItem {
    /// An entry without a count.
    pub fn new(label: impl Into<String>, href: impl Into<String>, icon: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), icon: icon.into(), count: MaybeProp::default() }
    }

    /// The same entry with a count.
    #[must_use]
    pub fn with_count(mut self, count: impl Into<MaybeProp<NavCount>>) -> Self {
        self.count = count.into();
        self
    }
}

/// Entries under one heading.
#[derive(Debug, Clone)]
pub struct NavGroup {
    /// The heading, if the group has one.
    pub heading: Option<String>,
    /// The entries.
    pub items: Vec<NavItem>,
}

/// One step of the breadcrumb; the last one is the page itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Its words.
    pub label: String,
    /// Where it leads; the page itself has none, nor has a heading without a page.
    pub href: Option<String>,
}

impl Crumb {
    /// A step that leads somewhere.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }

    /// A step that leads nowhere: the page itself, or a heading.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }
}

/// The value of `aria-current` for an entry at `href` when the page is `path`: `page` for the page itself, `true` for the
/// section that holds it, nothing otherwise. `/` holds only itself.
pub fn current(href: &str, path: &str) -> Option<&'static str> {
    let (href, path) = (trim(href), trim(path));
    if href == path {
        Some("page")
    } else if !href.is_empty() && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')) {
        Some("true")
    } else {
        None
    }
}

/// The longest address among the entries that is the present page or holds it, so that only one entry is marked.
pub fn longest_match<'a>(hrefs: impl Iterator<Item = &'a str>, path: &str) -> Option<&'a str> {
    hrefs.filter(|href| current(href, path).is_some()).max_by_key(|href| trim(href).len())
}

fn trim(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_itself_and_section_are_told_apart() {
        assert_eq!(current("/aegis/alerts", "/aegis/alerts/"), Some("page"));
        assert_eq!(current("/aegis/alerts", "/aegis/alerts/42"), Some("true"));
        assert_eq!(current("/aegis/alerts", "/aegis/alerts-old"), None);
    }

    #[test]
    fn root_holds_only_itself() {
        assert_eq!(current("/", "/"), Some("page"));
        assert_eq!(current("/", "/aegis"), None);
    }

    #[test]
    fn deepest_entry_wins() {
        let hrefs = ["/", "/admin", "/admin/people"];
        assert_eq!(longest_match(hrefs.into_iter(), "/admin/people/7"), Some("/admin/people"));
        assert_eq!(longest_match(hrefs.into_iter(), "/lore"), None);
    }
}
