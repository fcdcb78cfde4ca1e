//! Runs commands: from the palette, from keys, from the person's menu.

use crate::admin::api::sign_in::SignOut;
use crate::layout::commands::{Act, Command, act_of, bindings, commands, help};
use crate::layout::navigation::is_ranged;
use crate::layout::{Appearance, GlobalRange};
use cauldron_types::SignedIn;
use cauldron_ui::{CommandPalette, Icon, KeyHint, KeyPress, KeyStep, KeyboardHelp, Keymap, PaletteEntry, ToastHub};
use leptos::prelude::*;
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
        use cauldron_ui::Toast;
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
    let navigate = use_navigate();
    let recent = RwSignal::new(Vec::<String>::new());
    let entries = {
        let navigate = navigate.clone();
        // Made when the palette is first opened.
        Signal::derive(move || {
            if !commander.palette.get() {
                return Vec::new();
            }
            all.read_value().iter().map(|command| entry(command, commander, navigate.clone())).collect::<Vec<_>>()
        })
    };
    let chosen = Callback::new(move |id: String| {
        recent.update(|recent| {
            recent.retain(|known| *known != id);
            recent.insert(0, id);
            recent.truncate(REMEMBERED);
        });
    });
    listen_to_keys(commander, all, navigate);
    view! {
        <CommandPalette open=commander.palette entries recent on_choose=chosen placeholder="Search or jump to"/>
        <KeyboardHelp
            groups=Signal::derive(move || help(&all.read_value()))
            open=commander.help
            off=Signal::derive(move || !commander.appearance.shortcuts.get())
            note=|| view! { <a href="/account">"Switch single keys on or off"</a> }
        />
    }
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
            on:click=move |_| commander.palette.set(true)
        >
            <Icon name="search"/>
            <span>"Search or jump to"</span>
            <KeyHint keys="mod+k"/>
        </button>
    }
}
