//! The one event stream of a browser, as server-sent events.
//!
//! Who it is is asked again for every message and every few seconds, so that the stream ends soon after the session does.

use crate::http::hub::is_for_browsers;
use crate::http::problem;
use crate::state::AppState;
use axum::extract::{Extension, Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use cauldron_admin::session::{Standing, authenticate};
use cauldron_app::server::RequestContext;
use cauldron_core::{ApiError, BusEvent, Ctx, TokenHash, Visit};
use cauldron_db::bus::{Cursor, Envelope, Tail};
use cauldron_synapse::metrics::{WindowQuery, window};
use cauldron_types::{Instant, LivePoints, Permission, Problem, ProblemKind, StreamMessage, series};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// How often an idle stream asks whether the session still stands.
const RECHECK: Duration = Duration::from_secs(3);

/// Longest span of points that is sent as points.
const LONGEST_SPAN: TimeDelta = TimeDelta::minutes(15);

/// Where to go on.
#[derive(Debug, Deserialize)]
pub struct Resume {
    /// Id of the last message seen.
    after: Option<String>,
}

/// Opens the stream.
pub async fn stream(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    Query(resume): Query<Resume>,
    headers: HeaderMap,
) -> Response {
    let (Some(person), Some(session)) = (who.authenticated(), who.session) else {
        let kind = if matches!(who.standing, Standing::Suspended) {
            ProblemKind::Forbidden
        } else {
            ProblemKind::Unauthenticated
        };
        let sentence = Problem {
            trace: Some(who.visit.trace.to_string()),
            ..Problem::new(kind, "The stream is for people who are signed in.")
        };
        // An event source cannot read a status, so it is told in its own language and closes for good.
        if headers
            .get("accept")
            .and_then(|value| value.to_str().ok())
            .is_some_and(|accept| accept.contains("text/event-stream"))
        {
            let farewell = tokio_stream::once(Ok::<_, Infallible>(event(None, &StreamMessage::SignedOut)));
            return Sse::new(farewell).into_response();
        }
        return problem::response(&sentence, &headers);
    };
    // What the browser itself remembers wins over the address with which the stream was first opened.
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()).map(str::to_owned).or(resume.after);
    let after = last.and_then(|id| id.parse::<Cursor>().ok());
    let (sender, receiver) = mpsc::channel(64);
    let connection =
        Connection { state: state.clone(), ctx: person.ctx.clone(), visit: who.visit.clone(), session, sender };
    tokio::spawn(async move {
        // Ends when the browser goes away, the session ends, or the process stops; there is nobody to tell why.
        let _ended = connection.run(after).await;
    });
    Sse::new(ReceiverStream::new(receiver))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
        .into_response()
}

fn event(cursor: Option<Cursor>, message: &StreamMessage) -> Event {
    let event = Event::default().data(serde_json::to_string(message).unwrap_or_default());
    match cursor {
        Some(cursor) => event.id(cursor.to_string()),
        None => event,
    }
}

struct Connection {
    state: AppState,
    ctx: Ctx,
    visit: Visit,
    session: TokenHash,
    sender: mpsc::Sender<Result<Event, Infallible>>,
}

/// Why a stream is over.
enum Ended {
    BrowserGone,
    SignedOut,
    Stopping,
}

impl Connection {
    async fn run(mut self, after: Option<Cursor>) -> Result<Infallible, Ended> {
        // Subscribed before the past is read, so that nothing falls between.
        let mut events = self.state.hub.subscribe();
        self.send(None, &StreamMessage::Ready).await?;
        let mut seen = match after {
            Some(cursor) => self.replay(cursor).await?,
            None => Cursor::default(),
        };
        let mut recheck = tokio::time::interval(RECHECK);
        loop {
            tokio::select! {
                () = self.state.stop.cancelled() => return Err(Ended::Stopping),
                () = self.sender.closed() => return Err(Ended::BrowserGone),
                _ = recheck.tick() => { self.authorize().await?; }
                received = events.recv() => match received {
                    Ok(envelope) if envelope.cursor > seen => {
                        seen = envelope.cursor;
                        self.pass_on(&envelope).await?;
                    }
                    Ok(_already_replayed) => {}
                    Err(RecvError::Lagged(_)) => self.send(None, &StreamMessage::Reset).await?,
                    Err(RecvError::Closed) => return Err(Ended::Stopping),
                },
            }
        }
    }

    async fn send(&self, cursor: Option<Cursor>, message: &StreamMessage) -> Result<(), Ended> {
        // A browser that stops reading must not keep its stream, and what waits in it, beyond the next check of its session.
        let sent = tokio::time::timeout(RECHECK, self.sender.send(Ok(event(cursor, message)))).await;
        if matches!(sent, Ok(Ok(()))) { Ok(()) } else { Err(Ended::BrowserGone) }
    }

    /// Asks again who it is; tells the browser and ends when nobody is there any more. False when the database does not
    /// answer: the next message or the next tick asks again, and until then no data is sent.
    async fn authorize(&mut self) -> Result<bool, Ended> {
        match authenticate(&self.state.app.db, self.state.app.limits, &self.visit, &self.session).await {
            Ok(Standing::Active(person)) if person.ctx.tenant.id == self.ctx.tenant.id => {
                self.ctx = person.ctx;
                Ok(true)
            }
            Ok(_) => {
                self.send(None, &StreamMessage::SignedOut).await?;
                Err(Ended::SignedOut)
            }
            Err(_unavailable) => Ok(false),
        }
    }

    /// Sends what happened behind `cursor`, or says that it cannot be told any more. Returns where it ended.
    async fn replay(&mut self, cursor: Cursor) -> Result<Cursor, Ended> {
        let db = self.state.app.db.clone();
        if Tail::would_miss_events_after(&db, cursor).await.unwrap_or(true) {
            self.send(None, &StreamMessage::Reset).await?;
            return Ok(Cursor::default());
        }
        let mut tail = Tail::from(&db, cursor);
        loop {
            match tail.next().await {
                Ok(events) if events.is_empty() => return Ok(tail.cursor()),
                Ok(events) => {
                    for envelope in events.iter().filter(|envelope| is_for_browsers(envelope)) {
                        self.pass_on(envelope).await?;
                    }
                }
                Err(_unavailable) => {
                    self.send(None, &StreamMessage::Reset).await?;
                    return Ok(tail.cursor());
                }
            }
        }
    }

    async fn pass_on(&mut self, envelope: &Envelope) -> Result<(), Ended> {
        if envelope.organization != self.ctx.tenant.id {
            return Ok(());
        }
        if !self.authorize().await? {
            return self.send(None, &StreamMessage::Reset).await;
        }
        match self.message(envelope).await {
            Ok(Some(message)) => self.send(Some(envelope.cursor), &message).await,
            Ok(None) => Ok(()),
            Err(error) => {
                tracing::warn!(trace.id = %self.visit.trace, error = error.chain(), "a message could not be made");
                self.send(None, &StreamMessage::Reset).await
            }
        }
    }

    /// The message for an event; none when it is not for this person.
    async fn message(&self, envelope: &Envelope) -> Result<Option<StreamMessage>, ApiError> {
        let db = &self.state.app.db;
        let now = Instant(self.ctx.visit.ambient.now().timestamp_millis());
        match &envelope.event {
            // History that was filled in: a chart reads it anew rather than point by point.
            Some(BusEvent::MetricsRecorded { from, to }) if *to - *from > LONGEST_SPAN => {
                Ok(Some(StreamMessage::Reset))
            }
            Some(BusEvent::MetricsRecorded { from, to }) if self.ctx.may(Permission::DashboardRead) => {
                let names = series::OVERVIEW.iter().map(|name| (*name).to_owned()).collect();
                let query = WindowQuery { names, from: *from, to: just_after(*to), points: u32::MAX };
                let series = window(db, &self.ctx, &query).await?;
                Ok(Some(StreamMessage::Metrics(LivePoints { now, series })))
            }
            Some(BusEvent::SecurityEventsStored { from, to }) if self.ctx.may(Permission::SecurityEventRead) => {
                let mut events = cauldron_aegis::security_events::between(db, &self.ctx, *from, *to, 50).await?;
                events.reverse();
                Ok(Some(StreamMessage::SecurityEvents(events)))
            }
            _ => Ok(None),
        }
    }
}

/// The end of a half-open window that holds `at`.
fn just_after(at: DateTime<Utc>) -> DateTime<Utc> {
    at + TimeDelta::microseconds(1)
}
