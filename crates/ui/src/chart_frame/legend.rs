//! The names of what is drawn; pressing one switches it.

use super::model::{LegendItem, LegendLine, series_class};
use super::state::{is_hidden, isolated, toggled};
use leptos::prelude::*;

/// Buttons that stay pressed while their series is drawn. A double click shows one alone.
pub(super) fn legend_view(items: Memo<Vec<LegendItem>>, hidden: RwSignal<u8>) -> AnyView {
    let before = StoredValue::new(0_u8);
    let entries = move || {
        let items = items.get();
        let count = items.len();
        // One name says nothing that the title does not say.
        let items = if count > 1 { items } else { Vec::new() };
        items
            .into_iter()
            .enumerate()
            .map(|(index, item)| {
                let press = move |event: leptos::ev::MouseEvent| {
                    // The second click of a double click undoes what the first one did.
                    if event.detail() == 2 {
                        hidden.set(isolated(before.get_value(), index, count));
                    } else {
                        before.set_value(hidden.get_untracked());
                        hidden.update(|hidden| *hidden = toggled(*hidden, index, count));
                    }
                };
                view! {
                    <li class="legend__entry">
                        <button
                            type="button"
                            class=format!("legend__item {}", series_class(item.series))
                            aria-pressed=move || if is_hidden(hidden.get(), index) { "false" } else { "true" }
                            title="Double click to show only this"
                            on:click=press
                        >
                            <svg class="legend__swatch" viewBox="0 0 16 10" width="16" height="10" aria-hidden="true">
                                {swatch(item.line)}
                            </svg>
                            {item.label}
                        </button>
                    </li>
                }
                .into_any()
            })
            .collect::<Vec<_>>()
    };
    entries.into_any()
}

fn swatch(line: LegendLine) -> AnyView {
    match line {
        LegendLine::Solid => view! { <path class="legend__line" d="M0 5h16"></path> }.into_any(),
        LegendLine::Dashed => {
            view! { <path class="legend__line" d="M0 5h16" stroke-dasharray="4 2"></path> }.into_any()
        }
        LegendLine::Band => view! { <rect class="legend__band" width="16" height="10" rx="2"></rect> }.into_any(),
        LegendLine::Block => {
            view! { <rect class="legend__block" x="3" width="10" height="10" rx="2"></rect> }.into_any()
        }
    }
}
