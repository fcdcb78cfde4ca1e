//! API keys: made, rotated, revoked, listed.
//!
//! A key can be given what its maker holds and nothing else. A person's key is for that person alone to make and to rotate,
//! because whoever has its secret acts as them; whoever holds `api_key:manage` may revoke it.

use crate::api_key_session::SECRET_PREFIX;
use crate::fields::name_problem;
use crate::search_text::place;
use crate::store::api_keys::{self as store, Fresh};
use crate::store::service_accounts;
use cauldron_core::{Actor, ApiError, AuditEvent, BusEvent, Ctx, SecretToken, SecurityNotice, place_text};
use cauldron_db::{Db, OrgTx};
use cauldron_types::{ApiKeyId, ApiKeyRow, ApiKeyState, FreshKey, KeyOwner, Permission, Problem, ProblemKind, UserId};
use chrono::{DateTime, TimeDelta, Utc};
use ipnetwork::IpNetwork;
use serde_json::{Value, json};

/// Most keys that work for one owner.
pub const MOST_KEYS: i64 = 50;
/// Most networks of a key.
const MOST_NETWORKS: usize = 20;
/// Longest time for which a key may be made, in days.
const LONGEST_LIFE: i64 = 3660;
/// Longest time for which the old secret goes on after a rotation, in hours.
pub const LONGEST_OVERLAP: u32 = 720;
/// As many as the page of the organization's keys shows.
const SHOWN: i64 = 500;
/// Characters of the secret that are shown for ever.
const SHOWN_OF_SECRET: usize = 4;

/// A key to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Whose it is to be.
    pub owner: KeyOwner,
    /// What its owner calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Permission>,
    /// Networks from which it may be used, one or several to a text; none for all.
    pub networks: Vec<String>,
    /// When it ends; none for never.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Keys newest first, and the place beyond which they go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyBlock {
    /// Newest first.
    pub keys: Vec<ApiKeyRow>,
    /// Cursor of the next block; none at the end.
    pub next: Option<String>,
}

/// The networks that a text names, separated by commas, spaces or lines.
pub(crate) fn networks_of(texts: &[String]) -> Result<Vec<IpNetwork>, String> {
    let words =
        texts.iter().flat_map(|text| text.split([',', ' ', '\n', '\r', '\t', ';'])).filter(|word| !word.is_empty());
    let mut networks = Vec::new();
    for word in words {
        let network = word
            .parse::<IpNetwork>()
            .ok()
            .and_then(|network| IpNetwork::new(network.network(), network.prefix()).ok())
            .ok_or_else(|| {
                let shown: String = word.chars().take(60).collect();
                format!("\"{shown}\" is no network. Write addresses or networks such as 192.0.2.7 or 192.0.2.0/24.")
            })?;
        if !networks.contains(&network) {
            networks.push(network);
        }
    }
    if networks.len() > MOST_NETWORKS {
        return Err(format!("A key has at most {MOST_NETWORKS} networks; these are {}.", networks.len()));
    }
    Ok(networks)
}

/// A sentence for scopes that cannot be given by whoever asks.
pub(crate) fn scope_problem(ctx: &Ctx, scopes: &[Permission]) -> Option<String> {
    if scopes.is_empty() {
        return Some("Choose at least one permission.".to_owned());
    }
    let missing: Vec<&str> = scopes.iter().filter(|scope| !ctx.may(**scope)).map(|scope| scope.as_str()).collect();
    (!missing.is_empty())
        .then(|| format!("You can give only what you hold, and you do not hold {}.", missing.join(", ")))
}

/// The calling key, when a key calls.
fn calling_key(ctx: &Ctx) -> Option<ApiKeyId> {
    match &ctx.actor {
        Actor::ServiceAccount { key, .. } => Some(ApiKeyId(*key)),
        _ => None,
    }
}

/// The person in front of a browser, and nobody who merely holds a key of theirs.
fn person_in_front(ctx: &Ctx) -> Option<UserId> {
    match &ctx.actor {
        Actor::Person { user, .. } => Some(*user),
        _ => None,
    }
}

fn prefix_of(secret: &str) -> String {
    secret.chars().take(SECRET_PREFIX.len() + SHOWN_OF_SECRET).collect()
}

fn new_secret(ctx: &Ctx) -> (SecretToken, String) {
    let token = SecretToken::generate(&ctx.visit.ambient);
    let text = format!("{SECRET_PREFIX}{}", token.reveal());
    (token, text)
}

fn owner_words(owner: &KeyOwner) -> Value {
    match owner {
        KeyOwner::Person(user) => json!({ "person": user }),
        KeyOwner::ServiceAccount(account) => json!({ "service_account": account }),
    }
}

/// Notes what was done to a key, in the audit log and as a security event.
async fn note(tx: &mut OrgTx, what: &'static str, key: ApiKeyId, detail: Value) -> Result<(), ApiError> {
    let notice = SecurityNotice::by(tx.ctx(), what, detail.clone());
    tx.audit(AuditEvent { action: what, subject_kind: "api_key", subject_id: key.to_string(), detail }).await?;
    tx.publish(&BusEvent::Security(notice)).await?;
    Ok(())
}

/// Makes a key. Its secret is in the answer and nowhere else.
///
/// # Errors
/// Without `api_key:create` for oneself, or `api_key:manage` for a service account; [`ProblemKind::Invalid`] with a sentence
/// a field; [`ProblemKind::NotFound`] for a service account that is not there; [`ProblemKind::Conflict`] beyond
/// [`MOST_KEYS`]; what the database answers.
pub async fn create(db: &Db, ctx: &Ctx, new: &NewKey) -> Result<FreshKey, ApiError> {
    match &new.owner {
        KeyOwner::Person(user) => {
            ctx.require(Permission::ApiKeyCreate)?;
            if person_in_front(ctx) != Some(*user) {
                let sentence = "A person's key is made by that person, in the app.";
                return Err(ApiError::problem(ProblemKind::Forbidden, sentence));
            }
        }
        KeyOwner::ServiceAccount(_) => ctx.require(Permission::ApiKeyManage)?,
    }
    let mut problem = Problem::new(ProblemKind::Invalid, "Some fields need your attention.");
    if let Some(sentence) = name_problem(&new.name, "a name for the key") {
        problem = problem.with_field("name", sentence);
    }
    if let Some(sentence) = scope_problem(ctx, &new.scopes) {
        problem = problem.with_field("scopes", sentence);
    }
    let networks = networks_of(&new.networks);
    if let Err(sentence) = &networks {
        problem = problem.with_field("networks", sentence.clone());
    }
    match new.expires_at {
        Some(end) if end <= ctx.now() => {
            problem = problem.with_field("expires_at", "This time is over. Choose one that is to come.");
        }
        Some(end) if end > ctx.now() + TimeDelta::days(LONGEST_LIFE) => {
            problem = problem.with_field("expires_at", "Choose a time within ten years, or none.");
        }
        _ => {}
    }
    let Ok(networks) = networks else { return Err(problem.into()) };
    if !problem.fields.is_empty() {
        return Err(problem.into());
    }
    let mut tx = db.org_tx(ctx).await?;
    if let KeyOwner::ServiceAccount(account) = new.owner {
        let accounts = service_accounts::list(&mut tx, Some(account)).await?;
        let account = accounts.first().ok_or_else(|| ApiError::not_found("service account"))?;
        if let Some(beyond) = new.scopes.iter().find(|scope| !account.scopes.contains(scope)) {
            let sentence = format!("{} does not hold {beyond}. Give it to the service account first.", account.name);
            return Err(ApiError::field("scopes", &sentence));
        }
    }
    if let Some(caller) = calling_key(ctx) {
        let own = store::get(&mut tx, caller).await?.ok_or_else(|| ApiError::not_found("key"))?;
        let end = new.expires_at.map(|end| end.timestamp_millis());
        if own.expires_at.is_some_and(|own| end.is_none_or(|end| end > own.0)) {
            let sentence = "A key that expires cannot make one that outlives it. Choose an earlier end.";
            return Err(ApiError::field("expires_at", sentence));
        }
    }
    store::lock(&mut tx, &new.owner).await?;
    if store::count_active(&mut tx, &new.owner).await? >= MOST_KEYS {
        let sentence = format!("There are {MOST_KEYS} keys that work already, which is the most. Revoke one first.");
        return Err(ApiError::problem(ProblemKind::Conflict, sentence));
    }
    let (token, secret) = new_secret(ctx);
    let (id, prefix) = (ApiKeyId(ctx.new_id()), prefix_of(&secret));
    let fresh = Fresh {
        id,
        owner: &new.owner,
        maker: ctx.actor.user().map(|user| user.0),
        name: new.name.trim(),
        prefix: &prefix,
        scopes: &new.scopes,
        networks: &networks,
        expires_at: new.expires_at,
    };
    store::insert(&mut tx, &fresh).await?;
    store::put_secret(&mut tx, id, &token.hash(), ctx.now()).await?;
    let detail = json!({
        "name": new.name.trim(),
        "prefix": prefix,
        "owner": owner_words(&new.owner),
        "scopes": store::scope_names(&new.scopes),
        "networks": networks.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "expires_at": new.expires_at.map(|end| end.to_rfc3339()),
    });
    note(&mut tx, "api_key.created", id, detail).await?;
    tx.commit().await?;
    Ok(FreshKey { id, name: new.name.trim().to_owned(), secret })
}

/// Gives a key another secret; the one before goes on for `overlap_hours`, which may be none.
///
/// # Errors
/// [`ProblemKind::NotFound`] for a key that is not there, or is another person's; without `api_key:create` for one's own, or
/// `api_key:manage` and everything that the key may do for a service account's; [`ProblemKind::Conflict`] for one that works
/// no more; [`ProblemKind::Invalid`] for an overlap that is too long; what the database answers.
pub async fn rotate(db: &Db, ctx: &Ctx, id: ApiKeyId, overlap_hours: u32) -> Result<FreshKey, ApiError> {
    if overlap_hours > LONGEST_OVERLAP {
        let sentence = format!("The old secret can go on for at most {LONGEST_OVERLAP} hours.");
        return Err(ApiError::field("overlap_hours", &sentence));
    }
    let mut tx = db.org_tx(ctx).await?;
    let key = seen(&mut tx, id).await?;
    match &key.owner {
        KeyOwner::Person(user) => {
            if person_in_front(ctx) != Some(*user) && calling_key(ctx) != Some(id) {
                let sentence = "A person's key is rotated by that person. You can revoke it.";
                return Err(ApiError::problem(ProblemKind::Forbidden, sentence));
            }
            ctx.require(Permission::ApiKeyCreate)?;
        }
        KeyOwner::ServiceAccount(_) => {
            ctx.require(Permission::ApiKeyManage)?;
            // Whoever holds the secret may do what the key may.
            if let Some(sentence) = scope_problem(ctx, &key.scopes) {
                return Err(ApiError::problem(ProblemKind::Forbidden, sentence));
            }
        }
    }
    if key.state != ApiKeyState::Active {
        let sentence = format!("This key is {} and cannot be rotated. Make another.", key.state);
        return Err(ApiError::problem(ProblemKind::Conflict, sentence));
    }
    let (token, secret) = new_secret(ctx);
    let prefix = prefix_of(&secret);
    let until = ctx.now() + TimeDelta::hours(i64::from(overlap_hours));
    store::put_secret(&mut tx, id, &token.hash(), until).await?;
    store::rotate(&mut tx, id, &prefix, (overlap_hours > 0).then_some(until)).await?;
    let detail = json!({
        "name": key.name,
        "prefix": { "before": key.prefix, "after": prefix },
        "old_secret_until": until.to_rfc3339(),
    });
    note(&mut tx, "api_key.rotated", id, detail).await?;
    tx.commit().await?;
    Ok(FreshKey { id, name: key.name, secret })
}

/// Makes a key worthless from now on. One that was revoked or has expired stays as it is.
///
/// # Errors
/// [`ProblemKind::NotFound`] for a key that is not there, or is somebody else's and one may not see it; without
/// `api_key:manage` for somebody else's; what the database answers.
pub async fn revoke(db: &Db, ctx: &Ctx, id: ApiKeyId) -> Result<(), ApiError> {
    let mut tx = db.org_tx(ctx).await?;
    let key = seen(&mut tx, id).await?;
    let own = person_in_front(ctx).is_some_and(|user| key.owner == KeyOwner::Person(user));
    if !own && calling_key(ctx) != Some(id) {
        ctx.require(Permission::ApiKeyManage)?;
    }
    if key.state == ApiKeyState::Revoked {
        return Ok(());
    }
    store::revoke(&mut tx, id).await?;
    let detail = json!({ "name": key.name, "prefix": key.prefix, "owner": owner_words(&key.owner) });
    note(&mut tx, "api_key.revoked", id, detail).await?;
    Ok(tx.commit().await?)
}

/// The key, if whoever asks may see it.
async fn seen(tx: &mut OrgTx, id: ApiKeyId) -> Result<ApiKeyRow, ApiError> {
    let found = store::get(tx, id).await?;
    let ctx = tx.ctx();
    let may_see = |key: &ApiKeyRow| {
        ctx.may(Permission::ApiKeyRead)
            || ctx.may(Permission::ApiKeyManage)
            || calling_key(ctx) == Some(key.id)
            || ctx.actor.user().is_some_and(|user| key.owner == KeyOwner::Person(user))
    };
    found.filter(may_see).ok_or_else(|| ApiError::not_found("key"))
}

/// One key: one's own, the one that asks, or with `api_key:read` anybody's.
///
/// # Errors
/// [`ProblemKind::NotFound`] for any other; what the database answers.
pub async fn get(db: &Db, ctx: &Ctx, id: ApiKeyId) -> Result<ApiKeyRow, ApiError> {
    let mut tx = db.org_tx(ctx).await?;
    let key = seen(&mut tx, id).await?;
    tx.commit().await?;
    Ok(key)
}

/// One's own keys: those that work first, then the newest.
///
/// # Errors
/// [`ProblemKind::Forbidden`] for who is no person; what the database answers.
pub async fn own(db: &Db, ctx: &Ctx) -> Result<Vec<ApiKeyRow>, ApiError> {
    let user = ctx.actor.user().ok_or_else(|| ApiError::problem(ProblemKind::Forbidden, "Only a person has keys."))?;
    let mut tx = db.org_tx(ctx).await?;
    let keys = store::of_person(&mut tx, user).await?;
    tx.commit().await?;
    Ok(keys)
}

/// Everybody's keys: those that work first, then the newest; and whether there are more than are returned.
///
/// # Errors
/// Without `api_key:read`; what the database answers.
pub async fn all(db: &Db, ctx: &Ctx) -> Result<(Vec<ApiKeyRow>, bool), ApiError> {
    ctx.require(Permission::ApiKeyRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let mut keys = store::of_organization(&mut tx, SHOWN + 1).await?;
    tx.commit().await?;
    let shown = usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let more = keys.len() > shown;
    keys.truncate(shown);
    Ok((keys, more))
}

/// Keys newest first: with `api_key:read` everybody's, else one's own.
///
/// # Errors
/// [`ProblemKind::Forbidden`] for who neither holds it nor is a person; [`ProblemKind::Invalid`] for a cursor that nobody
/// gave out; what the database answers.
pub async fn block(db: &Db, ctx: &Ctx, cursor: &str, limit: u16) -> Result<KeyBlock, ApiError> {
    let whose = if ctx.may(Permission::ApiKeyRead) { None } else { ctx.actor.user() };
    if whose.is_none() {
        ctx.require(Permission::ApiKeyRead)?;
    }
    let (place, limit) = (place(cursor)?, usize::from(limit.max(1)));
    let mut tx = db.org_tx(ctx).await?;
    let mut found = store::older(&mut tx, whose, place, i64::try_from(limit + 1).unwrap_or(i64::MAX)).await?;
    tx.commit().await?;
    let goes_on = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| goes_on).map(|(time, key)| place_text(*time, key.id.0));
    Ok(KeyBlock { keys: found.into_iter().map(|(_, key)| key).collect(), next })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_read_however_they_are_separated() {
        let texts = ["192.0.2.7, 192.0.2.9/24\n2001:db8::1/32".to_owned(), "192.0.2.7".to_owned()];
        let networks: Vec<String> = networks_of(&texts).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(networks, ["192.0.2.7/32", "192.0.2.0/24", "2001:db8::/32"]);
        for wrong in ["192.0.2", "192.0.2.0/33", "example.org", "0/0", "<b>"] {
            assert!(networks_of(&[wrong.to_owned()]).unwrap_err().contains(wrong), "{wrong}");
        }
        let many: Vec<String> = (0..=MOST_NETWORKS).map(|last| format!("192.0.2.{last}")).collect();
        assert!(networks_of(&many).is_err());
    }
}
