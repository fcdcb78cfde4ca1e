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
        "sign_in.ended" => (Severity::Info, format!("{who} signed out")),
        "sign_in.failed" => (Severity::Low, format!("Sign-in failed for {who}: {}", text("reason"))),
        "organization.created" => (Severity::Info, format!("{who} set up the organization {}", text("name"))),
        "settings.changed" => (Severity::Low, format!("{who} changed the organization's settings")),
        "person.created" => (Severity::Low, format!("An operator created an account with the role {}", text("role"))),
        "password.reset" => (Severity::Medium, "An operator reset a person's password".to_owned()),
        "access.refused" => (Severity::Medium, format!("{who} was refused: {}", text("route"))),
        "request.cross_site" => {
            (Severity::Medium, format!("A request from another site was refused: {}", text("route")))
        }
        other => (Severity::Medium, format!("{who}: {other}")),
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
            "password.reset",
            "access.refused",
            "request.cross_site",
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
                    detail: json!({ "reason": "wrong password or unknown account", "name": "Northwind", "role": "analyst", "route": "GET /api/x" }),
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
        medium: An operator reset a person's password
        medium: Mira was refused: GET /api/x
        medium: A request from another site was refused: GET /api/x
        medium: Mira: something.new
        ");
    }
}
