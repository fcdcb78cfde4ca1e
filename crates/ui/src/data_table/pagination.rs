//! Previous and next page, and how many rows a page has: links, so that it works without script.

use crate::icon::Icon;
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;

/// One choice of how many rows a page has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSize {
    /// So many rows.
    pub rows: usize,
    /// Where the choice leads.
    pub href: String,
    /// It holds now.
    pub current: bool,
}

/// Links through pages that are cut by cursors. There are no page numbers: with a cursor nobody counts what was passed.
#[component]
pub fn Pagination(
    /// What is paged, read aloud: `Pages of hosts`.
    #[prop(into)]
    label: String,
    /// What this page shows: `26–50 of 1,000`.
    #[prop(optional, into)]
    summary: Signal<String>,
    /// Address of the page before; none on the first.
    #[prop(into)]
    previous: Signal<Option<String>>,
    /// Address of the page after; none on the last.
    #[prop(into)]
    next: Signal<Option<String>>,
    /// Sizes of a page to choose from.
    #[prop(optional, into)]
    sizes: Signal<Vec<PageSize>>,
) -> impl IntoView {
    let choices = move || {
        let sizes = sizes.get();
        (!sizes.is_empty()).then(|| {
            let links = sizes
                .into_iter()
                .map(|size| {
                    let current = size.current.then_some("true");
                    view! {
                        <a class="pagination__size" {..custom_attribute("noscroll", "")} href=size.href aria-current=current>
                            <span class="visually-hidden">"Rows on a page: "</span>
                            {size.rows}
                        </a>
                    }
                })
                .collect_view();
            view! { <span class="pagination__sizes"><span class="pagination__rows" aria-hidden="true">"Rows"</span>{links}</span> }
        })
    };
    view! {
        <nav class="pagination" aria-label=label>
            <p class="pagination__summary">{move || summary.get()}</p>
            {choices}
            <span class="pagination__links">
                {move || turn(previous.get(), false)} {move || turn(next.get(), true)}
            </span>
        </nav>
    }
    .into_any()
}

fn turn(href: Option<String>, forward: bool) -> AnyView {
    let (words, rel, icon) =
        if forward { ("Next", "next", "chevron-right") } else { ("Previous", "prev", "chevron-left") };
    let content = view! {
        <span class="pagination__word">{words}</span>
        <Icon name=icon/>
    };
    let class = if forward { "pagination__link" } else { "pagination__link pagination__link--back" };
    match href {
        Some(href) => {
            view! { <a {..custom_attribute("noscroll", "")} class=class href=href rel=rel>{content}</a> }.into_any()
        }
        // A link that leads nowhere keeps its place and says so.
        None => view! { <a class=class role="link" aria-disabled="true">{content}</a> }.into_any(),
    }
}
