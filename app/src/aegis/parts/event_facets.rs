//! What occurs in the list and how often; a press narrows the list to it, another one lets it go.

use super::event_query::PageAddress;
use cauldron_types::{EventFacets as Facets, FacetValue, Severity, grouped};
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;

/// Values shown of each.
const SHOWN: usize = 6;

/// Severities, kinds and people beside each other.
#[component]
pub(crate) fn EventFacets(
    /// What occurs.
    facets: Facets,
    /// The page's address.
    here: Memo<PageAddress>,
) -> impl IntoView {
    let Facets { mut severities, kinds, mut actors } = facets;
    for value in &mut severities {
        if let Ok(severity) = value.value.parse::<Severity>() {
            severity.label().clone_into(&mut value.label);
        }
    }
    for value in &mut actors {
        // The filter shows what it was given, and a name says more than an id.
        value.value.clone_from(&value.label);
    }
    view! {
        <div class="facets">
            {group("severity", "Severity", severities, here)}
            {group("kind", "Kind", kinds, here)}
            {group("actor", "Who", actors, here)}
        </div>
    }
    .into_any()
}

fn group(key: &'static str, title: &'static str, values: Vec<FacetValue>, here: Memo<PageAddress>) -> AnyView {
    let id = format!("facet-{key}");
    let labelled = id.clone();
    let links = values
        .into_iter()
        .take(SHOWN)
        .map(|value| {
            let asked = value.value.clone();
            let chosen = here.read_untracked().query.chooses(key, &value.value);
            let words = if chosen { "Stop filtering by" } else { "Filter by" };
            // The columns of the table may change meanwhile.
            let address = move || {
                let here = here.read();
                here.with_query(here.query.toggled(key, &asked)).href()
            };
            view! {
                <li>
                    <a {..custom_attribute("noscroll", "")} class="facets__value" href=address aria-current=chosen.then_some("true")>
                        <span class="visually-hidden">{words}" "</span>
                        <span class="facets__label">{value.label}</span>
                        <span class="facets__count">{grouped(value.count)}</span>
                    </a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    if links.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="facets__group" aria-labelledby=labelled>
            <h3 class="facets__title" id=id>{title}</h3>
            <ul class="facets__values">{links}</ul>
        </section>
    }
    .into_any()
}
