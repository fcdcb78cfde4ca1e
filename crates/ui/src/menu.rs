//! A button with a menu of things to do or to switch on.

mod item;

pub use item::{MenuAction, MenuEntry, MenuItem};

use crate::button::{ButtonSize, ButtonVariant};
use crate::dom;
use crate::icon::Icon;
use crate::list_keys::{is_character, moved, type_ahead};
use crate::popover::{Placement, Trigger, follow, place, trigger};
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

/// A button that opens a menu. Its links work without any script; arrows, Home, End and typing move in it.
#[component]
pub fn Menu(
    /// `id` of the menu.
    #[prop(into)]
    id: String,
    /// Words on the button, and the name of the menu.
    #[prop(into)]
    label: Signal<String>,
    /// What is in it.
    #[prop(into)]
    entries: Signal<Vec<MenuEntry>>,
    /// Icon before the words.
    #[prop(optional, into)]
    icon: Option<String>,
    /// The button shows its icon only; the words are its tooltip.
    #[prop(optional)]
    icon_only: bool,
    /// How much attention the button asks for.
    #[prop(optional)]
    variant: ButtonVariant,
    /// Height of the button.
    #[prop(optional)]
    size: ButtonSize,
    /// Where the menu stands.
    #[prop(optional)]
    placement: Placement,
    /// The button cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    let from_end = StoredValue::new(false);
    let typed = StoredValue::new(String::new());
    follow(node, open);
    let target = id.clone();
    let trigger =
        trigger(Trigger { target, label, icon, icon_only, variant, size, disabled, open: open.into(), popup: "menu" });
    let close = Callback::new(move |()| {
        if let Some(menu) = node.get_untracked() {
            let _ = menu.hide_popover();
        }
    });
    let keys = move |event: web_sys::KeyboardEvent| {
        let Some(menu) = node.get_untracked() else { return };
        if !open.get_untracked() {
            // The arrow keys open the menu at its first or last item.
            let key = event.key();
            if key == "ArrowDown" || key == "ArrowUp" {
                event.prevent_default();
                from_end.set_value(key == "ArrowUp");
                open.set(true);
            }
            return;
        }
        if event.key() == "Tab" {
            close.run(());
        } else if !event.ctrl_key() && !event.meta_key() && !event.alt_key() {
            move_in(&menu, &event, typed);
        }
    };
    view! {
        <span class="popover-host" on:keydown=keys>
            {trigger}
            <div
                class="popover menu-list"
                id=id
                popover="auto"
                role="menu"
                aria-label=move || label.get()
                data-placement=placement.value()
                node_ref=node
                on:toggle=move |event| {
                    let shown = event.new_state() == "open";
                    open.set(shown);
                    if let (true, Some(menu)) = (shown, node.get_untracked()) {
                        place(&menu);
                        let items = items_of(&menu);
                        let start = if from_end.get_value() { items.last() } else { items.first() };
                        if let Some(item) = start {
                            dom::focus(item);
                        }
                        from_end.set_value(false);
                    }
                }
            >
                {move || entries.get().into_iter().map(|entry| entry_view(entry, close)).collect_view()}
            </div>
        </span>
    }
    .into_any()
}

fn items_of(menu: &HtmlElement) -> Vec<HtmlElement> {
    dom::all(menu, "[role^=menuitem]")
}

fn move_in(menu: &HtmlElement, event: &web_sys::KeyboardEvent, typed: StoredValue<String>) {
    let items = items_of(menu);
    let focused = dom::focused();
    let current = items.iter().position(|item| Some(item) == focused.as_ref());
    let key = event.key();
    if !is_character(&key) {
        typed.set_value(String::new());
    }
    let writing = !typed.read_value().is_empty();
    let place = match moved(&key, current, items.len(), "ArrowDown", "ArrowUp") {
        Some(place) => Some(place),
        // A space chooses, unless it is within a word that is being typed.
        None if is_character(&key) && (key != " " || writing) => {
            typed.update_value(|typed| typed.push_str(&key));
            let so_far = typed.get_value();
            let _ = set_timeout(
                move || {
                    // Only the last key press ends the word.
                    typed.try_update_value(|typed| {
                        if *typed == so_far {
                            typed.clear();
                        }
                    });
                },
                core::time::Duration::from_millis(600),
            );
            let labels: Vec<String> = items
                .iter()
                .map(|item| {
                    dom::first(item, ".menu-list__label").and_then(|label| label.text_content()).unwrap_or_default()
                })
                .collect();
            event.prevent_default();
            type_ahead(&labels, current, &typed.read_value())
        }
        None => return,
    };
    if let Some(item) = place.and_then(|place| items.get(place)) {
        event.prevent_default();
        dom::focus(item);
    }
}

fn entry_view(entry: MenuEntry, close: Callback<()>) -> AnyView {
    let item = match entry {
        MenuEntry::Separator => return view! { <div class="menu-list__separator" role="separator"></div> }.into_any(),
        MenuEntry::Heading(words) => {
            return view! { <div class="menu-list__heading" role="presentation">{words}</div> }.into_any();
        }
        MenuEntry::Item(item) => item,
    };
    let MenuItem { label, action, icon, detail, danger, disabled } = item;
    let class = if danger { "menu-list__item menu-list__item--danger" } else { "menu-list__item" };
    let aria_disabled = disabled.then_some("true");
    let words = view! {
        {icon.map(|name| view! { <Icon name/> })}
        <span class="menu-list__label">{label}</span>
        {detail.map(|detail| view! { <span class="menu-list__detail">{detail}</span> })}
    };
    match action {
        MenuAction::Link(href) => view! {
            <a
                class=class
                role="menuitem"
                tabindex="-1"
                href=(!disabled).then_some(href)
                aria-disabled=aria_disabled
                on:click=move |_| close.run(())
            >
                {words}
            </a>
        }
        .into_any(),
        MenuAction::Run(run) => view! {
            <button
                class=class
                type="button"
                role="menuitem"
                tabindex="-1"
                aria-disabled=aria_disabled
                on:click=move |_| {
                    if !disabled {
                        close.run(());
                        run.run(());
                    }
                }
            >
                {words}
            </button>
        }
        .into_any(),
        MenuAction::Check(on, flip) => view! {
            <button
                class=class
                type="button"
                role="menuitemcheckbox"
                tabindex="-1"
                aria-disabled=aria_disabled
                aria-checked=move || if on.get() { "true" } else { "false" }
                on:click=move |_| {
                    if !disabled {
                        flip.run(());
                    }
                }
            >
                <span class="menu-list__check">
                    <Icon name="check"/>
                </span>
                {words}
            </button>
        }
        .into_any(),
    }
}
