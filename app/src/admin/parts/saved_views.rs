//! The menu of one's own named queries above a list.

use crate::AppError;
use crate::admin::api::saved_views::{delete_view, rename_view, replace_view, save_view, set_default_view};
use cauldron_types::{ListPage, ListView, ViewId};
use cauldron_ui::{Button, SavedView, SavedViews, Toast, ToastHub, ViewActions, ViewOutcome, query_href};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

type Views = Result<Vec<ListView>, AppError>;

/// A view's query with its id, by which the page knows what is open after the filters were changed.
fn view_href(query: &str, id: &str) -> String {
    let and = if query.is_empty() { "" } else { "&" };
    format!("?{query}{and}view={id}")
}

fn id_of(text: &str) -> Option<ViewId> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

/// The view that the address names, or else the one of the same query.
fn opened_of(views: &[ListView], named: &str, query: &str) -> Option<String> {
    let by_id = views.iter().find(|view| view.id.to_string() == named);
    by_id.or_else(|| views.iter().find(|view| view.query == query)).map(|view| view.id.to_string())
}

/// The menu, for the side of a filter bar. An address without a query opens the default view.
#[component]
pub(crate) fn ListViews(
    /// The list.
    page: ListPage,
    /// Its views, read by the page above anything that waits.
    views: Resource<Views>,
    /// What a view keeps of the present address: everything but the view itself and what is opened beside the list.
    #[prop(into)]
    pairs: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    view! {
        <Transition fallback=|| view! { <Button icon="bookmark" disabled=true>"Views"</Button> }>
            {move || Suspend::new(async move {
                match views.await {
                    Ok(views) => view! { <Menu page views pairs/> }.into_any(),
                    Err(_) => view! {
                        <Button icon="rotate-cw" on_press=Callback::new(move |_| views.refetch())>"Load views again"</Button>
                    }
                    .into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Menu(page: ListPage, views: Vec<ListView>, pairs: Signal<Vec<(String, String)>>) -> impl IntoView {
    let params = use_query_map();
    let views = RwSignal::new(views);
    let query = Memo::new(move |_| query_href(&pairs.read()).trim_start_matches('?').to_owned());
    let opened = Memo::new(move |_| {
        let named = params.read().get("view").unwrap_or_default();
        opened_of(&views.read(), &named, &query.read())
    });
    let href = Signal::derive(move || match opened.get() {
        Some(id) => view_href(&query.read(), &id),
        None => format!("?{}", query.read()),
    });
    open_default(page, views);
    let shown = Signal::derive(move || {
        let shown = |view: ListView| SavedView {
            href: view_href(&view.query, &view.id.to_string()),
            id: view.id.to_string(),
            name: view.name,
            is_default: view.is_default,
            editable: true,
        };
        views.get().into_iter().map(shown).collect::<Vec<_>>()
    });
    let kept = Kept { page, views, outcome: RwSignal::new(None), toasts: ToastHub::expect() };
    let navigate = use_navigate();
    let actions = ViewActions {
        save: Callback::new(move |name: String| {
            let (asked, navigate) = (query.get_untracked(), navigate.clone());
            kept.change(save_view(page, name.clone(), asked.clone(), false), move |views| {
                if let Some(view) = views.iter().find(|view| view.name == name) {
                    let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
                    navigate(&format!("/{page}{}", view_href(&asked, &view.id.to_string())), options);
                }
            });
        }),
        replace: Callback::new(move |id: String| {
            if let Some(id) = id_of(&id) {
                kept.change(replace_view(id, query.get_untracked()), |_| ());
            }
        }),
        rename: Callback::new(move |(id, name): (String, String)| {
            if let Some(id) = id_of(&id) {
                kept.change(rename_view(id, name), |_| ());
            }
        }),
        delete: Callback::new(move |id: String| kept.delete(&id)),
        set_default: Callback::new(move |id: Option<String>| {
            kept.change(set_default_view(page, id.as_deref().and_then(id_of)), |_| ());
        }),
        outcome: kept.outcome.into(),
    };
    view! { <SavedViews views=shown href opened actions/> }
}

/// Goes to the default view from an address without a query: on the server before anything is shown.
fn open_default(page: ListPage, views: RwSignal<Vec<ListView>>) {
    let params = use_query_map();
    let target = Memo::new(move |_| {
        let bare = params.get().into_iter().next().is_none();
        let views = views.read();
        let view = views.iter().find(|view| view.is_default).filter(|_| bare)?;
        Some(format!("/{page}{}", view_href(&view.query, &view.id.to_string())))
    });
    #[cfg(feature = "ssr")]
    if let Some(target) = target.get_untracked() {
        crate::server::send_to(&target);
    }
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(target) = target.get() {
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&target, options);
        }
    });
}

/// The views as the server has them, and what came of the latest change.
#[derive(Clone, Copy)]
struct Kept {
    page: ListPage,
    views: RwSignal<Vec<ListView>>,
    outcome: RwSignal<Option<ViewOutcome>>,
    toasts: ToastHub,
}

impl Kept {
    fn change(self, change: impl Future<Output = Views> + 'static, then: impl FnOnce(&[ListView]) + 'static) {
        self.outcome.set(None);
        spawn_local(async move {
            let result = change.await;
            if self.is_gone() {
                return;
            }
            let outcome = match result {
                Ok(views) => {
                    then(&views);
                    self.views.set(views);
                    ViewOutcome::Done
                }
                Err(AppError(problem)) => ViewOutcome::Refused(problem.message),
            };
            self.outcome.set(Some(outcome));
        });
    }

    /// The page was left, so nobody waits for what came of a change.
    fn is_gone(self) -> bool {
        self.views.is_disposed()
    }

    fn delete(self, id: &str) {
        let views = self.views.read_untracked();
        let Some(view) = views.iter().find(|view| view.id.to_string() == id).cloned() else { return };
        self.change(delete_view(view.id), move |_| {
            let words = format!("{} is deleted.", view.name);
            self.toasts.show(Toast::info(words).action("Undo", move || self.restore(view.clone())));
        });
    }

    /// Keeps a deleted view again.
    fn restore(self, view: ListView) {
        spawn_local(async move {
            match save_view(self.page, view.name, view.query, view.is_default).await {
                // Nobody looks at them any more once the page was left.
                Ok(views) => drop(self.views.try_set(views)),
                Err(AppError(problem)) => {
                    self.toasts.show(Toast::error("The view could not be kept again.").text(problem.message));
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_the_opened_view_and_an_equal_query_does_too() {
        let view = |number: u8, query: &str| ListView {
            id: id_of(&format!("00000000-0000-7000-8000-00000000000{number}")).unwrap(),
            name: String::new(),
            query: query.to_owned(),
            is_default: false,
        };
        let views = [view(1, "q=a"), view(2, "q=b")];
        let (first, second) = (views[0].id.to_string(), views[1].id.to_string());
        assert_eq!(opened_of(&views, &second, "q=a"), Some(second.clone()));
        assert_eq!(opened_of(&views, "gone", "q=a"), Some(first));
        assert_eq!(opened_of(&views, "", "q=c"), None);
        assert_eq!(view_href("q=b", &second), format!("?q=b&view={second}"));
        assert_eq!(view_href("", "x"), "?view=x");
    }
}
