//! The results as they are drawn.

use super::entry::{PaletteAction, PaletteEntry};
use crate::icon::Icon;
use crate::key_hint::KeyHint;
use leptos::prelude::*;

/// The `id` of the result at a place.
pub(super) fn option_id(place: usize) -> String {
    format!("palette-option-{place}")
}

/// Entries under their headings; headings in the order of their best entry.
pub(super) fn grouped(entries: Vec<PaletteEntry>) -> Vec<(String, Vec<PaletteEntry>)> {
    let mut groups: Vec<(String, Vec<PaletteEntry>)> = Vec::new();
    for entry in entries {
        match groups.iter_mut().find(|(heading, _)| *heading == entry.group) {
            Some((_, group)) => group.push(entry),
            None => groups.push((entry.group.clone(), vec![entry])),
        }
    }
    groups
}

/// The results under their headings, numbered through.
pub(super) fn groups_view(
    groups: Vec<(String, Vec<PaletteEntry>)>,
    active: RwSignal<usize>,
    choose: Callback<String>,
) -> AnyView {
    let mut next = 0;
    groups
        .into_iter()
        .enumerate()
        .map(|(number, (heading, entries))| {
            let heading_id = format!("palette-group-{number}");
            let labelled = heading_id.clone();
            let options = entries
                .into_iter()
                .map(|entry| {
                    let place = next;
                    next += 1;
                    option_view(entry, place, active, choose)
                })
                .collect_view();
            view! {
                <div class="palette__group" role="group" aria-labelledby=labelled>
                    <div class="palette__heading" id=heading_id role="presentation">
                        {heading}
                    </div>
                    {options}
                </div>
            }
        })
        .collect_view()
        .into_any()
}

fn option_view(entry: PaletteEntry, place: usize, active: RwSignal<usize>, choose: Callback<String>) -> AnyView {
    let PaletteEntry { id, label, detail, icon, shortcut, action, .. } = entry;
    let selected = move || if active.get() == place { "true" } else { "false" };
    let words = view! {
        {icon.map(|name| view! { <Icon name/> })}
        <span class="palette__label" dir="auto">
            {label}
        </span>
        <span class="palette__detail">{detail}</span>
        {shortcut.map(|keys| view! { <KeyHint keys/> })}
    };
    // The pointer takes the mark along only when it moves: a list that scrolls under it must not.
    match action {
        PaletteAction::Link(href) => view! {
            <a
                class="palette__option"
                role="option"
                id=option_id(place)
                tabindex="-1"
                href=href
                aria-selected=selected
                on:pointermove=move |_| active.set(place)
                on:click=move |event| {
                    if !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                        choose.run(id.clone());
                    }
                }
            >
                {words}
            </a>
        }
        .into_any(),
        PaletteAction::Run(run) => view! {
            <div
                class="palette__option"
                role="option"
                id=option_id(place)
                aria-selected=selected
                on:pointermove=move |_| active.set(place)
                on:click=move |_| {
                    choose.run(id.clone());
                    run.run(());
                }
            >
                {words}
            </div>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::{PaletteEntry, grouped};

    #[test]
    fn headings_stand_in_the_order_of_their_best_entry() {
        let entry = |id: &str, group: &str| PaletteEntry::link(id, group, id, "/");
        let groups = grouped(vec![entry("a", "Pages"), entry("b", "People"), entry("c", "Pages")]);
        let shown: Vec<(String, usize)> = groups.into_iter().map(|(heading, group)| (heading, group.len())).collect();
        assert_eq!(shown, [("Pages".to_owned(), 2), ("People".to_owned(), 1)]);
    }
}
