//! `/api/v1/audit`: who did what.

use crate::http::api::caller::{answer, caller};
use crate::http::api::parameters::Parameters;
use crate::state::AppState;
use axum::extract::{Extension, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use cauldron_admin::audit_log;
use cauldron_app::server::RequestContext;
use cauldron_types::{AuditDetail, AuditQuery};
use serde::Serialize;
use utoipa::ToSchema;

/// An entry of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEntry {
    /// Identity.
    #[schema(format = "uuid")]
    pub id: String,
    /// When.
    #[schema(format = "date-time")]
    pub time: String,
    /// Who.
    pub actor: AuditActor,
    /// What was done, such as `organization.updated`.
    pub action: String,
    /// To what.
    pub subject: AuditSubject,
    /// The particulars: for a change, what was and what is. Never a secret.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
    /// From where; null when unknown.
    pub address: Option<String>,
    /// The trace id of the request.
    pub trace: String,
}

/// Who did something.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditActor {
    /// `person`, `service_account`, `share_link`, `job`, `system`, `operator` or `visitor`.
    pub kind: String,
    /// Identity, when there is one.
    #[schema(format = "uuid")]
    pub id: Option<String>,
    /// Name at the time.
    pub name: String,
}

/// What something was done to.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditSubject {
    /// Kind, such as `user`.
    pub kind: String,
    /// Identity.
    pub id: String,
}

/// Entries, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditPage {
    /// Newest first.
    pub data: Vec<AuditEntry>,
    /// Send it as `cursor` for older entries; null at the end.
    pub next_cursor: Option<String>,
}

impl From<AuditDetail> for AuditEntry {
    fn from(entry: AuditDetail) -> Self {
        Self {
            id: entry.entry.id.to_string(),
            time: entry.entry.time.rfc3339(),
            actor: AuditActor { kind: entry.actor_kind, id: entry.actor_id, name: entry.entry.actor },
            action: entry.entry.action,
            subject: AuditSubject { kind: entry.subject_kind, id: entry.subject_id },
            detail: serde_json::from_str(&entry.json).unwrap_or_default(),
            address: Some(entry.entry.address).filter(|address| !address.is_empty()),
            trace: entry.entry.trace,
        }
    }
}

const PARAMETERS: [&str; 10] =
    ["from", "to", "actor", "action", "subject", "text", "address", "trace", "cursor", "limit"];

/// Entries of the audit log, newest first. Needs `audit:read`.
#[utoipa::path(
    get, path = "/api/v1/audit", operation_id = "listAudit", tag = "Audit",
    params(
        ("from" = Option<String>, Query, description = "Start, inclusive: an RFC 3339 time, or `now-7d`."),
        ("to" = Option<String>, Query, description = "End, exclusive."),
        ("actor" = Option<String>, Query, description = "Words of the actor's name, or their id."),
        ("action" = Option<String>, Query, description = "An action, or words of some."),
        ("subject" = Option<String>, Query, description = "A kind of subject, an id, or both with a space between."),
        ("text" = Option<String>, Query, description = "Words of the particulars."),
        ("address" = Option<String>, Query, description = "An address or a network."),
        ("trace" = Option<String>, Query, description = "A trace id."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
        ("limit" = Option<u16>, Query, description = "How many, 1 to 200; 50 when nothing is said."),
    ),
    responses((status = 200, body = AuditPage)),
)]
pub async fn list(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    RawQuery(query): RawQuery,
) -> Response {
    let outcome = async {
        let ctx = caller(&who)?;
        let parameters = Parameters::read(query.as_deref(), &PARAMETERS)?;
        let part = |name: &str| parameters.text(name).to_owned();
        let asked = AuditQuery {
            from: part("from"),
            to: part("to"),
            actor: part("actor"),
            action: part("action"),
            subject: part("subject"),
            text: part("text"),
            address: part("address"),
            trace: part("trace"),
            before: part("cursor"),
            after: String::new(),
        };
        let (entries, next) = audit_log::entries(&state.app.db, ctx, &asked, parameters.limit()?).await?;
        Ok(AuditPage { data: entries.into_iter().map(Into::into).collect(), next_cursor: next })
    };
    answer(&state, &who, StatusCode::OK, outcome.await)
}
