//! Compact or comfortable.

use crate::theme_toggle::pressed_buttons;
use leptos::prelude::*;

/// The density a person chose; the app keeps it in a cookie and puts it in `data-density` on `<html>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DensityChoice {
    /// Rows of 32 pixels.
    #[default]
    Compact,
    /// Rows of 40 pixels.
    Comfortable,
}

impl DensityChoice {
    /// Both choices, in the order shown.
    pub const ALL: [Self; 2] = [Self::Compact, Self::Comfortable];

    /// The value of `data-density`, of the cookie and of the form field.
    pub fn value(self) -> &'static str {
        match self {
            Self::Compact => "compact",
            Self::Comfortable => "comfortable",
        }
    }

    /// Reads a cookie or form value; anything unknown is `Compact`.
    pub fn from_value(value: &str) -> Self {
        Self::ALL.into_iter().find(|choice| choice.value() == value).unwrap_or_default()
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Compact => Self::Comfortable,
            Self::Comfortable => Self::Compact,
        }
    }

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Compact => "Compact",
            Self::Comfortable => "Comfortable",
        }
    }
}

/// Two buttons of which one is pressed. They submit `density=<value>` when a form surrounds them, so that the choice works
/// before the page is alive; afterwards the callback is called instead.
#[component]
pub fn DensityToggle(
    /// The present choice.
    #[prop(into)]
    choice: Signal<DensityChoice>,
    /// Called with the new choice.
    #[prop(into)]
    on_choose: Callback<DensityChoice>,
) -> impl IntoView {
    let buttons = DensityChoice::ALL.map(|option| (option, option.value(), option.label(), None));
    pressed_buttons("theme-toggle theme-toggle--two", "Density", "density", &buttons, choice, on_choose)
}

#[cfg(test)]
mod tests {
    use super::DensityChoice;

    #[test]
    fn values_survive_the_round_trip_and_unknown_is_compact() {
        for choice in DensityChoice::ALL {
            assert_eq!(DensityChoice::from_value(choice.value()), choice);
            assert_eq!(choice.other().other(), choice);
        }
        assert_eq!(DensityChoice::from_value("cosy"), DensityChoice::Compact);
    }
}
