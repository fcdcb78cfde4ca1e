//! What a person chose, and how far they have read. The policies show nobody else's.

use crate::settings::Setting;
use cauldron_db::{DbError, OrgTx};
use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

/// What a person chose; none where they did not.
#[derive(Default)]
pub(crate) struct Choices {
    pub(crate) theme: Option<String>,
    pub(crate) density: Option<String>,
    pub(crate) shortcuts: Option<bool>,
}

pub(crate) async fn read(tx: &mut OrgTx, person: Uuid) -> Result<Choices, DbError> {
    let stored =
        sqlx::query_as!(Choices, "select theme, density, shortcuts from core.preferences where user_id = $1", person)
            .fetch_optional(tx.connection())
            .await?;
    Ok(stored.unwrap_or_default())
}

/// Keeps what is chosen in `choices`, and all that was chosen before.
pub(crate) async fn keep(tx: &mut OrgTx, person: Uuid, choices: &Choices) -> Result<(), DbError> {
    sqlx::query!(
        "insert into core.preferences as kept (user_id, theme, density, shortcuts) values ($1, $2, $3, $4)
         on conflict (user_id) do update set theme = coalesce(excluded.theme, kept.theme),
             density = coalesce(excluded.density, kept.density), shortcuts = coalesce(excluded.shortcuts, kept.shortcuts)",
        person,
        choices.theme,
        choices.density,
        choices.shortcuts,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Keeps one choice; none takes it back. Settings that people do not choose are not theirs to keep here.
pub(crate) async fn choose(tx: &mut OrgTx, setting: Setting, value: Option<&Value>) -> Result<(), DbError> {
    let Some(person) = tx.ctx().actor.user() else { return Ok(()) };
    sqlx::query!("insert into core.preferences (user_id) values ($1) on conflict (user_id) do nothing", person.0)
        .execute(tx.connection())
        .await?;
    let text = value.and_then(Value::as_str);
    match setting {
        Setting::Theme => {
            sqlx::query!("update core.preferences set theme = $2 where user_id = $1", person.0, text)
                .execute(tx.connection())
                .await?;
        }
        Setting::Density => {
            sqlx::query!("update core.preferences set density = $2 where user_id = $1", person.0, text)
                .execute(tx.connection())
                .await?;
        }
        Setting::Shortcuts => {
            let on = value.and_then(Value::as_bool);
            sqlx::query!("update core.preferences set shortcuts = $2 where user_id = $1", person.0, on)
                .execute(tx.connection())
                .await?;
        }
        _ => {}
    }
    Ok(())
}

pub(crate) async fn notifications_read_until(tx: &mut OrgTx, person: Uuid) -> Result<Option<DateTime<Utc>>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!(
        "select read_until from core.notification_marks where organization_id = $1 and user_id = $2",
        organization,
        person,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Moves the mark forward; one that stands further stays.
pub(crate) async fn read_notifications(tx: &mut OrgTx, person: Uuid, until: DateTime<Utc>) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "insert into core.notification_marks as kept (organization_id, user_id, read_until) values ($1, $2, $3)
         on conflict (organization_id, user_id) do update set read_until = excluded.read_until
         where kept.read_until < excluded.read_until",
        organization,
        person,
        until,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
