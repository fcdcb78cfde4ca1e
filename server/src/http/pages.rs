//! Pages and server functions, with what they need as contexts.

use crate::http::{after_paint, problem};
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{Extension, Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use cauldron_admin::session::Standing;
use cauldron_app::Document;
use cauldron_app::server::RequestContext;
use cauldron_types::{Problem, ProblemKind};
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, view};

/// Pages for people who are not signed in.
pub const PUBLIC_PAGES: &[&str] =
    &["/sign-in", "/sign-in/step", "/forgot-password", "/recover", "/enrol", "/set-up", "/invitation"];

/// Where to send somebody who may not see the page: the frame would do so too, but only once its answer has begun, when
/// its status can no longer say so.
async fn elsewhere(state: &AppState, who: &RequestContext, uri: &Uri) -> Option<Response> {
    match who.standing {
        Standing::SignedOut => {}
        Standing::MustEnrol(_) => return Some(Redirect::to("/enrol").into_response()),
        Standing::Suspended | Standing::Active(_) => return None,
    }
    match cauldron_admin::set_up::is_set_up(&state.app.db, &who.visit).await {
        Ok(true) => {
            let next = uri.path_and_query().map_or("/", PathAndQuery::as_str);
            let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
            Some(Redirect::to(&format!("/sign-in?next={next}")).into_response())
        }
        Ok(false) => Some(Redirect::to("/set-up").into_response()),
        // The page itself says what is wrong.
        Err(_unavailable) => None,
    }
}

/// Renders a page for people who are signed in, or sends others to where they can sign in.
pub async fn guarded_page(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    request: Request,
) -> Response<Body> {
    match elsewhere(&state, &who, request.uri()).await {
        Some(redirect) => redirect,
        None => page(State(state), Extension(who), request).await,
    }
}

/// Renders a page for visitors, or sends on whoever has no use for it: somebody signed in who comes to sign in, and
/// anybody who comes to set up what is set up.
pub async fn visitor_page(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    request: Request,
) -> Response<Body> {
    let wrong = match request.uri().path() {
        "/sign-in" | "/sign-in/step" | "/forgot-password" => who.authenticated().is_some(),
        "/enrol" => !matches!(who.standing, Standing::MustEnrol(_)),
        // With a link the page says what became of it.
        "/set-up" if request.uri().query().is_none() => {
            matches!(cauldron_admin::set_up::is_set_up(&state.app.db, &who.visit).await, Ok(true))
        }
        _ => false,
    };
    if wrong {
        return Redirect::to("/").into_response();
    }
    page(State(state), Extension(who), request).await
}

/// Renders the page at the request's path.
pub async fn page(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    request: Request,
) -> Response<Body> {
    if let Some(address) = state.form_errors.without_forgery(request.uri()) {
        return Redirect::to(&address).into_response();
    }
    let assets = state.app.assets.clone();
    let contexts = move || {
        provide_context(state.app.clone());
        provide_context(who.clone());
        // The one the policy of this response names, instead of the one that leptos makes.
        provide_context(Nonce::from_value(who.nonce.clone()));
    };
    let render = leptos_axum::render_app_async_with_context(contexts, || view! { <Document/> });
    after_paint::chunks_wait(render(request).await, &assets.pkg).await
}

/// The answer to an address that nobody serves: a page that says so, or a problem for programs.
pub async fn nowhere(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    request: Request,
) -> Response<Body> {
    if request.uri().path().starts_with("/api/") {
        return problem::response(Problem::new(ProblemKind::NotFound, "There is nothing at this address."));
    }
    page(State(state), Extension(who), request).await
}

/// The answer to a method that an address does not know; the router adds which ones it does.
pub async fn wrong_method(request: Request) -> Response<Body> {
    let sentence = format!("This address does not take {} requests.", request.method());
    let mut response = problem::response(Problem::new(ProblemKind::Invalid, sentence));
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}

/// What forms send and the browser half too.
const FORM: &str = "application/x-www-form-urlencoded";

/// Whether the body is a form, or there is none to be anything.
fn is_form(method: &Method, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match text(header::CONTENT_TYPE) {
        // A read has its input in the address.
        _ if method.is_safe() => true,
        Some(kind) => kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM)),
        None => {
            !headers.contains_key(header::TRANSFER_ENCODING)
                && text(header::CONTENT_LENGTH).is_none_or(|length| length == "0")
        }
    }
}

/// Calls the server function at the request's path.
pub async fn server_function(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    request: Request,
) -> Response<Body> {
    if !is_form(request.method(), request.headers()) {
        let sentence = format!("This address takes forms ({FORM}) and nothing else.");
        let mut response = problem::response(Problem::new(ProblemKind::Invalid, sentence));
        *response.status_mut() = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return response;
    }
    let app = state.app.clone();
    let contexts = move || {
        provide_context(app.clone());
        provide_context(who.clone());
    };
    let mut response = leptos_axum::handle_server_fns_with_context(contexts, request).await.into_response();
    state.form_errors.seal_redirect(&mut response);
    response
}
