//! The whole application over a test database, called without a socket.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, header};
use cauldron_core::{Ctx, SecretToken};
use cauldron_platform::Platform;
use cauldron_platform::outbound::Guard;
use cauldron_platform::places::Places;
use cauldron_platform::secrets::Keyring;
use cauldron_server::collect::recorder::{self, RecordQueue};
use cauldron_server::config::{Config, Overrides};
use cauldron_server::http::assets::AssetStore;
use cauldron_server::router::router;
use cauldron_server::state::AppState;
use cauldron_test_support::{Actors, TestDb};
use http_body_util::BodyExt as _;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// A key to seal with.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// The application, its database and the people in it.
pub struct TestApp {
    pub test: TestDb,
    pub actors: Actors,
    pub state: AppState,
    pub records: RecordQueue,
    router: Router,
    _mail: tempfile::TempDir,
}

/// An answer with its body as text.
pub struct Answer {
    pub status: u16,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl TestApp {
    pub async fn new() -> Self {
        Self::with(|_config| {}).await
    }

    /// With the default configuration, changed by `change`.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let test = TestDb::new().await;
        let actors = test.actors().await;
        let nowhere = Overrides { data_dir: Some("/nonexistent".into()), ..Overrides::default() };
        let mut config = Config::load(&nowhere).unwrap();
        change(&mut config);
        let (sender, records) = recorder::queue();
        let mail = tempfile::tempdir().unwrap();
        let platform = Platform {
            keys: Keyring::given(KEY, &[]).unwrap(),
            guard: Guard::new(&config.outbound.allow, &[]),
            places: Places::default(),
            mail_folder: mail.path().join("mail"),
        };
        let stop = CancellationToken::new();
        let state =
            AppState::new(Arc::new(config), &test.db, platform, 4600, AssetStore::default(), sender, stop).unwrap();
        let router = router(state.clone());
        Self { test, actors, state, records, router, _mail: mail }
    }

    /// A session of the actor's, as a cookie.
    pub async fn cookie(&self, ctx: &Ctx) -> String {
        let token = SecretToken::generate(self.test.db.ambient());
        let hash: String = token.hash().iter().map(|byte| format!("{byte:02x}")).collect();
        let (id, now) = (self.test.db.ambient().new_id(), self.test.db.ambient().now());
        self.test
            .superuser_sql(&format!(
                "insert into core.sessions (id, token_hash, user_id, organization_id, created_at, last_seen_at,
                     idle_expires_at, absolute_expires_at, proved_at)
                 values ('{id}', '\\x{hash}', '{}', '{}', '{now}', '{now}', '{now}'::timestamptz + interval '1 day',
                     '{now}'::timestamptz + interval '1 day', '{now}')",
                ctx.actor.user().unwrap(),
                ctx.tenant.id,
            ))
            .await;
        format!("{}={}", cauldron_app::server::session_cookie_name(self.state.app.secure), token.reveal())
    }

    /// Sends a request as if from this machine and reads the whole answer, of an event stream its first event.
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, mut body) = response.into_parts();
        // An event stream does not end by itself.
        let stream = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let bytes = if stream {
            body.frame().await.unwrap().unwrap().into_data().unwrap()
        } else {
            body.collect().await.unwrap().to_bytes()
        };
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// A read, with a cookie or without.
    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    /// A form sent by script, with a cookie or without.
    pub async fn post(&self, path: &str, cookie: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .body(Body::from(form.to_owned()))
            .unwrap();
        self.send(request).await
    }
}
