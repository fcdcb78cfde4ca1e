//! What the process gives to server functions and pages, and how they answer.

use crate::AppError;
use cauldron_admin::PasswordHasher;
use cauldron_admin::passkeys::Passkeys;
use cauldron_admin::session::{Authenticated, Standing};
use cauldron_admin::sign_in::SessionLimits;
use cauldron_core::{ApiError, Ctx, SecretToken, TokenHash, Visit};
use cauldron_db::Db;
use cauldron_platform::Platform;
use cauldron_types::{ApiKeyId, Density, FreshKey, Instant, Preferences, ProblemKind, SessionState, Theme, UtcOffset};
use chrono::{DateTime, Offset as _, TimeDelta, TimeZone as _, Utc};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

/// Addresses of the built assets, from the manifest that the build writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
pub struct Assets {
    /// The script that starts the browser half.
    pub js: String,
    /// Its main chunk.
    pub wasm: String,
    /// The folder of all chunks.
    pub pkg: String,
    /// The script that loads further chunks.
    pub split: String,
    /// Which chunks each lazily loaded view needs.
    pub prefetch: HashMap<String, Vec<String>>,
    /// The style sheet.
    pub css: String,
    /// The icon sprite.
    pub icons: String,
    /// Fonts worth loading before the style sheet asks for them.
    pub fonts: Vec<String>,
}

/// Told about every failure of ours that a server function answers with.
pub type FailureSink = Arc<dyn Fn(&RequestContext, &ApiError) + Send + Sync>;

/// Tells the id of the last event that was passed on to streams.
pub type StreamPlace = Arc<dyn Fn() -> Option<String> + Send + Sync>;

/// What every request shares.
#[derive(Clone)]
pub struct AppContext {
    /// The database.
    pub db: Db,
    /// Hashes passwords.
    pub hasher: PasswordHasher,
    /// How long sessions last.
    pub limits: SessionLimits,
    /// Secrets, mail and connections to other machines.
    pub platform: Platform,
    /// Speaks with passkeys.
    pub passkeys: Passkeys,
    /// The address people use, without a slash at its end.
    pub url: Arc<str>,
    /// Whether browsers reach us over https, so that cookies are `Secure` and carry the `__Host-` prefix.
    pub secure: bool,
    /// Addresses of scripts and styles.
    pub assets: Arc<Assets>,
    /// Where failures are recorded.
    pub failures: FailureSink,
    /// The place in the event stream from which a page that is rendered now goes on; none before anything is known of it.
    pub place: StreamPlace,
}

impl std::fmt::Debug for AppContext {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("AppContext")
    }
}

/// What is known of one request before its handler runs.
#[derive(Clone, Debug)]
pub struct RequestContext {
    /// Trace, address, clock.
    pub visit: Visit,
    /// The pattern that the address matched.
    pub route: Arc<str>,
    /// Who it is.
    pub standing: Standing,
    /// The hash of the session cookie, valid or not.
    pub session: Option<TokenHash>,
    /// What the person prefers, as the cookies have it.
    pub preferences: Preferences,
    /// Whether the rail is folded.
    pub folded: bool,
    /// The nonce of this response's scripts.
    pub nonce: Arc<str>,
    /// Seconds after which trying again makes sense, once an answer says so; the process sends them as `Retry-After`.
    pub retry_after: Arc<OnceLock<u32>>,
    /// Whether a failure of ours is on record for it.
    pub failed: Arc<AtomicBool>,
}

impl RequestContext {
    /// Who it is, as the browser may know it.
    #[must_use]
    pub fn state(&self) -> SessionState {
        match &self.standing {
            Standing::Active(person) => person.signed_in().map_or(SessionState::SignedOut, SessionState::SignedIn),
            Standing::Suspended => SessionState::Suspended,
            Standing::SignedOut | Standing::MustEnrol(_) => SessionState::SignedOut,
        }
    }

    /// The e-mail address of whoever is signed in, or has to set up a second factor first; else empty.
    #[must_use]
    pub fn email(&self) -> String {
        match &self.standing {
            Standing::Active(person) | Standing::MustEnrol(person) => person.email.clone(),
            Standing::SignedOut | Standing::Suspended => String::new(),
        }
    }

    /// The person, when somebody may act.
    #[must_use]
    pub fn authenticated(&self) -> Option<&Authenticated> {
        match &self.standing {
            Standing::Active(person) => Some(person),
            Standing::SignedOut | Standing::Suspended | Standing::MustEnrol(_) => None,
        }
    }

    /// The person, or why nobody may act.
    ///
    /// # Errors
    /// A sentence for whoever is signed out or suspended.
    pub fn person(&self) -> Result<&Authenticated, ApiError> {
        let (kind, sentence) = match &self.standing {
            Standing::Active(person) => return Ok(person),
            Standing::Suspended => {
                let sentence = "Your access is suspended. Ask an administrator of your organization.";
                (ProblemKind::Forbidden, sentence)
            }
            Standing::MustEnrol(_) => {
                let sentence = "Your organization asks for a second factor. Set one up first, at /enrol.";
                (ProblemKind::Unauthenticated, sentence)
            }
            Standing::SignedOut => {
                let sentence = "Your session has ended. Sign in again; what you typed is kept.";
                (ProblemKind::Unauthenticated, sentence)
            }
        };
        Err(ApiError::problem(kind, sentence))
    }
}

/// The session cookie's name: with `__Host-` a browser accepts it only over https, for this host and every path.
#[must_use]
pub const fn session_cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-cauldron" } else { "cauldron-session" }
}

/// The theme cookie's name.
pub const THEME_COOKIE: &str = "theme";
/// The density cookie's name.
pub const DENSITY_COOKIE: &str = "density";
/// The name of the cookie that says `off` when single keys are no shortcuts.
pub const SHORTCUTS_COOKIE: &str = "shortcuts";
/// The cookie that remembers a folded rail.
pub const FOLDED_COOKIE: &str = "rail-folded";
/// The cookie of a minute with which a browser says that somebody is there.
pub const ATTENDED_COOKIE: &str = "attended";

/// The process's and the request's context.
pub(crate) fn contexts() -> (AppContext, RequestContext) {
    (expect_context(), expect_context())
}

/// The same for whoever must be signed in. Call before the first `.await`.
pub(crate) fn signed_in() -> Result<(AppContext, Ctx), AppError> {
    let (app, request) = contexts();
    match request.person() {
        Ok(person) => Ok((app, person.ctx.clone())),
        Err(error) => Err(AppError(error.into_problem(request.visit.trace.as_str()))),
    }
}

/// The same, with the hash of the session's token: for what one does to one's own account.
pub(crate) fn holder() -> Result<(AppContext, RequestContext, Ctx, TokenHash), AppError> {
    let (app, ctx) = signed_in()?;
    let (_, request) = contexts();
    match request.session {
        Some(token) => Ok((app, request, ctx, token)),
        None => Err(refuse(&request, ProblemKind::Unauthenticated, "Your session has ended. Sign in again.")),
    }
}

/// The same for whoever may not act before they have set up a second factor, and for everybody else who is signed in.
pub(crate) fn enrolling() -> Result<(AppContext, RequestContext, Ctx, TokenHash), AppError> {
    let (app, request) = contexts();
    match (&request.standing, request.session) {
        (Standing::Active(person) | Standing::MustEnrol(person), Some(token)) => {
            let ctx = person.ctx.clone();
            Ok((app, request, ctx, token))
        }
        _ => Err(refused_session(&request)),
    }
}

/// The answer to whoever holds no session that this could be done with.
pub(crate) fn refused_session(request: &RequestContext) -> AppError {
    refuse(request, ProblemKind::Unauthenticated, "Your session has ended. Sign in again.")
}

fn refuse(request: &RequestContext, kind: ProblemKind, sentence: &str) -> AppError {
    AppError(ApiError::problem(kind, sentence).into_problem(request.visit.trace.as_str()))
}

/// Turns a use case's result into an answer, and records a failure of ours.
pub(crate) fn answer<T>(
    app: &AppContext,
    request: &RequestContext,
    result: Result<T, ApiError>,
) -> Result<T, AppError> {
    result.map_err(|error| {
        if error.is_ours() {
            (app.failures)(request, &error);
        }
        let problem = error.into_problem(request.visit.trace.as_str());
        if let Some(seconds) = problem.retry_after {
            request.retry_after.get_or_init(|| seconds);
        }
        AppError(problem)
    })
}

/// Runs a use case for whoever is signed in.
pub(crate) async fn as_person<T, F, R>(work: F) -> Result<T, AppError>
where
    F: FnOnce(AppContext, Ctx) -> R,
    R: Future<Output = Result<T, ApiError>>,
{
    let (app, ctx) = signed_in()?;
    // Taken now: contexts are gone after the first await.
    let ((_, request), response) = (contexts(), use_context::<ResponseOptions>());
    let result = work(app.clone(), ctx).await;
    if let (Some(response), Err(error)) = (response, &result) {
        // A page whose content is refused or cannot be had answers so, and is recorded so.
        match error.kind() {
            ProblemKind::Forbidden => response.set_status(http::StatusCode::FORBIDDEN),
            ProblemKind::Unavailable => response.set_status(http::StatusCode::SERVICE_UNAVAILABLE),
            _ => {}
        }
    }
    answer(&app, &request, result)
}

fn append_cookie(cookie: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), http::HeaderValue::from_str(cookie)) {
        response.append_header(http::header::SET_COOKIE, value);
    }
}

fn attributes(secure: bool) -> &'static str {
    if secure { "; Path=/; SameSite=Lax; Secure" } else { "; Path=/; SameSite=Lax" }
}

/// Sends the session cookie, when the session is opened and when it is given another token. It has no lifetime of its own
/// beyond the session's absolute limit.
pub(crate) fn send_session(app: &AppContext, token: &SecretToken) {
    let name = session_cookie_name(app.secure);
    let age = app.limits.absolute.num_seconds();
    append_cookie(&format!("{name}={}{}; HttpOnly; Max-Age={age}", token.reveal(), attributes(app.secure)));
}

/// Takes the session cookie back.
pub(crate) fn forget_session(app: &AppContext) {
    append_cookie(&format!("{}={}; HttpOnly; Max-Age=0", session_cookie_name(app.secure), attributes(app.secure)));
}

/// Sends a cookie that scripts may read, from which the server paints the page right the first time.
fn send_kept(app: &AppContext, name: &str, value: &str) {
    append_cookie(&format!("{name}={value}{}; Max-Age=31536000", attributes(app.secure)));
}

/// Sends the theme cookie.
pub(crate) fn send_theme(app: &AppContext, theme: Theme) {
    send_kept(app, THEME_COOKIE, theme.as_str());
}

/// Sends the density cookie.
pub(crate) fn send_density(app: &AppContext, density: Density) {
    send_kept(app, DENSITY_COOKIE, density.as_str());
}

/// Sends the cookie of the keyboard shortcuts.
pub(crate) fn send_shortcuts(app: &AppContext, on: bool) {
    send_kept(app, SHORTCUTS_COOKIE, if on { "on" } else { "off" });
}

/// Sends everything that a person prefers to the browser they have just signed in with.
pub(crate) fn send_preferences(app: &AppContext, preferences: &Preferences) {
    send_theme(app, preferences.theme);
    send_density(app, preferences.density);
    send_shortcuts(app, preferences.shortcuts);
}

/// The cookie that carries a new key's secret from the form that made it to the page that shows it, in a browser without
/// scripts.
const FRESH_KEY_COOKIE: &str = "fresh-key";

/// Whether a form was sent by the browser itself, whose next step is another page.
pub(crate) fn is_plain_form() -> bool {
    let accept = use_context::<http::request::Parts>()
        .and_then(|parts| parts.headers.get(http::header::ACCEPT)?.to_str().ok().map(str::to_owned));
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// Sends a new key's secret along to the next page, for two minutes and out of reach of any script.
pub(crate) fn send_fresh_key(app: &AppContext, key: &FreshKey) {
    let attributes = attributes(app.secure);
    append_cookie(&format!("{FRESH_KEY_COOKIE}={}.{}{attributes}; HttpOnly; Max-Age=120", key.id, key.secret));
}

/// Takes it back. Gives the key's id and its secret. Call before the first `.await`.
pub(crate) fn take_fresh_key(app: &AppContext) -> Option<(ApiKeyId, String)> {
    let parts = use_context::<http::request::Parts>()?;
    let cookies = parts.headers.get_all(http::header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let value = cookies
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == FRESH_KEY_COOKIE).then_some(value))?;
    append_cookie(&format!("{FRESH_KEY_COOKIE}={}; HttpOnly; Max-Age=0", attributes(app.secure)));
    let (id, secret) = value.split_once('.')?;
    Some((ApiKeyId(id.parse().ok()?), secret.to_owned()))
}

/// Answers a page's request with the address of another. Nothing where a server function was called.
pub(crate) fn send_to(address: &str) {
    if let (Some(response), Ok(location)) = (use_context::<ResponseOptions>(), http::HeaderValue::from_str(address)) {
        response.set_status(http::StatusCode::FOUND);
        response.insert_header(http::header::LOCATION, location);
    }
}

/// An instant as sent to browsers.
pub(crate) fn instant(at: DateTime<Utc>) -> Instant {
    Instant(at.timestamp_millis())
}

/// The zone's offsets over `[from, to]`, to the quarter hour in which they change.
pub(crate) fn offsets(time_zone: &str, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<UtcOffset> {
    let Ok(zone) = time_zone.parse::<chrono_tz::Tz>() else { return Vec::new() };
    let seconds = |at: DateTime<Utc>| zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc();
    let mut changes = vec![UtcOffset { from: instant(from), seconds: seconds(from) }];
    let mut day = from;
    while day < to {
        let next = (day + TimeDelta::days(1)).min(to);
        if seconds(day) != seconds(next) {
            // Bisect to the quarter hour: every change of every zone falls on one.
            let (mut before, mut after) = (day, next);
            while after - before > TimeDelta::minutes(15) {
                let middle = before + (after - before) / 2;
                if seconds(middle) == seconds(day) { before = middle } else { after = middle }
            }
            let quarter = after.timestamp().div_euclid(900) * 900;
            changes.push(UtcOffset { from: Instant(quarter * 1000), seconds: seconds(next) });
        }
        day = next;
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_change_where_the_clocks_do() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let autumn = offsets("Europe/Berlin", at("2026-10-24T00:00:00Z"), at("2026-10-27T00:00:00Z"));
        let expected = [
            UtcOffset { from: instant(at("2026-10-24T00:00:00Z")), seconds: 7200 },
            UtcOffset { from: instant(at("2026-10-25T01:00:00Z")), seconds: 3600 },
        ];
        assert_eq!(autumn, expected);
        assert_eq!(offsets("UTC", at("2026-01-01T00:00:00Z"), at("2026-12-31T00:00:00Z")).len(), 1);
    }
}
