//! The server as a process of its own: started, asked over HTTP, stopped.

use crate::{Options, Outcome};
use cauldron_test_support::PASSWORD;
use reqwest::{Client, Url, redirect};
use rustix::process::{Pid, Signal, kill_process};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;

/// How long a debug build may take to start for the first time.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running server; killed when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Its address.
    pub url: String,
    /// When it was started.
    pub started: Instant,
    said: watch::Receiver<Vec<String>>,
}

/// A folder below /tmp rather than a home folder, and open to others, so that the unprivileged account of Postgres can
/// reach its data when the benchmark runs as root.
///
/// # Errors
/// It cannot be made.
pub fn data_folder() -> Outcome<tempfile::TempDir> {
    let open = std::fs::Permissions::from_mode(0o755);
    Ok(tempfile::Builder::new().prefix("cauldron-bench-").permissions(open).tempdir()?)
}

/// A port that is free now.
///
/// # Errors
/// There is none.
pub fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

impl Server {
    /// Starts `cauldron serve` on a data folder; does not wait until it answers.
    ///
    /// # Errors
    /// The program is missing or cannot be started.
    pub fn start(options: &Options, data_dir: &Path) -> Outcome<Self> {
        let port = free_port()?;
        let log = std::fs::File::create(data_dir.with_extension("log"))?;
        let mut command = Command::new(options.server()?);
        command.arg("serve").arg("--data-dir").arg(data_dir).args(["--port", &port.to_string()]);
        if let Some(site) = options.named_site() {
            command.env("CAULDRON_SITE_DIR", site);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).kill_on_drop(true);
        let started = Instant::now();
        let mut child = command.spawn()?;
        let (sender, said) = watch::channel(Vec::new());
        let stdout = child.stdout.take().ok_or("the server's output cannot be read")?;
        tokio::spawn(async move {
            let mut lines = BufReader::new(stdout).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                sender.send_modify(|said| said.push(line));
            }
        });
        Ok(Self { child, url: format!("http://127.0.0.1:{port}"), started, said })
    }

    /// The process id.
    ///
    /// # Errors
    /// It has ended.
    pub fn pid(&self) -> Outcome<u32> {
        self.child.id().ok_or_else(|| "the server has ended".into())
    }

    /// Asks for a page until it is served; returns the seconds since the start. The server listens before its database is
    /// there, so the first request simply waits for its answer.
    ///
    /// # Errors
    /// The server ended, or does not answer in time.
    pub async fn first_page(&mut self, path: &str) -> Outcome<f64> {
        let client = client()?;
        loop {
            if let Ok(response) = client.get(format!("{}{path}", self.url)).send().await {
                let status = response.status();
                let _page = response.bytes().await?;
                if status.is_success() {
                    return Ok(self.started.elapsed().as_secs_f64());
                }
                return Err(format!("{path} was answered with {status}").into());
            }
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("the server ended with {status}; its log is beside the data folder").into());
            }
            if self.started.elapsed() > PATIENCE {
                return Err("the server does not answer".into());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Creates the first organization and its owner through the set-up link; returns a signed-in client.
    ///
    /// # Errors
    /// The server does not print a link, or refuses.
    pub async fn set_up(&mut self) -> Outcome<Client> {
        let link = |lines: &Vec<String>| {
            lines.iter().find_map(|line| line.split_once("/set-up?link=").map(|(_, link)| link.trim().to_owned()))
        };
        let said = tokio::time::timeout(PATIENCE, self.said.wait_for(|lines| link(lines).is_some())).await??;
        let link = link(&said).unwrap_or_default();
        drop(said);
        let form = [
            ("link", link.as_str()),
            ("organization_name", "Northwind"),
            ("time_zone", "Europe/Berlin"),
            ("display_name", "Olivia"),
            ("email", "olivia@example.org"),
            ("password", PASSWORD),
        ];
        let body = Url::parse_with_params("http://form", form)?.query().unwrap_or_default().to_owned();
        let client = client()?;
        let response = client
            .post(format!("{}/api/admin/set_up", self.url))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "text/html")
            .body(body)
            .send()
            .await?;
        if response.status().is_client_error() || response.status().is_server_error() {
            return Err(format!("set-up was refused: {}", response.text().await?).into());
        }
        Ok(client)
    }

    /// Fetches a page as browsers do; returns its bytes as sent (brotli) and its text. An answer that does not end within
    /// five seconds is counted in `endless` and asked for again.
    ///
    /// # Errors
    /// The server does not answer with a page, or never to its end.
    pub async fn page(&self, client: &Client, path: &str, endless: &mut u32) -> Outcome<(u64, String)> {
        let sent = self.whole(client, path, "br", endless).await?;
        let text = self.whole(client, path, "identity", endless).await?;
        Ok((sent.len() as u64, String::from_utf8(text)?))
    }

    async fn whole(&self, client: &Client, path: &str, coding: &str, endless: &mut u32) -> Outcome<Vec<u8>> {
        for _ in 0..10 {
            let request = client.get(format!("{}{path}", self.url));
            let request = request.header("accept", "text/html").header("accept-encoding", coding);
            match request.timeout(Duration::from_secs(5)).send().await {
                Ok(answer) => {
                    let coded = answer
                        .headers()
                        .get("content-encoding")
                        .map_or("identity", |name| name.to_str().unwrap_or_default());
                    if !answer.status().is_success() || coded != coding {
                        return Err(
                            format!("{path} was answered with {} in {coded}, not {coding}", answer.status()).into()
                        );
                    }
                    match answer.bytes().await {
                        Ok(bytes) => return Ok(bytes.to_vec()),
                        Err(error) if error.is_timeout() => *endless += 1,
                        Err(error) => return Err(error.into()),
                    }
                }
                Err(error) if error.is_timeout() => *endless += 1,
                Err(error) => return Err(error.into()),
            }
        }
        Err(format!("{path} was asked for ten times, and no answer ended within five seconds").into())
    }

    /// Tells it to stop and waits.
    ///
    /// # Errors
    /// It does not stop.
    pub async fn stop(mut self) -> Outcome {
        let pid = i32::try_from(self.pid()?).ok().and_then(Pid::from_raw).ok_or("no such process")?;
        kill_process(pid, Signal::TERM)?;
        tokio::time::timeout(Duration::from_secs(30), self.child.wait()).await??;
        Ok(())
    }
}

fn client() -> Outcome<Client> {
    Ok(Client::builder().cookie_store(true).redirect(redirect::Policy::none()).timeout(PATIENCE).build()?)
}
