//! The organization's own roles in `core.roles`, with what they give and inherit.

use super::access::columns;
use cauldron_db::{DbError, OrgTx};
use cauldron_types::{Permission, Role, RoleId, RoleRef};
use uuid::Uuid;

/// A role by itself.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) version: i64,
}

/// By name.
pub(crate) async fn list(tx: &mut OrgTx) -> Result<Vec<Stored>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_as!(
        Stored,
        "select id, name, description, version from core.roles where organization_id = $1 order by name_key",
        organization,
    )
    .fetch_all(tx.connection())
    .await?)
}

pub(crate) async fn get(tx: &mut OrgTx, role: RoleId) -> Result<Option<Stored>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_as!(
        Stored,
        "select id, name, description, version from core.roles where organization_id = $1 and id = $2",
        organization,
        role.0,
    )
    .fetch_optional(tx.connection())
    .await?)
}

pub(crate) async fn insert(tx: &mut OrgTx, role: RoleId, name: &str, description: &str) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "insert into core.roles (organization_id, id, name, name_key, description) values ($1, $2, $3, $4, $5)",
        organization,
        role.0,
        name,
        name.to_lowercase(),
        description,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Whether the role was as it was when the form was filled.
pub(crate) async fn update(
    tx: &mut OrgTx,
    role: RoleId,
    name: &str,
    description: &str,
    version: i64,
) -> Result<bool, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let done = sqlx::query!(
        "update core.roles set name = $3, name_key = $4, description = $5
         where organization_id = $1 and id = $2 and version = $6",
        organization,
        role.0,
        name,
        name.to_lowercase(),
        description,
        version,
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Gives the role these permissions and parents in the place of those it had. Permissions that this version does not know stay.
pub(crate) async fn fill(
    tx: &mut OrgTx,
    role: RoleId,
    permissions: &[Permission],
    parents: &[RoleRef],
) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    let known: Vec<String> = Permission::NAMES.iter().map(|name| (*name).to_owned()).collect();
    sqlx::query!(
        "delete from core.role_permissions where organization_id = $1 and role_id = $2 and permission = any ($3)",
        organization,
        role.0,
        &known,
    )
    .execute(tx.connection())
    .await?;
    let names: Vec<String> = permissions.iter().map(|permission| permission.as_str().to_owned()).collect();
    sqlx::query!(
        "insert into core.role_permissions (organization_id, role_id, permission)
         select distinct $1::uuid, $2::uuid, permission from unnest($3::text[]) as permission",
        organization,
        role.0,
        &names,
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!("delete from core.role_parents where organization_id = $1 and role_id = $2", organization, role.0)
        .execute(tx.connection())
        .await?;
    let (custom, system): (Vec<Option<Uuid>>, Vec<Option<String>>) = parents
        .iter()
        .map(|parent| {
            let (custom, system) = columns(*parent);
            (custom, system.map(str::to_owned))
        })
        .unzip();
    sqlx::query!(
        "insert into core.role_parents (organization_id, role_id, parent_role_id, parent_system_role)
         select distinct $1::uuid, $2::uuid, custom, system
         from unnest($3::uuid[], $4::text[]) as parents (custom, system)",
        organization,
        role.0,
        &custom as &[Option<Uuid>],
        &system as &[Option<String>],
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Deletes the role, also as what others inherit from. That it was given must be taken back before.
pub(crate) async fn delete(tx: &mut OrgTx, role: RoleId) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "delete from core.role_parents where organization_id = $1 and (role_id = $2 or parent_role_id = $2)",
        organization,
        role.0,
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!("delete from core.role_permissions where organization_id = $1 and role_id = $2", organization, role.0)
        .execute(tx.connection())
        .await?;
    sqlx::query!("delete from core.roles where organization_id = $1 and id = $2", organization, role.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// How many active people have each base role.
pub(crate) async fn base_counts(tx: &mut OrgTx) -> Result<Vec<(Role, i64)>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select role, count(*) as "count!" from core.memberships
           where organization_id = $1 and status = 'active' group by role"#,
        organization,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.role.parse().ok()?, row.count))).collect())
}
