//! The pages about access, beside each other.

use crate::session::may;
use cauldron_types::Permission;
use cauldron_ui::{Tab, TabLinks};
use leptos::prelude::*;

/// Links to those that the person may see.
#[component]
pub(crate) fn AccessTabs(
    /// The present one.
    chosen: &'static str,
) -> impl IntoView {
    let (read, report) = (may(Permission::AccessRead), may(Permission::AccessReport));
    let tabs = [
        ("given", "Given roles", "/admin/access", read),
        ("explain", "Explain", "/admin/access/explain", true),
        ("reach", "Who can reach", "/admin/access/reach", read),
        ("review", "Unused access", "/admin/access/review", report),
    ];
    let tabs = tabs
        .into_iter()
        .filter(|(.., open)| *open)
        .map(|(value, label, href, _)| Tab::new(value, label).href(href))
        .collect();
    view! { <TabLinks label="Access" tabs chosen/> }
}
