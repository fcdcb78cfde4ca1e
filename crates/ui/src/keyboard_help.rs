//! All shortcuts at a glance.

use crate::dialog::{Dialog, DialogSize};
use crate::key_hint::KeyHint;
use leptos::prelude::*;

/// One shortcut in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortcut {
    /// Its keys, as [`KeyHint`] reads them.
    pub keys: String,
    /// What it does: `Go to alerts`.
    pub label: String,
}

impl Shortcut {
    /// Keys and what they do.
    pub fn new(keys: impl Into<String>, label: impl Into<String>) -> Self {
        Self { keys: keys.into(), label: label.into() }
    }
}

/// Shortcuts that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortcutGroup {
    /// Where they hold or what they are about.
    pub title: String,
    /// The shortcuts.
    pub shortcuts: Vec<Shortcut>,
}

impl ShortcutGroup {
    /// A group.
    pub fn new(title: impl Into<String>, shortcuts: Vec<Shortcut>) -> Self {
        Self { title: title.into(), shortcuts }
    }
}

/// A dialog that lists the shortcuts in groups.
#[component]
pub fn KeyboardHelp(
    /// The groups in the order shown.
    #[prop(into)]
    groups: Signal<Vec<ShortcutGroup>>,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Whether shortcuts of single keys are switched off; it then says so.
    #[prop(optional, into)]
    off: Signal<bool>,
    /// Below the list: the way to switch them off.
    #[prop(optional, into)]
    note: ViewFnOnce,
) -> impl IntoView {
    let described = move || {
        let sentence = if off.get() {
            "Shortcuts of single keys are switched off."
        } else {
            "Keys pressed one after another need no hurry. None of them works while you type into a field."
        };
        sentence.to_owned()
    };
    let list = move || {
        groups
            .get()
            .into_iter()
            .map(|group| {
                let shortcuts = group
                    .shortcuts
                    .into_iter()
                    .map(|shortcut| {
                        view! {
                            <div class="keyboard-help__row">
                                <dt>{shortcut.label}</dt>
                                <dd>
                                    <KeyHint keys=shortcut.keys/>
                                </dd>
                            </div>
                        }
                    })
                    .collect_view();
                view! {
                    <section class="keyboard-help__group">
                        <h3 class="keyboard-help__title">{group.title}</h3>
                        <dl class="keyboard-help__list">{shortcuts}</dl>
                    </section>
                }
            })
            .collect_view()
    };
    view! {
        <Dialog
            id="keyboard-help"
            title="Keyboard shortcuts"
            description=Signal::derive(described)
            size=DialogSize::Large
            open=open
        >
            <div class="keyboard-help">{list}</div>
            <div class="keyboard-help__note">{note.run()}</div>
        </Dialog>
    }
    .into_any()
}
