//! A Postgres that Cauldron must not run on is refused with a sentence that says how to mend it.

use cauldron_db::preflight::check;
use cauldron_test_support::{Cluster, TestDb};

/// What is done to the cluster, how it is undone, and what the refusal says.
const FAULTS: &[(&str, &str, &str)] = &[
    (
        "alter role cauldron_app superuser",
        "alter role cauldron_app nosuperuser",
        "The role cauldron_app of DATABASE_URL is a superuser, so it would escape row-level security or change the schema.",
    ),
    (
        "alter role cauldron_app bypassrls",
        "alter role cauldron_app nobypassrls",
        "cauldron_app of DATABASE_URL has BYPASSRLS",
    ),
    (
        "alter role cauldron_system bypassrls",
        "alter role cauldron_system nobypassrls",
        "cauldron_system of DATABASE_SYSTEM_URL has BYPASSRLS",
    ),
    (
        "alter role cauldron_owner superuser",
        "alter role cauldron_owner nosuperuser",
        "cauldron_owner of DATABASE_OWNER_URL is a superuser",
    ),
    ("alter role cauldron_app createrole", "alter role cauldron_app nocreaterole", "has CREATEROLE"),
    ("alter role cauldron_app createdb", "alter role cauldron_app nocreatedb", "has CREATEDB"),
    (
        "alter table core.settings owner to cauldron_app",
        "alter table core.settings owner to cauldron_owner",
        "cauldron_app of DATABASE_URL owns tables",
    ),
    (
        "grant create on schema core to cauldron_app",
        "revoke create on schema core from cauldron_app",
        "may create objects in a schema",
    ),
    (
        "grant create on schema public to public",
        "revoke create on schema public from public",
        "may create objects in a schema",
    ),
    (
        "do $$ begin execute format('grant create on database %I to cauldron_app', current_database()); end $$",
        "do $$ begin execute format('revoke create on database %I from cauldron_app', current_database()); end $$",
        "may create schemas in the database",
    ),
    (
        "grant cauldron_owner to cauldron_app",
        "revoke cauldron_owner from cauldron_app",
        "is a member of a privileged role",
    ),
    (
        "grant cauldron_system to cauldron_app",
        "revoke cauldron_system from cauldron_app",
        "is a member of a privileged role",
    ),
    (
        "grant pg_read_all_data to cauldron_app",
        "revoke pg_read_all_data from cauldron_app",
        "is a member of a privileged role",
    ),
    (
        "drop extension vector",
        "create extension vector",
        "The extension \"vector\" is not installed in the database. Install pgvector",
    ),
    (
        "update pg_extension set extversion = '0.8.3' where extname = 'vector'",
        "update pg_extension set extversion = '0.8.5' where extname = 'vector'",
        "pgvector 0.8.3 is too old: Cauldron needs 0.8.4 or later.",
    ),
];

#[tokio::test]
async fn an_unfit_postgres_is_refused_with_a_sentence() {
    // Roles belong to the whole cluster, so this one has a cluster of its own.
    let test = TestDb::on(Cluster::start(18).await).await;
    let server = check(&test.addresses).await.unwrap();
    assert_eq!(server.version / 10_000, 18);
    for (fault, mend, sentence) in FAULTS {
        test.superuser_sql(fault).await;
        let refusal = check(&test.addresses).await.expect_err(fault).to_string();
        assert!(refusal.contains(sentence), "{fault}: {refusal}");
        test.superuser_sql(mend).await;
        check(&test.addresses).await.unwrap();
    }
    test.close().await;
}

#[tokio::test]
async fn addresses_of_the_wrong_roles_are_refused() {
    let test = TestDb::new().await;
    let mut swapped = test.addresses.clone();
    std::mem::swap(&mut swapped.app, &mut swapped.system);
    assert_eq!(
        check(&swapped).await.unwrap_err().to_string(),
        "DATABASE_URL connects as cauldron_system, but the schema's grants and policies name the role cauldron_app. \
         Connect as cauldron_app (docs/OPERATING.md has the script that makes the roles)."
    );
    let mut owning = test.addresses.clone();
    owning.app.clone_from(&owning.owner);
    assert!(check(&owning).await.unwrap_err().to_string().starts_with("The role cauldron_owner of DATABASE_URL "));
    let mut superuser = test.addresses.clone();
    superuser.app.clone_from(&test.superuser);
    assert!(check(&superuser).await.unwrap_err().to_string().contains("of DATABASE_URL is a superuser"));
    test.close().await;
}

#[tokio::test]
async fn an_address_that_does_not_answer_is_named_without_its_password() {
    let test = TestDb::new().await;
    for (variable, wrong) in [
        ("DATABASE_URL", "postgres://cauldron_app:hunter2@127.0.0.1:1/cauldron".to_owned()),
        ("DATABASE_URL", test.addresses.app.replace("cauldron_app:", "cauldron_app:hunter2")),
        ("DATABASE_URL", "hunter2".to_owned()),
    ] {
        let mut addresses = test.addresses.clone();
        addresses.app = wrong;
        let refusal = check(&addresses).await.unwrap_err().to_string();
        assert!(refusal.starts_with(&format!("Postgres does not answer at {variable} (")), "{refusal}");
        assert!(!refusal.contains("hunter2"), "{refusal}");
    }
    test.close().await;
}
