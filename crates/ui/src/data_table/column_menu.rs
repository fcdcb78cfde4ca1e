//! Which columns are shown, in which order, how wide.

use super::columns::{ColumnState, DataColumn, WIDEST, WIDTH_STEP};
use crate::button::{Button, ButtonSize, ButtonVariant};
use crate::dom;
use crate::icon::Icon;
use crate::popover::{Placement, Popover};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// A button and its popover: a box to show each column, a field for its width, buttons to move it (or Alt and an arrow key).
#[component]
pub fn ColumnMenu(
    /// `id` of the popover, unique on the page.
    #[prop(into)]
    id: String,
    /// All columns.
    columns: StoredValue<Vec<DataColumn>>,
    /// The choice that it changes.
    state: RwSignal<ColumnState>,
    /// Called before the first width is changed, so that the others can be kept as they are on the screen.
    #[prop(optional, into)]
    on_resize: Option<Callback<()>>,
) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let order = Memo::new(move |_| {
        columns.with_value(|columns| {
            state.with(|state| state.ordered(columns).into_iter().map(|column| column.key.clone()).collect::<Vec<_>>())
        })
    });
    let prefix = id.clone();
    let shift = Callback::new(move |(key, later): (String, bool)| {
        columns.with_value(|columns| state.update(|state| state.shift(columns, &key, later)));
        let order = order.get_untracked();
        let place = order.iter().position(|known| *known == key).map_or(0, |place| place + 1);
        said.set(format!("Now column {place} of {}", order.len()));
        // Moving an element takes its focus away.
        let focused = dom::focused();
        dom::before_picture(move || {
            if let Some(focused) = focused {
                dom::focus(&focused);
            }
        });
    });
    let item = move |key: String| {
        let column = columns.with_value(|columns| columns.iter().find(|column| column.key == key).cloned());
        column.map(|column| view! { <Item id=format!("{prefix}-{key}") column state shift on_resize/> })
    };
    let reset = Callback::new(move |_| {
        state.update(|state| state.reset());
        said.set("As at first".to_owned());
    });
    view! {
        <Popover
            id=id
            label="Columns"
            icon="columns-3"
            variant=ButtonVariant::Ghost
            size=ButtonSize::Small
            placement=Placement::BelowEnd
        >
            <ul class="column-menu">
                <For each=move || order.get() key=|key| key.clone() children=item/>
            </ul>
            <div class="column-menu__foot">
                <span class="visually-hidden" role="status">{move || said.get()}</span>
                <Button variant=ButtonVariant::Ghost size=ButtonSize::Small icon="rotate-cw" on_press=reset>
                    "Reset"
                </Button>
            </div>
        </Popover>
    }
    .into_any()
}

#[component]
fn Item(
    id: String,
    column: DataColumn,
    state: RwSignal<ColumnState>,
    shift: Callback<(String, bool)>,
    on_resize: Option<Callback<()>>,
) -> impl IntoView {
    let label = column.label.clone();
    let column = StoredValue::new(column);
    let shown = Memo::new(move |_| column.with_value(|column| state.with(|state| state.shows(column))));
    let width = Memo::new(move |_| column.with_value(|column| state.with(|state| state.width(column))));
    let (fixed, least) = column.with_value(|column| (!column.hideable, column.min_width));
    let move_by = move |later: bool| shift.run((column.with_value(|column| column.key.clone()), later));
    let by_key = move |event: KeyboardEvent| {
        let later = match event.key().as_str() {
            "ArrowUp" if event.alt_key() => false,
            "ArrowDown" if event.alt_key() => true,
            _ => return,
        };
        event.prevent_default();
        move_by(later);
    };
    let resize = move |event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        if let Ok(wanted) = input.value().parse::<u32>() {
            if let Some(on_resize) = on_resize {
                on_resize.run(());
            }
            column.with_value(|column| state.update(|state| state.resize(column, wanted)));
        }
        // Out of bounds or no number: the field shows what holds.
        input.set_value(&width.get_untracked().to_string());
    };
    view! {
        <li class="column-menu__item" on:keydown=by_key>
            <label class="column-menu__choice">
                <input
                    class="data-table__box"
                    type="checkbox"
                    id=id
                    disabled=fixed
                    checked=shown.get_untracked()
                    prop:checked=move || shown.get()
                    on:change=move |event| {
                        let wanted = event_target_checked(&event);
                        column.with_value(|column| state.update(|state| state.show(column, wanted)));
                    }
                />
                <span class="column-menu__label" dir="auto">{label.clone()}</span>
            </label>
            <input
                class="column-menu__width"
                type="number"
                aria-label=format!("Width of {label} in pixels")
                min=least.to_string()
                max=WIDEST.to_string()
                step=WIDTH_STEP.to_string()
                value=width.get_untracked().to_string()
                prop:value=move || width.get().to_string()
                on:change=resize
            />
            <button class="column-menu__move" type="button" title="Move up (Alt ↑)" on:click=move |_| move_by(false)>
                <Icon name="arrow-up"/>
                <span class="visually-hidden">{format!("Move {label} up")}</span>
            </button>
            <button class="column-menu__move" type="button" title="Move down (Alt ↓)" on:click=move |_| move_by(true)>
                <Icon name="arrow-down"/>
                <span class="visually-hidden">{format!("Move {label} down")}</span>
            </button>
        </li>
    }
    .into_any()
}
