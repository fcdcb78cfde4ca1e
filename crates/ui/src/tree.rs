//! Things that hold other things; children may be fetched when their branch is opened.

mod rows;

use crate::dom;
use crate::icon::Icon;
use crate::list_keys::{is_character, type_ahead};
use leptos::html;
use leptos::prelude::*;
use rows::{TreeMove, TreeRow, key_move, siblings, visible};
use std::collections::{HashMap, HashSet};

/// What a node holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TreeChildren {
    /// Nothing, ever.
    #[default]
    None,
    /// These.
    Known(Vec<TreeNode>),
    /// Not known until somebody asks.
    Unknown,
    /// They could not be fetched: why, in a sentence.
    Failed(String),
}

/// A node of a [`Tree`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TreeNode {
    /// Its id, unique in the tree.
    pub id: String,
    /// Its words.
    pub label: String,
    /// Icon before the words.
    pub icon: Option<String>,
    /// Quiet words at the end: a count, an age.
    pub detail: Option<String>,
    /// What it holds.
    pub children: TreeChildren,
}

impl TreeNode {
    /// A node that holds nothing.
    pub fn leaf(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into(), ..Self::default() }
    }

    /// A node that holds these.
    pub fn branch(id: impl Into<String>, label: impl Into<String>, children: Vec<Self>) -> Self {
        Self { children: TreeChildren::Known(children), ..Self::leaf(id, label) }
    }

    /// A node whose children are fetched when it is opened.
    pub fn unknown(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { children: TreeChildren::Unknown, ..Self::leaf(id, label) }
    }

    /// The same with an icon.
    #[must_use]
    pub fn icon(mut self, name: impl Into<String>) -> Self {
        self.icon = Some(name.into());
        self
    }

    /// The same with quiet words at the end.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Gives the node with this id, wherever it is, other children. Says whether it was found.
    pub fn set_children(nodes: &mut [Self], id: &str, children: &TreeChildren) -> bool {
        let mut stack: Vec<&mut Self> = nodes.iter_mut().collect();
        while let Some(node) = stack.pop() {
            if node.id == id {
                node.children = children.clone();
                return true;
            }
            if let TreeChildren::Known(below) = &mut node.children {
                stack.extend(below.iter_mut());
            }
        }
        false
    }
}

/// A tree with one row that can have the focus: arrows move, open and close, Home, End and typing jump, `*` opens the
/// siblings, Enter or Space chooses.
#[component]
pub fn Tree(
    /// `id` of the tree; its rows derive theirs from it.
    #[prop(into)]
    id: String,
    /// Name of the tree.
    #[prop(into)]
    label: String,
    /// The topmost nodes.
    #[prop(into)]
    nodes: Signal<Vec<TreeNode>>,
    /// Ids of the nodes that are open.
    open: RwSignal<HashSet<String>>,
    /// Id of the node that is chosen, if any.
    chosen: RwSignal<Option<String>>,
    /// Asked for the children of a node when it is opened and they are not known or could not be fetched; the caller puts
    /// them into `nodes`.
    #[prop(optional, into)]
    on_fetch: Option<Callback<String>>,
) -> impl IntoView {
    let node = NodeRef::<html::Ul>::new();
    let visible_rows = Memo::new(move |_| visible(&nodes.read(), &open.read()));
    // The row that Tab leads to: the last one that had the focus, while it is visible.
    let last = RwSignal::new(None::<String>);
    let active = Memo::new(move |_| {
        let rows = visible_rows.read();
        let shown = |id: &Option<String>| id.clone().filter(|id| rows.iter().any(|row| row.id == *id));
        shown(&last.read()).or_else(|| shown(&chosen.read())).or_else(|| rows.first().map(|row| row.id.clone()))
    });
    let typed = StoredValue::new(String::new());
    let set_open = move |row: &TreeRow, wanted: bool| {
        let id = row.id.clone();
        open.update(|open| {
            if wanted {
                open.insert(id.clone());
            } else {
                open.remove(&id);
            }
        });
        let asks =
            visible_rows.read_untracked().iter().any(|row| row.id == id && (row.waiting || row.failed.is_some()));
        if let (true, true, Some(on_fetch)) = (wanted, asks, on_fetch) {
            on_fetch.run(id);
        }
    };
    let focus_row = move |place: usize| {
        let rows = node.get_untracked().map(|tree| dom::all(&tree, "[role=treeitem]")).unwrap_or_default();
        if let Some(row) = rows.get(place) {
            dom::focus(row);
        }
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let rows = visible_rows.get_untracked();
        let present = active.get_untracked();
        let Some(current) = rows.iter().position(|row| Some(&row.id) == present.as_ref()) else { return };
        let key = event.key();
        if !is_character(&key) {
            typed.set_value(String::new());
        }
        let mirrored = node.get_untracked().is_some_and(|tree| dom::right_to_left(&tree));
        match key_move(&rows, current, &key, mirrored) {
            Some(TreeMove::Focus(to)) => focus_row(to),
            Some(TreeMove::Open(at)) => rows.get(at).into_iter().for_each(|row| set_open(row, true)),
            Some(TreeMove::Close(at)) => rows.get(at).into_iter().for_each(|row| set_open(row, false)),
            Some(TreeMove::OpenSiblings(at)) => {
                let beside = siblings(&rows, at);
                let closed = beside.into_iter().filter_map(|at| rows.get(at)).filter(|row| row.open == Some(false));
                closed.for_each(|row| set_open(row, true));
            }
            None if key == "Enter" || (key == " " && typed.read_value().is_empty()) => {
                if let Some(row) = rows.get(current) {
                    choose(row, chosen, set_open);
                }
            }
            None if is_character(&key) => {
                let so_far = typed.try_update_value(|typed| {
                    typed.push_str(&key);
                    typed.clone()
                });
                let labels: Vec<String> = rows.iter().map(|row| row.label.clone()).collect();
                let so_far = so_far.unwrap_or_default();
                if let Some(to) = type_ahead(&labels, Some(current), &so_far) {
                    focus_row(to);
                }
                let _ = set_timeout(
                    move || {
                        typed.try_update_value(|typed| {
                            if *typed == so_far {
                                typed.clear();
                            }
                        });
                    },
                    core::time::Duration::from_millis(600),
                );
            }
            None => return,
        }
        event.prevent_default();
    };
    // Rows are kept while they change, so that opening one does not take the focus from it.
    let by_id = Memo::new(move |_| {
        visible_rows.get().into_iter().map(|row| (row.id.clone(), row)).collect::<HashMap<String, TreeRow>>()
    });
    let row_view = move |id: String| {
        let row_id = StoredValue::new(id);
        let row = Memo::new(move |_| by_id.read().get(&*row_id.read_value()).cloned().unwrap_or_default());
        let is_active = move || active.read().as_ref() == Some(&*row_id.read_value());
        let is_chosen = move || chosen.read().as_ref() == Some(&*row_id.read_value());
        let indents =
            move || (1..row.read().level).map(|_| view! { <span class="tree__indent"></span> }).collect_view();
        let twisty = move |event: web_sys::MouseEvent| {
            let row = row.get_untracked();
            if let Some(open) = row.open {
                event.stop_propagation();
                set_open(&row, !open);
            }
        };
        // The one attribute of trees that the view macro does not know by name.
        let level = leptos::attr::custom::custom_attribute("aria-level", move || row.read().level.to_string());
        view! {
            <li
                class="tree__row"
                role="treeitem"
                aria-posinset=move || row.read().place.to_string()
                aria-setsize=move || row.read().siblings.to_string()
                aria-expanded=move || row.read().open.map(|open| if open { "true" } else { "false" })
                aria-selected=move || if is_chosen() { "true" } else { "false" }
                aria-busy=move || row.read().waiting.then_some("true")
                tabindex=move || if is_active() { "0" } else { "-1" }
                on:focus=move |_| last.set(Some(row_id.get_value()))
                on:click=move |_| choose(&row.get_untracked(), chosen, set_open)
                {..level}
            >
                {indents}
                <span class="tree__twisty" aria-hidden="true" on:click=twisty>
                    {move || row.read().open.map(|_| view! { <Icon name="chevron-right"/> })}
                </span>
                {move || row.read().icon.clone().map(|name| view! { <Icon name/> })}
                <span class="tree__label" dir="auto">{move || row.read().label.clone()}</span>
                {move || row.read().waiting.then(|| view! { <span class="tree__detail">"Loading"</span> })}
                {move || row.read().failed.clone().map(|why| view! { <span class="tree__failed">{why}</span> })}
                {move || row.read().detail.clone().map(|detail| view! { <span class="tree__detail">{detail}</span> })}
            </li>
        }
    };
    let ids = Memo::new(move |_| visible_rows.read().iter().map(|row| row.id.clone()).collect::<Vec<_>>());
    view! {
        <ul class="tree" id=id role="tree" aria-label=label node_ref=node on:keydown=keys>
            <For each=move || ids.get() key=|id| id.clone() let(id)>
                {row_view(id)}
            </For>
        </ul>
    }
    .into_any()
}

/// A press on a row chooses it; one that holds others opens, and closes when it was chosen already.
fn choose(row: &TreeRow, chosen: RwSignal<Option<String>>, set_open: impl Fn(&TreeRow, bool)) {
    let again = chosen.read_untracked().as_ref() == Some(&row.id);
    chosen.set(Some(row.id.clone()));
    match row.open {
        Some(false) => set_open(row, true),
        Some(true) if again => set_open(row, false),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_say_their_level_before_any_script() {
        let owner = Owner::new();
        let html = owner.with(|| {
            let nodes = vec![TreeNode::branch("eu", "Europe", vec![TreeNode::leaf("de", "Germany")])];
            let open = RwSignal::new(HashSet::from(["eu".to_owned()]));
            view! { <Tree id="places" label="Places" nodes=nodes open=open chosen=RwSignal::new(None)/> }.to_html()
        });
        assert!(html.contains(" aria-level=\"2\""), "{html}");
        assert!(html.contains(" aria-setsize=\"1\""), "{html}");
        assert!(!html.contains("attr:"), "{html}");
    }
}
