//! Postgres or its owner dies without warning.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::{ask, cache, options, run, scratch};
use cauldron_pg_embed::{ClusterOptions, State, open, open_exclusive};

fn kill(pid: u32) {
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
}

/// Runs as the other test's program when it is started as a child: opens the folder and never returns.
#[tokio::test]
async fn owner_in_a_process_of_its_own() {
    let Some(folder) = std::env::var_os("PG_EMBED_TEST_FOLDER") else { return };
    let installation = cache().installation(18).unwrap();
    let cluster = open_exclusive(ClusterOptions::new(folder, installation)).await.unwrap();
    cluster.supervise();
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn killed_postgres_is_restarted_under_supervision() {
    let folder = scratch();
    let cluster = open_exclusive(options(&folder)).await.unwrap();
    let mut state = cluster.supervise();
    let url = cluster.connections().owner.clone();
    run(&url, "CREATE TABLE public.kept AS SELECT 1 AS x").await.unwrap();
    for _ in 0..2 {
        let victim = cluster.pid().unwrap();
        kill(victim);
        let began = Instant::now();
        state.wait_for(|state| matches!(state, State::Running { pid: Some(pid) } if *pid != victim)).await.unwrap();
        assert_eq!(ask(&url, "SELECT x::text FROM public.kept").await.unwrap(), "1");
        assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    }
    cluster.stop().await.unwrap();
    assert_eq!(*state.borrow(), State::Stopped);
}

#[tokio::test]
async fn unsupervised_cluster_reports_the_death_and_still_stops() {
    let folder = scratch();
    let cluster = open_exclusive(options(&folder)).await.unwrap();
    kill(cluster.pid().unwrap());
    let began = Instant::now();
    while cluster.pid().is_some() {
        assert!(began.elapsed() < Duration::from_secs(5));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn crash_of_owner_leaves_a_postgres_that_the_next_start_takes_over() {
    let folder = scratch();
    let mut owner = Command::new(std::env::current_exe().unwrap())
        .args(["crashes::owner_in_a_process_of_its_own", "--exact"])
        .env("PG_EMBED_TEST_FOLDER", folder.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    wait_for_file(&folder.path().join("connection.json"));
    let survivor = postmaster(folder.path());
    kill(owner.id());
    owner.wait().unwrap();
    assert!(Path::new("/proc").join(survivor.to_string()).exists());

    let began = Instant::now();
    let opened = open(options(&folder)).await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(15));
    assert_ne!(postmaster(folder.path()), survivor);
    assert_eq!(ask(&opened.connections().app, "SELECT 'back'").await.unwrap(), "back");
    opened.stop().await.unwrap();
}

#[tokio::test]
async fn dead_postmaster_with_a_stale_pid_file_recovers() {
    let folder = scratch();
    let cluster = open_exclusive(options(&folder)).await.unwrap();
    kill(cluster.pid().unwrap());
    cluster.stop().await.unwrap();
    // The number of a living process that is no Postgres of this folder, as after a reboot.
    let file = folder.path().join("pgdata/postmaster.pid");
    let text = fs::read_to_string(&file).unwrap();
    let rest = text.split_once('\n').unwrap().1;
    fs::write(&file, format!("{}\n{rest}", std::process::id())).unwrap();

    let again = open_exclusive(options(&folder)).await.unwrap();
    assert_eq!(ask(&again.connections().app, "SELECT 'back'").await.unwrap(), "back");
    again.stop().await.unwrap();
}

#[tokio::test]
async fn interrupted_first_start_begins_again() {
    let folder = scratch();
    fs::create_dir(folder.path().join("pgdata.new.1")).unwrap();
    fs::write(folder.path().join("pgdata.new.1/PG_VERSION"), "18\n").unwrap();
    fs::write(folder.path().join("connection.json"), "{}").unwrap();
    let cluster = open_exclusive(options(&folder)).await.unwrap();
    assert!(!folder.path().join("pgdata.new.1").exists());
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn large_log_is_moved_aside() {
    let folder = scratch();
    let log = folder.path().join("postgres.log");
    fs::write(&log, vec![b'x'; (10 << 20) + 1]).unwrap();
    let cluster = open_exclusive(options(&folder)).await.unwrap();
    cluster.stop().await.unwrap();
    assert!(fs::metadata(&log).unwrap().len() < 10_000);
    assert!(fs::metadata(folder.path().join("postgres.log.1")).unwrap().len() > 10 << 20);
}

#[tokio::test]
async fn dropped_cluster_stops_by_itself() {
    let folder = scratch();
    let cluster = open_exclusive(options(&folder)).await.unwrap();
    let pid = cluster.pid().unwrap();
    drop(cluster);
    let began = Instant::now();
    while Path::new("/proc").join(pid.to_string()).exists() {
        assert!(began.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn wait_for_file(path: &Path) {
    let began = Instant::now();
    while !path.exists() {
        assert!(began.elapsed() < Duration::from_secs(60), "{}", path.display());
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn postmaster(folder: &Path) -> u32 {
    let text = fs::read_to_string(folder.join("pgdata/postmaster.pid")).unwrap();
    text.lines().next().unwrap().parse().unwrap()
}
