//! Teams and who is in them.

use crate::AppError;
use cauldron_types::{PersonName, TeamId, TeamList, TeamPage, UserId};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::as_person;
#[cfg(feature = "ssr")]
use cauldron_admin::teams::{self, TeamDraft};

/// The teams whose name or purpose has the words.
#[server(prefix = "/api/admin", endpoint = "teams", input = GetUrl)]
pub(crate) async fn list_teams(#[server(default)] q: String) -> Result<TeamList, AppError> {
    as_person(async move |app, ctx| teams::list(&app.db, &ctx, &q).await).await
}

/// One team; of its members those whose name has the words.
#[server(prefix = "/api/admin", endpoint = "teams/team", input = GetUrl)]
pub(crate) async fn read_team(team: TeamId, #[server(default)] q: String) -> Result<TeamPage, AppError> {
    as_person(async move |app, ctx| teams::read(&app.db, &ctx, team, &q).await).await
}

/// Makes a team and goes to it.
#[server(prefix = "/api/admin", endpoint = "teams/create")]
pub(crate) async fn create_team(name: String, #[server(default)] purpose: String) -> Result<TeamId, AppError> {
    let draft = TeamDraft { name, purpose };
    let team = as_person(async |app, ctx| teams::create(&app.db, &ctx, &draft).await).await?;
    leptos_axum::redirect(&format!("/admin/teams/{team}"), false);
    Ok(team)
}

/// Gives a team another name and purpose, unless somebody else did since `version`.
#[server(prefix = "/api/admin", endpoint = "teams/save")]
pub(crate) async fn save_team(
    team: TeamId,
    name: String,
    #[server(default)] purpose: String,
    version: i64,
) -> Result<i64, AppError> {
    let draft = TeamDraft { name, purpose };
    as_person(async |app, ctx| teams::update(&app.db, &ctx, team, &draft, version).await).await
}

/// Deletes a team whose name was typed, and goes to the list.
#[server(prefix = "/api/admin", endpoint = "teams/delete")]
pub(crate) async fn delete_team(team: TeamId, #[server(default)] name: String) -> Result<(), AppError> {
    as_person(async |app, ctx| teams::delete(&app.db, &ctx, team, &name).await).await?;
    leptos_axum::redirect("/admin/teams", false);
    Ok(())
}

/// Takes somebody into a team.
#[server(prefix = "/api/admin", endpoint = "teams/members/add")]
pub(crate) async fn add_team_member(
    team: TeamId,
    #[server(default)] user: String,
    #[server(default)] is_admin: bool,
) -> Result<(), AppError> {
    as_person(async |app, ctx| teams::add_member(&app.db, &ctx, team, &user, is_admin).await).await
}

/// Lets somebody run a team, or not any more.
#[server(prefix = "/api/admin", endpoint = "teams/members/admin/save")]
pub(crate) async fn set_team_admin(
    team: TeamId,
    user: UserId,
    #[server(default)] is_admin: bool,
) -> Result<(), AppError> {
    as_person(async |app, ctx| teams::set_admin(&app.db, &ctx, team, user, is_admin).await).await
}

/// Takes somebody out of a team.
#[server(prefix = "/api/admin", endpoint = "teams/members/remove")]
pub(crate) async fn remove_team_member(team: TeamId, user: UserId) -> Result<(), AppError> {
    as_person(async |app, ctx| teams::remove_member(&app.db, &ctx, team, user).await).await
}

/// People whose name or address has the words, for a field in which one is chosen.
#[server(prefix = "/api/admin", endpoint = "access/people", input = GetUrl)]
pub(crate) async fn find_people(#[server(default)] q: String) -> Result<Vec<PersonName>, AppError> {
    as_person(async move |app, ctx| teams::find_people(&app.db, &ctx, &q).await).await
}
