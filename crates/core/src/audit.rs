//! What a change writes into the audit log.

use serde_json::Value;

/// A change to be recorded; who, when, where from and under which trace come from the context.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEvent {
    /// What was done, as `resource.verb` in the past tense, such as `organization.updated`.
    pub action: &'static str,
    /// The kind of thing it was done to.
    pub subject_kind: &'static str,
    /// Its identity.
    pub subject_id: String,
    /// The particulars: for a change, what was and what is. Never a secret.
    pub detail: Value,
}
