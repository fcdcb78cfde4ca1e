//! Runs commands: from the palette, from keys, from the person's menu.

use crate::admin::api::sign_in::SignOut;
use crate::later::Later;
use crate::layout::commands::{Act, Command, act_of, bindings, commands, help};
use crate::layout::navigation::is_ranged;
use crate::layout::{Appearance, GlobalRange};
use cauldron_types::SignedIn;
use cauldron_ui::{
    CommandPalette, Icon, KeyHint, KeyPress, KeyStep, KeyboardHelp, Keymap, PaletteEntry, Toast, ToastHub,
};
use leptos::prelude::*;
use leptos::{LazyViewError, lazy};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// As many commands are remembered as used lately.
const REMEMBERED: usize = 5;
/// A sequence of keys that was begun is forgotten after this long.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(1500);

/// What the shell can be told to do, as a context of the frame.
#[derive(Clone, Copy)]
pub(crate) struct Commander {
    /// Whether the palette is open.
    pub palette: RwSignal<bool>,
    /// Whether the help is open.
    pub help: RwSignal<bool>,
    /// Whether somebody is about to open one of them.
    pub near: RwSignal<bool>,
    folded: RwSignal<bool>,
    appearance: Appearance,
    range: GlobalRange,
    sign_out: ServerAction<SignOut>,
    toasts: ToastHub,
}

impl Commander {
    /// At rest.
    pub(crate) fn start(folded: RwSignal<bool>, appearance: Appearance, range: GlobalRange, toasts: ToastHub) -> Self {
        Self {
            palette: RwSignal::new(false),
            help: RwSignal::new(false),
            near: RwSignal::new(false),
            folded,
            appearance,
            range,
            sign_out: ServerAction::new(),
            toasts,
        }
    }

    /// Does it. Called in the browser only.
    fn run(self, act: Act, navigate: &impl Fn(&str, NavigateOptions)) {
        match act {
            Act::Go(path) => navigate(&self.address_of(path), NavigateOptions::default()),
            Act::Theme(theme) => self.appearance.choose_theme(theme),
            Act::Density(density) => self.appearance.choose_density(density),
            Act::FoldRail => self.folded.update(|folded| *folded = !*folded),
            Act::Search => self.palette.set(true),
            Act::ShowKeys => self.help.set(true),
            Act::CopyLink => copy_address(self.toasts),
            Act::SignOut => {
                self.sign_out.dispatch(SignOut {});
            }
        }
    }

    /// Places with a time range keep the one that is looked at.
    fn address_of(self, path: &str) -> String {
        let range = if is_ranged(path) { self.range.0.read_untracked().query() } else { String::new() };
        format!("{path}{range}")
    }
}

/// Copies the address of the page; nothing on the server.
fn copy_address(toasts: ToastHub) {
    #[cfg(not(feature = "ssr"))]
    if let Ok(address) = window().location().href() {
        let copying = window().navigator().clipboard().write_text(&address);
        leptos::task::spawn_local(async move {
            toasts.show(match wasm_bindgen_futures::JsFuture::from(copying).await {
                Ok(_) => Toast::ok("Link copied"),
                Err(_) => {
                    Toast::error("Link not copied").text("The browser does not allow it. Copy from its address bar.")
                }
            });
        });
    }
    #[cfg(feature = "ssr")]
    let _ = toasts;
}

/// Palette, help and keyboard. Stands once in the frame.
#[component]
pub(crate) fn CommandCentre(commander: Commander, person: SignedIn) -> impl IntoView {
    let all = StoredValue::new(commands(&person));
    // What was typed between the keys that open the palette and its arrival.
    let begun = RwSignal::new(String::new());
    let overlays = Later::new(load_overlays);
    Effect::new(move |_| {
        if commander.palette.get() || commander.help.get() || commander.near.get() {
            overlays.fetch();
        }
    });
    Effect::new(move |_| {
        if overlays.failures() > 0 {
            commander.palette.set(false);
            commander.help.set(false);
            begun.set(String::new());
            let words = "A part of the page did not arrive. Check your connection and try again.";
            commander.toasts.show(Toast::error("Not opened").text(words));
        }
    });
    let awaits = move || commander.palette.get_untracked() && overlays.get_untracked().is_none();
    let collect = move |key: &str| match key {
        "Backspace" => begun.update(|begun| {
            let _last = begun.pop();
        }),
        "Escape" => commander.palette.set(false),
        "Enter" => begun.update(|begun| begun.push('\n')),
        key if key.chars().count() == 1 => begun.update(|begun| begun.push_str(key)),
        _ => {}
    };
    listen_to_keys(commander, all, use_navigate(), awaits, collect);
    move || overlays.get().map(|overlays| overlays(commander, all, begun))
}

/// Makes palette and help.
type Overlays = fn(Commander, StoredValue<Vec<Command>>, RwSignal<String>) -> AnyView;

#[lazy(overlays, fallible)]
fn load_overlays() -> Result<Overlays, LazyViewError> {
    Ok(overlays)
}

fn overlays(commander: Commander, all: StoredValue<Vec<Command>>, begun: RwSignal<String>) -> AnyView {
    let navigate = use_navigate();
    let recent = RwSignal::new(Vec::<String>::new());
    // Made when the palette is opened.
    let entries = Signal::derive(move || {
        if !commander.palette.get() {
            return Vec::new();
        }
        all.read_value().iter().map(|command| entry(command, commander, navigate.clone())).collect::<Vec<_>>()
    });
    let chosen = Callback::new(move |id: String| {
        recent.update(|recent| {
            recent.retain(|known| *known != id);
            recent.insert(0, id);
            recent.truncate(REMEMBERED);
        });
    });
    view! {
        <CommandPalette open=commander.palette entries recent on_choose=chosen begun placeholder="Search or jump to"/>
        <KeyboardHelp
            groups=Signal::derive(move || help(&all.read_value()))
            open=commander.help
            off=Signal::derive(move || !commander.appearance.shortcuts.get())
            note=|| view! { <a href="/account">"Switch single keys on or off"</a> }
        />
    }
    .into_any()
}

fn entry(
    command: &Command,
    commander: Commander,
    navigate: impl Fn(&str, NavigateOptions) + Clone + Send + Sync + 'static,
) -> PaletteEntry {
    let keywords: Vec<&str> = command.keywords.split_whitespace().collect();
    let entry = match command.act {
        Act::Go(path) => PaletteEntry::link(&command.id, command.group, &command.label, commander.address_of(path)),
        act => PaletteEntry::run(&command.id, command.group, &command.label, move || commander.run(act, &navigate)),
    };
    let entry = entry.detail(command.detail).keywords(&keywords).icon(command.icon);
    match command.keys {
        Some(keys) => entry.shortcut(keys),
        None => entry,
    }
}

/// Keys work wherever the focus is, except in fields and while a dialog is open.
fn listen_to_keys(
    commander: Commander,
    all: StoredValue<Vec<Command>>,
    navigate: impl Fn(&str, NavigateOptions) + Clone + Send + Sync + 'static,
    awaits: impl Fn() -> bool + Copy + 'static,
    collect: impl Fn(&str) + Copy + 'static,
) {
    Effect::new(move |_| {
        let keymap = StoredValue::new(Keymap::new(bindings(&all.read_value())));
        Effect::new(move |_| {
            let on = commander.appearance.shortcuts.get();
            keymap.update_value(|keymap| keymap.enable(on));
        });
        let navigate = navigate.clone();
        // Counts presses, so that only the pause after the last one forgets a sequence.
        let presses = StoredValue::new(0_u32);
        let listening = window_event_listener(leptos::ev::keydown, move |event| {
            let in_dialog = document().query_selector("dialog[open]").ok().flatten().is_some();
            if event.default_prevented() || in_dialog {
                return;
            }
            if awaits() && !(event.ctrl_key() || event.meta_key() || event.alt_key()) {
                // The palette is on its way: these letters are for its field, and no keys of the page.
                event.prevent_default();
                collect(&event.key());
                return;
            }
            let step = keymap.try_update_value(|keymap| keymap.press(KeyPress::of(&event))).unwrap_or(KeyStep::Nothing);
            presses.update_value(|presses| *presses = presses.wrapping_add(1));
            match step {
                KeyStep::Nothing => {}
                KeyStep::Begun => {
                    let now = presses.get_value();
                    let forget = move || {
                        if presses.try_get_value() == Some(now) {
                            keymap.update_value(Keymap::forget);
                        }
                    };
                    let _forgetting = set_timeout(forget, PATIENCE);
                }
                KeyStep::Run(id) => {
                    if let Some(act) = act_of(&all.read_value(), &id) {
                        event.prevent_default();
                        commander.run(act, &navigate);
                    }
                }
            }
        });
        on_cleanup(move || listening.remove());
    });
}

/// The button that looks like the field it opens. Hidden until the page is alive, since it can do nothing before.
#[component]
pub(crate) fn SearchButton() -> impl IntoView {
    let commander = expect_context::<Commander>();
    view! {
        <button
            class="topbar__search"
            type="button"
            aria-haspopup="dialog"
            on:pointerenter=move |_| commander.near.set(true)
            on:focus=move |_| commander.near.set(true)
            on:click=move |_| commander.palette.set(true)
        >
            <Icon name="search"/>
            <span>"Search or jump to"</span>
            <KeyHint keys="mod+k"/>
        </button>
    }
}
