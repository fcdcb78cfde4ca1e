//! `kill -9` of the server under a write load, twenty times: what was acknowledged is there afterwards.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use sqlx::Connection as _;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const ROUNDS: u32 = 20;
const WRITERS: usize = 4;
const PASSWORD: &str = "correct horse battery staple";
const MANIFEST: &str =
    r#"{"js":"","wasm":"","pkg":"","split":"","prefetch":{},"css":"","icons":"","fonts":[],"files":[]}"#;

struct Server {
    process: Child,
    url: String,
    setup_link: Option<String>,
}

impl Server {
    /// Starts the program on the data folder and waits until it says where it is.
    fn start(data: &Path, site: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_cauldron"))
            .args(["serve", "--port", "0", "--data-dir"])
            .arg(data)
            .env("CAULDRON_SITE_DIR", site)
            .env_remove("DATABASE_URL")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let url = lines.find_map(|line| line.strip_prefix("Cauldron is at ").map(str::to_owned)).unwrap();
        // The link follows at once where there is one; a server that is set up prints nothing more.
        let setup_link = (!data.join("is-set-up").exists())
            .then(|| lines.find_map(|line| line.split_once("link=").map(|(_, link)| link.to_owned())).unwrap());
        Self { process, url, setup_link }
    }

    fn kill(mut self) {
        // SIGKILL: no handler runs, no buffer is flushed.
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    async fn post(&self, client: &reqwest::Client, path: &str, form: &[(&str, &str)]) -> reqwest::Result<u16> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = client
            .post(format!("{}{path}", self.url))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .body(body);
        Ok(request.send().await?.status().as_u16())
    }
}

/// Entries of the audit log that the writers' writes left.
async fn written(data: &Path) -> u64 {
    let connections = cauldron_pg_embed::join(data).await.unwrap();
    let mut connection = sqlx::PgConnection::connect(&connections.superuser).await.unwrap();
    let count: i64 = sqlx::query_scalar("select count(*) from audit.events where action = 'preference.updated'")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    count.unsigned_abs()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_of_the_server_under_load_loses_no_acknowledged_write() {
    let folder = tempfile::Builder::new().prefix("cauldron-crash-").tempdir().unwrap();
    // The account that runs Postgres must be able to reach its data.
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let (data, site) = (folder.path().join("data"), folder.path().join("site"));
    std::fs::create_dir(&site).unwrap();
    std::fs::write(site.join("manifest.json"), MANIFEST).unwrap();
    let client = reqwest::Client::builder().cookie_store(true).timeout(Duration::from_secs(10)).build().unwrap();

    let mut server = Server::start(&data, &site);
    let link = server.setup_link.clone().unwrap();
    let form = [
        ("link", link.as_str()),
        ("organization_name", "Northwind"),
        ("display_name", "Mira"),
        ("email", "mira@example.org"),
        ("password", PASSWORD),
    ];
    assert_eq!(server.post(&client, "/api/admin/set_up", &form).await.unwrap(), 200);
    std::fs::write(data.join("is-set-up"), "").unwrap();

    let acknowledged = Arc::new(AtomicU64::new(0));
    for round in 0..ROUNDS {
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                let (client, acknowledged, url) = (client.clone(), acknowledged.clone(), server.url.clone());
                tokio::spawn(async move {
                    for _ in 0..10_000 {
                        let write = client
                            .post(format!("{url}/api/admin/theme"))
                            .header("content-type", "application/x-www-form-urlencoded")
                            .header("accept", "application/json")
                            .body("theme=dark");
                        match write.send().await {
                            Ok(answer) if answer.status() == 200 => acknowledged.fetch_add(1, Ordering::SeqCst),
                            // The server is gone, as it was meant to be.
                            _ => return,
                        };
                    }
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(120 + u64::from(round) * 7 % 100)).await;
        server.kill();
        for writer in writers {
            writer.await.unwrap();
        }
        server = Server::start(&data, &site);
        let (sure, found) = (acknowledged.load(Ordering::SeqCst), written(&data).await);
        assert!(found >= sure, "round {round}: {sure} writes were acknowledged, {found} are there");
        // Each writer may have had one write under way whose answer was lost.
        assert!(
            found <= sure + u64::from(round + 1) * WRITERS as u64,
            "round {round}: {found} written, {sure} acknowledged"
        );
    }
    assert!(acknowledged.load(Ordering::SeqCst) > u64::from(ROUNDS), "the writers hardly wrote");
    // Told to stop, it stops cleanly and takes its Postgres along.
    let pid = server.process.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(server.process.wait().unwrap().success());
    assert!(cauldron_pg_embed::join(&data).await.is_err(), "Postgres still runs");
}
