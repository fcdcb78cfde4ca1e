//! `/api/v1/people`: who belongs to the organization.

use crate::http::api::caller::{answer, caller};
use crate::http::api::document::Problem;
use crate::http::api::parameters::{Parameters, id};
use crate::state::AppState;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use cauldron_admin::members;
use cauldron_app::server::RequestContext;
use cauldron_types::{PeopleQuery, PersonRow, UserId};
use serde::Serialize;
use utoipa::ToSchema;

/// Somebody who belongs to the organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct Person {
    /// Identity.
    #[schema(format = "uuid")]
    pub id: String,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Base role.
    pub role: String,
    /// How they stand, such as `active` or `suspended`.
    pub status: String,
    /// Names of their teams.
    pub teams: Vec<String>,
    /// Since when they belong.
    #[schema(format = "date-time")]
    pub joined_at: String,
}

/// People.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeoplePage {
    /// By name.
    pub data: Vec<Person>,
    /// Send it as `cursor` for the next page; null at the end.
    pub next_cursor: Option<String>,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        Self {
            id: row.user.to_string(),
            name: row.name,
            email: row.email,
            role: row.role.to_string(),
            status: row.status.to_string(),
            teams: row.teams,
            joined_at: row.joined.rfc3339(),
        }
    }
}

/// People of the organization. Needs `person:read`.
#[utoipa::path(
    get, path = "/api/v1/people", operation_id = "listPeople", tag = "People",
    params(
        ("q" = Option<String>, Query, description = "Words of a name or an e-mail address."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
        ("limit" = Option<u16>, Query, description = "How many, 1 to 200; 50 when nothing is said."),
    ),
    responses((status = 200, body = PeoplePage)),
)]
pub async fn list(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    RawQuery(query): RawQuery,
) -> Response {
    let outcome = async {
        let ctx = caller(&who)?;
        let parameters = Parameters::read(query.as_deref(), &["q", "cursor", "limit"])?;
        let asked = PeopleQuery {
            q: parameters.text("q").to_owned(),
            after: parameters.text("cursor").to_owned(),
            ..PeopleQuery::default()
        };
        let block = members::list(&state.app.db, ctx, &asked, parameters.limit()?).await?;
        Ok(PeoplePage {
            data: block.people.into_iter().map(Into::into).collect(),
            next_cursor: block.next.map(|next| next.to_string()),
        })
    };
    answer(&state, &who, StatusCode::OK, outcome.await)
}

/// One person. Needs `person:read`.
#[utoipa::path(
    get, path = "/api/v1/people/{id}", operation_id = "readPerson", tag = "People",
    params(("id" = String, Path, description = "The person's id.")),
    responses(
        (status = 200, body = Person),
        (status = 404, description = "There is no such person, or they may not be seen.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn read(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    Path(person): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let outcome = async {
        let ctx = caller(&who)?;
        Parameters::read(query.as_deref(), &[])?;
        Ok(Person::from(members::open(&state.app.db, ctx, UserId(id("person", &person)?)).await?.person))
    };
    answer(&state, &who, StatusCode::OK, outcome.await)
}
