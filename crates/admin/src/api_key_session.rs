//! From an API key's secret to a context.

use crate::session::Authenticated;
use crate::store::api_keys as store;
use cauldron_core::{Actor, ApiError, Ctx, SecretToken, Tenant, Visit};
use cauldron_db::Db;
use cauldron_types::Role;
use chrono::Weekday;

/// What every secret begins with, so that people and scanners know one when they see it.
pub const SECRET_PREFIX: &str = "cldr_";

/// What a secret stands for.
#[derive(Clone, Debug)]
pub enum KeyStanding {
    /// Nobody: no such key.
    Unknown,
    /// A key that opens nothing, with the sentence that says why. It is on record.
    Refused(&'static str),
    /// A key that may act.
    Active(Box<Authenticated>),
}

/// The token of a secret as people carry it; none when it cannot be one.
#[must_use]
pub fn parse_secret(text: &str) -> Option<SecretToken> {
    text.strip_prefix(SECRET_PREFIX).and_then(SecretToken::parse)
}

/// Looks a secret up. Scopes, owner and organization are read anew each time, so a change holds at the next request.
///
/// # Errors
/// The database does not answer.
pub async fn authenticate(db: &Db, visit: &Visit, secret: &SecretToken) -> Result<KeyStanding, ApiError> {
    let mut tx = db.visit_tx(visit).await?;
    let shown = store::look_up(&mut tx, &secret.hash()).await?;
    tx.commit().await?;
    let Some(key) = shown else { return Ok(KeyStanding::Unknown) };
    let refusal = match key.standing.as_str() {
        "active" => None,
        "revoked" => Some("This API key was revoked. Ask whoever runs it for another."),
        "expired" => Some("This API key has expired. Make another."),
        "replaced" => Some(
            "This API key was rotated, and the time for which the old secret was still accepted is over. Use the new one.",
        ),
        "network" => Some("This API key may not be used from your network."),
        "organization_suspended" => Some("The organization of this API key is suspended."),
        _ => Some("The owner of this API key is suspended or was removed."),
    };
    if let Some(sentence) = refusal {
        return Ok(KeyStanding::Refused(sentence));
    }
    let tenant = Tenant {
        id: key.organization,
        name: key.organization_name,
        time_zone: key.time_zone,
        week_start: key.week_start.parse().unwrap_or(Weekday::Mon),
        operating: key.operating,
        // Keys of a suspended organization are refused above.
        suspended: None,
    };
    let actor = |scopes| Actor::ServiceAccount {
        key: key.id.0,
        name: format!("{} of {}", key.name, key.owner_name),
        owner: key.user,
        scopes,
    };
    let mut ctx = Ctx::new(visit.clone(), tenant.clone(), actor(key.scopes.clone()));
    if let (Some(user), Ok(role)) = (key.user, key.role.parse::<Role>()) {
        // Of a person's key no more than the person may do everywhere in the organization now, by roles and teams.
        let access = crate::access::of_person(db, &ctx, user, role).await?;
        let scopes = key.scopes.iter().copied().filter(|scope| access.may(*scope)).collect();
        ctx = Ctx::new(visit.clone(), tenant, actor(scopes));
    }
    Ok(KeyStanding::Active(Box::new(Authenticated { ctx, email: key.email.clone() })))
}
