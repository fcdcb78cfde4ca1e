//! The gallery: every piece of the kit in every state, in development builds only. Tests drive it by role and keyboard.

mod basics;
mod charts;
mod data;
mod forms;
mod overlays;
mod watchlist;

pub(crate) use basics::BasicsRoute;
pub(crate) use charts::ChartsRoute;
pub(crate) use data::DataRoute;
pub(crate) use forms::FormsRoute;
pub(crate) use overlays::OverlaysRoute;
pub(crate) use watchlist::WatchlistRoute;

use cauldron_ui::PageHead;
use leptos::prelude::*;
use leptos_meta::Title;

const SECTIONS: &[(&str, &str)] = &[
    ("basics", "Basics"),
    ("forms", "Forms"),
    ("overlays", "Overlays"),
    ("data", "Data"),
    ("charts", "Charts"),
    ("watchlist", "A page"),
];

/// A page of the gallery with links to the others.
#[component]
fn Section(
    /// Its place in the address.
    slug: &'static str,
    /// The specimens, each in a `Panel`.
    children: Children,
) -> impl IntoView {
    let title = SECTIONS.iter().find(|(known, _)| *known == slug).map_or(slug, |(_, title)| title);
    let links = SECTIONS
        .iter()
        .map(|(known, title)| {
            let aria_current = (*known == slug).then_some("page");
            view! { <a class="segmented__option" href=format!("/gallery/{known}") aria-current=aria_current>{*title}</a> }
        })
        .collect_view();
    view! {
        <Title text=format!("Gallery: {title}")/>
        <div class="page">
            <PageHead
                title=format!("Gallery: {title}")
                purpose="Every piece of the kit in its states. Development builds only.".to_owned()
                actions=move || view! { <nav class="segmented" aria-label="Gallery">{links}</nav> }
            />
            {children()}
        </div>
    }
    .into_any()
}
