//! What people are told about their account and their keys: derived from security notices on the bus, so that whoever changes
//! an account has to think of nothing.

use crate::notifications::letter;
use crate::store::notifications::{self as store, Expiring, Fresh};
use cauldron_core::{ApiError, BusEvent, SecurityNotice};
use cauldron_db::bus::{Consumer, Envelope};
use cauldron_db::{Db, SystemPurpose, SystemTx};
use cauldron_platform::mail;
use cauldron_types::{NotificationKind, OrganizationId, UserId};
use chrono::TimeDelta;
use ipnetwork::IpNetwork;
use serde_json::Value;
use uuid::Uuid;

/// How long before its end the owner of a key is told.
const BEFORE_EXPIRY: TimeDelta = TimeDelta::days(7);
/// How long notifications are kept.
const KEPT: TimeDelta = TimeDelta::days(180);

/// What somebody is to be told.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    user: UserId,
    /// Whether it concerns the account in every organization.
    everywhere: bool,
    title: String,
    body: String,
    href: &'static str,
}

fn user_of(value: &Value) -> Option<UserId> {
    value.as_str().and_then(|text| Uuid::try_parse(text).ok()).map(UserId)
}

/// What a notice comes to for the person whose account it concerns. Sign-ins are judged by [`unfamiliar`] besides.
fn told(notice: &SecurityNotice) -> Option<Told> {
    let detail = |name: &str| notice.detail.get(name).cloned().unwrap_or_default();
    let actor = notice.actor_id.map(UserId);
    let from = notice.address.as_deref().map(|address| format!("From {address}. ")).unwrap_or_default();
    let advice = "If it was not you, change your password and end the sessions that you do not recognize.";
    let account = |user: UserId, title: &str, body: String| Told {
        user,
        everywhere: true,
        title: title.to_owned(),
        body,
        href: "/account",
    };
    match notice.what.as_str() {
        "sign_in.succeeded" => {
            Some(account(actor?, "Somebody signed in to your account from a new network", format!("{from}{advice}")))
        }
        "password.changed" => Some(account(actor?, "Your password was changed", format!("{from}{advice}"))),
        "password.reset" => {
            let body = "Whoever runs this installation set it from the command line.".to_owned();
            Some(account(user_of(&detail("user"))?, "Your password was reset", body))
        }
        "api_key.created" => {
            let name = detail("name");
            let user = user_of(detail("owner").get("person")?)?;
            let title = format!("The API key {} was made in your name", name.as_str().unwrap_or_default());
            let body = format!("{from}If it was not you, revoke it and change your password.");
            Some(Told { user, everywhere: false, title, body, href: "/account/keys" })
        }
        _ => None,
    }
}

/// Whether a sign-in came from a network that an account was not used from, although it was used before.
async fn unfamiliar(tx: &mut SystemTx, notice: &SecurityNotice, user: UserId) -> Result<bool, ApiError> {
    let address = notice.address.as_deref().and_then(|address| address.parse::<IpNetwork>().ok());
    let (ever, from_here) = store::signed_in_before(tx, user, address, notice.time).await?;
    Ok(ever && !from_here)
}

/// Tells people what happens to their accounts and keys.
#[derive(Clone, Copy, Debug, Default)]
pub struct TellPeople;

impl Consumer for TellPeople {
    const NAME: &'static str = "admin.account_notices";

    async fn handle(&self, tx: &mut SystemTx, events: &[Envelope]) -> Result<(), ApiError> {
        for envelope in events {
            let Some(BusEvent::Security(notice)) = &envelope.event else { continue };
            let Some(told) = told(notice) else { continue };
            if notice.what == "sign_in.succeeded" && !unfamiliar(tx, notice, told.user).await? {
                continue;
            }
            let organization = (!told.everywhere).then_some(envelope.organization);
            // What is noted in several organizations has one id, so that it is told once.
            let fresh = Fresh {
                id: envelope.id,
                kind: NotificationKind::Security,
                title: &told.title,
                body: &told.body,
                href: told.href,
            };
            tell(tx, told.user, organization, envelope.organization, &fresh).await?;
        }
        Ok(())
    }
}

/// Tells somebody, and the open pages of the organization in which it happened.
async fn tell(
    tx: &mut SystemTx,
    user: UserId,
    organization: Option<OrganizationId>,
    heard_in: OrganizationId,
    fresh: &Fresh<'_>,
) -> Result<(), ApiError> {
    let ambient = tx.db().ambient().clone();
    if let Some(email) = store::tell(tx, user, organization, fresh, ambient.now()).await? {
        let letter = letter(email, fresh.kind, fresh.title, fresh.body);
        mail::queue_for(tx, heard_in, &letter).await?;
    }
    tx.publish(heard_in, ambient.new_id(), &BusEvent::Notified { user }).await?;
    Ok(())
}

fn expiry(key: &Expiring) -> (String, String, &'static str) {
    let day = key.expires_at.format("%-d %B %Y");
    let title = format!("The API key {} expires on {day}", key.name);
    let body = "Programs that use it stop then. Make another in time.".to_owned();
    (title, body, if key.of_service_account { "/admin/keys" } else { "/account/keys" })
}

/// Tells the owners of keys that end within a week, each once, and forgets old notifications and answers. Returns how many were told and
/// forgotten. To be called every hour.
///
/// # Errors
/// The database does not answer.
pub async fn tell_of_expiring_keys(db: &Db) -> Result<(usize, u64), ApiError> {
    let now = db.ambient().now();
    let mut tx = db.system_tx(SystemPurpose::Maintenance).await?;
    let keys = store::take_expiring_keys(&mut tx, now, now + BEFORE_EXPIRY).await?;
    for key in &keys {
        let (title, body, href) = expiry(key);
        let fresh = Fresh { id: key.key, kind: NotificationKind::Security, title: &title, body: &body, href };
        tell(&mut tx, key.user, Some(key.organization), key.organization, &fresh).await?;
    }
    let pruned = store::prune(&mut tx, now - KEPT).await?
        + crate::store::idempotency::prune(&mut tx, now - crate::idempotency::KEPT).await?;
    tx.commit().await?;
    Ok((keys.len(), pruned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use serde_json::json;

    fn notice(what: &str, detail: Value) -> SecurityNotice {
        SecurityNotice {
            what: what.to_owned(),
            time: DateTime::UNIX_EPOCH,
            actor_id: Some(Uuid::from_u128(7)),
            actor_label: "Mira".to_owned(),
            address: Some("192.0.2.7".to_owned()),
            detail,
        }
    }

    #[test]
    fn what_concerns_an_account_is_told_to_the_person_it_belongs_to() {
        let other = Uuid::from_u128(9);
        for (what, detail, user, href) in [
            ("sign_in.succeeded", json!({}), 7, "/account"),
            ("password.changed", json!({ "sessions_ended": 2 }), 7, "/account"),
            ("password.reset", json!({ "user": other }), 9, "/account"),
            ("api_key.created", json!({ "name": "ci", "owner": { "person": other } }), 9, "/account/keys"),
        ] {
            let told = told(&notice(what, detail)).unwrap();
            assert_eq!((told.user, told.href), (UserId(Uuid::from_u128(user)), href), "{what}");
            assert!(!told.title.ends_with('.') && told.body.ends_with('.'), "{told:?}");
        }
        for (what, detail) in [
            ("api_key.created", json!({ "name": "ci", "owner": { "service_account": other } })),
            ("password.reset", json!({ "user": "nobody" })),
            ("sign_in.failed", json!({})),
        ] {
            assert_eq!(told(&notice(what, detail)), None, "{what}");
        }
    }
}
