//! What is done to a person: another base role, suspended and let in again, removed. Each is a form, so that it works before any
//! script.

use crate::AppError;
use crate::admin::api::people::{RemovePerson, RestorePerson, SetPersonRole, SuspendPerson};
use cauldron_types::{MemberStatus, PersonDetail};
use cauldron_ui::{Button, ButtonVariant, FormMessage, SelectField, SelectOption, Toast, ToastHub};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::FromServerFnError;

/// Why an action failed, once it has.
fn failure<S>(action: ServerAction<S>) -> Signal<Option<String>>
where
    S: ServerFn<Output = (), Error = AppError> + Clone + Send + Sync + 'static,
{
    Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem.message),
        _ => None,
    })
}

/// Tells that something was done, and has it read anew.
fn tell<S>(action: ServerAction<S>, words: String, changed: Callback<()>)
where
    S: ServerFn<Output = (), Error = AppError> + Clone + Send + Sync + 'static,
    AppError: FromServerFnError,
{
    let toasts = ToastHub::expect();
    Effect::watch(
        move || action.value().get(),
        move |done, _, _| {
            if matches!(done, Some(Ok(()))) {
                toasts.show(Toast::ok(words.clone()));
                changed.run(());
            }
        },
        false,
    );
}

/// Another base role.
#[component]
pub(super) fn RoleForm(detail: PersonDetail, changed: Callback<()>) -> impl IntoView {
    let action = ServerAction::<SetPersonRole>::new();
    tell(action, format!("The role of {} is changed", detail.person.name), changed);
    let options = detail.roles.iter().map(|role| SelectOption::new(role.as_str(), role.label())).collect();
    view! {
        <ActionForm action=action attr:class="form">
            <FormMessage error=failure(action)/>
            <input type="hidden" name="user" value=detail.person.user.to_string()/>
            <input type="hidden" name="version" value=detail.version.to_string()/>
            <SelectField
                label="Base role"
                name="role"
                options
                value=detail.person.role.as_str()
                help="What they may do wherever no team or binding says more. It holds at their next request.".to_owned()
            />
            <div class="form__actions">
                <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>"Save role"</Button>
            </div>
        </ActionForm>
    }
}

/// Suspending, and letting in again.
#[component]
pub(super) fn Standing(detail: PersonDetail, changed: Callback<()>) -> impl IntoView {
    let (suspend, restore) = (ServerAction::<SuspendPerson>::new(), ServerAction::<RestorePerson>::new());
    let name = detail.person.name.clone();
    tell(suspend, format!("{name} is suspended"), changed);
    tell(restore, format!("{name} may act again"), changed);
    let user = detail.person.user.to_string();
    if detail.person.status == MemberStatus::Suspended {
        return view! {
            <ActionForm action=restore attr:class="form">
                <FormMessage error=failure(restore)/>
                <input type="hidden" name="user" value=user/>
                <div class="form__actions">
                    <Button kind="submit" pending=restore.pending()>"Restore access"</Button>
                </div>
            </ActionForm>
        }
        .into_any();
    }
    view! {
        <ActionForm action=suspend attr:class="form">
            <FormMessage error=failure(suspend)/>
            <input type="hidden" name="user" value=user/>
            <div class="form__actions">
                <Button kind="submit" pending=suspend.pending()>"Suspend access"</Button>
            </div>
            <p class="muted">"Nothing of theirs is lost, and they can be let in again at any time."</p>
        </ActionForm>
    }
    .into_any()
}

/// Removing, with whoever takes over.
#[component]
pub(super) fn Removing(detail: PersonDetail, changed: Callback<()>) -> impl IntoView {
    let action = ServerAction::<RemovePerson>::new();
    let name = detail.person.name.clone();
    tell(action, format!("{name} is removed"), changed);
    let owns = if detail.owns.is_empty() {
        "Nothing of the organization's is in their hands. Teams and roles end with the membership.".to_owned()
    } else {
        format!("Handed on: {}. Teams and roles end with the membership.", detail.owns.join(", "))
    };
    let heirs = core::iter::once(SelectOption::new("", "Me"))
        .chain(detail.heirs.iter().map(|(user, name)| SelectOption::new(user.to_string(), name.clone())))
        .collect();
    view! {
        <details class="person-remove">
            <summary>{format!("Remove {name} from the organization")}</summary>
            <ActionForm action=action attr:class="form">
                <FormMessage error=failure(action)/>
                <input type="hidden" name="user" value=detail.person.user.to_string()/>
                <SelectField label="Who takes over" name="heir" options=heirs help=owns/>
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Danger pending=action.pending()>"Remove"</Button>
                </div>
                <p class="muted">"They are signed out here at once. What they did stays in the audit log under their name."</p>
            </ActionForm>
        </details>
    }
}
