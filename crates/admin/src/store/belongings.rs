//! What of the organization's is in somebody's hands, and how it goes into another's. Whoever adds something that a person owns
//! adds it to both functions.

use cauldron_db::{DbError, OrgTx};
use cauldron_types::UserId;

/// How much of each kind there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Belongings {
    /// Whether they are the organization's primary contact.
    pub(crate) is_contact: bool,
    /// Open invitations that they made.
    pub(crate) invitations: i64,
}

/// What is in somebody's hands.
pub(crate) async fn of(tx: &mut OrgTx, user: UserId) -> Result<Belongings, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_as!(
        Belongings,
        r#"select
               exists (select from core.organizations where id = $1 and primary_contact = $2) as "is_contact!",
               (select count(*) from core.invitations
                where organization_id = $1 and invited_by = $2 and accepted_at is null and revoked_at is null)
                   as "invitations!""#,
        organization,
        user.0,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Hands everything on.
pub(crate) async fn hand_on(tx: &mut OrgTx, from: UserId, to: UserId) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "update core.organizations set primary_contact = $3 where id = $1 and primary_contact = $2",
        organization,
        from.0,
        to.0,
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "update core.invitations set invited_by = $3
         where organization_id = $1 and invited_by = $2 and accepted_at is null and revoked_at is null",
        organization,
        from.0,
        to.0,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
