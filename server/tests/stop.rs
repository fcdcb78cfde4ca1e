//! The word to stop, while a request goes on that does not end by itself.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Duration;

const MANIFEST: &str =
    r#"{"js":"","wasm":"","pkg":"","split":"","prefetch":{},"css":"","icons":"","fonts":[],"files":[]}"#;

#[tokio::test]
async fn sigterm_ends_a_process_in_which_a_handler_waits_without_end_and_its_postgres_in_order() {
    let folder = tempfile::Builder::new().prefix("cauldron-stop-").tempdir().unwrap();
    // The account that runs Postgres must be able to reach its data.
    fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let (data, site, log) = (folder.path().join("data"), folder.path().join("site"), folder.path().join("log"));
    fs::create_dir(&site).unwrap();
    fs::write(site.join("manifest.json"), MANIFEST).unwrap();
    let mut process = Command::new(env!("CARGO_BIN_EXE_cauldron"))
        .args(["serve", "--port", "0", "--data-dir"])
        .arg(&data)
        .env("CAULDRON_SITE_DIR", &site)
        .env_remove("DATABASE_URL")
        .stdout(Stdio::piped())
        .stderr(File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
    let url = lines.find_map(|line| line.strip_prefix("Cauldron is at http://").map(str::to_owned)).unwrap();

    let mut stream = TcpStream::connect(&url).unwrap();
    let head = format!(
        "POST /api/admin/sign_in HTTP/1.1\r\nHost: {url}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: 10000\r\nExpect: 100-continue\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut first = String::new();
    BufReader::new(stream.try_clone().unwrap()).read_line(&mut first).unwrap();
    assert_eq!(first.trim(), "HTTP/1.1 100 Continue", "the handler asks for the body");
    let trickle = std::thread::spawn(move || {
        // Never so long a pause that the body is given up, and never the whole of it.
        while stream.write_all(b"a").is_ok() {
            std::thread::sleep(Duration::from_millis(100));
        }
    });

    assert!(Command::new("kill").args(["-TERM", &process.id().to_string()]).status().unwrap().success());
    assert!(process.wait().unwrap().success());
    trickle.join().unwrap();
    let said = fs::read_to_string(&log).unwrap();
    assert!(said.contains("requests in progress were cut off"), "{said}");
    let postgres = fs::read_to_string(data.join("postgres.log")).unwrap();
    assert!(postgres.contains("database system is shut down"), "{postgres}");
    assert!(!postgres.contains("received immediate shutdown"), "{postgres}");
    assert!(cauldron_pg_embed::join(&data).await.is_err(), "Postgres still runs");
}
