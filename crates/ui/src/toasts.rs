//! Short messages that something was done or was not, at the foot of the page.

mod queue;

use crate::dom;
use crate::icon::Icon;
use core::cell::RefCell;
use core::time::Duration;
use leptos::html;
use leptos::prelude::*;
use queue::{Queue, Queued};
use web_sys::HtmlElement;

/// How often the time that has passed is taken off, in milliseconds.
const STEP: u32 = 250;

thread_local! {
    // Where the focus was before F6; see the side panel for why this is not a signal.
    static BEFORE: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// What a toast says by colour and icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ToastKind {
    /// It was done.
    Ok,
    /// Worth knowing.
    #[default]
    Info,
    /// It was done, but look.
    Warn,
    /// It was not done; such a toast stays until it is dismissed.
    Error,
}

/// A message to show.
#[derive(Debug, Clone)]
pub struct Toast {
    kind: ToastKind,
    title: String,
    text: Option<String>,
    action: Option<(String, Callback<()>)>,
    stays: bool,
}

impl Toast {
    /// A message of a kind.
    pub fn new(kind: ToastKind, title: impl Into<String>) -> Self {
        Self { kind, title: title.into(), text: None, action: None, stays: false }
    }

    /// It was done.
    pub fn ok(title: impl Into<String>) -> Self {
        Self::new(ToastKind::Ok, title)
    }

    /// Worth knowing.
    pub fn info(title: impl Into<String>) -> Self {
        Self::new(ToastKind::Info, title)
    }

    /// It was done, but look.
    pub fn warn(title: impl Into<String>) -> Self {
        Self::new(ToastKind::Warn, title)
    }

    /// It was not done.
    pub fn error(title: impl Into<String>) -> Self {
        Self::new(ToastKind::Error, title)
    }

    /// The same with a second sentence: what to do about it.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// The same with a button, such as "Undo"; pressing it dismisses the toast.
    #[must_use]
    pub fn action(mut self, label: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        self.action = Some((label.into(), Callback::new(move |()| run())));
        self
    }

    /// The same, which stays until it is dismissed.
    #[must_use]
    pub fn stays(mut self) -> Self {
        self.stays = true;
        self
    }
}

/// Where pages hand in their messages; provide one at the root with [`ToastHub::provide`] and show it with [`Toasts`].
#[derive(Debug, Clone, Copy)]
pub struct ToastHub {
    queue: RwSignal<Queue>,
    /// The latest message in words, for assistive technology.
    said: RwSignal<String>,
}

impl ToastHub {
    /// Makes a hub and gives it to everything below as context.
    pub fn provide() -> Self {
        let hub = Self { queue: RwSignal::new(Queue::default()), said: RwSignal::new(String::new()) };
        provide_context(hub);
        hub
    }

    /// The hub of this page; one that shows nothing where none was provided.
    pub fn expect() -> Self {
        use_context()
            .unwrap_or_else(|| Self { queue: RwSignal::new(Queue::default()), said: RwSignal::new(String::new()) })
    }

    /// Shows a message, and says under which number it can be dismissed.
    pub fn show(&self, toast: Toast) -> u64 {
        let mut words = toast.title.clone();
        for more in
            [toast.text.as_deref(), toast.action.as_ref().map(|_| "Press F6 for the action.")].into_iter().flatten()
        {
            words.push_str(if words.ends_with('.') { " " } else { ". " });
            words.push_str(more);
        }
        // The same message twice is a change only with something else between.
        if *self.said.read_untracked() == words {
            words.push('\u{a0}');
        }
        self.said.set(words);
        self.queue.try_update(|queue| queue.push(toast)).unwrap_or_default()
    }

    /// Takes a message away.
    pub fn dismiss(&self, id: u64) {
        self.queue.update(|queue| queue.dismiss(id));
    }
}

/// The messages of the hub. F6 moves the focus to the latest and back again; Escape or Delete dismisses the one with the focus.
/// Time stands still while the pointer or the focus is on them.
#[component]
pub fn Toasts(
    /// The hub.
    hub: ToastHub,
) -> impl IntoView {
    let node = NodeRef::<html::Section>::new();
    let hovered = RwSignal::new(false);
    let focused = RwSignal::new(false);
    let queue = hub.queue;
    let ids = Memo::new(move |_| queue.read().shown().map(|entry| entry.id).collect::<Vec<_>>());
    let waiting = Memo::new(move |_| queue.read().waiting());
    let runs = Memo::new(move |_| queue.read().runs() && !hovered.get() && !focused.get());
    Effect::new(move |_| {
        if !runs.get() {
            return;
        }
        let step = Duration::from_millis(u64::from(STEP));
        if let Ok(ticking) = set_interval(move || queue.maybe_update(|queue| queue.pass(STEP)), step) {
            on_cleanup(move || ticking.clear());
        }
    });
    Effect::new(move |before: Option<u64>| {
        let latest = ids.read().last().copied();
        let Some(region) = node.get() else { return 0 };
        let Some(latest) = latest else {
            let _ = region.hide_popover();
            hovered.set(false);
            focused.set(false);
            return before.unwrap_or_default();
        };
        // Shown anew for a new message, so that it comes to lie above a dialog that opened since; but not while somebody
        // is in it, because hiding it would take the focus away.
        if before < Some(latest) && !region.contains(dom::focused().as_deref().map(AsRef::as_ref)) {
            let _ = region.hide_popover();
            let _ = region.show_popover();
        }
        latest.max(before.unwrap_or_default())
    });
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            let Some(region) = node.get_untracked() else { return };
            if event.key() == "F6" && !ids.read_untracked().is_empty() {
                event.prevent_default();
                go_there_or_back(&region);
            }
        });
        on_cleanup(move || listener.remove());
    });
    let keys = move |event: web_sys::KeyboardEvent| {
        let on = dom::element(event.target()).and_then(|target| target.closest("[data-toast]").ok().flatten());
        let id = on.and_then(|toast| toast.get_attribute("data-toast")?.parse().ok());
        if let (Some(id), "Escape" | "Delete") = (id, event.key().as_str()) {
            event.prevent_default();
            event.stop_propagation();
            dismiss(hub, node, id);
        }
    };
    view! {
        <div class="visually-hidden" role="status" aria-live="polite">
            {move || hub.said.get()}
        </div>
        <section
            class="toasts"
            popover="manual"
            aria-label="Messages"
            node_ref=node
            on:mouseenter=move |_| hovered.set(true)
            on:mouseleave=move |_| hovered.set(false)
            on:focusin=move |_| focused.set(true)
            on:focusout=move |_| focused.set(false)
            on:keydown=keys
        >
            {move || {
                let more = waiting.get();
                (more > 0).then(|| view! { <p class="toasts__more">{format!("{more} more")}</p> })
            }}
            <ol class="toasts__list">
                <For each=move || ids.get() key=|id| *id let(id)>
                    {move || {
                        // Untracked: time that passes must not draw a toast anew.
                        let found = queue.read_untracked().shown().find(|entry| entry.id == id).cloned();
                        found.map(|entry| toast_view(entry, hub, node))
                    }}
                </For>
            </ol>
        </section>
    }
    .into_any()
}

fn toast_view(entry: Queued, hub: ToastHub, node: NodeRef<html::Section>) -> AnyView {
    let Queued { id, toast, .. } = entry;
    let (icon, tone) = match toast.kind {
        ToastKind::Ok => ("circle-check", "tone-ok"),
        ToastKind::Info => ("info", "tone-info"),
        ToastKind::Warn => ("triangle-alert", "tone-warn"),
        ToastKind::Error => ("circle-alert", "tone-crit"),
    };
    let action = toast.action.map(|(label, run)| {
        view! {
            <button
                class="button button--secondary button--small"
                type="button"
                on:click=move |_| {
                    dismiss(hub, node, id);
                    run.run(());
                }
            >
                {label}
            </button>
        }
    });
    view! {
        <li class=format!("toast {tone}") data-toast=id.to_string() tabindex="-1">
            <Icon name=icon/>
            <div class="toast__words">
                <p class="toast__title">{toast.title}</p>
                {toast.text.map(|text| view! { <p class="toast__text">{text}</p> })}
            </div>
            {action}
            <button
                class="icon-button icon-button--small"
                type="button"
                title="Dismiss"
                on:click=move |_| dismiss(hub, node, id)
            >
                <Icon name="x"/>
                <span class="visually-hidden">"Dismiss"</span>
            </button>
        </li>
    }
    .into_any()
}

/// Takes a toast away. The focus inside it goes on to the next one, or back to where it was before.
fn dismiss(hub: ToastHub, node: NodeRef<html::Section>, id: u64) {
    let region = node.get_untracked();
    let inside = region.as_ref().is_some_and(|region| region.contains(dom::focused().as_deref().map(AsRef::as_ref)));
    hub.dismiss(id);
    if !inside {
        return;
    }
    dom::before_picture(move || {
        match node.try_get_untracked().flatten().and_then(|region| dom::all(&region, "[data-toast]").pop()) {
            Some(next) => dom::focus(&next),
            None => go_back(),
        }
    });
}

fn go_there_or_back(region: &HtmlElement) {
    let focused = dom::focused();
    if region.contains(focused.as_deref().map(AsRef::as_ref)) {
        go_back();
    } else if let Some(latest) = dom::all(region, "[data-toast]").pop() {
        BEFORE.with_borrow_mut(|before| *before = focused);
        dom::focus(&latest);
    }
}

fn go_back() {
    if let Some(before) = BEFORE.with_borrow_mut(Option::take) {
        dom::focus(&before);
    }
}
