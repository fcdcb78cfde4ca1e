//! The frame of every signed-in page: rail, top bar, main. On a phone the rail is a sheet, opened without any script.

use crate::icon::Icon;
use crate::navigation::{Crumb, NavCount, NavGroup, NavItem, current, longest_match};
use crate::skip_link::SkipLink;
use leptos::html;
use leptos::prelude::*;

/// Rail, top bar and the main region with `id="main"`.
#[component]
pub fn Shell(
    /// Name of the organization.
    #[prop(into)]
    organization: Signal<String>,
    /// Line below it, for example the team.
    #[prop(optional, into)]
    organization_detail: MaybeProp<String>,
    /// What opens from the organization's name, in `.shell-popover__section`s; without it the name is no button.
    #[prop(optional, into)]
    organization_menu: Option<ViewFnOnce>,
    /// The entries this person may see.
    #[prop(into)]
    groups: Signal<Vec<NavGroup>>,
    /// Path of the present page.
    #[prop(into)]
    path: Signal<String>,
    /// The way to the present page; derive it from the path, so that server and browser agree.
    #[prop(into)]
    crumbs: Signal<Vec<Crumb>>,
    /// Whether the rail is folded; the shell flips it, the app keeps it.
    folded: RwSignal<bool>,
    /// Right side of the top bar: search, range, theme, person.
    #[prop(optional, into)]
    tools: ViewFnOnce,
    /// Above the page: offline, maintenance.
    #[prop(optional, into)]
    notice: ViewFnOnce,
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <SkipLink/>
        <div class="shell" class:shell--folded=move || folded.get()>
            <Rail organization organization_detail organization_menu groups path folded/>
            <div class="shell__page">
                <header class="topbar">
                    <button class="topbar__button topbar__menu" type="button" popovertarget="rail">
                        <Icon name="menu"/>
                        <span class="visually-hidden">"Navigation"</span>
                    </button>
                    <nav class="breadcrumb" aria-label="Breadcrumb">
                        <ol class="breadcrumb__list">{move || crumb_views(crumbs.get())}</ol>
                    </nav>
                    <div class="topbar__tools">{tools.run()}</div>
                </header>
                {notice.run()}
                <main class="main" id="main" tabindex="-1">
                    {children()}
                </main>
            </div>
        </div>
    }
    .into_any()
}

fn crumb_views(crumbs: Vec<Crumb>) -> impl IntoView {
    let last = crumbs.len().saturating_sub(1);
    crumbs
        .into_iter()
        .enumerate()
        .map(|(index, crumb)| {
            let aria_current = (index == last).then_some("page");
            let step = match crumb.href {
                Some(href) if index != last => {
                    view! { <a class="breadcrumb__link" href=href>{crumb.label}</a> }.into_any()
                }
                _ => view! { <span class="breadcrumb__text" aria-current=aria_current>{crumb.label}</span> }.into_any(),
            };
            view! { <li class="breadcrumb__step">{step}</li> }
        })
        .collect_view()
}

#[component]
fn Rail(
    organization: Signal<String>,
    organization_detail: MaybeProp<String>,
    organization_menu: Option<ViewFnOnce>,
    groups: Signal<Vec<NavGroup>>,
    path: Signal<String>,
    folded: RwSignal<bool>,
) -> impl IntoView {
    let fold_label = move || if folded.get() { "Unfold navigation" } else { "Fold navigation" };
    let sheet = NodeRef::<html::Nav>::new();
    // A link followed inside the page does not reload it, so the sheet closes itself. Hiding what is not open does nothing.
    let close = move || {
        if let Some(sheet) = sheet.get_untracked() {
            let _ = sheet.hide_popover();
        }
    };
    let present = Memo::new(move |_| {
        let path = path.read();
        let groups = groups.read();
        let hrefs = groups.iter().flat_map(|group| &group.items).map(|item| item.href.as_str());
        longest_match(hrefs, &path).map(str::to_owned)
    });
    let entry = move |item: NavItem| {
        let href = item.href.clone();
        let aria_current = move || {
            let is_present = present.read().as_deref() == Some(href.as_str());
            is_present.then(|| current(&href, &path.read())).flatten()
        };
        let tooltip = item.label.clone();
        let count = item.count;
        view! {
            <li>
                <a
                    class="rail__link"
                    href=item.href
                    aria-current=aria_current
                    title=move || folded.get().then(|| tooltip.clone())
                    on:click=move |_| close()
                >
                    <Icon name=item.icon/>
                    <span class="rail__label">{item.label}</span>
                    {move || count.get().map(count_view)}
                </a>
            </li>
        }
    };
    let group = move |(index, group): (usize, NavGroup)| {
        let heading_id = format!("rail-group-{index}");
        let labelled = group.heading.is_some().then(|| heading_id.clone());
        view! {
            <div class="rail__group">
                {group.heading.map(|heading| view! { <div class="rail__heading" id=heading_id>{heading}</div> })}
                <ul class="rail__list" aria-labelledby=labelled>
                    {group.items.into_iter().map(entry).collect_view()}
                </ul>
            </div>
        }
    };
    view! {
        <nav class="rail" id="rail" popover="auto" aria-label="Main" node_ref=sheet>
            <div class="rail__head">
                {organization_head(organization, organization_detail, organization_menu)}
                <button class="topbar__button rail__close" type="button" popovertarget="rail" popovertargetaction="hide">
                    <Icon name="x"/>
                    <span class="visually-hidden">"Close navigation"</span>
                </button>
            </div>
            <div class="rail__groups">
                {move || groups.get().into_iter().enumerate().map(group).collect_view()}
            </div>
            // Hidden by the style sheet until the page is alive, since it can do nothing before.
            <div class="rail__foot">
                <button
                    class="rail__link rail__fold"
                    type="button"
                    title=move || folded.get().then(fold_label)
                    on:click=move |_| folded.update(|folded| *folded = !*folded)
                >
                    <Icon name="panel-left"/>
                    <span class="rail__label">{fold_label}</span>
                </button>
            </div>
        </nav>
    }
    .into_any()
}

/// Whose place this is, and the way to another when there is one.
fn organization_head(
    organization: Signal<String>,
    organization_detail: MaybeProp<String>,
    menu: Option<ViewFnOnce>,
) -> impl IntoView {
    // The words are only for the eye where a button carries them.
    let words = view! {
        <span class="rail__organization-mark" aria-hidden="true">
            {move || organization.read().chars().next().map(|letter| letter.to_uppercase().to_string())}
        </span>
        <span class="rail__organization">
            <span class="rail__organization-name" dir="auto">{move || organization.get()}</span>
            {move || {
                organization_detail
                    .get()
                    .map(|detail| view! { <span class="rail__organization-detail">{detail}</span> })
            }}
        </span>
    };
    match menu {
        Some(menu) => view! {
            <button
                class="rail__switch"
                type="button"
                popovertarget="organization-menu"
                title=move || organization.get()
            >
                {words}
                <Icon name="chevrons-up-down"/>
                <span class="visually-hidden">"Organizations"</span>
            </button>
            <div class="shell-popover shell-popover--organization" id="organization-menu" popover="auto" role="group" aria-label="Organizations">
                {menu.run()}
            </div>
        }
        .into_any(),
        None => view! { <div class="rail__switch">{words}</div> }.into_any(),
    }
}

fn count_view(count: NavCount) -> impl IntoView {
    let class = if count.urgent { "rail__count rail__count--urgent" } else { "rail__count" };
    view! {
        <span class=class>
            {count.value}
            <span class="visually-hidden">" "{count.noun}</span>
        </span>
    }
}
