//! Applying migrations, from nothing and in steps.

use cauldron_db::migrate::{status, up};
use cauldron_test_support::TestDb;

#[tokio::test]
async fn migrations_are_applied_up_to_a_version_then_wholly_and_only_once() {
    let test = TestDb::new().await;
    test.superuser_sql(
        "drop schema core, admin, aegis, audit, integration, storage, timeseries cascade; drop table public._sqlx_migrations;",
    )
    .await;
    let owner = &test.addresses.owner;
    let before = status(owner).await.unwrap();
    assert!(before.len() >= 14 && before.iter().all(|migration| !migration.applied));
    assert!(before.windows(2).all(|pair| pair[0].version < pair[1].version), "oldest first");

    let second = &before[1];
    assert_eq!(up(owner, Some(second.version)).await.unwrap(), 2);
    let applied: Vec<bool> = status(owner).await.unwrap().iter().map(|migration| migration.applied).collect();
    assert_eq!(applied.iter().filter(|applied| **applied).count(), 2);
    assert!(applied[0] && applied[1]);

    assert_eq!(up(owner, None).await.unwrap(), before.len() - 2);
    assert_eq!(up(owner, None).await.unwrap(), 0);
    assert!(status(owner).await.unwrap().iter().all(|migration| migration.applied));
    test.close().await;
}

#[tokio::test]
async fn an_unknown_version_is_refused_with_a_sentence_and_changes_nothing() {
    let test = TestDb::new().await;
    let error = up(&test.addresses.owner, Some(42)).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no migration 42; `cauldron migrate status` lists them");
    test.close().await;
}

#[tokio::test]
async fn an_applied_migration_that_was_changed_afterwards_is_refused() {
    let test = TestDb::new().await;
    test.superuser_sql("update public._sqlx_migrations set checksum = '\\x00' where version = (select min(version) from public._sqlx_migrations)").await;
    let error = up(&test.addresses.owner, None).await.unwrap_err();
    assert!(error.to_string().starts_with("migrations could not be applied: "), "{error}");
    test.close().await;
}

#[tokio::test]
async fn an_owner_who_does_not_answer_is_a_sentence_without_a_password() {
    let error = status("postgres://cauldron_owner:hunter2@127.0.0.1:1/cauldron").await.unwrap_err();
    assert_eq!(error.to_string(), "the owner's database address does not answer");
    assert!(!format!("{error:?}").contains("hunter2"));
}
