//! Around the rows: the bar above, order on a phone, what is new, and what stands there when there are no rows.

use super::bulk_bar::BulkBar;
use super::column_menu::ColumnMenu;
use super::head::{Sorting, freeze, sort_link};
use super::model::Model;
use super::selection::grouped;
use super::table::{TableNote, TableState};
use crate::button::{Button, ButtonSize, ButtonVariant};
use crate::dom;
use crate::empty_state::EmptyState;
use crate::icon::Icon;
use crate::states::{PanelError, PartialNote, StaleNote};
use leptos::prelude::*;

/// What fills the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Rows,
    Loading,
    Empty,
    Failed,
}

/// What stands below the head when there are no rows.
pub(super) fn instead(
    phase: Memo<Phase>,
    state: Signal<TableState>,
    on_retry: Option<Callback<()>>,
    empty: Option<ViewFn>,
) -> impl IntoView {
    move || match phase.get() {
        Phase::Rows | Phase::Loading => None,
        Phase::Empty => {
            let empty = empty.clone();
            let content = match empty {
                Some(empty) => empty.run(),
                None => view! { <EmptyState title="Nothing here"/> }.into_any(),
            };
            Some(view! { <div class="data-table__instead">{content}</div> }.into_any())
        }
        Phase::Failed => {
            let TableState::Failed { message, trace_id } = state.get() else { return None };
            let error = match on_retry {
                Some(on_retry) => view! { <PanelError message trace_id on_retry/> }.into_any(),
                None => view! { <PanelError message trace_id/> }.into_any(),
            };
            Some(view! { <div class="data-table__instead">{error}</div> }.into_any())
        }
    }
}

/// Order on a phone, where there is no head.
pub(super) fn sorts(model: Model, sorting: Sorting) -> impl IntoView {
    move || {
        let links = model
            .shown
            .get()
            .iter()
            .filter(|column| column.sortable)
            .map(|column| sort_link(model, sorting, column, "data-table__sort data-table__sort--chip"))
            .collect_view();
        view! {
            <div class="data-table__sorts" role="group" aria-label="Sort by">
                <span class="data-table__sorts-word" aria-hidden="true">"Sort"</span>
                {links}
            </div>
        }
    }
}

/// `12 new`: rows that came above what is read.
pub(super) fn news(model: Model) -> impl IntoView {
    let to_top = move |_| {
        model.unseen.set(0);
        model.scroll_to(0.0);
        model.activate(0);
        dom::before_picture(move || {
            if model.is_there() {
                model.return_focus();
            }
        });
    };
    view! {
        <button class="data-table__news" type="button" hidden=move || model.unseen.get() == 0 on:click=to_top>
            <Icon name="arrow-up"/>
            {move || format!("{} new", grouped(model.unseen.get()))}
        </button>
    }
}

/// What the bar shows beside what the model knows.
pub(super) struct Bar {
    pub matching: Signal<Option<usize>>,
    pub bulk: ViewFn,
    pub note: Signal<Option<TableNote>>,
    pub on_retry: Option<Callback<()>>,
    pub summary: MaybeProp<String>,
    pub tools: ViewFnOnce,
}

/// What is known about the rows and what can be done with all of them; while some are chosen, what can be done with those.
pub(super) fn bar(model: Model, id: &str, state: Signal<TableState>, bar: Bar) -> AnyView {
    let Bar { matching, bulk, note, on_retry, summary, tools } = bar;
    let chosen = move || model.selection.is_some_and(|selection| selection.with(|selection| !selection.is_empty()));
    let notes = move || {
        note.get().map(|note| match note {
            TableNote::Stale(text) => view! { <StaleNote text/> }.into_any(),
            TableNote::Partial(text) => view! { <PartialNote text/> }.into_any(),
        })
    };
    let trouble = Memo::new(move |_| {
        let source = model.source.get_value();
        match &*state.read() {
            TableState::Failed { message, .. } if source.total.get() > 0 => Some(message.clone()),
            _ if source.failed.get() => Some("Some rows did not load.".to_owned()),
            _ => None,
        }
    });
    let retry = move || {
        let source = model.source.get_value();
        if source.failed.get_untracked() {
            (source.retry)();
            (source.need)(&model.visible.get_untracked().rows);
        } else if let Some(on_retry) = on_retry {
            on_retry.run(());
        }
    };
    let troubled = move || {
        trouble.get().map(|text| {
            view! {
                <span class="data-table__trouble" role="alert">
                    <PartialNote text/>
                    <Button
                        variant=ButtonVariant::Ghost
                        size=ButtonSize::Small
                        icon="rotate-cw"
                        on_press=Callback::new(move |_| retry())
                    >
                        "Try again"
                    </Button>
                </span>
            }
        })
    };
    let bulk_bar = model.selection.map(|selection| {
        let clear = move || {
            selection.update(|selection| selection.clear());
            model.return_focus();
        };
        view! {
            <BulkBar
                count=Signal::derive(move || selection.with(|selection| selection.count()))
                everything=Signal::derive(move || selection.with(|selection| selection.everything()))
                matching
                on_everything=Callback::new(move |()| selection.update(|selection| selection.choose_everything()))
                on_clear=Callback::new(move |()| clear())
                children=bulk
            />
        }
    });
    let freezing = Callback::new(move |()| freeze(model));
    view! {
        <div class="data-table__bar">
            <div class="data-table__tools" class:data-table__tools--behind=chosen>
                <span class="data-table__summary">{move || summary.get()}</span>
                {notes}
                {troubled}
                <span class="data-table__right">
                    {tools.run()}
                    <ColumnMenu
                        id=format!("{id}-columns")
                        columns=model.columns
                        state=model.column_state
                        on_resize=freezing
                    />
                </span>
            </div>
            {bulk_bar}
        </div>
    }
    .into_any()
}
