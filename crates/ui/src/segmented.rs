//! A row of choices of which one holds: radios of a form, or links when the choice is part of the address.

use crate::radio_group::{Radio, radio};
use leptos::prelude::*;

/// One segment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SegmentedOption {
    /// What the form sends, and what `chosen` is compared with.
    pub value: String,
    /// The few letters in the segment.
    pub label: String,
    /// The same in full, as a tooltip.
    pub title: Option<String>,
    /// Where the link leads; makes the control a navigation when all options have one.
    pub href: Option<String>,
}

impl SegmentedOption {
    /// A segment of a form.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// A segment that is a link.
    pub fn link(value: impl Into<String>, label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { href: Some(href.into()), ..Self::new(value, label) }
    }

    /// With the words in full.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }
}

/// Two to seven short choices side by side. With links it works before any script and the choice can be sent to a colleague;
/// without, it is a group of radios that the form sends under `name`.
#[component]
pub fn SegmentedControl(
    /// What is chosen, for assistive technology.
    #[prop(into)]
    label: String,
    /// The segments: all links, or none.
    options: Vec<SegmentedOption>,
    /// The value that holds.
    #[prop(into)]
    chosen: Signal<String>,
    /// Name under which a form sends it, and by which the radios belong together. Not needed for links.
    #[prop(optional, into)]
    name: Option<String>,
    /// Called with the value of a radio that was pressed.
    #[prop(optional, into)]
    on_choose: Option<Callback<String>>,
    /// None can be chosen.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    if options.iter().all(|option| option.href.is_some()) {
        let links = options
            .into_iter()
            .map(|option| {
                let SegmentedOption { value, label, title, href } = option;
                view! {
                    <a
                        class="segmented__option"
                        href=href
                        title=title
                        aria-current=move || (*chosen.read() == value).then_some("true")
                    >
                        {label}
                    </a>
                }
            })
            .collect_view();
        return view! { <nav class="segmented" aria-label=label>{links}</nav> }.into_any();
    }
    let name = name.unwrap_or_default();
    let choose = Callback::new(move |value: String| {
        if let Some(on_choose) = on_choose {
            on_choose.run(value);
        }
    });
    let radios = options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            let SegmentedOption { value, label, title, .. } = option;
            let input = Radio {
                id: format!("segment-{name}-{index}"),
                class: "segmented__radio",
                name: name.clone(),
                value,
                required: false,
                disabled: false,
                described_by: None,
            };
            view! {
                <label class="segmented__option" title=title>
                    {radio(input, chosen, choose)}
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="segmented plain-fieldset" role="radiogroup" disabled=move || disabled.get() aria-label=label>
            {radios}
        </fieldset>
    }
    .into_any()
}
