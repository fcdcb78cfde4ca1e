//! A modal dialog on the native element, which keeps the focus inside and returns it.

use crate::dom;
use crate::icon::Icon;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

/// Width of a dialog; on a phone each is as wide as the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DialogSize {
    /// 400 px: a question.
    Small,
    /// 560 px: a form.
    #[default]
    Medium,
    /// 800 px: something to read or compare.
    Large,
}

/// A modal dialog. Escape and its button close it; a click beside it does too, unless something was typed into it.
///
/// The focus goes to what has `autofocus`, or to the first field of the body, or to the title; closing returns it. The
/// children are always in the document, so a form keeps what was typed while the dialog is closed.
#[component]
pub fn Dialog(
    /// `id` of the dialog; its title gets `<id>-title`.
    #[prop(into)]
    id: String,
    /// What it is about, or the question it asks.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is open. The dialog sets it to false when the person closes it.
    open: RwSignal<bool>,
    /// A sentence below the title: what follows from it.
    #[prop(optional, into)]
    description: MaybeProp<String>,
    /// How wide it is.
    #[prop(optional)]
    size: DialogSize,
    /// It interrupts: assistive technology is told so.
    #[prop(optional)]
    alert: bool,
    /// Buttons at its foot, the main one last.
    #[prop(optional, into)]
    actions: ViewFnOnce,
    /// Called when it has closed, whoever closed it.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// The body.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let typed = StoredValue::new(false);
    let pressed_beside = StoredValue::new(false);
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(dialog) = node.get() else { return };
        if wanted {
            typed.set_value(false);
            show(&dialog);
        } else if dialog.open() {
            dialog.close();
        }
    });
    let title_id = format!("{id}-title");
    let description_id = format!("{id}-description");
    let (labelled, described) = (title_id.clone(), description_id.clone());
    let size_class = match size {
        DialogSize::Small => "dialog dialog--small",
        DialogSize::Medium => "dialog",
        DialogSize::Large => "dialog dialog--large",
    };
    view! {
        <dialog
            class=size_class
            id=id
            node_ref=node
            open=open.get_untracked()
            role=alert.then_some("alertdialog")
            aria-labelledby=labelled
            aria-describedby=move || description.read().is_some().then(|| described.clone())
            on:close=move |event| {
                // The close of a dialog inside this one must not be taken for this one's.
                if is_dialog(event.target()) {
                    open.set(false);
                    if let Some(on_close) = on_close {
                        on_close.run(());
                    }
                }
            }
            on:input=move |_| typed.set_value(true)
            on:pointerdown=move |event| pressed_beside.set_value(is_dialog(event.target()))
            on:click=move |event| {
                // The dialog is filled by its frame, so that only its backdrop is the dialog itself. A selection that is
                // dragged out of the dialog ends there too, therefore the press counts as well.
                if is_dialog(event.target()) && pressed_beside.get_value() && !typed.get_value() {
                    open.set(false);
                }
            }
        >
            <div class="dialog__frame">
                <header class="dialog__head">
                    <div class="dialog__words">
                        <h2 class="dialog__title" id=title_id tabindex="-1">
                            {move || title.get()}
                        </h2>
                        <p class="dialog__description" id=description_id>
                            {move || description.get()}
                        </p>
                    </div>
                    <button class="icon-button" type="button" title="Close" on:click=move |_| open.set(false)>
                        <Icon name="x"/>
                        <span class="visually-hidden">"Close"</span>
                    </button>
                </header>
                <div class="dialog__body">{children()}</div>
                <footer class="dialog__actions">{actions.run()}</footer>
            </div>
        </dialog>
    }
    .into_any()
}

fn is_dialog(target: Option<web_sys::EventTarget>) -> bool {
    target.is_some_and(|target| target.has_type::<HtmlDialogElement>())
}

fn show(dialog: &HtmlDialogElement) {
    if dialog.matches(":modal").unwrap_or_default() {
        return;
    }
    // Open since the server painted it, but not yet modal.
    dialog.set_open(false);
    if dialog.show_modal().is_err() || dom::first(dialog, "[autofocus]").is_some() {
        return;
    }
    let fields = ".dialog__body :is(input:not([type=hidden]), select, textarea):not(:disabled)";
    if let Some(start) = dom::first(dialog, fields).or_else(|| dom::first(dialog, ".dialog__title")) {
        dom::focus(&start);
    }
}
