//! `/api/v1/organization`: the profile of the key's organization.

use crate::http::api::body;
use crate::http::api::caller::{answer, caller};
use crate::http::api::document::Problem;
use crate::http::api::once::{Reply, Write};
use crate::http::api::parameters::Parameters;
use crate::state::AppState;
use axum::extract::{Extension, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use cauldron_admin::organization::{self as use_cases, Changes};
use cauldron_app::server::RequestContext;
use cauldron_core::Ctx;
use cauldron_types::OrganizationProfile;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct Organization {
    /// Identity.
    #[schema(format = "uuid")]
    pub id: String,
    /// Name.
    pub name: String,
    /// Name in addresses.
    pub slug: String,
    /// IANA time zone.
    pub time_zone: String,
    /// First day of the week: `monday`, `sunday` or `saturday`.
    pub week_start: String,
    /// First month of fiscal years, such as `january`.
    pub fiscal_year_start: String,
    /// What the organization does; empty when it was not said.
    pub industry: String,
    /// Mail domains of its people.
    pub domains: Vec<String>,
    /// Send it back with a change: a change of what somebody else changed meanwhile is a conflict.
    pub version: i64,
}

/// What of it is to change; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganizationChanges {
    /// Name.
    pub name: Option<String>,
    /// IANA time zone.
    pub time_zone: Option<String>,
    /// First day of the week: `monday`, `sunday` or `saturday`.
    pub week_start: Option<String>,
    /// First month of fiscal years, such as `january`.
    pub fiscal_year_start: Option<String>,
    /// Name in addresses.
    pub slug: Option<String>,
    /// What the organization does.
    pub industry: Option<String>,
    /// Mail domains of its people.
    pub domains: Option<Vec<String>>,
    /// The version that was read.
    pub version: i64,
}

fn shown(ctx: &Ctx, profile: OrganizationProfile) -> Organization {
    Organization {
        id: ctx.tenant.id.to_string(),
        name: profile.name,
        slug: profile.slug,
        time_zone: profile.time_zone,
        week_start: profile.week_start,
        fiscal_year_start: profile.fiscal_year_start,
        industry: profile.industry,
        domains: profile.domains,
        version: profile.version,
    }
}

/// The organization. Needs `organization:read`.
#[utoipa::path(
    get, path = "/api/v1/organization", operation_id = "readOrganization", tag = "Organization",
    responses((status = 200, body = Organization)),
)]
pub async fn read(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    RawQuery(query): RawQuery,
) -> Response {
    let outcome = async {
        let ctx = caller(&who)?;
        Parameters::read(query.as_deref(), &[])?;
        Ok(shown(ctx, use_cases::read(&state.app.db, ctx).await?))
    };
    answer(&state, &who, StatusCode::OK, outcome.await)
}

/// Changes the organization. Needs `organization:write`.
#[utoipa::path(
    patch, path = "/api/v1/organization", operation_id = "updateOrganization", tag = "Organization",
    request_body = OrganizationChanges,
    responses(
        (status = 200, body = Organization),
        (status = 409, description = "Somebody else changed it meanwhile.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn update(write: Write) -> Response {
    write
        .once(async |state, ctx, bytes| {
            let wanted: OrganizationChanges = body::parse(&bytes)?;
            let present = use_cases::read(&state.app.db, &ctx).await?;
            let changes = Changes {
                name: wanted.name.unwrap_or(present.name),
                time_zone: wanted.time_zone.unwrap_or(present.time_zone),
                week_start: wanted.week_start.unwrap_or(present.week_start),
                // What is left out stays.
                fiscal_year_start: wanted.fiscal_year_start,
                slug: wanted.slug,
                industry: wanted.industry,
                primary_contact: None,
                domains: wanted.domains.map(|domains| domains.join("\n")),
                version: wanted.version,
            };
            let saved = use_cases::update(&state.app.db, &ctx, &changes).await?;
            Reply::of(StatusCode::OK, &shown(&ctx, saved))
        })
        .await
}
