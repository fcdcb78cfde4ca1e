//! How bad a security notice is, and the sentence that people read.

use cauldron_core::SecurityNotice;
use cauldron_types::Severity;
use serde_json::Value;

/// Severity and sentence of a notice. An unknown kind is kept at medium, so that nothing new goes unseen.
pub(crate) fn classify(notice: &SecurityNotice) -> (Severity, String) {
    let who = if notice.actor_label.is_empty() { "Somebody" } else { &notice.actor_label };
    let text = |key: &str| notice.detail.get(key).and_then(Value::as_str).unwrap_or_default();
    match notice.what.as_str() {
        "sign_in.succeeded" => (Severity::Info, format!("{who} signed in")),
        "sign_in.password_accepted" => {
            (Severity::Info, format!("{who} entered the right password; the second step follows"))
        }
        "sign_in.ended" => (Severity::Info, format!("{who} signed out")),
        // Guessing that went on until it was stopped: somebody should look.
        "sign_in.failed" if text("reason") == SecurityNotice::BLOCKED => {
            (Severity::High, format!("Sign-in blocked for {who} after too many attempts"))
        }
        "sign_in.failed" => (Severity::Low, format!("Sign-in failed for {who}: {}", text("reason"))),
        "organization.created" => (Severity::Info, format!("{who} set up the organization {}", text("name"))),
        "settings.changed" => (Severity::Low, format!("{who} changed the organization's settings")),
        "person.created" => (Severity::Low, format!("An operator created an account with the role {}", text("role"))),
        "person.role_changed" => {
            (Severity::Medium, format!("{who} made {} {}, who was {}", text("person"), text("after"), text("before")))
        }
        "person.suspended" => (Severity::Medium, format!("{who} suspended {}", text("person"))),
        "person.restored" => (Severity::Low, format!("{who} let {} in again", text("person"))),
        "person.removed" => (Severity::Medium, format!("{who} removed {}", text("person"))),
        "person.left" => (Severity::Low, format!("{who} left the organization")),
        "person.joined" => (Severity::Low, format!("{who} joined by their e-mail domain")),
        "invitation.accepted" => (Severity::Low, format!("{who} accepted an invitation as {}", text("role"))),
        "organization.transferred" => (Severity::High, format!("{who} made {} the owner", text("person"))),
        "organization.suspended" => (Severity::High, format!("{who} suspended the organization: {}", text("reason"))),
        "organization.restored" => (Severity::Medium, format!("{who} restored the organization")),
        "password.reset" => (Severity::Medium, "An operator reset a person's password".to_owned()),
        "password.changed" => (Severity::Low, format!("{who} changed their password")),
        "person.renamed" => (Severity::Info, format!("{who} is now called {}", text("after"))),
        "session.revoked" => (Severity::Low, format!("{who} ended other sessions of theirs")),
        "session.moved" => (Severity::Info, format!("{who} went from one organization to another")),
        "team.created" => (Severity::Info, format!("{who} made the team {}", text("name"))),
        "team.updated" => (Severity::Info, format!("{who} renamed a team or changed what it is for")),
        "team.deleted" => (Severity::Low, format!("{who} deleted the team {}", text("name"))),
        "team.member_added" => (Severity::Low, format!("{who} took {} into the team {}", text("person"), text("team"))),
        "team.member_removed" => (Severity::Low, format!("{who} took somebody out of the team {}", text("team"))),
        "team.admin_changed" => (Severity::Low, format!("{who} changed who runs the team {}", text("team"))),
        "role.created" => (Severity::Low, format!("{who} made the role {}", text("name"))),
        "role.updated" => (Severity::Low, format!("{who} changed what a role gives")),
        "role.deleted" => (Severity::Low, format!("{who} deleted a role")),
        "access.granted" => (Severity::Low, format!("{who} gave {} the role {}", text("holder_name"), text("role"))),
        "access.revoked" => {
            (Severity::Low, format!("{who} took the role {} back from {}", text("role"), text("holder_name")))
        }
        "api_key.created" => (Severity::Low, format!("{who} made the API key {}", text("name"))),
        "api_key.rotated" => (Severity::Info, format!("{who} rotated the API key {}", text("name"))),
        "api_key.revoked" => (Severity::Low, format!("{who} revoked the API key {}", text("name"))),
        "api_key.refused" => (Severity::Medium, format!("{who} was refused: {}", key_refusal(text("reason")))),
        "service_account.created" => (Severity::Low, format!("{who} made the service account {}", text("name"))),
        "service_account.updated" => (Severity::Low, format!("{who} changed a service account")),
        "service_account.suspended" => (Severity::Low, format!("{who} suspended the service account {}", text("name"))),
        "service_account.resumed" => (Severity::Low, format!("{who} let the service account {} go on", text("name"))),
        "service_account.removed" => (Severity::Low, format!("{who} removed the service account {}", text("name"))),
        "audit.exported" => (Severity::Low, format!("{who} exported the audit log")),
        "security_events.exported" => (Severity::Low, format!("{who} exported security events")),
        "recovery.requested" => {
            (Severity::Low, format!("A new password was asked for, for {who}; a link went by mail"))
        }
        "recovery.unanswered" => {
            (Severity::Low, format!("A new password was asked for, for {who}, to whom no link can go by mail"))
        }
        "recovery.issued" => (Severity::Medium, format!("{who} made a recovery link to hand over")),
        "password.recovered" => (Severity::Medium, format!("{who} set a new password by a link")),
        "email.change_requested" => (Severity::Low, format!("{who} asked for another e-mail address")),
        "email.changed" => (Severity::Medium, format!("{who} signs in with another e-mail address now")),
        "email.verification_requested" => (Severity::Info, format!("{who} asked for a link to verify their address")),
        "email.verified" => (Severity::Info, format!("{who} verified their address")),
        "second_factor.added" => (Severity::Low, format!("{who} set up a second factor: {}", text("kind"))),
        "second_factor.removed" => (Severity::Medium, format!("{who} removed a second factor: {}", text("kind"))),
        "recovery_codes.renewed" => (Severity::Low, format!("{who} made new recovery codes")),
        "session.proved" => (Severity::Info, format!("{who} confirmed who they are")),
        "sign_in_policy.changed" => (Severity::Medium, format!("{who} changed how people sign in")),
        "mail.configured" => (Severity::Medium, format!("{who} changed the mail server of the installation")),
        "access.refused" => {
            let more = match notice.detail.get("suppressed").and_then(Value::as_u64).unwrap_or(0) {
                0 => String::new(),
                1 => ", and once more shortly before".to_owned(),
                times => format!(", and {times} times more shortly before"),
            };
            (Severity::Medium, format!("{who} was refused: {}{more}", text("route")))
        }
        "request.cross_site" => {
            (Severity::Medium, format!("A request from another site was refused: {}", text("route")))
        }
        other => (Severity::Medium, format!("{who}: {other}")),
    }
}

/// Why a key was refused.
fn key_refusal(reason: &str) -> &str {
    match reason {
        "revoked" => "it was revoked",
        "expired" => "it has expired",
        "replaced" => "it was rotated, and the old secret is not accepted any more",
        "network" => "it may not be used from this network",
        "owner_suspended" => "its owner is suspended or was removed",
        "organization_suspended" => "the organization is suspended",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use serde_json::json;

    #[test]
    fn every_known_kind_has_a_sentence_and_a_severity() {
        let kinds = [
            "sign_in.succeeded",
            "sign_in.ended",
            "sign_in.failed",
            "organization.created",
            "settings.changed",
            "person.created",
            "person.role_changed",
            "person.suspended",
            "person.restored",
            "person.removed",
            "person.left",
            "person.joined",
            "invitation.accepted",
            "organization.transferred",
            "organization.suspended",
            "organization.restored",
            "password.reset",
            "password.changed",
            "person.renamed",
            "session.revoked",
            "session.moved",
            "team.created",
            "team.updated",
            "team.deleted",
            "team.member_added",
            "team.member_removed",
            "team.admin_changed",
            "role.created",
            "role.updated",
            "role.deleted",
            "access.granted",
            "access.revoked",
            "access.refused",
            "security_events.exported",
            "mail.configured",
            "sign_in.password_accepted",
            "recovery.requested",
            "recovery.unanswered",
            "recovery.issued",
            "password.recovered",
            "email.change_requested",
            "email.changed",
            "email.verification_requested",
            "email.verified",
            "second_factor.added",
            "second_factor.removed",
            "recovery_codes.renewed",
            "session.proved",
            "sign_in_policy.changed",
            "request.cross_site",
            "audit.exported",
            "api_key.created",
            "api_key.rotated",
            "api_key.revoked",
            "api_key.refused",
            "service_account.created",
            "service_account.updated",
            "service_account.suspended",
            "service_account.resumed",
            "service_account.removed",
            "something.new",
        ];
        let sentences: Vec<String> = kinds
            .iter()
            .map(|kind| {
                let notice = SecurityNotice {
                    what: (*kind).to_owned(),
                    time: DateTime::UNIX_EPOCH,
                    actor_id: None,
                    actor_label: "Mira".to_owned(),
                    address: None,
                    detail: json!({ "reason": "wrong password or unknown account", "name": "Northwind", "role": "analyst", "route": "GET /api/x", "after": "Mira Sol", "before": "Mira", "person": "Ana", "team": "Blue", "holder_name": "Blue", "kind": "totp" }),
                };
                let (severity, message) = classify(&notice);
                format!("{severity}: {message}")
            })
            .collect();
        insta::assert_snapshot!(sentences.join("\n"), @r"
        info: Mira signed in
        info: Mira signed out
        low: Sign-in failed for Mira: wrong password or unknown account
        info: Mira set up the organization Northwind
        low: Mira changed the organization's settings
        low: An operator created an account with the role analyst
        medium: Mira made Ana Mira Sol, who was Mira
        medium: Mira suspended Ana
        low: Mira let Ana in again
        medium: Mira removed Ana
        low: Mira left the organization
        low: Mira joined by their e-mail domain
        low: Mira accepted an invitation as analyst
        high: Mira made Ana the owner
        high: Mira suspended the organization: wrong password or unknown account
        medium: Mira restored the organization
        medium: An operator reset a person's password
        low: Mira changed their password
        info: Mira is now called Mira Sol
        low: Mira ended other sessions of theirs
        info: Mira went from one organization to another
        info: Mira made the team Northwind
        info: Mira renamed a team or changed what it is for
        low: Mira deleted the team Northwind
        low: Mira took Ana into the team Blue
        low: Mira took somebody out of the team Blue
        low: Mira changed who runs the team Blue
        low: Mira made the role Northwind
        low: Mira changed what a role gives
        low: Mira deleted a role
        low: Mira gave Blue the role analyst
        low: Mira took the role analyst back from Blue
        medium: Mira was refused: GET /api/x
        low: Mira exported security events
        medium: Mira changed the mail server of the installation
        info: Mira entered the right password; the second step follows
        low: A new password was asked for, for Mira; a link went by mail
        low: A new password was asked for, for Mira, to whom no link can go by mail
        medium: Mira made a recovery link to hand over
        medium: Mira set a new password by a link
        low: Mira asked for another e-mail address
        medium: Mira signs in with another e-mail address now
        info: Mira asked for a link to verify their address
        info: Mira verified their address
        low: Mira set up a second factor: totp
        medium: Mira removed a second factor: totp
        low: Mira made new recovery codes
        info: Mira confirmed who they are
        medium: Mira changed how people sign in
        medium: A request from another site was refused: GET /api/x
        low: Mira exported the audit log
        low: Mira made the API key Northwind
        info: Mira rotated the API key Northwind
        low: Mira revoked the API key Northwind
        medium: Mira was refused: wrong password or unknown account
        low: Mira made the service account Northwind
        low: Mira changed a service account
        low: Mira suspended the service account Northwind
        low: Mira let the service account Northwind go on
        low: Mira removed the service account Northwind
        medium: Mira: something.new
        ");
    }

    #[test]
    fn a_block_after_too_many_attempts_is_grave_and_no_other_failure_is() {
        let of = |reason: &str| {
            let notice = SecurityNotice {
                what: "sign_in.failed".to_owned(),
                time: DateTime::UNIX_EPOCH,
                actor_id: None,
                actor_label: "m…@example.org".to_owned(),
                address: None,
                detail: json!({ "reason": reason }),
            };
            classify(&notice)
        };
        let blocked = (Severity::High, "Sign-in blocked for m…@example.org after too many attempts".to_owned());
        assert_eq!(of(SecurityNotice::BLOCKED), blocked);
        let failed = (Severity::Low, "Sign-in failed for m…@example.org: too many attempts to read".to_owned());
        assert_eq!(of("too many attempts to read"), failed, "words that merely look alike");
    }

    #[test]
    fn a_refusal_that_stands_for_others_says_how_many() {
        let sentence = |suppressed: u64| {
            let notice = SecurityNotice {
                what: "access.refused".to_owned(),
                time: DateTime::UNIX_EPOCH,
                actor_id: None,
                actor_label: "Mira".to_owned(),
                address: None,
                detail: json!({ "route": "GET /api/x", "suppressed": suppressed }),
            };
            classify(&notice).1
        };
        assert_eq!(sentence(0), "Mira was refused: GET /api/x");
        assert_eq!(sentence(1), "Mira was refused: GET /api/x, and once more shortly before");
        assert_eq!(sentence(59), "Mira was refused: GET /api/x, and 59 times more shortly before");
    }
}
