//! The list of security events as a file, read and written block by block.

use crate::engine::cursor::{Cursor, Side};
use crate::engine::files::{CSV_HEAD, ExportedEvent};
use crate::event_list::{count, walk};
use crate::event_search::{Search, read};
use cauldron_core::{ApiError, AuditEvent, BusEvent, Ctx, SecurityNotice};
use cauldron_db::Db;
use cauldron_types::{EventQuery, EventTotal, Permission};
use serde_json::json;

/// Events read at once.
const BLOCK: usize = 1000;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values, RFC 4180.
    Csv,
    /// One JSON object that holds an array.
    Json,
}

impl Format {
    /// As it stands in an address and at the end of a file's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

impl std::str::FromStr for Format {
    type Err = ApiError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            _ => Err(ApiError::field("format", "Events are exported as csv or json.")),
        }
    }
}

/// A file in the making. Holds no transaction between blocks: whoever downloads slowly keeps nothing open.
#[derive(Clone, Debug)]
pub struct Export {
    ctx: Ctx,
    search: Search,
    format: Format,
    total: EventTotal,
    written: i64,
    cursor: Option<Cursor>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Head,
    Body,
    Done,
}

/// Begins a file of what the query finds, at most [`EventTotal::LIMIT`] events in the query's order, and writes down that
/// it was made: in the audit log, and as a security event.
///
/// # Errors
/// Without `security_event:export`; otherwise as [`crate::event_list::list`].
pub async fn begin_export(db: &Db, ctx: &Ctx, query: &EventQuery, format: Format) -> Result<Export, ApiError> {
    ctx.require(Permission::SecurityEventExport)?;
    let search = read(ctx, query)?;
    let mut tx = db.list_tx(ctx).await?;
    let total = count(&mut tx, &search).await?;
    let detail = json!({
        "format": format.as_str(),
        "events": total.count,
        "more": total.more,
        "from": search.span.from,
        "to": search.span.to,
        "query": query.pairs(),
    });
    tx.audit(AuditEvent {
        action: "security_events.exported",
        subject_kind: "security_events",
        subject_id: String::new(),
        detail: detail.clone(),
    })
    .await?;
    tx.publish(&BusEvent::Security(SecurityNotice::by(ctx, "security_events.exported", detail))).await?;
    tx.commit().await?;
    Ok(Export { ctx: ctx.clone(), search, format, total, written: 0, cursor: None, state: State::Head })
}

impl Export {
    /// How many events there are; the file holds no more than [`EventTotal::LIMIT`] of them.
    #[must_use]
    pub const fn total(&self) -> EventTotal {
        self.total
    }

    /// The file's name: the day in the organization's zone, and whether the file is not everything.
    #[must_use]
    pub fn file_name(&self) -> String {
        let zone = self.ctx.tenant.zone();
        let day = self.ctx.now().with_timezone(&zone).format("%Y-%m-%d");
        let part = if self.total.more { format!("-first-{}", EventTotal::LIMIT) } else { String::new() };
        format!("security-events-{day}{part}.{}", self.format.as_str())
    }

    /// The next piece of the file; none after the last.
    ///
    /// # Errors
    /// What the database answers: the file ends where it is, and whoever reads it must be told.
    pub async fn next(&mut self, db: &Db) -> Result<Option<String>, ApiError> {
        match self.state {
            State::Head => {
                self.state = State::Body;
                Ok(Some(self.head()))
            }
            State::Done => Ok(None),
            State::Body => {
                let left = usize::try_from(EventTotal::LIMIT - self.written).unwrap_or(0).min(BLOCK);
                let mut tx = db.list_tx(&self.ctx).await?;
                let events = walk(&mut tx, &self.search, self.cursor.as_ref(), 0, left).await?;
                tx.commit().await?;
                if let Some(last) = events.last() {
                    let (severity, time, id) = (last.severity, last.time, last.id);
                    self.cursor = Some(Cursor { side: Side::After, sort: self.search.sort, severity, time, id });
                }
                let mut piece = self.lines(&events);
                self.written += i64::try_from(events.len()).unwrap_or(0);
                if events.len() < left || self.written >= EventTotal::LIMIT {
                    self.state = State::Done;
                    piece.push_str(self.foot());
                }
                Ok(Some(piece))
            }
        }
    }

    fn head(&self) -> String {
        match self.format {
            Format::Csv => CSV_HEAD.to_owned(),
            Format::Json => format!(
                "{{\"exported_at\":{},\"from\":{},\"to\":{},\"limit\":{},\"complete\":{},\"events\":[",
                json!(self.ctx.now()),
                json!(self.search.span.from),
                json!(self.search.span.to),
                EventTotal::LIMIT,
                !self.total.more,
            ),
        }
    }

    fn lines(&self, events: &[ExportedEvent]) -> String {
        match self.format {
            Format::Csv => events.iter().map(ExportedEvent::csv).collect(),
            Format::Json => {
                let first = self.written == 0;
                let lines = events.iter().enumerate().map(|(index, event)| {
                    let comma = if first && index == 0 { "" } else { "," };
                    format!("{comma}\n{}", event.json())
                });
                lines.collect()
            }
        }
    }

    const fn foot(&self) -> &'static str {
        match self.format {
            Format::Csv => "",
            Format::Json => "\n]}\n",
        }
    }
}
