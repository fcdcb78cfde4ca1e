//! Which handler answers which address.

use crate::http::{assets, health, metrics, pages, stream};
use crate::middleware;
use crate::state::AppState;
use axum::Router;
use axum::routing::{any, get};
use cauldron_app::App;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// Routes that are neither pages nor server functions, for the router and for the matrix test.
pub const PLAIN_ROUTES: &[&str] =
    &["/healthz", "/readyz", "/metrics", "/favicon.svg", "/robots.txt", "/assets/{*path}", "/api/stream"];

/// Paths of all pages.
#[must_use]
pub fn page_routes() -> Vec<String> {
    let listings = leptos_axum::generate_route_list(App);
    let mut paths: Vec<String> = listings.iter().map(|listing| listing.path().to_owned()).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Paths of all server functions.
#[must_use]
pub fn server_function_routes() -> Vec<(String, String)> {
    let mut paths: Vec<(String, String)> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, method)| (method.to_string(), path.to_owned()))
        .collect();
    paths.sort();
    paths
}

/// The whole application.
#[must_use]
pub fn router(state: AppState) -> Router {
    let mut router = Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::metrics))
        .route("/favicon.svg", get(assets::serve))
        .route("/robots.txt", get(assets::serve))
        .route("/assets/{*path}", get(assets::serve))
        .route("/api/stream", get(stream::stream));
    for path in page_routes() {
        router = router.route(&path, get(pages::page));
    }
    let mut functions: Vec<String> = server_function_routes().into_iter().map(|(_, path)| path).collect();
    functions.dedup();
    for path in functions {
        router = router.route(&path, any(pages::server_function));
    }
    router
        // An address that nobody answers is a page too: the one that says so.
        .fallback(pages::page)
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(|_panic: Box<dyn std::any::Any + Send>| {
            let mut response = axum::http::Response::new(axum::body::Body::from(
                "Something went wrong on our side. It has been recorded.",
            ));
            *response.status_mut() = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
            response
        }))
        .layer(axum::middleware::from_fn_with_state(state.clone(), middleware::around))
        .with_state(state)
}
