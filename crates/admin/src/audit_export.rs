//! The audit log as a file, read and written block by block.

use crate::audit_log::{LARGEST_BLOCK, entries};
use cauldron_core::{ApiError, AuditEvent, BusEvent, Ctx, SecurityNotice};
use cauldron_db::Db;
use cauldron_types::csv::{disarmed, record};
use cauldron_types::{AuditDetail, AuditQuery, Permission};
use serde_json::{Value, json};

/// Most entries of a file. A longer log is taken away in pieces, by time.
pub const MOST: usize = 100_000;

const CSV_HEAD: [&str; 11] = [
    "time",
    "id",
    "actor_kind",
    "actor_id",
    "actor",
    "action",
    "subject_kind",
    "subject_id",
    "detail",
    "address",
    "trace",
];

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values, RFC 4180.
    Csv,
    /// A JSON object a line, with sorted keys.
    JsonLines,
}

impl Format {
    /// As it stands in an address and at the end of a file's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }
}

impl std::str::FromStr for Format {
    type Err = ApiError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "csv" => Ok(Self::Csv),
            "jsonl" => Ok(Self::JsonLines),
            _ => Err(ApiError::field("format", "The audit log is exported as csv or jsonl.")),
        }
    }
}

/// A file in the making, newest entry first. Holds no transaction between blocks.
#[derive(Clone, Debug)]
pub struct Export {
    ctx: Ctx,
    query: AuditQuery,
    format: Format,
    first: Option<String>,
    left: usize,
    done: bool,
}

/// Begins a file of what the query finds, at most [`MOST`] entries, and writes down that it was made: in the log itself, and as
/// a security event. What is written from then on is not in it.
///
/// # Errors
/// Without `audit:export` and `audit:read`; as [`crate::audit_log::list`].
pub async fn begin_export(db: &Db, ctx: &Ctx, query: &AuditQuery, format: Format) -> Result<Export, ApiError> {
    ctx.require(Permission::AuditExport)?;
    let query = query.first_page();
    // The first block is read before the entry is written: what cannot be read is refused before anything is recorded, and
    // the entry of this export is not in its own file.
    let (block, next) = entries(db, ctx, &query, LARGEST_BLOCK).await?;
    let detail = json!({ "format": format.as_str(), "limit": MOST, "query": query.pairs() });
    let mut tx = db.org_tx(ctx).await?;
    tx.audit(AuditEvent {
        action: "audit.exported",
        subject_kind: "audit_log",
        subject_id: String::new(),
        detail: detail.clone(),
    })
    .await?;
    tx.publish(&BusEvent::Security(SecurityNotice::by(ctx, "audit.exported", detail))).await?;
    tx.commit().await?;
    let mut first = String::new();
    if format == Format::Csv {
        record(&mut first, CSV_HEAD);
    }
    first.extend(block.iter().map(|entry| line(entry, format)));
    Ok(Export {
        ctx: ctx.clone(),
        done: next.is_none(),
        query: AuditQuery { before: next.unwrap_or_default(), ..query },
        format,
        first: Some(first),
        left: MOST.saturating_sub(block.len()),
    })
}

impl Export {
    /// The file's name, with the day in the organization's zone.
    #[must_use]
    pub fn file_name(&self) -> String {
        let day = self.ctx.now().with_timezone(&self.ctx.tenant.zone()).format("%Y-%m-%d");
        format!("audit-log-{day}.{}", self.format.as_str())
    }

    /// The next piece of the file; none after the last.
    ///
    /// # Errors
    /// What the database answers: the file ends where it is, and whoever reads it must be told.
    pub async fn next(&mut self, db: &Db) -> Result<Option<String>, ApiError> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        if self.done || self.left == 0 {
            return Ok(None);
        }
        let limit = u16::try_from(self.left).unwrap_or(LARGEST_BLOCK).min(LARGEST_BLOCK);
        let (block, next) = entries(db, &self.ctx, &self.query, limit).await?;
        self.left -= block.len().min(self.left);
        self.done = next.is_none();
        self.query.before = next.unwrap_or_default();
        Ok(Some(block.iter().map(|entry| line(entry, self.format)).collect()))
    }
}

fn line(found: &AuditDetail, format: Format) -> String {
    let AuditDetail { entry, actor_kind, actor_id, subject_kind, subject_id, json, .. } = found;
    let time = entry.time.rfc3339();
    match format {
        Format::Csv => {
            let mut out = String::new();
            let texts = [
                &time,
                &entry.id.to_string(),
                actor_kind,
                actor_id.as_ref().unwrap_or(&String::new()),
                &entry.actor,
                &entry.action,
                subject_kind,
                subject_id,
                json,
                &entry.address,
                &entry.trace,
            ]
            .map(|text| disarmed(text));
            record(&mut out, texts);
            out
        }
        Format::JsonLines => {
            let detail: Value = serde_json::from_str(json).unwrap_or_default();
            let line = json!({
                "time": time,
                "id": entry.id,
                "actor": { "kind": actor_kind, "id": actor_id, "name": entry.actor },
                "action": entry.action,
                "subject": { "kind": subject_kind, "id": subject_id },
                "detail": detail,
                "address": entry.address,
                "trace": entry.trace,
            });
            format!("{line}\n")
        }
    }
}
