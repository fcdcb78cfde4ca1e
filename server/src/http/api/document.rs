//! `/api/v1/openapi.json`: the description of the HTTP API, made from its handlers.

use crate::http::api::{audit, keys, me, organization, people, service_accounts};
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde::Serialize;
use std::sync::OnceLock;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, ObjectBuilder, Ref, RefOr, Required, ResponseBuilder, Type};
use utoipa::{Modify, OpenApi, ToSchema};

/// Where it stands.
pub const PATH: &str = "/api/v1/openapi.json";

/// What went wrong (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A name of the kind that stays: `urn:cauldron:problem:` and the kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// One sentence that says what happened and what to do.
    pub detail: String,
    /// Sentences for single fields or parameters.
    pub errors: Vec<FieldProblem>,
    /// Seconds after which trying again makes sense.
    pub retry_after: Option<u32>,
    /// Quote it to an operator, who finds the log lines by it.
    pub trace: String,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field or parameter.
    pub field: String,
    /// What is wrong and how to mend it.
    pub detail: String,
}

/// All of it.
#[derive(Debug, OpenApi)]
#[openapi(
    info(
        title = "Cauldron",
        version = "1",
        description = "What programs may ask of Cauldron. Every request carries an API key as `Authorization: Bearer cldr_…`; \
            cookies are not looked at. Lists are paged by cursors. Errors are problems (RFC 9457). Every answer says in \
            `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` how much may be asked, and in `X-Trace-Id` under which \
            trace it is on record.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        document,
        me::read,
        organization::read,
        organization::update,
        people::list,
        people::read,
        keys::list,
        keys::create,
        keys::read,
        keys::rotate,
        keys::revoke,
        service_accounts::list,
        audit::list,
    ),
    components(schemas(Problem)),
    modifiers(&Common),
)]
struct Description;

/// What holds for every operation: how one proves who one is, and in which form a refusal comes.
struct Common;

impl Modify for Common {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_with(Default::default);
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("cldr_…")
            .description(Some("An API key."))
            .build();
        components.add_security_scheme("key", SecurityScheme::Http(bearer));
        for (path, item) in &mut openapi.paths.paths {
            let operations = [&mut item.get, &mut item.post, &mut item.patch, &mut item.put, &mut item.delete];
            for (place, operation) in operations.into_iter().enumerate() {
                let Some(operation) = operation.as_mut().filter(|_| path != PATH) else { continue };
                // All but the first are writes.
                if place > 0 {
                    operation.parameters.get_or_insert_default().push(RefOr::T(idempotency_key()));
                }
                operation.security = Some(vec![SecurityRequirement::new("key", Vec::<String>::new())]);
                let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
                let refusal = ResponseBuilder::new()
                    .description("A problem: its `status` and `type` say of which kind, its `detail` what to do.")
                    .content("application/problem+json", problem)
                    .build();
                operation.responses.responses.insert("default".to_owned(), RefOr::T(refusal));
            }
        }
    }
}

/// The header under which a write is done once.
fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("Any text of 1 to 200 signs. Within 24 hours the same key does the same request once."))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

fn text() -> &'static Bytes {
    static TEXT: OnceLock<Bytes> = OnceLock::new();
    TEXT.get_or_init(|| Bytes::from(Description::openapi().to_pretty_json().unwrap_or_default()))
}

/// Paths and methods that the document describes.
#[must_use]
pub fn described() -> Vec<(String, String)> {
    let openapi = Description::openapi();
    let mut found = Vec::new();
    for (path, item) in &openapi.paths.paths {
        let operations = [
            ("GET", &item.get),
            ("POST", &item.post),
            ("PATCH", &item.patch),
            ("PUT", &item.put),
            ("DELETE", &item.delete),
        ];
        found.extend(
            operations
                .into_iter()
                .filter(|(_, operation)| operation.is_some())
                .map(|(method, _)| (method.to_owned(), path.clone())),
        );
    }
    found
}

/// This document. It needs no key.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", operation_id = "readDescription", tag = "Description",
    responses((status = 200, description = "An OpenAPI document.", body = serde_json::Value, content_type = "application/json")),
)]
pub async fn document() -> Response {
    let mut response = Response::new(Body::from(text().clone()));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
