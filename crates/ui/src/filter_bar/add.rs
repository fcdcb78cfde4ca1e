//! "Add filter": first by what, then with what.

use super::Bar;
use super::editor::editor;
use super::model::{FilterKind, Operator};
use super::query::{ADD_KEY, ADD_OPERATOR, ADD_VALUE};
use crate::button::Button;
use crate::field::alive;
use crate::icon::Icon;
use crate::popup::{focus_soon, hidden_inputs, move_in_list};
use leptos::prelude::*;

pub(super) fn add(bar: Bar) -> AnyView {
    let alive = alive();
    let chosen = RwSignal::new(None::<usize>);
    let popup_id = bar.part("add");
    let target = popup_id.clone();
    // Not by the button that was pressed: its timers end with the menu that it belongs to.
    let value_id = format!("{popup_id}-value");
    Effect::new(move |_| {
        if chosen.get().is_some() {
            focus_soon(value_id.clone());
        }
    });
    let content = {
        let popup_id = popup_id.clone();
        move || {
            if !alive.get() {
                return plain(bar);
            }
            let spec = chosen.get().and_then(|index| bar.specs.with_value(|specs| specs.get(index).cloned()));
            match spec {
                Some(spec) => editor(bar, spec, None, None, popup_id.clone()),
                None => menu(bar, chosen),
            }
        }
    };
    view! {
        <div class="filter-bar__add-place">
            <button class="filter-bar__add" type="button" popovertarget=target>
                <Icon name="plus"/>
                <span>"Filter"</span>
            </button>
            <div
                class="popup filter-editor-popup"
                id=popup_id
                popover="auto"
                role="dialog"
                aria-label="Add filter"
                on:toggle=move |event| {
                    if event.new_state() == "closed" {
                        chosen.set(None);
                    }
                }
            >
                {content}
            </div>
        </div>
    }
    .into_any()
}

fn icon(kind: &FilterKind) -> &'static str {
    match kind {
        FilterKind::Text => "text-cursor-input",
        FilterKind::Choice(_) => "list-checks",
        FilterKind::Number => "hash",
        FilterKind::Date => "calendar",
        FilterKind::Address => "network",
    }
}

/// What can be filtered by; arrows move, Enter goes on to the editor.
fn menu(bar: Bar, chosen: RwSignal<Option<usize>>) -> AnyView {
    let entries = bar.specs.with_value(|specs| {
        specs
            .iter()
            .enumerate()
            .map(|(index, spec)| {
                view! {
                    <li>
                        <button
                            class="filter-menu__entry"
                            type="button"
                            autofocus=index == 0
                            on:click=move |_| chosen.set(Some(index))
                        >
                            <Icon name=icon(&spec.kind)/>
                            <span>{spec.label.clone()}</span>
                        </button>
                    </li>
                }
            })
            .collect_view()
    });
    view! { <ul class="filter-menu" aria-label="Filter by" on:keydown=|event| move_in_list(&event)>{entries}</ul> }
        .into_any()
}

/// Everything in one form, before the page is alive.
fn plain(bar: Bar) -> AnyView {
    let specs = bar.specs.with_value(|specs| {
        specs.iter().map(|spec| view! { <option value=spec.key.clone()>{spec.label.clone()}</option> }).collect_view()
    });
    let operators = Operator::ALL
        .into_iter()
        .map(|operator| view! { <option value=operator.code()>{operator.words()}</option> })
        .collect_view();
    view! {
        <form class="filter-editor" method="get">
            {move || hidden_inputs(bar.pairs(&bar.query.get()))}
            <select class="input" name=ADD_KEY aria-label="Filter by">{specs}</select>
            <select class="input" name=ADD_OPERATOR aria-label="How to compare">{operators}</select>
            <input class="input" name=ADD_VALUE type="text" aria-label="Value"/>
            <Button kind="submit" wide=true>"Apply"</Button>
        </form>
    }
    .into_any()
}
