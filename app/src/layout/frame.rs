//! Rail, top bar and notices around the page.

use crate::layout::commander::{CommandCentre, Commander};
use crate::layout::connection::ConnectionNotice;
use crate::layout::failures::{Refused, RefusedHere};
use crate::layout::landing::Landing;
use crate::layout::navigation::{crumbs, groups, is_refused};
use crate::layout::organization::{CurrentOrganization, OrganizationMenu};
use crate::layout::tools::Tools;
use crate::layout::{Appearance, GlobalRange, PageFailed};
use crate::live::Live;
use crate::session::Session;
use cauldron_types::{SessionState, SignedIn};
use cauldron_ui::{Notice, NoticeKind, Shell, ToastHub, Toasts};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

/// Whether the rail was left folded, from a cookie that server and browser both read.
fn initially_folded() -> bool {
    #[cfg(feature = "ssr")]
    let folded = use_context::<crate::server::RequestContext>().is_some_and(|request| request.folded);
    #[cfg(not(feature = "ssr"))]
    let folded = crate::document::cookies().contains("rail-folded=1");
    folded
}

/// The frame, for whoever is signed in.
#[component]
pub(crate) fn Frame() -> impl IntoView {
    match expect_context::<Session>().0.get_untracked() {
        SessionState::SignedIn(person) => {
            view! { <SignedInFrame person=person.clone()><Page person/></SignedInFrame> }.into_any()
        }
        SessionState::Suspended => {
            let sentence = "Your access is suspended. Ask an administrator of your organization to restore it.";
            view! { <Refused sentence/> }.into_any()
        }
        SessionState::SignedOut => view! { <Elsewhere/> }.into_any(),
    }
}

/// The browser came here from a page without a session: the server knows where to go from here.
#[component]
fn Elsewhere() -> impl IntoView {
    #[cfg(not(feature = "ssr"))]
    {
        let location = use_location();
        Effect::new(move |_| {
            let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
            let address = if search.is_empty() { path } else { format!("{path}?{search}") };
            crate::session::leave_for(&address);
        });
    }
    view! { <Refused sentence="Nobody is signed in here, or the session cannot be checked at the moment."/> }
}

/// The page of the address, or that it is closed to this person. The use cases decide; this spares a page of refusals.
#[component]
fn Page(person: SignedIn) -> impl IntoView {
    let path = use_location().pathname;
    let refused = {
        let person = person.clone();
        Memo::new(move |_| is_refused(&path.read(), &person))
    };
    move || match refused.get() {
        // Where everybody arrives is no dead end.
        Some(_) if path.read_untracked().as_str() == "/" => view! { <Landing person=person.clone()/> }.into_any(),
        Some(permission) => view! { <RefusedHere permission/> }.into_any(),
        None => view! { <Outlet/> }.into_any(),
    }
}

/// Says across every page that the organization is suspended, and why.
#[component]
fn Suspended(reason: Option<String>) -> impl IntoView {
    reason.map(|reason| {
        view! {
            <Notice kind=NoticeKind::Warning>
                "This organization is suspended: everything can be read, nothing changed. The reason given: "
                <span dir="auto">{reason}</span>
            </Notice>
        }
    })
}

/// Rail and top bar around whatever there is to show.
#[component]
pub(crate) fn SignedInFrame(
    /// Who is signed in.
    person: SignedIn,
    /// The page.
    children: Children,
) -> impl IntoView {
    let live = Live::start(&person);
    let path = use_location().pathname;
    let range = GlobalRange::start(path);
    provide_context(live);
    provide_context(range);
    let toasts = ToastHub::provide();
    let organization = CurrentOrganization::of(&person);
    provide_context(organization);
    let appearance = Appearance::start(toasts);
    provide_context(appearance);
    let folded = RwSignal::new(initially_folded());
    let commander = Commander::start(folded, appearance, range, toasts);
    provide_context(commander);
    Effect::watch(
        move || folded.get(),
        |folded, _, _| crate::document::remember("rail-folded", if *folded { "1" } else { "0" }),
        false,
    );
    let entries = {
        let person = person.clone();
        Signal::derive(move || groups(&person, &range.0.read().query()))
    };
    let detail = person.role.label().to_owned();
    let (here, whose) = (person.clone(), person.clone());
    let suspended = person.suspended.clone();
    view! {
        <Shell
            organization=organization.name
            organization_detail=detail
            organization_menu=move || view! { <OrganizationMenu person=here/> }
            groups=entries
            path=Signal::derive(move || path.get())
            crumbs=Signal::derive(move || crumbs(&path.read()))
            folded
            tools=move || view! { <Tools person path/> }
            notice=move || view! { <Suspended reason=suspended/> <ConnectionNotice live/> }
        >
            <ErrorBoundary fallback=|errors| view! { <PageFailed errors/> }>
                {children()}
            </ErrorBoundary>
        </Shell>
        <CommandCentre commander person=whose/>
        <Toasts hub=toasts/>
    }
}
