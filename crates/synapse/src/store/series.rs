//! Series of an organization.

use cauldron_db::{DbError, OrgTx};
use serde_json::Value;

pub(crate) struct SeriesRow {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) labels: Value,
    pub(crate) unit: String,
}

/// The id of a series, made if it is new.
pub(crate) async fn ensure(
    tx: &mut OrgTx,
    name: &str,
    labels: &Value,
    labels_key: &str,
    kind: &str,
    unit: &str,
) -> Result<i64, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let made = sqlx::query_scalar!(
        "insert into timeseries.series (organization_id, name, labels, labels_key, kind, unit)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (organization_id, name, labels_key) do nothing returning id",
        organization,
        name,
        labels,
        labels_key,
        kind,
        unit,
    )
    .fetch_optional(tx.connection())
    .await?;
    if let Some(id) = made {
        return Ok(id);
    }
    Ok(sqlx::query_scalar!(
        "select id from timeseries.series where organization_id = $1 and name = $2 and labels_key = $3",
        organization,
        name,
        labels_key,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// The series whose name is one of `names`.
pub(crate) async fn by_names(tx: &mut OrgTx, names: &[String]) -> Result<Vec<SeriesRow>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_as!(
        SeriesRow,
        "select id, name, labels, unit from timeseries.series where organization_id = $1 and name = any ($2)
         order by name, labels_key",
        organization,
        names,
    )
    .fetch_all(tx.connection())
    .await?)
}
