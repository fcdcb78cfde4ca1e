//! Pages for when there is no page, and panels for when there is no content: not found, refused, failed.

use crate::AppError;
use crate::layout::frame::SignedInFrame;
use crate::session::Session;
use cauldron_types::{Permission, ProblemKind, SessionState};
use cauldron_ui::{Button, ErrorPage, PanelError};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

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
    match expect_context::<Session>().0.get_untracked() {
        SessionState::SignedIn(person) => view! {
            <SignedInFrame person>
                <NothingHere trace_id=trace_of_document()/>
            </SignedInFrame>
        }
        .into_any(),
        SessionState::SignedOut | SessionState::Suspended => view! {
            <main class="main" id="main" tabindex="-1">
                <NothingHere trace_id=trace_of_document()/>
            </main>
        }
        .into_any(),
    }
}

/// Says so inside rail and top bar; also for an address whose page is there, but not what it would show.
#[component]
pub(crate) fn NothingHere(
    /// The trace of what was looked for.
    trace_id: Option<String>,
) -> impl IntoView {
    respond_with(404);
    view! {
        <Title text="Not found"/>
        <ErrorPage
            code=404
            title="There is no page here"
            advice="The address may be mistyped, or what it showed is gone or not visible to you."
            trace_id
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
            <Button href=format!("/admin/access/explain?permission={permission}")>"Why not?"</Button>
            {(permission != Permission::DashboardRead).then(|| view! { <Button href="/".to_owned()>"Go to the Overview"</Button> })}
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

/// What a panel shows when its content could not be had: why, and what helps. Asking again does not help whoever was refused
/// or asked for what cannot be.
#[component]
pub(crate) fn PanelFailed(
    /// Why.
    error: AppError,
    /// Asks again.
    on_retry: Callback<()>,
) -> impl IntoView {
    let AppError(problem) = error;
    let (message, trace_id) = (problem.message, problem.trace);
    let way_on = match problem.kind {
        ProblemKind::Forbidden if use_location().pathname.read_untracked().as_str() == "/" => {
            ("/account", "Go to your account")
        }
        ProblemKind::Forbidden => ("/", "Go to the Overview"),
        ProblemKind::Unauthenticated => ("/sign-in", "Sign in"),
        ProblemKind::Invalid | ProblemKind::NotFound => return view! { <PanelError message trace_id/> }.into_any(),
        _ => return view! { <PanelError message trace_id on_retry/> }.into_any(),
    };
    let (href, words) = way_on;
    view! {
        <PanelError message trace_id>
            <Button href=href.to_owned()>{words}</Button>
        </PanelError>
    }
    .into_any()
}
