//! The one event stream of a browser, as server-sent events.
//!
//! Who it is is asked again for every batch of messages and every few seconds, so that the stream ends soon after the session
//! does.

use crate::http::news::{News, Span};
use crate::http::problem;
use crate::state::AppState;
use axum::extract::{Extension, Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse as _, Response};
use cauldron_admin::session::{Standing, is_superseded, observe};
use cauldron_app::server::RequestContext;
use cauldron_core::{ApiError, BusEvent, Ctx, TokenHash, Visit};
use cauldron_db::Afflicted;
use cauldron_db::bus::{Cursor, Envelope, Tail, happened_since};
use cauldron_synapse::metrics::{WindowQuery, window};
use cauldron_types::{Instant, LivePoints, Permission, StreamMessage, series};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// How often an idle stream asks whether the session still stands.
const RECHECK: Duration = Duration::from_secs(3);

/// How often the browser is told the time: by it relative times move on, and proxies see that the stream is alive.
const TICK: Duration = Duration::from_secs(15);

/// Most events that are told to a browser that comes back, and most that are told at once. Whoever missed more reads
/// everything anew, which is cheaper than telling.
const MOST_MISSED: u16 = 200;

/// Most security events in a message; a browser that is to hear of more reads anew.
const MOST_SECURITY_EVENTS: u16 = 200;

/// Where to go on.
#[derive(Debug, Deserialize)]
pub struct Resume {
    /// Id of the last message seen.
    after: Option<String>,
    /// Id of the organization whose page asks; without it, the session's.
    organization: Option<String>,
}

/// Opens the stream.
pub async fn stream(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    Query(resume): Query<Resume>,
    headers: HeaderMap,
) -> Response {
    let person = match who.person() {
        Ok(person) => person,
        Err(refusal) => return turned_away(&state, &who, refusal, &headers).await,
    };
    let Some(session) = who.session else { return farewell(&StreamMessage::SignedOut) };
    if resume.organization.is_some_and(|asking| asking != person.ctx.tenant.id.to_string()) {
        return farewell(&StreamMessage::OrganizationSwitched);
    }
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
    Sse::new(ReceiverStream::new(receiver)).into_response()
}

/// The answer to whoever may have no stream.
async fn turned_away(state: &AppState, who: &RequestContext, refusal: ApiError, headers: &HeaderMap) -> Response {
    // The answer with the new cookie is on its way: a stream that ends without a word is asked for again.
    if let Some(token) = &who.session
        && is_superseded(&state.app.db, &who.visit, token).await.unwrap_or(false)
    {
        return Sse::new(tokio_stream::empty::<Result<Event, Infallible>>()).into_response();
    }
    // An event source cannot read a status, so it is told in its own language and closes for good.
    let accept = headers.get("accept").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("text/event-stream") {
        return farewell(&StreamMessage::SignedOut);
    }
    problem::response(refusal.into_problem(who.visit.trace.as_str()))
}

/// A stream of one message, the last.
fn farewell(message: &StreamMessage) -> Response {
    Sse::new(tokio_stream::once(Ok::<_, Infallible>(event(None, message)))).into_response()
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
    OrganizationSwitched,
    /// The session goes on under another token, with which the browser asks again.
    TokenRenewed,
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
        let (mut recheck, mut tick) = (tokio::time::interval(RECHECK), tokio::time::interval(TICK));
        loop {
            tokio::select! {
                () = self.state.stop.cancelled() => return Err(Ended::Stopping),
                () = self.sender.closed() => return Err(Ended::BrowserGone),
                _ = recheck.tick() => { self.authorize().await?; }
                _ = tick.tick() => {
                    // With the place, so that a browser that hears of nothing else does not fall behind.
                    let place = Some(seen).filter(|seen| *seen != Cursor::default());
                    self.send(place, &StreamMessage::Tick { now: self.now() }).await?;
                }
                received = events.recv() => match received {
                    Ok(first) => {
                        let (mut batch, lagged) = waiting(first, &mut events);
                        batch.retain(|envelope| envelope.cursor > seen);
                        seen = batch.last().map_or(seen, |envelope| envelope.cursor);
                        self.pass_on(batch.iter().map(|envelope| &**envelope)).await?;
                        if lagged {
                            self.send(None, &StreamMessage::Reset).await?;
                        }
                    }
                    Err(RecvError::Lagged(_)) => self.send(None, &StreamMessage::Reset).await?,
                    Err(RecvError::Closed) => return Err(Ended::Stopping),
                },
            }
        }
    }

    fn now(&self) -> Instant {
        Instant(self.ctx.visit.ambient.now().timestamp_millis())
    }

    async fn send(&self, cursor: Option<Cursor>, message: &StreamMessage) -> Result<(), Ended> {
        // A browser that stops reading must not keep its stream, and what waits in it, beyond the next check of its session.
        let sent = tokio::time::timeout(RECHECK, self.sender.send(Ok(event(cursor, message)))).await;
        if matches!(sent, Ok(Ok(()))) { Ok(()) } else { Err(Ended::BrowserGone) }
    }

    /// Asks again who it is; tells the browser and ends when nobody is there any more. False when the database does not
    /// answer: the next message or the next tick asks again, and until then no data is sent.
    async fn authorize(&mut self) -> Result<bool, Ended> {
        match observe(&self.state.app.db, &self.visit, &self.session).await {
            Ok(Standing::Active(person)) if person.ctx.tenant.id == self.ctx.tenant.id => {
                self.ctx = person.ctx;
                Ok(true)
            }
            Ok(Standing::Active(_)) => {
                self.send(None, &StreamMessage::OrganizationSwitched).await?;
                Err(Ended::OrganizationSwitched)
            }
            Ok(Standing::SignedOut | Standing::Suspended | Standing::MustEnrol(_)) => {
                if is_superseded(&self.state.app.db, &self.visit, &self.session).await.unwrap_or(false) {
                    return Err(Ended::TokenRenewed);
                }
                self.send(None, &StreamMessage::SignedOut).await?;
                Err(Ended::SignedOut)
            }
            Err(unavailable) => {
                self.state.app.db.note_worker_fault("stream", &unavailable);
                Ok(false)
            }
        }
    }

    /// Sends what happened behind `after`, or says that it cannot be told any more. Returns where it ended.
    async fn replay(&mut self, after: Cursor) -> Result<Cursor, Ended> {
        match self.missed(after).await {
            Ok(Some(missed)) => {
                self.pass_on(&missed).await?;
                Ok(missed.last().map_or(after, |envelope| envelope.cursor))
            }
            Ok(None) => {
                self.send(None, &StreamMessage::Reset).await?;
                Ok(Cursor::default())
            }
            Err(error) => {
                self.note(&error);
                self.send(None, &StreamMessage::Reset).await?;
                Ok(Cursor::default())
            }
        }
    }

    /// What happened here behind `after`; none when some of it is gone, or there is more than is told.
    async fn missed(&self, after: Cursor) -> Result<Option<Vec<Envelope>>, ApiError> {
        let (db, here) = (&self.state.app.db, self.ctx.tenant.id);
        if Tail::would_miss_events_after(db, after).await? {
            return Ok(None);
        }
        let missed = happened_since(db, here, &BusEvent::FOR_BROWSERS, after, MOST_MISSED + 1).await?;
        Ok((missed.len() <= usize::from(MOST_MISSED)).then_some(missed))
    }

    /// Sends what a batch of events comes to for this person.
    async fn pass_on<'a>(&mut self, batch: impl IntoIterator<Item = &'a Envelope>) -> Result<(), Ended> {
        let news = News::of(self.ctx.tenant.id, self.ctx.actor.user(), batch);
        if news.cursor.is_none() {
            return Ok(());
        }
        if !self.authorize().await? {
            return self.send(None, &StreamMessage::Reset).await;
        }
        let messages = self.messages(&news).await.unwrap_or_else(|error| {
            self.note(&error);
            vec![StreamMessage::Reset]
        });
        let last = messages.len().saturating_sub(1);
        for (index, message) in messages.iter().enumerate() {
            // A stream that breaks between two of them goes on before both.
            self.send(news.cursor.filter(|_| index == last), message).await?;
        }
        Ok(())
    }

    fn note(&self, error: &ApiError) {
        let whose = Afflicted::of(&self.ctx);
        self.state.app.db.note_fault("/api/stream", whose, self.visit.trace.as_str(), &error.chain());
    }

    /// The messages for the news; none when they are not for this person.
    async fn messages(&self, news: &News) -> Result<Vec<StreamMessage>, ApiError> {
        if news.is_history() {
            return Ok(vec![StreamMessage::Reset]);
        }
        let mut messages = Vec::new();
        if let Some(span) = news.metrics.filter(|_| self.ctx.may(Permission::DashboardRead)) {
            messages.push(self.metrics(span).await?);
        }
        if let Some(span) = news.security_events.filter(|_| self.ctx.may(Permission::SecurityEventRead)) {
            messages.push(self.security_events(span).await?);
        }
        if news.notified {
            messages.push(StreamMessage::Notifications);
        }
        Ok(messages)
    }

    async fn metrics(&self, (from, to): Span) -> Result<StreamMessage, ApiError> {
        let names = series::OVERVIEW.iter().map(|name| (*name).to_owned()).collect();
        let query = WindowQuery { names, from, to: just_after(to), points: u32::MAX };
        let series = window(&self.state.app.db, &self.ctx, &query).await?;
        Ok(StreamMessage::Metrics(LivePoints { now: self.now(), series }))
    }

    async fn security_events(&self, (from, to): Span) -> Result<StreamMessage, ApiError> {
        let db = &self.state.app.db;
        let mut events =
            cauldron_aegis::security_events::between(db, &self.ctx, from, to, MOST_SECURITY_EVENTS).await?;
        if events.len() >= usize::from(MOST_SECURITY_EVENTS) {
            return Ok(StreamMessage::Reset);
        }
        events.reverse();
        Ok(StreamMessage::SecurityEvents(events))
    }
}

/// The event and what else waits behind it, and whether some of that was lost.
fn waiting(first: Arc<Envelope>, events: &mut Receiver<Arc<Envelope>>) -> (Vec<Arc<Envelope>>, bool) {
    let mut batch = vec![first];
    while batch.len() < usize::from(MOST_MISSED) {
        match events.try_recv() {
            Ok(envelope) => batch.push(envelope),
            Err(TryRecvError::Lagged(_)) => return (batch, true),
            Err(TryRecvError::Empty | TryRecvError::Closed) => break,
        }
    }
    (batch, false)
}

/// The end of a half-open window that holds `at`.
fn just_after(at: DateTime<Utc>) -> DateTime<Utc> {
    at + TimeDelta::microseconds(1)
}
