//! A card that answers one question: title, a sentence, the answer.

use crate::turn::InTurn;
use leptos::prelude::*;

/// A titled region of a page.
#[component]
pub fn Panel(
    /// What it is about.
    #[prop(into)]
    title: String,
    /// `id` of the panel; its heading gets `<id>-title`.
    #[prop(into)]
    id: String,
    /// The answer in a sentence, or where the figures come from.
    #[prop(optional, into)]
    description: MaybeProp<String>,
    /// Right side of the head: buttons, a legend, an age.
    #[prop(optional, into)]
    aside: ViewFnOnce,
    /// The body reaches the edges, for tables and lists.
    #[prop(optional)]
    flush: bool,
    /// The body.
    children: Children,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let labelled = title_id.clone();
    let view = view! {
        <section
            class=if flush { "panel panel--flush" } else { "panel" }
            id=id
            aria-labelledby=labelled
        >
            <header class="panel__head">
                <div class="panel__words">
                    <h2 class="panel__title" id=title_id>
                        {title}
                    </h2>
                    {move || description.get().map(|text| view! { <p class="panel__description">{text}</p> })}
                </div>
                <div class="panel__aside">{aside.run()}</div>
            </header>
            <div class="panel__body">{children()}</div>
        </section>
    };
    InTurn::new(view).into_any()
}
