//! Which handler answers which address.

use crate::http::{
    admin_export, api, assets, audit_export, event_export, health, metrics, pages, people_export, stream,
};
use crate::middleware;
use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, get, on};
use cauldron_app::App;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// How long a handler may take before its client is told to try again.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a client may take between two pieces of a body.
const PAUSE_IN_BODY: Duration = Duration::from_secs(10);

/// A route that is neither a page nor a server function.
#[derive(Debug)]
pub struct PlainRoute {
    /// The only method it answers; GET answers HEAD too.
    pub method: Method,
    /// Its pattern.
    pub path: &'static str,
    /// Asked for by nobody in particular, as files and probes are: no session is looked up and nothing is recorded of it.
    /// Its handler gets no [`RequestContext`](cauldron_app::server::RequestContext).
    pub anonymous: bool,
    /// Its handler, under that method.
    answer: fn(MethodFilter) -> MethodRouter<AppState>,
}

impl PlainRoute {
    /// Without a session and without a record of who asked.
    const fn anonymous(path: &'static str, answer: fn(MethodFilter) -> MethodRouter<AppState>) -> Self {
        Self { method: Method::GET, path, anonymous: true, answer }
    }

    /// Asked by a program with an API key, and recorded.
    pub(crate) const fn api(
        method: Method,
        path: &'static str,
        answer: fn(MethodFilter) -> MethodRouter<AppState>,
    ) -> Self {
        Self { method, path, anonymous: false, answer }
    }

    /// Asked by somebody, and recorded.
    const fn personal(path: &'static str, answer: fn(MethodFilter) -> MethodRouter<AppState>) -> Self {
        Self { method: Method::GET, path, anonymous: false, answer }
    }
}

/// Every route that is neither a page nor a server function, besides those of the HTTP API in [`api::ROUTES`]. The router mounts them from here, the layer around asks here
/// which of them are anonymous, and the matrix test calls them from here: none can be in one of the three alone.
pub const PLAIN_ROUTES: &[PlainRoute] = &[
    PlainRoute::anonymous(api::document::PATH, |method| on(method, api::document::document)),
    PlainRoute::anonymous("/healthz", |method| on(method, health::healthz)),
    PlainRoute::anonymous("/readyz", |method| on(method, health::readyz)),
    PlainRoute::anonymous("/metrics", |method| on(method, metrics::metrics)),
    PlainRoute::anonymous("/favicon.svg", |method| on(method, assets::serve)),
    PlainRoute::anonymous("/robots.txt", |method| on(method, assets::serve)),
    PlainRoute::anonymous("/assets/{*path}", |method| on(method, assets::serve)),
    PlainRoute::personal("/api/admin/people/export", |method| on(method, people_export::export)),
    PlainRoute::personal("/api/admin/access/review/export", |method| on(method, admin_export::review)),
    PlainRoute::personal("/api/admin/roles/export", |method| on(method, admin_export::roles)),
    PlainRoute::personal("/api/admin/audit/export", |method| on(method, audit_export::export)),
    PlainRoute::personal("/api/aegis/events/export", |method| on(method, event_export::export)),
    PlainRoute::personal("/api/stream", |method| on(method, stream::stream)),
];

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

/// The whole application. It mounts what the four lists hold and nothing by hand: the matrix test knows of no other route.
pub fn router(state: AppState) -> Router {
    let mut router = Router::new();
    for plain in PLAIN_ROUTES.iter().chain(api::ROUTES) {
        let Ok(method) = MethodFilter::try_from(plain.method.clone()) else { continue };
        router = router.route(plain.path, (plain.answer)(method));
    }
    for path in page_routes() {
        let public = pages::PUBLIC_PAGES.contains(&path.as_str());
        router = router.route(&path, if public { get(pages::visitor_page) } else { get(pages::guarded_page) });
    }
    for (method, path) in server_function_routes() {
        let Ok(method) = MethodFilter::try_from(method.parse::<Method>().unwrap_or_default()) else { continue };
        router = router.route(&path, on(method, pages::server_function));
    }
    within_layers(router, state, PATIENCE)
}

/// What holds around every route, whichever they are; `patience` is how long a handler may take.
pub fn within_layers(routes: Router<AppState>, state: AppState, patience: Duration) -> Router {
    routes
        // An address that nobody answers is a page too: the one that says so.
        .fallback(pages::nowhere)
        .method_not_allowed_fallback(pages::wrong_method)
        .layer(
            CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::const_new("font/"))),
        )
        // How much is taken of a body is decided in the layer around, by its address; axum's own 2 MB would cut long lists off.
        .layer(DefaultBodyLimit::disable())
        // A body that stops coming is its sender's fault: the handler sees it end and answers so.
        .layer(RequestBodyTimeoutLayer::new(PAUSE_IN_BODY))
        // Until the head of the answer: an event stream begins at once and may go on. The layer around finds the words.
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, patience))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(axum::middleware::from_fn_with_state(state.clone(), middleware::around))
        .with_state(state)
}

/// The answer to a request whose handler panicked; the layer around it records the panic and finds the words.
fn panicked(panic: Box<dyn std::any::Any + Send>) -> axum::http::Response<axum::body::Body> {
    let words = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()))
        .unwrap_or_default();
    let mut response = axum::http::Response::new(axum::body::Body::empty());
    *response.status_mut() = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
    response.extensions_mut().insert(middleware::request::Panicked(words));
    response
}
