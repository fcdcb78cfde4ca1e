//! Pages and server functions, with what they need as contexts.

use crate::state::AppState;
use axum::body::Body;
use axum::extract::{Extension, Request, State};
use axum::response::{IntoResponse as _, Response};
use cauldron_app::Document;
use cauldron_app::server::RequestContext;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, view};

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
