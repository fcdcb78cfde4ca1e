//! System, light or dark.

use crate::icon::Icon;
use leptos::prelude::*;

/// The theme a person chose; the app keeps it in a cookie and puts it in `data-theme` on `<html>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// What the device says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl ThemeChoice {
    /// All choices, in the order shown.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The value of `data-theme`, of the cookie and of the form field.
    pub fn value(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads a cookie or form value; anything unknown is `System`.
    pub fn from_value(value: &str) -> Self {
        Self::ALL.into_iter().find(|choice| choice.value() == value).unwrap_or_default()
    }

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// Its icon.
    pub fn icon(self) -> &'static str {
        match self {
            Self::System => "monitor",
            Self::Light => "sun",
            Self::Dark => "moon",
        }
    }
}

/// Three buttons of which one is pressed. They submit `theme=<value>` when a form surrounds them, so that the choice works
/// before the page is alive; afterwards the callback is called instead.
#[component]
pub fn ThemeToggle(
    /// The present choice.
    #[prop(into)]
    choice: Signal<ThemeChoice>,
    /// Called with the new choice.
    #[prop(into)]
    on_choose: Callback<ThemeChoice>,
) -> impl IntoView {
    let buttons = ThemeChoice::ALL.map(|option| (option, option.value(), option.label(), Some(option.icon())));
    pressed_buttons("theme-toggle", "Theme", "theme", &buttons, choice, on_choose)
}

/// Buttons of which one is pressed, each a choice with its value, its words and its icon. They submit `name=<value>`.
pub(crate) fn pressed_buttons<C: Copy + PartialEq + Send + Sync + 'static>(
    class: &'static str,
    label: &'static str,
    name: &'static str,
    choices: &[(C, &'static str, &'static str, Option<&'static str>)],
    present: Signal<C>,
    on_choose: Callback<C>,
) -> AnyView {
    let button = |&(choice, value, words, icon): &(C, &'static str, &'static str, Option<&'static str>)| {
        view! {
            <button
                class="theme-toggle__option"
                type="submit"
                name=name
                value=value
                aria-pressed=move || if present.get() == choice { "true" } else { "false" }
                on:click=move |event| {
                    event.prevent_default();
                    on_choose.run(choice);
                }
            >
                {icon.map(|name| view! { <Icon name/> })}
                <span>{words}</span>
            </button>
        }
    };
    view! {
        <div class=class role="group" aria-label=label>
            {choices.iter().map(button).collect_view()}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::ThemeChoice;

    #[test]
    fn values_survive_the_round_trip_and_unknown_is_system() {
        for choice in ThemeChoice::ALL {
            assert_eq!(ThemeChoice::from_value(choice.value()), choice);
        }
        assert_eq!(ThemeChoice::from_value("\"><script>"), ThemeChoice::System);
    }
}
