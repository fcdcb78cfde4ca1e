//! API keys in `core.api_keys`. Secrets are written and looked up through identity functions alone.

use cauldron_core::TokenHash;
use cauldron_db::{DbError, OrgTx, VisitTx};
use cauldron_types::{
    ApiKeyId, ApiKeyRow, ApiKeyState, Instant, KeyOwner, OrganizationId, Permission, ServiceAccountId, UserId,
};
use chrono::{DateTime, Utc};
use ipnetwork::IpNetwork;
use uuid::Uuid;

/// What a secret stands for.
pub(crate) struct ShownKey {
    pub(crate) id: ApiKeyId,
    pub(crate) name: String,
    pub(crate) scopes: Vec<Permission>,
    pub(crate) user: Option<UserId>,
    pub(crate) owner_name: String,
    pub(crate) email: String,
    pub(crate) role: String,
    pub(crate) organization: OrganizationId,
    pub(crate) organization_name: String,
    pub(crate) time_zone: String,
    pub(crate) week_start: String,
    pub(crate) operating: bool,
    pub(crate) standing: String,
}

/// A scope that this version does not know grants nothing.
pub(crate) fn known_scopes(names: &[String]) -> Vec<Permission> {
    names.iter().filter_map(|name| name.parse().ok()).collect()
}

/// Names as they are stored: sorted, each once.
pub(crate) fn scope_names(scopes: &[Permission]) -> Vec<String> {
    let mut scopes: Vec<String> = scopes.iter().map(|scope| scope.as_str().to_owned()).collect();
    scopes.sort();
    scopes.dedup();
    scopes
}

/// Looks a secret up, notes its use, or that it was refused.
pub(crate) async fn look_up(tx: &mut VisitTx, hash: &TokenHash) -> Result<Option<ShownKey>, DbError> {
    tx.published();
    let visit = tx.visit().clone();
    let row = sqlx::query!(
        r#"select key_id as "key_id!", key_name as "key_name!", scopes as "scopes!", user_id,
               display_name as "display_name!", email as "email!", role as "role!", organization_id as "organization_id!",
               organization_name as "organization_name!", time_zone as "time_zone!", week_start as "week_start!",
               is_operating as "is_operating!", standing as "standing!"
           from core.identity_api_key($1, $2, $3, $4, $5)"#,
        hash.as_slice(),
        visit.ambient.new_id(),
        visit.ambient.now(),
        visit.address.map(IpNetwork::from),
        visit.trace.as_str(),
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| ShownKey {
        id: ApiKeyId(row.key_id),
        name: row.key_name,
        scopes: known_scopes(&row.scopes),
        user: row.user_id.map(UserId),
        owner_name: row.display_name,
        email: row.email,
        role: row.role,
        organization: OrganizationId(row.organization_id),
        organization_name: row.organization_name,
        time_zone: row.time_zone,
        week_start: row.week_start,
        operating: row.is_operating,
        standing: row.standing,
    }))
}

/// A key to be kept.
pub(crate) struct Fresh<'a> {
    pub(crate) id: ApiKeyId,
    pub(crate) owner: &'a KeyOwner,
    /// None when a service account makes it.
    pub(crate) maker: Option<Uuid>,
    pub(crate) name: &'a str,
    pub(crate) prefix: &'a str,
    pub(crate) scopes: &'a [Permission],
    pub(crate) networks: &'a [IpNetwork],
    pub(crate) expires_at: Option<DateTime<Utc>>,
}

pub(crate) async fn insert(tx: &mut OrgTx, key: &Fresh<'_>) -> Result<(), DbError> {
    let (organization, now) = (tx.ctx().tenant.id.0, tx.ctx().now());
    let (person, account) = match key.owner {
        KeyOwner::Person(user) => (Some(user.0), None),
        KeyOwner::ServiceAccount(account) => (None, Some(account.0)),
    };
    sqlx::query!(
        "insert into core.api_keys (organization_id, id, user_id, service_account_id, name, prefix, scopes, networks,
             created_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8::inet[]::cidr[], $9, $10, $11)",
        organization,
        key.id.0,
        person,
        account,
        key.name,
        key.prefix,
        &scope_names(key.scopes),
        key.networks,
        key.maker,
        now,
        key.expires_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Gives a key a secret; those before it open until `until` at the latest.
pub(crate) async fn put_secret(
    tx: &mut OrgTx,
    key: ApiKeyId,
    hash: &TokenHash,
    until: DateTime<Utc>,
) -> Result<(), DbError> {
    let now = tx.ctx().now();
    sqlx::query_scalar!(
        "select core.identity_put_key_secret($1, $2, $3, $4)::text as nothing",
        key.0,
        hash.as_slice(),
        now,
        until,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn rotate(
    tx: &mut OrgTx,
    key: ApiKeyId,
    prefix: &str,
    until: Option<DateTime<Utc>>,
) -> Result<(), DbError> {
    let (organization, now) = (tx.ctx().tenant.id.0, tx.ctx().now());
    sqlx::query!(
        "update core.api_keys set former_prefix = case when $4::timestamptz is not null then prefix end, former_until = $4,
             prefix = $3, rotated_at = $5
         where organization_id = $1 and id = $2",
        organization,
        key.0,
        prefix,
        until,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn revoke(tx: &mut OrgTx, key: ApiKeyId) -> Result<(), DbError> {
    let (organization, now) = (tx.ctx().tenant.id.0, tx.ctx().now());
    sqlx::query!(
        "update core.api_keys set revoked_at = $3 where organization_id = $1 and id = $2 and revoked_at is null",
        organization,
        key.0,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Revokes every key of a service account. Returns how many.
pub(crate) async fn revoke_all_of(tx: &mut OrgTx, account: ServiceAccountId) -> Result<u64, DbError> {
    let (organization, now) = (tx.ctx().tenant.id.0, tx.ctx().now());
    Ok(sqlx::query!(
        "update core.api_keys set revoked_at = $3
         where organization_id = $1 and service_account_id = $2 and revoked_at is null",
        organization,
        account.0,
        now,
    )
    .execute(tx.connection())
    .await?
    .rows_affected())
}

struct Row {
    id: Uuid,
    name: String,
    prefix: String,
    user_id: Option<Uuid>,
    service_account_id: Option<Uuid>,
    owner_name: String,
    scopes: Vec<String>,
    networks: Vec<String>,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    last_address: String,
    former_prefix: Option<String>,
    former_until: Option<DateTime<Utc>>,
}

fn instant(at: DateTime<Utc>) -> Instant {
    Instant(at.timestamp_millis())
}

impl Row {
    fn shown(self, now: DateTime<Utc>) -> (DateTime<Utc>, ApiKeyRow) {
        let owner = match (self.user_id, self.service_account_id) {
            (Some(user), _) => KeyOwner::Person(UserId(user)),
            (None, account) => KeyOwner::ServiceAccount(ServiceAccountId(account.unwrap_or_default())),
        };
        let state = match (self.revoked_at, self.expires_at) {
            (Some(_), _) => ApiKeyState::Revoked,
            (None, Some(end)) if end <= now => ApiKeyState::Expired,
            _ => ApiKeyState::Active,
        };
        let key = ApiKeyRow {
            id: ApiKeyId(self.id),
            name: self.name,
            prefix: self.prefix,
            owner,
            owner_name: self.owner_name,
            scopes: known_scopes(&self.scopes),
            networks: self.networks,
            state,
            created_at: instant(self.created_at),
            expires_at: self.expires_at.map(instant),
            last_used_at: self.last_used_at.map(instant),
            last_address: self.last_address,
            former: self
                .former_prefix
                .zip(self.former_until)
                .filter(|(_, until)| *until > now && state == ApiKeyState::Active)
                .map(|(prefix, until)| (prefix, instant(until))),
        };
        (self.created_at, key)
    }
}

/// One statement but for which keys and in which order.
macro_rules! keys {
    ($tx:expr, $onwards:literal, $($argument:expr),+ $(,)?) => {{
        let organization = $tx.ctx().tenant.id.0;
        sqlx::query_as!(
            Row,
            r#"select keys.id, keys.name, keys.prefix, keys.user_id, keys.service_account_id,
                   coalesce(users.display_name, accounts.name, '') as "owner_name!", keys.scopes,
                   keys.networks::text[] as "networks!", keys.created_at, keys.expires_at, keys.revoked_at, keys.last_used_at,
                   coalesce(host(keys.last_address), '') as "last_address!", keys.former_prefix, keys.former_until
               from core.api_keys as keys
               left join core.users as users on users.id = keys.user_id
               left join core.service_accounts as accounts
                   on accounts.organization_id = keys.organization_id and accounts.id = keys.service_account_id
               where keys.organization_id = $1 and "#
                + $onwards,
            organization,
            $($argument,)+
        )
        .fetch_all($tx.connection())
        .await
    }};
}

/// The keys of a person: those that work first, then the newest.
pub(crate) async fn of_person(tx: &mut OrgTx, user: UserId) -> Result<Vec<ApiKeyRow>, DbError> {
    let now = tx.ctx().now();
    let rows = keys!(
        tx,
        "keys.user_id = $2
         order by (keys.revoked_at is null and coalesce(keys.expires_at > $3, true)) desc, keys.created_at desc, keys.id desc
         limit 200",
        user.0,
        now,
    )?;
    Ok(rows.into_iter().map(|row| row.shown(now).1).collect())
}

/// Everybody's: those that work first, then the newest.
pub(crate) async fn of_organization(tx: &mut OrgTx, limit: i64) -> Result<Vec<ApiKeyRow>, DbError> {
    let now = tx.ctx().now();
    let rows = keys!(
        tx,
        "true order by (keys.revoked_at is null and coalesce(keys.expires_at > $2, true)) desc, keys.created_at desc,
             keys.id desc limit $3",
        now,
        limit,
    )?;
    Ok(rows.into_iter().map(|row| row.shown(now).1).collect())
}

/// Everybody's, or a person's, newest first, beyond a place.
pub(crate) async fn older(
    tx: &mut OrgTx,
    user: Option<UserId>,
    place: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<(DateTime<Utc>, ApiKeyRow)>, DbError> {
    let now = tx.ctx().now();
    let (time, id) = place.unzip();
    let rows = keys!(
        tx,
        "($2::uuid is null or keys.user_id = $2) and ($3::timestamptz is null or (keys.created_at, keys.id) < ($3, $4::uuid))
         order by keys.created_at desc, keys.id desc limit $5",
        user.map(|user| user.0),
        time,
        id,
        limit,
    )?;
    Ok(rows.into_iter().map(|row| row.shown(now)).collect())
}

pub(crate) async fn get(tx: &mut OrgTx, id: ApiKeyId) -> Result<Option<ApiKeyRow>, DbError> {
    let now = tx.ctx().now();
    let rows = keys!(tx, "keys.id = $2", id.0)?;
    Ok(rows.into_iter().next().map(|row| row.shown(now).1))
}

/// How many keys of an owner work.
pub(crate) async fn count_active(tx: &mut OrgTx, owner: &KeyOwner) -> Result<i64, DbError> {
    let (organization, now) = (tx.ctx().tenant.id.0, tx.ctx().now());
    let (person, account) = match owner {
        KeyOwner::Person(user) => (Some(user.0), None),
        KeyOwner::ServiceAccount(account) => (None, Some(account.0)),
    };
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from core.api_keys
           where organization_id = $1 and (user_id = $2 or service_account_id = $3) and revoked_at is null
             and coalesce(expires_at > $4, true)"#,
        organization,
        person,
        account,
        now,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Lets one transaction at a time make keys of an owner, so that they can be counted.
pub(crate) async fn lock(tx: &mut OrgTx, owner: &KeyOwner) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    let owner = match owner {
        KeyOwner::Person(user) => user.0,
        KeyOwner::ServiceAccount(account) => account.0,
    };
    sqlx::query_scalar!(
        "select pg_advisory_xact_lock(hashtextextended($1, 0))::text",
        format!("api keys {organization} {owner}"),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(())
}
