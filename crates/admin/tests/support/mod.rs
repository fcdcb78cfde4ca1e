//! What the tests of teams, roles and access share.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use cauldron_admin::access;
use cauldron_core::{Actor, ApiError, Ctx};
use cauldron_test_support::TestDb;
use cauldron_types::ProblemKind;
use std::sync::Arc;

/// The same person at their next request.
pub async fn fresh(test: &TestDb, ctx: &Ctx) -> Ctx {
    let Actor::Person { user, role, .. } = ctx.actor else { panic!("only a person has requests") };
    let access = access::of_person(&test.db, ctx, user, role).await.unwrap();
    Ctx { access: Arc::new(access), ..ctx.clone() }
}

/// The person's id as text.
pub fn id_of(ctx: &Ctx) -> String {
    ctx.actor.user().unwrap().to_string()
}

/// What was refused, and in which words.
pub fn said<T: std::fmt::Debug>(result: Result<T, ApiError>) -> (ProblemKind, String) {
    let error = result.unwrap_err();
    (error.kind(), error.to_string())
}

/// The sentences at fields.
pub fn fields(error: ApiError) -> Vec<(String, String)> {
    error.into_problem("t").fields.into_iter().map(|field| (field.field, field.message)).collect()
}

/// The actions on record of a kind of thing, in their order.
pub async fn audited(test: &TestDb, kind: &str) -> String {
    let sql = format!("select string_agg(action, ', ' order by id) from audit.events where subject_kind = '{kind}'");
    test.superuser_value(&sql).await
}
