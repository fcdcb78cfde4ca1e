//! Rail, top bar and notices around the page.

use crate::layout::navigation::{crumbs, groups};
use crate::layout::tools::Tools;
use crate::layout::{PageFailed, Refused};
use crate::live::{Connection, Live};
use crate::session::{Session, session_of_document};
use cauldron_types::{Role, SessionState, SignedIn};
use cauldron_ui::{Notice, NoticeKind, Shell};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

/// Whether the rail was left folded, from a cookie that server and browser both read.
fn initially_folded() -> bool {
    #[cfg(feature = "ssr")]
    let folded = use_context::<crate::server::RequestContext>().is_some_and(|request| request.folded);
    #[cfg(not(feature = "ssr"))]
    let folded = crate::layout::tools::document_cookies().contains("rail-folded=1");
    folded
}

/// The frame, for whoever is signed in.
#[component]
pub(crate) fn Frame() -> impl IntoView {
    match session_of_document() {
        SessionState::SignedIn(person) => view! { <SignedInFrame person/> }.into_any(),
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

#[component]
fn SignedInFrame(person: SignedIn) -> impl IntoView {
    let live = Live::start(&person);
    provide_context(live);
    provide_context(Session(Signal::stored(SessionState::SignedIn(person.clone()))));
    let path = use_location().pathname;
    let folded = RwSignal::new(initially_folded());
    Effect::watch(
        move || folded.get(),
        |folded, _, _| crate::layout::tools::remember("rail-folded", if *folded { "1" } else { "0" }),
        false,
    );
    let entries = groups(&person);
    let role: Role = person.role;
    let organization = person.organization_name.clone();
    view! {
        <Shell
            organization
            organization_detail=role.label().to_owned()
            groups=Signal::stored(entries)
            path=Signal::derive(move || path.get())
            crumbs=Signal::derive(move || crumbs(&path.read()))
            folded
            tools=move || view! { <Tools person/> }
            notice=move || view! { <ConnectionNotice live/> }
        >
            <ErrorBoundary fallback=|errors| view! { <PageFailed errors/> }>
                <Outlet/>
            </ErrorBoundary>
        </Shell>
    }
}

#[component]
fn ConnectionNotice(live: Live) -> impl IntoView {
    move || {
        match live.connection.get() {
        Connection::Starting | Connection::Live => ().into_any(),
        Connection::Lost => view! {
            <Notice kind=NoticeKind::Offline>"No connection to Cauldron. Reconnecting; what you see may be out of date."</Notice>
        }
        .into_any(),
        Connection::SignedOut => view! {
            <Notice
                kind=NoticeKind::Warning
                action=|| view! { <a class="button button--secondary" href="/sign-in" rel="external">"Sign in"</a> }
            >
                "Your session has ended. Sign in again to go on; what you typed on this page is still here."
            </Notice>
        }
        .into_any(),
    }
    }
}
