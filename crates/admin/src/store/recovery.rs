//! The identity functions of recovery links.

use cauldron_core::TokenHash;
use cauldron_db::{DbError, SystemTx, VisitTx};
use cauldron_types::{OrganizationId, UserId};
use chrono::{DateTime, Utc};

/// A mail that goes with a link.
pub(crate) struct LinkMail<'a> {
    pub(crate) subject: &'a str,
    pub(crate) body: &'a str,
}

/// A link about to be stored.
pub(crate) struct NewLink {
    pub(crate) hash: TokenHash,
    pub(crate) expires: DateTime<Utc>,
}

/// Returns until when no more can be asked, none when this was heard.
pub(crate) async fn request(
    tx: &mut VisitTx,
    email: &str,
    label: &str,
    keys: (&[u8; 32], &[u8; 32]),
    link: &NewLink,
    mail: &LinkMail<'_>,
) -> Result<Option<DateTime<Utc>>, DbError> {
    let id = tx.visit().ambient.new_id();
    Ok(announce!(
        tx,
        "select core.identity_request_recovery($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        email,
        label,
        keys.0,
        keys.1,
        link.hash.as_slice(),
        link.expires,
        id,
        mail.subject,
        mail.body,
    )?)
}

pub(crate) struct LinkRow {
    pub(crate) state: String,
    pub(crate) kind: String,
    pub(crate) email: String,
    pub(crate) current_email: String,
    pub(crate) display_name: String,
}

pub(crate) async fn link(tx: &mut VisitTx, hash: &TokenHash) -> Result<Option<LinkRow>, DbError> {
    let now = tx.visit().ambient.now();
    Ok(sqlx::query_as!(
        LinkRow,
        r#"select state as "state!", kind as "kind!", email as "email!", current_email as "current_email!",
               display_name as "display_name!"
           from core.identity_recovery_link($1, $2)"#,
        hash.as_slice(),
        now,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Returns whether the link could be used.
pub(crate) async fn recover(tx: &mut VisitTx, hash: &TokenHash, password_hash: &str) -> Result<bool, DbError> {
    let ended = announce!(tx, "select core.identity_recover($1, $2, $3, $4, $5, $6)", hash.as_slice(), password_hash,)?;
    Ok(ended.is_some())
}

pub(crate) async fn request_email(
    tx: &mut VisitTx,
    holder: &TokenHash,
    email: &str,
    account: &[u8; 32],
    link: &NewLink,
    mail: &LinkMail<'_>,
) -> Result<Option<String>, DbError> {
    let id = tx.visit().ambient.new_id();
    Ok(announce!(
        tx,
        "select core.identity_request_email($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        holder.as_slice(),
        email,
        account,
        link.hash.as_slice(),
        link.expires,
        id,
        mail.subject,
        mail.body,
    )?)
}

pub(crate) async fn request_verification(
    tx: &mut VisitTx,
    holder: &TokenHash,
    account: &[u8; 32],
    link: &NewLink,
    mail: &LinkMail<'_>,
) -> Result<Option<String>, DbError> {
    let id = tx.visit().ambient.new_id();
    Ok(announce!(
        tx,
        "select core.identity_request_verification($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        holder.as_slice(),
        account,
        link.hash.as_slice(),
        link.expires,
        id,
        mail.subject,
        mail.body,
    )?)
}

pub(crate) async fn change_email(
    tx: &mut VisitTx,
    hash: &TokenHash,
    notice: &LinkMail<'_>,
) -> Result<Option<String>, DbError> {
    let id = tx.visit().ambient.new_id();
    Ok(announce!(
        tx,
        "select core.identity_change_email($1, $2, $3, $4, $5, $6, $7, $8)",
        hash.as_slice(),
        id,
        notice.subject,
        notice.body,
    )?)
}

pub(crate) async fn verify_email(tx: &mut VisitTx, hash: &TokenHash) -> Result<bool, DbError> {
    let verified = announce!(tx, "select core.identity_verify_email($1, $2, $3, $4, $5)", hash.as_slice(),)?;
    Ok(verified.unwrap_or(false))
}

/// Of whom, and for what, somebody makes a link to hand over.
pub(crate) struct Issue<'a> {
    pub(crate) email: &'a str,
    pub(crate) new_email: Option<&'a str>,
    pub(crate) of_installation: bool,
}

pub(crate) async fn issue(
    tx: &mut VisitTx,
    holder: &TokenHash,
    issue: &Issue<'_>,
    link: &NewLink,
) -> Result<Option<String>, DbError> {
    Ok(announce!(
        tx,
        "select core.identity_issue_link($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        holder.as_slice(),
        issue.email,
        issue.new_email,
        issue.of_installation,
        link.hash.as_slice(),
        link.expires,
    )?)
}

/// Whether the holder's address is verified, and whether there is a mail server.
pub(crate) async fn own_email(tx: &mut VisitTx, holder: &TokenHash) -> Result<(bool, bool), DbError> {
    let now = tx.visit().ambient.now();
    let row = sqlx::query!(
        r#"select verified_at, mail_is_sent as "mail_is_sent!" from core.identity_own_email($1, $2)"#,
        holder.as_slice(),
        now,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map_or((false, false), |row| (row.verified_at.is_some(), row.mail_is_sent)))
}

/// The active person with an address, and where they belong.
pub(crate) async fn person(tx: &mut SystemTx, email: &str) -> Result<Option<(UserId, Vec<OrganizationId>)>, DbError> {
    let row = sqlx::query!(
        r#"select users.id, array(select organization_id from core.memberships
               where memberships.user_id = users.id and status <> 'removed') as "organizations!"
           from core.users where email = $1 and status = 'active'"#,
        email,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| (UserId(row.id), row.organizations.into_iter().map(OrganizationId).collect())))
}

pub(crate) async fn is_taken(tx: &mut SystemTx, email: &str) -> Result<bool, DbError> {
    let taken = sqlx::query_scalar!("select exists (select from core.users where email = $1)", email)
        .fetch_one(tx.connection())
        .await?;
    Ok(taken.unwrap_or(false))
}

/// Puts a link that an operator hands over in the place of those before it.
pub(crate) async fn replace_link(
    tx: &mut SystemTx,
    user: UserId,
    kind: &str,
    email: &str,
    link: &NewLink,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    sqlx::query!(
        "update core.recovery_links set used_at = $3 where user_id = $1 and kind = $2 and used_at is null",
        user.0,
        kind,
        now
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "insert into core.recovery_links (token_hash, kind, user_id, email, by_mail, created_at, expires_at)
         values ($1, $2, $3, $4, false, $5, $6)",
        link.hash.as_slice(),
        kind,
        user.0,
        email,
        now,
        link.expires,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
