//! Pages for when there is no page: not found, refused, failed.

use crate::layout::frame::SignedInFrame;
use crate::session::Session;
use cauldron_types::{Permission, SessionState};
use cauldron_ui::{Button, ErrorPage};
use leptos::prelude::*;
use leptos_meta::Title;

/// Sets the status of the response; nothing in the browser.
fn respond_with(status: u16) {
    #[cfg(feature = "ssr")]
    if let (Some(response), Ok(status)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(status))
    {
        response.set_status(status);
    }
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

/// The trace under which the document was made; none for a page that the browser went to by itself.
fn trace_of_document() -> Option<String> {
    SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        let trace = use_context::<crate::server::RequestContext>().map(|request| request.visit.trace.to_string());
        #[cfg(not(feature = "ssr"))]
        let trace = None;
        trace
    })
    .into_inner()
}

/// No page at this address. Whoever is signed in keeps rail and top bar.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    respond_with(404);
    match expect_context::<Session>().0.get_untracked() {
        SessionState::SignedIn(person) => view! {
            <SignedInFrame person>
                <NothingHere/>
            </SignedInFrame>
        }
        .into_any(),
        SessionState::SignedOut | SessionState::Suspended => view! {
            <main class="main" id="main" tabindex="-1">
                <NothingHere/>
            </main>
        }
        .into_any(),
    }
}

#[component]
fn NothingHere() -> impl IntoView {
    view! {
        <Title text="Not found"/>
        <ErrorPage
            code=404
            title="There is no page here"
            advice="The address may be mistyped, or what it showed is gone or not visible to you."
            trace_id=trace_of_document()
        >
            <Button href="/".to_owned()>"Go to the Overview"</Button>
        </ErrorPage>
    }
}

/// A page that is there, but closed to whoever is signed in. Stands inside rail and top bar.
#[component]
pub(crate) fn RefusedHere(
    /// What they would have to hold.
    permission: Permission,
) -> impl IntoView {
    respond_with(403);
    let organization = expect_context::<Session>()
        .0
        .read_untracked()
        .person()
        .map_or_else(|| "your organization".to_owned(), |person| person.organization_name.clone());
    view! {
        <Title text="No access"/>
        <ErrorPage
            code=403
            title="This page is not open to you"
            advice=format!("It needs the permission {permission}. Ask an administrator of {organization} for it.")
            trace_id=trace_of_document()
        >
            <Button href="/".to_owned()>"Go to the Overview"</Button>
        </ErrorPage>
    }
}

/// Signed in, but not allowed in.
#[component]
pub(crate) fn Refused(
    /// Why, and whom to ask.
    #[prop(into)]
    sentence: String,
) -> impl IntoView {
    respond_with(403);
    let trace_id = trace_of_document();
    view! {
        <Title text="No access"/>
        <main class="main" id="main" tabindex="-1">
            <ErrorPage code=403 title="You cannot use this at the moment" advice=sentence trace_id>
                <Button href="/sign-in".to_owned()>"Sign in as somebody else"</Button>
            </ErrorPage>
        </main>
    }
}

/// The page's code did not load, or rendering failed.
#[component]
pub(crate) fn PageFailed(errors: ArcRwSignal<Errors>) -> impl IntoView {
    let reload = Callback::new(|_| {
        #[cfg(not(feature = "ssr"))]
        {
            let _reloading = window().location().reload();
        }
    });
    let count = move || errors.read().iter().count();
    view! {
        <div class="page" data-failures=count>
            <ErrorPage
                code=503
                title="This page could not be loaded"
                advice="A part of it did not arrive. Check your connection, then load it again; nothing you saved is lost."
            >
                <Button on_press=reload>"Load again"</Button>
            </ErrorPage>
        </div>
    }
}
