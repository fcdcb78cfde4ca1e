//! Rail, top bar and notices around the page.

use crate::layout::navigation::{crumbs, groups};
use crate::layout::tools::Tools;
use crate::layout::{PageFailed, Refused};
use crate::live::{Connection, Live};
use crate::session::{Session, current_session};
use cauldron_types::{Role, SessionState, SignedIn};
use cauldron_ui::{Notice, NoticeKind, Shell};
use leptos::prelude::*;
use leptos_router::components::{Outlet, Redirect};
use leptos_router::hooks::use_location;

/// Whether the rail was left folded, from a cookie that server and browser both read.
fn initially_folded() -> bool {
    #[cfg(feature = "ssr")]
    let folded = use_context::<crate::server::RequestContext>().is_some_and(|request| request.folded);
    #[cfg(not(feature = "ssr"))]
    let folded = crate::layout::tools::document_cookies().contains("rail-folded=1");
    folded
}

/// The frame; sends whoever is not signed in to where they can.
#[component]
pub(crate) fn Frame() -> impl IntoView {
    let session = Resource::new_blocking(|| (), |()| current_session());
    let path = use_location().pathname;
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match session.await {
                    Ok(SessionState::SignedIn(person)) => view! { <SignedInFrame person/> }.into_any(),
                    Ok(SessionState::SignedOut) => {
                        let next = path.get_untracked();
                        view! { <Redirect path=format!("/sign-in?next={next}")/> }.into_any()
                    }
                    Ok(SessionState::NotSetUp) => view! { <Redirect path="/set-up"/> }.into_any(),
                    Ok(SessionState::Suspended) => {
                        view! { <Refused sentence="Your access is suspended. Ask an administrator of your organization to restore it." trace=None/> }
                            .into_any()
                    }
                    Err(error) => view! { <Refused sentence=error.0.message trace=error.0.trace/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn SignedInFrame(person: SignedIn) -> impl IntoView {
    let live = Live::start();
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
