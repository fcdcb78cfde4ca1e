//! Events as the lines of a file: CSV (RFC 4180) or JSON.

use cauldron_types::Severity;
use cauldron_types::csv::{disarmed, record};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

/// One event with everything that a file holds of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportedEvent {
    pub(crate) id: Uuid,
    pub(crate) time: DateTime<Utc>,
    pub(crate) kind: String,
    pub(crate) severity: Severity,
    pub(crate) actor_id: Option<Uuid>,
    pub(crate) actor: String,
    pub(crate) address: String,
    pub(crate) message: String,
    pub(crate) detail: Value,
    pub(crate) trace: String,
}

/// The first line.
pub(crate) const CSV_HEAD: &str = "time,severity,kind,message,actor,actor_id,address,trace_id,id,detail\r\n";

impl ExportedEvent {
    fn instant(&self) -> String {
        self.time.to_rfc3339_opts(SecondsFormat::Micros, true)
    }

    /// As one line of CSV, ended.
    pub(crate) fn csv(&self) -> String {
        let detail = if self.detail.as_object().is_some_and(serde_json::Map::is_empty) {
            String::new()
        } else {
            self.detail.to_string()
        };
        let fields = [
            self.instant(),
            self.severity.as_str().to_owned(),
            disarmed(&self.kind),
            disarmed(&self.message),
            disarmed(&self.actor),
            self.actor_id.map(|id| id.to_string()).unwrap_or_default(),
            disarmed(&self.address),
            disarmed(&self.trace),
            self.id.to_string(),
            disarmed(&detail),
        ];
        let mut line = String::new();
        record(&mut line, fields);
        line
    }

    /// As one line of JSON, not ended.
    pub(crate) fn json(&self) -> String {
        json!({
            "id": self.id,
            "time": self.instant(),
            "kind": self.kind,
            "severity": self.severity,
            "message": self.message,
            "actor": self.actor,
            "actor_id": self.actor_id,
            "address": self.address,
            "trace_id": self.trace,
            "detail": self.detail,
        })
        .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(message: &str) -> ExportedEvent {
        ExportedEvent {
            id: Uuid::nil(),
            time: DateTime::UNIX_EPOCH,
            kind: "sign_in.failed".into(),
            severity: Severity::Low,
            actor_id: None,
            actor: "Zoë".into(),
            address: "203.0.113.9".into(),
            message: message.into(),
            detail: json!({}),
            trace: "t".into(),
        }
    }

    #[test]
    fn no_text_of_an_event_is_a_formula() {
        for formula in [" =1", "＝1", "\t=1"] {
            assert!(event(formula).csv().contains(&format!("'{formula}")), "{formula:?}");
        }
    }

    #[test]
    fn a_line_of_each_kind() {
        let event = event("=cmd|' /C calc'!A0, \"quoted\"");
        insta::assert_snapshot!(event.csv().trim_end(), @r#"1970-01-01T00:00:00.000000Z,low,sign_in.failed,"'=cmd|' /C calc'!A0, ""quoted""",Zoë,,203.0.113.9,t,00000000-0000-0000-0000-000000000000,"#);
        assert_eq!(serde_json::from_str::<Value>(&event.json()).unwrap()["message"], "=cmd|' /C calc'!A0, \"quoted\"");
    }
}
