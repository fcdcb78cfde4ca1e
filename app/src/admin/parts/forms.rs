//! What became of a form: the sentence above it, and those at its fields.

use crate::AppError;
use cauldron_types::{Problem, ProblemKind};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What is wrong with what was sent last, once it is answered.
pub(crate) fn problem_of<S, O>(action: ServerAction<S>) -> Signal<Option<Problem>>
where
    S: ServerFn<Output = O, Error = AppError> + Clone + Send + Sync + 'static,
    O: Clone + Send + Sync + 'static,
{
    Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem),
        _ => None,
    })
}

/// The sentence above a form.
pub(crate) fn message_of(problem: Signal<Option<Problem>>) -> Signal<Option<String>> {
    Signal::derive(move || problem.get().map(|problem| problem.message))
}

/// The sentence at a field.
pub(crate) fn field_of(problem: Signal<Option<Problem>>, name: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || problem.read().as_ref().and_then(|problem| problem.field(name).map(str::to_owned)))
}

/// The version to save over: the one that the form was filled from, that of the last save, or the one that a conflict brought
/// with it, so that saving again goes through.
pub(crate) fn version_of<S>(action: ServerAction<S>, problem: Signal<Option<Problem>>, first: i64) -> Signal<i64>
where
    S: ServerFn<Output = i64, Error = AppError> + Clone + Send + Sync + 'static,
{
    Signal::derive(move || {
        let saved = action.value().get().and_then(Result::ok);
        let met = problem
            .read()
            .as_ref()
            .filter(|problem| problem.kind == ProblemKind::Conflict)
            .and_then(|problem| problem.field("version")?.parse().ok());
        saved.or(met).unwrap_or(first)
    })
}
