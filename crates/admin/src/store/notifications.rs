//! Notifications in `core.notifications`, of which the policy `person` shows a person theirs alone.

use cauldron_db::{DbError, OrgTx, SystemTx};
use cauldron_types::{
    Instant, Notification, NotificationChoice, NotificationId, NotificationKind, OrganizationId, UserId,
};
use chrono::{DateTime, TimeDelta, Utc};
use ipnetwork::IpNetwork;
use uuid::Uuid;

/// Where a notification stands in the inbox.
pub(crate) type Place = (DateTime<Utc>, Uuid);

/// Something to be told.
#[derive(Clone, Debug)]
pub(crate) struct Fresh<'a> {
    pub(crate) id: Uuid,
    pub(crate) kind: NotificationKind,
    pub(crate) title: &'a str,
    pub(crate) body: &'a str,
    pub(crate) href: &'a str,
}

/// Tells a person. Returns the address to which it goes by mail as well.
pub(crate) async fn notify(tx: &mut OrgTx, user: UserId, fresh: &Fresh<'_>) -> Result<Option<String>, DbError> {
    let now = tx.ctx().now();
    Ok(sqlx::query_scalar!(
        "select core.identity_notify($1, $2, $3, $4, $5, $6, $7)",
        user.0,
        fresh.id,
        fresh.kind.as_str(),
        fresh.title,
        fresh.body,
        fresh.href,
        now,
    )
    .fetch_one(tx.connection())
    .await?)
}

pub(crate) async fn account_of(tx: &mut OrgTx, email: &str) -> Result<Option<UserId>, DbError> {
    let found = sqlx::query_scalar!("select core.identity_account_of($1)", email).fetch_one(tx.connection()).await?;
    Ok(found.map(UserId))
}

/// Tells a person something about their account as a whole. Returns the address to which it goes by mail as well; none also
/// when it was told before.
pub(crate) async fn tell(
    tx: &mut SystemTx,
    user: UserId,
    organization: Option<OrganizationId>,
    fresh: &Fresh<'_>,
    now: DateTime<Utc>,
) -> Result<Option<String>, DbError> {
    let row = sqlx::query!(
        "with told as (
             insert into core.notifications (user_id, id, organization_id, kind, title, body, href, created_at)
             select users.id, $2, $3, $4, left($5, 200), left($6, 1000), $7, $8
             from core.users
             left join core.notification_choices as choice on choice.user_id = users.id and choice.kind = $4
             where users.id = $1 and users.status = 'active' and coalesce(choice.in_app, true)
             on conflict (user_id, id) do nothing
             returning user_id
         )
         select users.email
         from told join core.users on users.id = told.user_id
         left join core.notification_choices as choice on choice.user_id = users.id and choice.kind = $4
         where users.email_verified_at is not null and coalesce(choice.by_mail, $4 = 'security')",
        user.0,
        fresh.id,
        organization.map(|organization| organization.0),
        fresh.kind.as_str(),
        fresh.title,
        fresh.body,
        fresh.href,
        now,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| row.email))
}

/// Whether an account was signed in to before `time` at all, and from this network within 90 days.
pub(crate) async fn signed_in_before(
    tx: &mut SystemTx,
    user: UserId,
    address: Option<IpNetwork>,
    time: DateTime<Utc>,
) -> Result<(bool, bool), DbError> {
    let row = sqlx::query!(
        r#"select exists (select from core.sessions where user_id = $1 and created_at < $3) as "ever!",
               exists (select from core.sessions where user_id = $1 and created_at < $3 and created_at > $4
                   and network is not distinct from core.network_of($2)) as "from_here!""#,
        user.0,
        address,
        time,
        time - TimeDelta::days(90),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok((row.ever, row.from_here))
}

/// A key that is about to expire, and who is to know.
pub(crate) struct Expiring {
    pub(crate) organization: OrganizationId,
    pub(crate) key: Uuid,
    pub(crate) name: String,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) of_service_account: bool,
    pub(crate) user: UserId,
}

/// Keys that end before `until` and of which nobody was told yet. They count as told from now on.
pub(crate) async fn take_expiring_keys(
    tx: &mut SystemTx,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<Expiring>, DbError> {
    let rows = sqlx::query!(
        r#"with due as (
             update core.api_keys set expiry_noticed_at = $1
             where revoked_at is null and expiry_noticed_at is null and expires_at > $1 and expires_at <= $2
             returning organization_id, id, name, expires_at, user_id, created_by, service_account_id
           )
           select organization_id, id, name, expires_at as "expires_at!", service_account_id is not null as "of_account!",
               coalesce(user_id, created_by) as "user_id!"
           from due where coalesce(user_id, created_by) is not null"#,
        now,
        until,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Expiring {
            organization: OrganizationId(row.organization_id),
            key: row.id,
            name: row.name,
            expires_at: row.expires_at,
            of_service_account: row.of_account,
            user: UserId(row.user_id),
        })
        .collect())
}

/// Deletes what was told before `before`. Returns how many rows.
pub(crate) async fn prune(tx: &mut SystemTx, before: DateTime<Utc>) -> Result<u64, DbError> {
    Ok(sqlx::query!("delete from core.notifications where created_at < $1", before)
        .execute(tx.connection())
        .await?
        .rows_affected())
}

/// One's own, newest first, beyond a place: those of the organization and those of the account.
pub(crate) async fn older(
    tx: &mut OrgTx,
    user: Uuid,
    (unread, kind): (bool, Option<NotificationKind>),
    place: Option<Place>,
    limit: i64,
) -> Result<Vec<(Place, Notification)>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let (time, id) = place.unzip();
    let rows = sqlx::query!(
        r#"select id, kind, title, body, href, created_at, read_at is not null as "read!"
           from core.notifications
           where user_id = $1 and (organization_id is null or organization_id = $2)
             and (not $3 or read_at is null) and ($4::text is null or kind = $4)
             and ($5::timestamptz is null or (created_at, id) < ($5, $6::uuid))
           order by created_at desc, id desc limit $7"#,
        user,
        organization,
        unread,
        kind.map(NotificationKind::as_str),
        time,
        id,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let notification = Notification {
                id: NotificationId(row.id),
                kind: row.kind.parse().ok()?,
                title: row.title,
                body: row.body,
                href: row.href,
                time: Instant(row.created_at.timestamp_millis()),
                read: row.read,
            };
            Some(((row.created_at, row.id), notification))
        })
        .collect())
}

/// How many are unread.
pub(crate) async fn unread(tx: &mut OrgTx, user: Uuid) -> Result<i64, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from core.notifications
           where user_id = $1 and read_at is null and (organization_id is null or organization_id = $2)"#,
        user,
        organization,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Marks one as read, or all up to `until`. Returns how many.
pub(crate) async fn mark_read(
    tx: &mut OrgTx,
    user: Uuid,
    id: Option<NotificationId>,
    until: DateTime<Utc>,
) -> Result<u64, DbError> {
    let (organization, now) = (tx.ctx().tenant.id.0, tx.ctx().now());
    Ok(sqlx::query!(
        "update core.notifications set read_at = $5
         where user_id = $1 and read_at is null and (organization_id is null or organization_id = $2)
           and ($3::uuid is null or id = $3) and created_at <= $4",
        user,
        organization,
        id.map(|id| id.0),
        until,
        now,
    )
    .execute(tx.connection())
    .await?
    .rows_affected())
}

/// What the person chose.
pub(crate) async fn choices(tx: &mut OrgTx, user: Uuid) -> Result<Vec<NotificationChoice>, DbError> {
    let rows = sqlx::query!("select kind, in_app, by_mail from core.notification_choices where user_id = $1", user)
        .fetch_all(tx.connection())
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(NotificationChoice { kind: row.kind.parse().ok()?, in_app: row.in_app, by_mail: row.by_mail })
        })
        .collect())
}

pub(crate) async fn keep_choice(tx: &mut OrgTx, user: Uuid, choice: NotificationChoice) -> Result<(), DbError> {
    sqlx::query!(
        "insert into core.notification_choices (user_id, kind, in_app, by_mail) values ($1, $2, $3, $4)
         on conflict (user_id, kind) do update set in_app = excluded.in_app, by_mail = excluded.by_mail",
        user,
        choice.kind.as_str(),
        choice.in_app,
        choice.by_mail,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
