//! Compact or comfortable.

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
    let buttons = DensityChoice::ALL
        .into_iter()
        .map(|option| {
            view! {
                <button
                    class="theme-toggle__option"
                    type="submit"
                    name="density"
                    value=option.value()
                    aria-pressed=move || if choice.get() == option { "true" } else { "false" }
                    on:click=move |event| {
                        event.prevent_default();
                        on_choose.run(option);
                    }
                >
                    {option.label()}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="theme-toggle theme-toggle--two" role="group" aria-label="Density">
            {buttons}
        </div>
    }
    .into_any()
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
