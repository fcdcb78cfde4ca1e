//! `/api/v1/keys`: API keys.

use crate::http::api::body;
use crate::http::api::caller::{answer, caller};
use crate::http::api::document::Problem;
use crate::http::api::once::{Reply, Write};
use crate::http::api::parameters::{Parameters, id};
use crate::state::AppState;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use cauldron_admin::api_keys::{self as use_cases, NewKey};
use cauldron_app::server::RequestContext;
use cauldron_core::ApiError;
use cauldron_types::{ApiKeyId, ApiKeyRow, FreshKey, Instant, KeyOwner, ServiceAccountId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An API key without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct Key {
    /// Identity; stays when the key is rotated.
    #[schema(format = "uuid")]
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// The beginning of its secret.
    #[schema(examples("cldr_7f3k"))]
    pub prefix: String,
    /// Whose it is.
    pub owner: Owner,
    /// What it may do, as long as its owner may.
    pub scopes: Vec<String>,
    /// Networks from which it may be used; empty for all.
    pub networks: Vec<String>,
    /// `active`, `expired` or `revoked`.
    pub state: String,
    /// When it was made.
    #[schema(format = "date-time")]
    pub created_at: String,
    /// When it ends by itself; null for never.
    #[schema(format = "date-time")]
    pub expires_at: Option<String>,
    /// When it was last used, to the minute; null when it was not.
    #[schema(format = "date-time")]
    pub last_used_at: Option<String>,
    /// From where it was last used; null when it was not.
    pub last_address: Option<String>,
    /// After a rotation: the beginning of the secret before, as long as that one is still accepted.
    pub former_prefix: Option<String>,
    /// Until when that is.
    #[schema(format = "date-time")]
    pub former_until: Option<String>,
}

/// Whose a key is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Owner {
    /// `person` or `service_account`.
    pub kind: String,
    /// Identity of the person or service account.
    #[schema(format = "uuid")]
    pub id: String,
    /// Their name.
    pub name: String,
}

/// API keys, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyPage {
    /// Newest first.
    pub data: Vec<Key>,
    /// Send it as `cursor` for the next page; null at the end.
    pub next_cursor: Option<String>,
}

/// A key to be made for a service account. A person makes theirs in the app.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApiKey {
    /// The service account.
    #[schema(format = "uuid")]
    pub service_account: String,
    /// What it is to be called.
    pub name: String,
    /// What it may do: permissions that the service account and the calling key hold.
    pub scopes: Vec<String>,
    /// Networks from which it may be used, such as `192.0.2.0/24`; none for all.
    #[serde(default)]
    pub networks: Vec<String>,
    /// When it ends; none for never, which a key that expires cannot ask for.
    #[schema(format = "date-time")]
    pub expires_at: Option<String>,
}

/// How a key is rotated.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// Hours for which the old secret is still accepted: 0 to 720.
    #[serde(default)]
    pub overlap_hours: u32,
}

/// No particulars.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A key that was made or rotated.
#[derive(Debug, Serialize, ToSchema)]
pub struct FreshApiKey {
    /// Identity.
    #[schema(format = "uuid")]
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The whole secret. It is shown this once; null when the answer is given again.
    pub secret: Option<String>,
}

fn time(at: Instant) -> String {
    at.rfc3339()
}

impl From<ApiKeyRow> for Key {
    fn from(row: ApiKeyRow) -> Self {
        let (kind, owner) = match row.owner {
            KeyOwner::Person(user) => ("person", user.to_string()),
            KeyOwner::ServiceAccount(account) => ("service_account", account.to_string()),
        };
        let (former_prefix, former_until) = row.former.unzip();
        Self {
            id: row.id.to_string(),
            name: row.name,
            prefix: row.prefix,
            owner: Owner { kind: kind.to_owned(), id: owner, name: row.owner_name },
            scopes: row.scopes.iter().map(ToString::to_string).collect(),
            networks: row.networks,
            state: row.state.to_string(),
            created_at: time(row.created_at),
            expires_at: row.expires_at.map(time),
            last_used_at: row.last_used_at.map(time),
            last_address: Some(row.last_address).filter(|address| !address.is_empty()),
            former_prefix,
            former_until: former_until.map(time),
        }
    }
}

impl From<FreshKey> for FreshApiKey {
    fn from(key: FreshKey) -> Self {
        Self { id: key.id.to_string(), name: key.name, secret: Some(key.secret) }
    }
}

/// API keys, newest first: with `api_key:read` everybody's, else those of the calling key's owner.
#[utoipa::path(
    get, path = "/api/v1/keys", operation_id = "listKeys", tag = "Keys",
    params(
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
        ("limit" = Option<u16>, Query, description = "How many, 1 to 200; 50 when nothing is said."),
    ),
    responses((status = 200, body = KeyPage)),
)]
pub async fn list(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    RawQuery(query): RawQuery,
) -> Response {
    let outcome = async {
        let ctx = caller(&who)?;
        let parameters = Parameters::read(query.as_deref(), &["cursor", "limit"])?;
        let block = use_cases::block(&state.app.db, ctx, parameters.text("cursor"), parameters.limit()?).await?;
        Ok(KeyPage { data: block.keys.into_iter().map(Into::into).collect(), next_cursor: block.next })
    };
    answer(&state, &who, StatusCode::OK, outcome.await)
}

/// One key: the calling one, one of the same person, or with `api_key:read` any.
#[utoipa::path(
    get, path = "/api/v1/keys/{id}", operation_id = "readKey", tag = "Keys",
    params(("id" = String, Path, description = "The key's id.")),
    responses(
        (status = 200, body = Key),
        (status = 404, description = "There is no such key, or it may not be seen.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn read(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let outcome = async {
        let ctx = caller(&who)?;
        Parameters::read(query.as_deref(), &[])?;
        Ok(Key::from(use_cases::get(&state.app.db, ctx, ApiKeyId(id("key", &key)?)).await?))
    };
    answer(&state, &who, StatusCode::OK, outcome.await)
}

/// Makes a key for a service account. Needs `api_key:manage`. The secret is in the answer and nowhere else.
#[utoipa::path(
    post, path = "/api/v1/keys", operation_id = "createKey", tag = "Keys",
    request_body = NewApiKey,
    responses((status = 201, body = FreshApiKey)),
)]
pub async fn create(write: Write) -> Response {
    write
        .once(async |state, ctx, bytes| {
            let wanted: NewApiKey = body::parse(&bytes)?;
            let new = NewKey {
                owner: KeyOwner::ServiceAccount(ServiceAccountId(id("service account", &wanted.service_account)?)),
                name: wanted.name,
                scopes: body::scopes(&wanted.scopes)?,
                networks: wanted.networks,
                expires_at: wanted.expires_at.as_deref().map(end).transpose()?,
            };
            let made = FreshApiKey::from(use_cases::create(&state.app.db, &ctx, &new).await?);
            Reply::with_secret(StatusCode::CREATED, &made, "secret")
        })
        .await
}

fn end(text: &str) -> Result<DateTime<Utc>, ApiError> {
    let at = DateTime::parse_from_rfc3339(text).map(|at| at.to_utc());
    at.map_err(|_| ApiError::field("expires_at", "Write a time such as 2027-11-20T08:00:00Z."))
}

/// Gives a key another secret. The calling key may do this to itself; `api_key:manage` is needed for a service account's.
#[utoipa::path(
    post, path = "/api/v1/keys/{id}/rotate", operation_id = "rotateKey", tag = "Keys",
    params(("id" = String, Path, description = "The key's id.")),
    request_body = Rotation,
    responses(
        (status = 200, body = FreshApiKey),
        (status = 404, description = "There is no such key, or it may not be seen.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn rotate(Path(key): Path<String>, write: Write) -> Response {
    write
        .once(async move |state, ctx, bytes| {
            let rotation: Rotation = body::parse(&bytes)?;
            let key = ApiKeyId(id("key", &key)?);
            let rotated = FreshApiKey::from(use_cases::rotate(&state.app.db, &ctx, key, rotation.overlap_hours).await?);
            Reply::with_secret(StatusCode::OK, &rotated, "secret")
        })
        .await
}

/// Makes a key worthless. The calling key may do this to itself; `api_key:manage` is needed for any other.
#[utoipa::path(
    post, path = "/api/v1/keys/{id}/revoke", operation_id = "revokeKey", tag = "Keys",
    params(("id" = String, Path, description = "The key's id.")),
    responses(
        (status = 200, body = Key),
        (status = 404, description = "There is no such key, or it may not be seen.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn revoke(Path(key): Path<String>, write: Write) -> Response {
    write
        .once(async move |state, ctx, bytes| {
            let Nothing {} = body::parse(&bytes)?;
            let key = ApiKeyId(id("key", &key)?);
            use_cases::revoke(&state.app.db, &ctx, key).await?;
            Reply::of(StatusCode::OK, &Key::from(use_cases::get(&state.app.db, &ctx, key).await?))
        })
        .await
}
