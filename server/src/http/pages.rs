//! Pages and server functions, with what they need as contexts.

use crate::state::AppState;
use axum::body::Body;
use axum::extract::{Extension, Request, State};
use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use axum::response::{IntoResponse as _, Redirect, Response};
use cauldron_admin::session::Standing;
use cauldron_app::Document;
use cauldron_app::server::RequestContext;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, view};

/// Pages for people who are not signed in.
pub const PUBLIC_PAGES: &[&str] = &["/sign-in", "/set-up"];

/// Where to send somebody who may not see the page: the frame would do so too, but only once its answer has begun, when
/// its status can no longer say so.
async fn elsewhere(state: &AppState, who: &RequestContext, uri: &Uri) -> Option<Response> {
    if !matches!(who.standing, Standing::SignedOut) {
        return None;
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

/// Renders the page at the request's path.
pub async fn page(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    request: Request,
) -> Response<Body> {
    let contexts = move || {
        provide_context(state.app.clone());
        provide_context(who.clone());
        // The one the policy of this response names, instead of the one that leptos makes.
        provide_context(Nonce::from_value(who.nonce.clone()));
    };
    let render = leptos_axum::render_app_async_with_context(contexts, || view! { <Document/> });
    render(request).await
}

/// Calls the server function at the request's path.
pub async fn server_function(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    request: Request,
) -> Response<Body> {
    let contexts = move || {
        provide_context(state.app.clone());
        provide_context(who.clone());
    };
    leptos_axum::handle_server_fns_with_context(contexts, request).await.into_response()
}
