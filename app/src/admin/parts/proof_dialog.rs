//! The dialog that asks once more who it is, and then repeats what was asked.

use super::{PasskeyButton, PasskeyUse};
use crate::AppError;
use crate::admin::api::proof::Prove;
use cauldron_types::{Problem, ProblemKind};
use cauldron_ui::{Button, ButtonVariant, Dialog, DialogSize, FormMessage, PasswordField};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The problem of an action that waits for nothing; not the one that this dialog takes care of.
pub(crate) fn shown_problem<S>(action: ServerAction<S>) -> Signal<Option<Problem>>
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => {
            Some(problem).filter(|problem| problem.kind != ProblemKind::ProofNeeded)
        }
        _ => None,
    })
}

fn needs_proof<S>(action: ServerAction<S>) -> bool
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    matches!(&*action.value().read(), Some(Err(AppError(problem))) if problem.kind == ProblemKind::ProofNeeded)
}

/// Stands beside the form of a dangerous act. When the act is refused because the last proof is too old, it asks for one and
/// sends the same again.
#[component]
pub(crate) fn ProofDialog<S>(
    /// `id` of the dialog, one for each on a page.
    #[prop(into)]
    id: String,
    /// The act.
    action: ServerAction<S>,
) -> impl IntoView
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let prove = ServerAction::<Prove>::new();
    let asked = StoredValue::new(None::<S>);
    // Without a script the page comes back with the refusal, and the dialog open.
    let open = RwSignal::new(untrack(|| needs_proof(action)));
    Effect::watch(
        move || action.input().get(),
        move |input, _, _| {
            if let Some(input) = input {
                asked.set_value(Some(input.clone()));
            }
        },
        true,
    );
    Effect::watch(
        move || (action.version().get(), needs_proof(action)),
        move |(_, needed), _, _| {
            if *needed {
                open.set(true);
            }
        },
        false,
    );
    let go_on = move || {
        open.set(false);
        if let Some(input) = asked.get_value() {
            action.dispatch(input);
        }
    };
    Effect::watch(
        move || (prove.version().get(), prove.value().get()),
        move |(_, proved), _, _| {
            if matches!(proved, Some(Ok(()))) {
                go_on();
            }
        },
        false,
    );
    let problem = Signal::derive(move || match prove.value().get() {
        Some(Err(AppError(problem))) if !prove.pending().get() => Some(problem),
        _ => None,
    });
    let at_field =
        Signal::derive(move || problem.get().and_then(|problem| problem.field("password").map(str::to_owned)));
    let above = Signal::derive(move || {
        problem.get().filter(|problem| problem.fields.is_empty()).map(|problem| problem.message)
    });
    let field = format!("{id}-password");
    view! {
        <Dialog
            id
            title="Confirm that it is you"
            description="This needs a proof that is younger than ten minutes. Then it goes on; what you typed is kept."
            open
            size=DialogSize::Small
        >
            <ActionForm action=prove attr:class="form">
                <FormMessage error=above/>
                <PasswordField
                    label="Your password"
                    name="password"
                    id=field
                    autocomplete="current-password"
                    required=true
                    autofocus=true
                    error=at_field
                />
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Primary pending=prove.pending()>"Confirm"</Button>
                </div>
            </ActionForm>
            <PasskeyButton what=PasskeyUse::Proof label="Use a passkey" on_done=Callback::new(move |()| go_on())/>
        </Dialog>
    }
}
