//! Queries that somebody gave a name.

mod menu;

use crate::button::{Button, ButtonSize, ButtonVariant};
use crate::icon::Icon;
use crate::popup::{focus_soon, is_plain_press, sent_values};
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;
use menu::{Asked, Menu};

/// A query with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// What the callbacks are told.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The address that it stands for: `?severity=is:high`, as [`crate::query_href`] writes it.
    pub href: String,
    /// Opens when the page is opened without a query.
    pub is_default: bool,
    /// May be renamed and deleted by whoever looks.
    pub editable: bool,
}

/// What can be done with views.
#[derive(Clone, Copy)]
pub struct ViewActions {
    /// Keep the present query under a name.
    pub save: Callback<String>,
    /// Keep the present query in place of that of a view: its id.
    pub replace: Callback<String>,
    /// Give a view another name: its id and the name.
    pub rename: Callback<(String, String)>,
    /// Delete a view by its id. Offer to undo it.
    pub delete: Callback<String>,
    /// Open a view by default; `None` for none.
    pub set_default: Callback<Option<String>>,
    /// What came of the latest of these; `None` while it is under way, so it is set to that first.
    pub outcome: Signal<Option<ViewOutcome>>,
}

/// What came of a change of views.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewOutcome {
    /// It was made.
    Done,
    /// It was not: why, and what to do, in a sentence. What was typed is kept.
    Refused(String),
}

/// Letters of the longest name.
const LONGEST_NAME: &str = "120";

/// The view that is looked at, and whether the query is no longer what it keeps.
fn present<'a>(views: &'a [SavedView], opened: Option<&str>, href: &str) -> Option<(&'a SavedView, bool)> {
    let opened = opened.and_then(|id| views.iter().find(|view| view.id == id));
    match opened {
        Some(view) => Some((view, view.href != href)),
        None => views.iter().find(|view| view.href == href).map(|view| (view, false)),
    }
}

/// A menu of views: links that work before any script, and the means to keep, rename and delete them.
#[component]
pub fn SavedViews(
    /// The views in the order shown.
    #[prop(into)]
    views: Signal<Vec<SavedView>>,
    /// Address of the present query: `?…`.
    #[prop(into)]
    href: Signal<String>,
    /// Id of the view that was opened last, so that the menu can say "changed".
    #[prop(optional, into)]
    opened: MaybeProp<String>,
    /// Called with the id when a view is opened; its link is followed all the same.
    #[prop(optional, into)]
    on_open: Option<Callback<String>>,
    /// What can be done with them. Without it views can only be opened.
    #[prop(optional, into)]
    actions: Option<ViewActions>,
    /// Beginning of the ids; unique on the page.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| "views".to_owned());
    let popup_id = format!("{id}-popup");
    let renaming = RwSignal::new(None::<String>);
    let menu = Menu { popup_id: StoredValue::new(popup_id.clone()), actions, renaming, asked: RwSignal::new(None) };
    // Not by the button that was pressed: its timers end with the row that it belongs to.
    Effect::new(move |_| {
        if renaming.read().is_some() {
            focus_soon(menu.part("name"));
        }
    });
    Effect::new(move |_| {
        if actions.and_then(|actions| actions.outcome.get()) == Some(ViewOutcome::Done) {
            menu.go_on();
        }
    });
    let here = Memo::new(move |_| {
        present(&views.read(), opened.read().as_deref(), &href.read()).map(|(view, changed)| (view.clone(), changed))
    });
    let rows = move || {
        let present = here.get().map(|(view, _)| view.id);
        views
            .get()
            .into_iter()
            .map(|saved| {
                if renaming.read().as_deref() == Some(saved.id.as_str()) {
                    return rename_row(saved, menu);
                }
                let is_present = present.as_deref() == Some(saved.id.as_str());
                row(saved, is_present, menu, on_open)
            })
            .collect_view()
    };
    let foot = actions.map(|_| save_form(here, menu));
    let target = popup_id.clone();
    view! {
        <div class="saved-views">
            <button class="button button--secondary button--medium saved-views__button" type="button" popovertarget=target>
                <Icon name="bookmark"/>
                <span class="saved-views__name">
                    {move || here.get().map_or_else(|| "Views".to_owned(), |(view, _)| view.name)}
                </span>
                {move || {
                    here.get().filter(|(_, changed)| *changed).map(|_| view! { <span class="saved-views__changed">"changed"</span> })
                }}
            </button>
            <div
                class="popup saved-views__popup"
                id=popup_id
                popover="auto"
                role="dialog"
                aria-label="Saved views"
                on:toggle=move |event| {
                    if event.new_state() == "closed" {
                        renaming.set(None);
                        menu.asked.set(None);
                    }
                }
            >
                <ul class="saved-views__list" aria-label="Views">{rows}</ul>
                {move || views.read().is_empty().then(|| view! { <p class="saved-views__none">"No views yet. Filter the list, then keep it under a name."</p> })}
                {foot}
            </div>
        </div>
    }
    .into_any()
}

fn row(saved: SavedView, is_present: bool, menu: Menu, on_open: Option<Callback<String>>) -> AnyView {
    let SavedView { id, name, href, is_default, editable } = saved;
    let opened = id.clone();
    let link_id = menu.part(&id);
    let tools = menu.actions.map(|_| {
        let (defaulted, renamed, deleted) = (id.clone(), id.clone(), id.clone());
        let default_words =
            if is_default { format!("Do not open {name} by default") } else { format!("Open {name} by default") };
        view! {
            <button
                class="saved-views__tool"
                type="button"
                aria-pressed=if is_default { "true" } else { "false" }
                aria-label=default_words.clone()
                title=default_words
                on:click=move |_| {
                    let next = (!is_default).then(|| defaulted.clone());
                    menu.ask(Asked::Other, |actions| actions.set_default.run(next));
                }
            >
                <Icon name="star"/>
            </button>
            {editable.then(|| view! {
                <button
                    class="saved-views__tool"
                    type="button"
                    aria-label=format!("Rename {name}")
                    title="Rename"
                    on:click=move |_| {
                        menu.asked.set(None);
                        menu.renaming.set(Some(renamed.clone()));
                    }
                >
                    <Icon name="pencil"/>
                </button>
                <button
                    class="saved-views__tool"
                    type="button"
                    aria-label=format!("Delete {name}")
                    title="Delete"
                    on:click=move |_| menu.ask(Asked::Other, |actions| actions.delete.run(deleted.clone()))
                >
                    <Icon name="trash-2"/>
                </button>
            })}
        }
    });
    view! {
        <li class="saved-views__row">
            <a
                class="saved-views__link"
                id=link_id
                href=href
                aria-current=is_present.then_some("true")
                on:click=move |event| {
                    if is_plain_press(&event) {
                        menu.close();
                        if let Some(on_open) = on_open {
                            on_open.run(opened.clone());
                        }
                    }
                }
            >
                <span class="saved-views__words">{name.clone()}</span>
                {is_default.then(|| view! { <span class="saved-views__default">"default"</span> })}
            </a>
            {tools}
        </li>
    }
    .into_any()
}

/// The sentence of a refusal, at the field that it is about.
fn refusal_view(id: String, refusal: Memo<Option<String>>) -> AnyView {
    view! {
        <p class="saved-views__refusal" id=id role="alert" hidden=move || refusal.read().is_none()>
            {move || refusal.get()}
        </p>
    }
    .into_any()
}

fn rename_row(saved: SavedView, menu: Menu) -> AnyView {
    let id = saved.id;
    let refusal = Memo::new(move |_| menu.refusal(|asked| asked == Asked::Rename));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let name = sent_values(&event, "name").concat();
        if !name.trim().is_empty() {
            menu.ask(Asked::Rename, |actions| actions.rename.run((id.clone(), name.trim().to_owned())));
        }
    };
    view! {
        <li class="saved-views__row">
            <form class="saved-views__form" on:submit=submit>
                <input
                    class="input"
                    id=menu.part("name")
                    name="name"
                    value=saved.name
                    aria-label="New name"
                    aria-invalid=move || refusal.read().is_some().then_some("true")
                    aria-describedby=menu.part("name-refusal")
                    required=true
                    maxlength=LONGEST_NAME
                    autocomplete="off"
                    on:keydown=move |event| {
                        if event.key() == "Escape" {
                            event.prevent_default();
                            event.stop_propagation();
                            menu.asked.set(None);
                            menu.renaming.set(None);
                        }
                    }
                />
                <Button kind="submit">"Rename"</Button>
                {refusal_view(menu.part("name-refusal"), refusal)}
            </form>
        </li>
    }
    .into_any()
}

/// Keeps the present query: over the view it came from, or under a new name.
fn save_form(here: Memo<Option<(SavedView, bool)>>, menu: Menu) -> AnyView {
    let changed = move || {
        let (view, _) = here.get().filter(|(view, changed)| *changed && view.editable)?;
        let id = view.id.clone();
        let replace = Callback::new(move |_| menu.ask(Asked::Keep, |actions| actions.replace.run(id.clone())));
        Some(view! {
            <div class="saved-views__change">
                <Button size=ButtonSize::Small variant=ButtonVariant::Primary on_press=replace>
                    {format!("Save changes to {}", view.name)}
                </Button>
                <a href=view.href on:click=move |_| menu.close()>"Discard"</a>
            </div>
        })
    };
    let refusal = Memo::new(move |_| menu.refusal(|asked| asked != Asked::Rename));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let name = sent_values(&event, "name").concat();
        if !name.trim().is_empty() {
            menu.ask(Asked::Keep, |actions| actions.save.run(name.trim().to_owned()));
        }
    };
    view! {
        <div class="saved-views__foot">
            {changed}
            <form class="saved-views__form" on:submit=submit>
                <input
                    class="input"
                    id=menu.part("new")
                    name="name"
                    placeholder="Name of a new view"
                    aria-label="Name of a new view"
                    aria-invalid=move || refusal.read().is_some().then_some("true")
                    aria-describedby=menu.part("new-refusal")
                    required=true
                    maxlength=LONGEST_NAME
                    autocomplete="off"
                />
                <Button kind="submit">"Save"</Button>
                {refusal_view(menu.part("new-refusal"), refusal)}
            </form>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(id: &str, href: &str) -> SavedView {
        SavedView { id: id.into(), name: id.into(), href: href.into(), is_default: false, editable: true }
    }

    #[test]
    fn a_view_is_changed_when_the_query_left_it() {
        let views = [saved("mine", "?a=is:1"), saved("all", "?")];
        let at = |opened: Option<&str>, href: &str| {
            present(&views, opened, href).map(|(view, changed)| (view.id.clone(), changed))
        };
        assert_eq!(at(Some("mine"), "?a=is:1"), Some(("mine".into(), false)));
        assert_eq!(at(Some("mine"), "?a=is:2"), Some(("mine".into(), true)));
        assert_eq!(at(None, "?"), Some(("all".into(), false)));
        assert_eq!(at(None, "?a=is:9"), None);
        assert_eq!(at(Some("deleted"), "?a=is:9"), None);
    }
}
