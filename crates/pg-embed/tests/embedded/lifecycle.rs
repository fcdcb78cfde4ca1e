//! Starting, joining, refusing and stopping on real Postgres.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use crate::support::{ask, options, options_for, run, scratch};
use cauldron_pg_embed::{Opened, PgError, join, open, open_exclusive};

async fn starts_with_vector(major: u32) {
    let folder = scratch();
    let opened = open(options_for(&folder, major)).await.unwrap();
    assert!(matches!(opened, Opened::Started(_)));
    let urls = opened.connections().clone();
    assert_eq!(ask(&urls.app, "SELECT (('[1,2]'::vector <-> '[1,4]')::int)::text").await.unwrap(), "2");
    let version = ask(&urls.app, "SELECT current_setting('server_version_num')").await.unwrap();
    assert!(version.starts_with(&major.to_string()), "{version}");
    assert_eq!(ask(&urls.app, "SELECT current_setting('data_checksums')").await.unwrap(), "on");
    assert_eq!(ask(&urls.app, "SELECT current_setting('listen_addresses')").await.unwrap(), "");
    assert_eq!(ask(&urls.app, "SELECT lower('ÄÖ')").await.unwrap(), "äö");
    assert_eq!(ask(&urls.system, "SELECT current_user::text").await.unwrap(), "cauldron_system");
    assert_eq!(ask(&urls.owner, "SELECT current_database()::text").await.unwrap(), "cauldron");

    for (file, mode) in [("secrets.json", 0o600), ("connection.json", 0o600), ("postgres.log", 0o600)] {
        let found = fs::metadata(folder.path().join(file)).unwrap().permissions().mode() & 0o777;
        assert_eq!(found, mode, "{file}");
    }
    let secrets = fs::read_to_string(folder.path().join("secrets.json")).unwrap();
    let shown = format!("{opened:?}");
    for password in secrets.split('"').filter(|part| part.len() == 64) {
        assert!(!shown.contains(password));
        assert!(!fs::read_to_string(folder.path().join("postgres.log")).unwrap().contains(password));
    }

    run(&urls.owner, "CREATE TABLE public.kept (x int); INSERT INTO public.kept VALUES (7)").await.unwrap();
    let began = Instant::now();
    opened.stop().await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(10));
    assert!(!folder.path().join("connection.json").exists());

    let began = Instant::now();
    let again = open(options_for(&folder, major)).await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(10));
    assert_eq!(ask(&urls.owner, "SELECT x::text FROM public.kept").await.unwrap(), "7");
    again.stop().await.unwrap();
}

#[tokio::test]
async fn starts_with_vector_on_16() {
    starts_with_vector(16).await;
}

#[tokio::test]
async fn starts_with_vector_on_18() {
    starts_with_vector(18).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_has_one_owner_and_many_joiners() {
    let folder = scratch();
    assert!(matches!(join(folder.path()).await, Err(PgError::NotRunning { .. })));

    // Two at once: one starts, the other waits for it and joins.
    let (first, second) = tokio::join!(open(options(&folder)), open(options(&folder)));
    let mut owners = Vec::new();
    let mut joined = Vec::new();
    for opened in [first.unwrap(), second.unwrap()] {
        match opened {
            Opened::Started(cluster) => owners.push(cluster),
            Opened::Joined(connections) => joined.push(connections),
        }
    }
    assert_eq!((owners.len(), joined.len()), (1, 1));
    assert_eq!(&joined.pop().unwrap(), owners.first().unwrap().connections());

    let refusal = open_exclusive(options(&folder)).await.unwrap_err();
    assert!(matches!(refusal, PgError::AlreadyRunning { pid: Some(pid), .. } if pid == std::process::id()));
    assert!(refusal.to_string().contains(&format!("process {}", std::process::id())), "{refusal}");

    let connections = join(folder.path()).await.unwrap();
    assert_eq!(ask(&connections.app, "SELECT 'joined'").await.unwrap(), "joined");

    owners.pop().unwrap().stop().await.unwrap();
    assert!(matches!(join(folder.path()).await, Err(PgError::NotRunning { .. })));
}

#[tokio::test]
async fn socket_moves_when_the_path_is_too_long() {
    let parent = scratch();
    fs::set_permissions(parent.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let mut options = options(&parent);
    options.data_dir = parent.path().join("a b,\"c+é%").join("x".repeat(100));
    let long = options.data_dir.clone();
    let cluster = open_exclusive(options).await.unwrap();
    let folder = ask(&cluster.connections().superuser, "SELECT current_setting('unix_socket_directories')").await;
    assert!(folder.unwrap().contains("/tmp/cauldron-"));
    assert_eq!(ask(&join(&long).await.unwrap().app, "SELECT 'here'").await.unwrap(), "here");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn port_is_opened_on_request_and_a_taken_one_is_named() {
    let folder = scratch();
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let refusal = open_exclusive(cauldron_pg_embed::ClusterOptions { port: Some(port), ..options(&folder) });
        assert!(matches!(refusal.await.unwrap_err(), PgError::PortTaken { port: named } if named == port));
        port
    };
    let cluster =
        open_exclusive(cauldron_pg_embed::ClusterOptions { port: Some(port), ..options(&folder) }).await.unwrap();
    let secret = cluster.connections().app.split('@').next().unwrap().to_owned();
    let url = format!("{secret}@127.0.0.1:{port}/cauldron");
    assert_eq!(ask(&url, "SELECT 'tcp'").await.unwrap(), "tcp");
    let wrong = format!("postgres://cauldron_app:wrong@127.0.0.1:{port}/cauldron");
    ask(&wrong, "SELECT 'no'").await.unwrap_err();
    cluster.stop().await.unwrap();
}
