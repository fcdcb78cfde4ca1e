//! The details of one row beside its list; the list stays usable.

use crate::dom;
use crate::icon::Icon;
use core::cell::RefCell;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Least width in pixels.
const NARROWEST: u32 = 320;
/// Greatest width in pixels.
const WIDEST: u32 = 880;
/// Width at first, in pixels.
const WIDTH: u32 = 440;

thread_local! {
    // The element that had the focus when the panel opened. Elements cannot be sent between threads, as a signal's value
    // must be; the browser has one thread, and a page has one panel.
    static OPENER: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// Puts a [`SidePanel`] beside a page, over it where there is little room, and in its place on a phone.
#[component]
pub fn SidePanelLayout(
    /// The page, and after it the panel while there is one.
    children: Children,
) -> impl IntoView {
    view! { <div class="side-panel-layout">{children()}</div> }.into_any()
}

/// A region with the details of something, for as long as it is rendered: the caller renders it when the address says so,
/// and leaves it out when the person closed it.
///
/// It announces itself politely and leaves the focus in the list, so that one can walk through rows while it is open.
/// Escape closes it and brings the focus back. Its edge is dragged, or moved by the arrow keys. Keep the component when
/// only what it shows changes; title and body follow their signals.
#[component]
pub fn SidePanel(
    /// `id` of the region; its title gets `<id>-title`.
    #[prop(into)]
    id: String,
    /// What is shown.
    #[prop(into)]
    title: Signal<String>,
    /// Called when the person closes it.
    #[prop(into)]
    on_close: Callback<()>,
    /// Address of the page without the panel: the close button is then a link, which works without any script.
    #[prop(optional, into)]
    close_href: Option<Signal<String>>,
    /// Takes the focus when it opens, for a panel opened by a deliberate press.
    #[prop(optional)]
    take_focus: bool,
    /// Above the title: severity, state, number.
    #[prop(optional, into)]
    eyebrow: ViewFnOnce,
    /// A line below the title.
    #[prop(optional, into)]
    description: MaybeProp<String>,
    /// Buttons below the title.
    #[prop(optional, into)]
    actions: ViewFnOnce,
    /// Width in pixels, for a caller that keeps it.
    #[prop(optional, into)]
    width: Option<RwSignal<u32>>,
    /// The body.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Section>::new();
    let width = width.unwrap_or_else(|| RwSignal::new(WIDTH));
    let announced = RwSignal::new(String::new());
    Effect::new(move |opened: Option<()>| {
        // Set after the region is in the page, because a live region that arrives with its words may stay unread.
        announced.set(format!("Details of {}", title.get()));
        let Some(panel) = node.get() else { return };
        if opened.is_none() {
            remember_opener();
            if take_focus && let Some(heading) = dom::first(&panel, ".side-panel__title") {
                dom::focus(&heading);
            }
        }
    });
    Effect::new(move |_| {
        if let Some(panel) = node.get() {
            let _ = panel.style().set_property("--side-panel-width", &format!("{}px", width.get()));
        }
    });
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            if event.key() == "Escape" && !event.default_prevented() && !dom::something_above() {
                event.prevent_default();
                on_close.run(());
            }
        });
        on_cleanup(move || {
            listener.remove();
            return_focus();
        });
    });
    let title_id = format!("{id}-title");
    let (labelled, controlled) = (title_id.clone(), id.clone());
    let close_button = match close_href {
        Some(href) => view! {
            <a class="icon-button" href=move || href.get() title="Close" on:click=move |event| {
                // Opening the link elsewhere is not closing.
                if !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                    event.prevent_default();
                    on_close.run(());
                }
            }>
                <Icon name="x"/>
                <span class="visually-hidden">"Close details"</span>
            </a>
        }
        .into_any(),
        None => view! {
            <button class="icon-button" type="button" title="Close" on:click=move |_| on_close.run(())>
                <Icon name="x"/>
                <span class="visually-hidden">"Close details"</span>
            </button>
        }
        .into_any(),
    };
    view! {
        <section class="side-panel" id=id aria-labelledby=labelled node_ref=node>
            <Edge panel=controlled width/>
            <div class="side-panel__scroll" tabindex="-1">
                <header class="side-panel__head">
                    <div class="side-panel__top">
                        <div class="side-panel__eyebrow">{eyebrow.run()}</div>
                        {close_button}
                    </div>
                    <h2 class="side-panel__title" id=title_id tabindex="-1">
                        {move || title.get()}
                    </h2>
                    {move || description.get().map(|text| view! { <p class="side-panel__description">{text}</p> })}
                    <div class="side-panel__actions">{actions.run()}</div>
                </header>
                <div class="side-panel__body">{children()}</div>
            </div>
            <span class="visually-hidden" role="status">
                {move || announced.get()}
            </span>
        </section>
    }
    .into_any()
}

/// The edge that is dragged or moved by keys.
#[component]
fn Edge(panel: String, width: RwSignal<u32>) -> impl IntoView {
    // Where the drag began: pointer and width.
    let grip = StoredValue::new(None::<(i32, u32)>);
    let mirrored = |event: &web_sys::Event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        target.is_some_and(|edge| dom::right_to_left(&edge))
    };
    view! {
        <div
            class="side-panel__edge"
            role="separator"
            aria-orientation="vertical"
            aria-label="Width of the details"
            aria-controls=panel
            aria-valuemin=NARROWEST.to_string()
            aria-valuemax=WIDEST.to_string()
            aria-valuenow=move || width.get().to_string()
            aria-valuetext=move || format!("{} pixels", width.get())
            tabindex="0"
            title="Drag, or press the arrow keys, to change the width"
            on:keydown=move |event| {
                if let Some(new) = resized(width.get_untracked(), &event.key(), mirrored(&event)) {
                    event.prevent_default();
                    width.set(new);
                }
            }
            on:pointerdown=move |event| {
                if let Some(edge) = dom::element(event.target()) {
                    let _ = edge.set_pointer_capture(event.pointer_id());
                }
                grip.set_value(Some((event.client_x(), width.get_untracked())));
            }
            on:pointermove=move |event| {
                if let Some((start, from)) = grip.get_value() {
                    width.set(dragged(from, start - event.client_x(), mirrored(&event)));
                }
            }
            on:pointerup=move |_| grip.set_value(None)
            on:pointercancel=move |_| grip.set_value(None)
            on:dblclick=move |_| width.set(WIDTH)
        ></div>
    }
    .into_any()
}

/// The width after a key press on the edge, which stands before the panel: towards the list is wider.
fn resized(width: u32, key: &str, mirrored: bool) -> Option<u32> {
    let (wider, narrower) = if mirrored { ("ArrowRight", "ArrowLeft") } else { ("ArrowLeft", "ArrowRight") };
    let new = match key {
        "Home" => NARROWEST,
        "End" => WIDEST,
        "Enter" => WIDTH,
        _ if key == wider => width.saturating_add(16),
        _ if key == narrower => width.saturating_sub(16),
        _ => return None,
    };
    Some(new.clamp(NARROWEST, WIDEST))
}

/// The width after the pointer moved `towards_start` pixels to the left.
fn dragged(width: u32, towards_start: i32, mirrored: bool) -> u32 {
    let by = if mirrored { towards_start.saturating_neg() } else { towards_start };
    width.saturating_add_signed(by).clamp(NARROWEST, WIDEST)
}

fn remember_opener() {
    OPENER.with_borrow_mut(|opener| *opener = dom::focused());
}

/// Gives the focus back, once the panel is gone, if the focus went with it.
fn return_focus() {
    let opener = OPENER.with_borrow_mut(Option::take);
    dom::before_picture(move || {
        if let (Some(opener), None) = (opener, dom::focused()) {
            dom::focus(&opener);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_move_the_edge_and_stop_at_the_bounds() {
        assert_eq!(resized(440, "ArrowLeft", false), Some(456));
        assert_eq!(resized(440, "ArrowLeft", true), Some(424));
        assert_eq!(resized(320, "ArrowRight", false), Some(320));
        assert_eq!(resized(440, "End", false), Some(WIDEST));
        assert_eq!(resized(440, "a", false), None);
    }

    #[test]
    fn dragging_follows_the_pointer_within_the_bounds() {
        assert_eq!(dragged(440, 60, false), 500);
        assert_eq!(dragged(440, 60, true), 380);
        assert_eq!(dragged(440, i32::MIN, false), NARROWEST);
        assert_eq!(dragged(440, i32::MIN, true), WIDEST);
    }
}
