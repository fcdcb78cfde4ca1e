//! Theme, density and shortcuts of the person in front of the screen: on the root element, in a cookie, in the database.

use crate::AppError;
use crate::admin::api::preferences::{SetDensity, SetShortcuts, SetTheme};
use crate::document::set_html_attribute;
use cauldron_types::{Density, Preferences, Theme};
use cauldron_ui::{DensityChoice, ThemeChoice, Toast, ToastHub};
use leptos::prelude::*;

/// What holds now, and how to change it. A form around a control that names the action works before any script.
#[derive(Clone, Copy)]
pub(crate) struct Appearance {
    /// The theme.
    pub theme: RwSignal<ThemeChoice>,
    /// The density.
    pub density: RwSignal<DensityChoice>,
    /// Whether single keys are shortcuts.
    pub shortcuts: RwSignal<bool>,
    /// Keeps the theme.
    pub set_theme: ServerAction<SetTheme>,
    /// Keeps the density.
    pub set_density: ServerAction<SetDensity>,
    /// Keeps whether single keys are shortcuts.
    pub set_shortcuts: ServerAction<SetShortcuts>,
}

/// What the document was painted with, or has been given since.
fn present() -> Preferences {
    #[cfg(feature = "ssr")]
    let present = use_context::<crate::server::RequestContext>().map(|request| request.preferences).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    let present = {
        use crate::document::html_attribute;
        let standard = Preferences::default();
        Preferences {
            theme: html_attribute("data-theme").and_then(|name| name.parse().ok()).unwrap_or(standard.theme),
            density: html_attribute("data-density").and_then(|name| name.parse().ok()).unwrap_or(standard.density),
            shortcuts: html_attribute("data-shortcuts").as_deref() != Some("off"),
        }
    };
    present
}

impl Appearance {
    /// Reads what holds. What cannot be kept is told to `toasts`.
    pub(crate) fn start(toasts: ToastHub) -> Self {
        let present = present();
        let appearance = Self {
            theme: RwSignal::new(ThemeChoice::from_value(present.theme.as_str())),
            density: RwSignal::new(DensityChoice::from_value(present.density.as_str())),
            shortcuts: RwSignal::new(present.shortcuts),
            set_theme: ServerAction::new(),
            set_density: ServerAction::new(),
            set_shortcuts: ServerAction::new(),
        };
        tell_failures(move || appearance.set_theme.value().get(), toasts);
        tell_failures(move || appearance.set_density.value().get(), toasts);
        tell_failures(move || appearance.set_shortcuts.value().get(), toasts);
        appearance
    }

    /// Changes the theme, here at once and for good.
    pub(crate) fn choose_theme(self, choice: ThemeChoice) {
        self.theme.set(choice);
        set_html_attribute("data-theme", choice.value());
        if let Ok(theme) = choice.value().parse::<Theme>() {
            self.set_theme.dispatch(SetTheme { theme });
        }
    }

    /// Changes the density, here at once and for good.
    pub(crate) fn choose_density(self, choice: DensityChoice) {
        self.density.set(choice);
        set_html_attribute("data-density", choice.value());
        if let Ok(density) = choice.value().parse::<Density>() {
            self.set_density.dispatch(SetDensity { density });
        }
    }

    /// Switches the shortcuts of single keys on or off, here at once and for good.
    pub(crate) fn switch_shortcuts(self, on: bool) {
        self.shortcuts.set(on);
        set_html_attribute("data-shortcuts", if on { "on" } else { "off" });
        self.set_shortcuts.dispatch(SetShortcuts { on });
    }
}

fn tell_failures(kept: impl Fn() -> Option<Result<(), AppError>> + 'static, toasts: ToastHub) {
    Effect::watch(
        kept,
        move |kept, _, _| {
            if let Some(Err(AppError(problem))) = kept {
                toasts.show(Toast::error("Your choice holds on this page only").text(problem.message.clone()));
            }
        },
        false,
    );
}
