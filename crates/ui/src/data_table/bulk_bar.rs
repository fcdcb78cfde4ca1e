//! What one can do with the chosen rows.

use super::selection::grouped;
use crate::button::{Button, ButtonSize, ButtonVariant};
use crate::icon::Icon;
use leptos::prelude::*;

/// A bar that lies over the table's tools while rows are chosen, so that nothing moves when it comes and goes.
#[component]
pub fn BulkBar(
    /// How many rows are chosen.
    #[prop(into)]
    count: Signal<usize>,
    /// Everything that matches is chosen, loaded or not.
    #[prop(optional, into)]
    everything: Signal<bool>,
    /// How many match, when more match than are loaded: offers to choose them all.
    #[prop(optional, into)]
    matching: Signal<Option<usize>>,
    /// Chooses everything that matches.
    #[prop(optional, into)]
    on_everything: Option<Callback<()>>,
    /// Lets every row go.
    #[prop(into)]
    on_clear: Callback<()>,
    /// Buttons; they fit on one line or scroll sideways.
    #[prop(optional, into)]
    children: ViewFn,
) -> impl IntoView {
    let chosen = Memo::new(move |_| everything.get() || count.get() > 0);
    let words = move || match (everything.get(), matching.get()) {
        (true, Some(matching)) => format!("All {} selected", grouped(matching)),
        (true, None) => "All selected".to_owned(),
        _ => format!("{} selected", grouped(count.get())),
    };
    let more = move || {
        let matching = matching.get().filter(|matching| !everything.get() && *matching > count.get())?;
        let on_everything = on_everything?;
        Some(view! {
            <Button
                variant=ButtonVariant::Ghost
                size=ButtonSize::Small
                on_press=Callback::new(move |_| on_everything.run(()))
            >
                {format!("Select all {}", grouped(matching))}
            </Button>
        })
    };
    view! {
        <div class="bulk-bar" role="group" aria-label="Selected rows" hidden=move || !chosen.get()>
            <span class="bulk-bar__count">{words}</span>
            <div class="bulk-bar__actions">{children.run()}</div>
            {more}
            <button
                class="bulk-bar__clear"
                type="button"
                title="Clear selection (Esc)"
                on:click=move |_| on_clear.run(())
            >
                <Icon name="x"/>
                <span class="visually-hidden">"Clear selection"</span>
            </button>
        </div>
    }
    .into_any()
}
