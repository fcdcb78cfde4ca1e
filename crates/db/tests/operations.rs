//! Reading across organizations for operators: whoever may not cannot begin, and nothing can be written.

use cauldron_test_support::TestDb;
use cauldron_types::ProblemKind;

#[tokio::test]
async fn only_those_who_run_the_installation_read_every_organization() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    for (role, ctx) in actors.all() {
        let begun = test.db.operations_tx(ctx).await;
        if !matches!(role, "owner" | "admin" | "auditor") {
            assert_eq!(begun.unwrap_err().kind(), ProblemKind::Forbidden, "{role}");
            continue;
        }
        let mut tx = begun.unwrap();
        let organizations: i64 =
            sqlx::query_scalar("select count(*) from core.organizations").fetch_one(tx.connection()).await.unwrap();
        assert_eq!(organizations, 2, "{role}");
        let refusal = sqlx::query("delete from core.jobs").execute(tx.connection()).await.unwrap_err();
        assert!(refusal.to_string().contains("read-only transaction"), "{refusal}");
    }
    test.close().await;
}

#[tokio::test]
async fn a_look_that_cannot_be_audited_is_none() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.auditor;
    test.superuser_sql("revoke insert on audit.events from cauldron_app").await;
    assert_eq!(test.db.operations_tx(&ctx).await.unwrap_err().kind(), ProblemKind::Internal);
    assert_eq!(test.db.operations_tx(&ctx).await.unwrap_err().kind(), ProblemKind::Internal, "nor the next one");
    test.superuser_sql("grant insert on audit.events to cauldron_app").await;
    test.db.operations_tx(&ctx).await.unwrap().commit().await.unwrap();
    let looks = "select string_agg(actor_label, ' ') from audit.events where action = 'operations.viewed'";
    assert_eq!(test.superuser_value(looks).await, "Aurelia");
    test.close().await;
}
