//! Text as a machine wrote or reads it, to look at and to copy.

use crate::copy_button::CopyButton;
use leptos::prelude::*;

/// Lines of fixed-width type with a copy button. Numbers are drawn by the style sheet, so that nobody copies them.
#[component]
pub fn CodeBlock(
    /// What it is: `Rule`, `Request body`.
    #[prop(into)]
    title: String,
    /// The text; it is shown as it is.
    #[prop(into)]
    code: String,
    /// Numbers before the lines.
    #[prop(optional)]
    numbers: bool,
    /// Lines that matter, counted from one.
    #[prop(optional, into)]
    highlighted: Vec<usize>,
    /// Long lines break instead of scrolling sideways.
    #[prop(optional)]
    wrap: bool,
) -> impl IntoView {
    let lines = code
        .lines()
        .enumerate()
        .map(|(index, line)| {
            // Each line ends in the text itself, so that a selection copies lines.
            let text = format!("{line}\n");
            if highlighted.contains(&(index + 1)) {
                view! { <mark class="code-block__line">{text}</mark> }.into_any()
            } else {
                view! { <span class="code-block__line">{text}</span> }.into_any()
            }
        })
        .collect_view();
    let class = format!(
        "code-block{}{}",
        if numbers { " code-block--numbers" } else { "" },
        if wrap { " code-block--wrap" } else { "" },
    );
    view! {
        <figure class=class>
            <figcaption class="code-block__head">
                <span class="code-block__title">{title.clone()}</span>
                <CopyButton text=code label=format!("Copy: {title}")/>
            </figcaption>
            // Reachable by keyboard, because it may scroll sideways.
            <pre class="code-block__text" tabindex="0" role="group" aria-label=title dir="ltr">
                <code>{lines}</code>
            </pre>
        </figure>
    }
    .into_any()
}
