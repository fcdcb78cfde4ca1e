//! What the database roles may and may not do, and the helpers for databases.

use crate::support::{ask, options, run, scratch};
use cauldron_pg_embed::{
    Cluster, PgError, Secrets, create_database, drop_database, ensure_roles, open_exclusive, role_sql, with_database,
};
use sqlx::{Connection as _, PgConnection};

#[tokio::test]
async fn roles_and_databases() {
    let folder = scratch();
    let cluster = open_exclusive(options(&folder)).await.unwrap();
    attributes_are_minimal(&cluster).await;
    runtime_roles_create_nothing(&cluster).await;
    owner_gives_objects_away_without_inheriting(&cluster).await;
    templates_are_cloned_with_rights(&cluster).await;
    administrators_script_runs(&cluster).await;
    passwords_are_replaced(&cluster).await;
    cluster.stop().await.unwrap();
}

async fn attributes_are_minimal(cluster: &Cluster) {
    let roles = ask(
        &cluster.connections().superuser,
        "SELECT string_agg(format('%s login=%s power=%s', rolname, rolcanlogin,
           rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication), E'\\n' ORDER BY rolname)
         FROM pg_roles WHERE rolname LIKE 'cauldron\\_%'",
    )
    .await
    .unwrap();
    assert_eq!(
        roles,
        "cauldron_app login=t power=f\n\
         cauldron_identity login=f power=f\n\
         cauldron_owner login=t power=f\n\
         cauldron_search login=f power=f\n\
         cauldron_superuser login=t power=t\n\
         cauldron_system login=t power=f"
    );
}

async fn runtime_roles_create_nothing(cluster: &Cluster) {
    let urls = cluster.connections();
    for url in [&urls.app, &urls.system] {
        for forbidden in [
            "CREATE TABLE public.t (x int)",
            "CREATE SCHEMA s",
            "CREATE TEMP TABLE t (x int)",
            "CREATE DATABASE d",
            "CREATE ROLE r",
            "SET ROLE cauldron_owner",
            "SET ROLE cauldron_identity",
        ] {
            run(url, forbidden).await.unwrap_err();
        }
        for database in ["postgres", "template1"] {
            ask(&with_database(url, database), "SELECT 'in'").await.unwrap_err();
        }
    }
}

async fn owner_gives_objects_away_without_inheriting(cluster: &Cluster) {
    let owner = &cluster.connections().owner;
    run(
        owner,
        "CREATE SCHEMA core;
         GRANT USAGE, CREATE ON SCHEMA core TO cauldron_identity;
         CREATE FUNCTION core.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
         ALTER FUNCTION core.f() OWNER TO cauldron_identity;
         CREATE TABLE core.t (x int);
         ALTER TABLE core.t OWNER TO cauldron_identity",
    )
    .await
    .unwrap();
    run(owner, "SELECT * FROM core.t").await.unwrap_err();
    run(owner, "CREATE DATABASE d").await.unwrap_err();
}

async fn templates_are_cloned_with_rights(cluster: &Cluster) {
    let urls = cluster.connections();
    create_database(&urls.superuser, "template_x", None).await.unwrap();
    run(
        &with_database(&urls.owner, "template_x"),
        "CREATE TABLE public.t AS SELECT 5 AS x; GRANT SELECT ON public.t TO cauldron_app",
    )
    .await
    .unwrap();
    create_database(&urls.superuser, "copy_1", Some("template_x")).await.unwrap();
    let copy = with_database(&urls.app, "copy_1");
    assert_eq!(ask(&copy, "SELECT x::text FROM public.t").await.unwrap(), "5");
    run(&copy, "CREATE TEMP TABLE t2 (x int)").await.unwrap_err();
    run(&copy, "CREATE TABLE public.t2 (x int)").await.unwrap_err();

    let busy = PgConnection::connect(&with_database(&urls.owner, "template_x")).await.unwrap();
    let refusal = create_database(&urls.superuser, "copy_2", Some("template_x")).await.unwrap_err();
    assert!(matches!(refusal, PgError::DatabaseInUse { .. }), "{refusal}");
    drop_database(&urls.superuser, "template_x").await.unwrap();
    drop(busy);
    drop_database(&urls.superuser, "copy_1").await.unwrap();
    drop_database(&urls.superuser, "copy_1").await.unwrap();
    assert!(matches!(drop_database(&urls.superuser, "a\"b").await, Err(PgError::InvalidName { .. })));
}

async fn administrators_script_runs(cluster: &Cluster) {
    let path = std::env::temp_dir().join(format!("pg-embed-roles-{}.sql", std::process::id()));
    std::fs::write(&path, role_sql("brought")).unwrap();
    for _ in 0..2 {
        let output = std::process::Command::new(cluster.installation().program("psql"))
            .args(["-v", "ON_ERROR_STOP=1", "-q", "-f"])
            .arg(&path)
            .arg(with_database(&cluster.connections().superuser, "postgres"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    std::fs::remove_file(path).unwrap();
    let app = with_database(&cluster.connections().app, "brought");
    assert_eq!(ask(&app, "SELECT '[1]'::vector::text").await.unwrap(), "[1]");
    run(&app, "CREATE TABLE public.t (x int)").await.unwrap_err();
}

async fn passwords_are_replaced(cluster: &Cluster) {
    let urls = cluster.connections();
    let (first, second) = (Secrets::generate().unwrap(), Secrets::generate().unwrap());
    let both = tokio::join!(ensure_roles(&urls.superuser, &first), ensure_roles(&urls.superuser, &second));
    both.0.unwrap();
    both.1.unwrap();
    ask(&urls.app, "SELECT 'old password'").await.unwrap_err();
}
