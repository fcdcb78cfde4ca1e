//! The HTTP API for programs, below `/api/v1`. One file a noun; what a route does is decided in its use case.
//!
//! Who asks is told by `Authorization: Bearer` and an API key alone: a cookie is not looked at, so that no browser can be made
//! to call any of it.

pub mod audit;
pub mod body;
pub mod caller;
pub mod document;
pub mod keys;
pub mod limits;
pub mod me;
pub mod once;
pub mod organization;
pub mod parameters;
pub mod people;
pub mod service_accounts;

use crate::router::PlainRoute;
use axum::http::Method;
use axum::routing::on;

/// What every path of it begins with.
pub const BASE: &str = "/api/v1/";

/// Whether an address belongs to the HTTP API.
#[must_use]
pub fn is_api(path: &str) -> bool {
    path.starts_with(BASE)
}

/// Every route of it but the document that describes them. The router mounts them from here, and the tests compare them with
/// the document and with the authorization matrix.
pub const ROUTES: &[PlainRoute] = &[
    PlainRoute::api(Method::GET, "/api/v1/me", |method| on(method, me::read)),
    PlainRoute::api(Method::GET, "/api/v1/organization", |method| on(method, organization::read)),
    PlainRoute::api(Method::PATCH, "/api/v1/organization", |method| on(method, organization::update)),
    PlainRoute::api(Method::GET, "/api/v1/people", |method| on(method, people::list)),
    PlainRoute::api(Method::GET, "/api/v1/people/{id}", |method| on(method, people::read)),
    PlainRoute::api(Method::GET, "/api/v1/keys", |method| on(method, keys::list)),
    PlainRoute::api(Method::POST, "/api/v1/keys", |method| on(method, keys::create)),
    PlainRoute::api(Method::GET, "/api/v1/keys/{id}", |method| on(method, keys::read)),
    PlainRoute::api(Method::POST, "/api/v1/keys/{id}/rotate", |method| on(method, keys::rotate)),
    PlainRoute::api(Method::POST, "/api/v1/keys/{id}/revoke", |method| on(method, keys::revoke)),
    PlainRoute::api(Method::GET, "/api/v1/service-accounts", |method| on(method, service_accounts::list)),
    PlainRoute::api(Method::GET, "/api/v1/audit", |method| on(method, audit::list)),
];
