//! What is done to one organization of the installation.

use crate::AppError;
use crate::admin::api::organizations::{RestoreOrganization, SetLimit, SuspendOrganization};
use cauldron_types::OrganizationRow;
use cauldron_ui::{Badge, Button, ButtonSize, ButtonVariant, FormMessage, SelectField, SelectOption, TextField, Tone};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// How an organization stands, as a word with a colour.
pub(super) fn status(row: &OrganizationRow) -> impl IntoView + use<> {
    let words = match (&row.suspended, row.operating) {
        (Some(_), _) => (Tone::Warn, "Suspended"),
        (None, true) => (Tone::Accent, "Operating"),
        (None, false) => (Tone::Ok, "Active"),
    };
    let reason = row.suspended.clone();
    view! {
        <Badge tone=words.0>{words.1}</Badge>
        {reason.map(|reason| view! { <span class="muted organizations__reason" dir="auto">{reason}</span> })}
    }
}

/// Why an action failed, once it has; and what to do when it came through.
fn followed<S>(action: ServerAction<S>, changed: Callback<()>) -> Signal<Option<String>>
where
    S: leptos::server_fn::ServerFn<Output = (), Error = AppError> + Clone + Send + Sync + 'static,
{
    Effect::watch(
        move || action.value().get(),
        move |done, _, _| {
            if matches!(done, Some(Ok(()))) {
                changed.run(());
            }
        },
        false,
    );
    Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem.message),
        _ => None,
    })
}

/// Suspending, restoring, limiting; folded away.
#[component]
pub(super) fn OrganizationActs(
    /// Which.
    row: OrganizationRow,
    /// Told when something was done.
    changed: Callback<()>,
) -> impl IntoView {
    let (suspend, restore, limit) = (
        ServerAction::<SuspendOrganization>::new(),
        ServerAction::<RestoreOrganization>::new(),
        ServerAction::<SetLimit>::new(),
    );
    let suspended = row.suspended.is_some();
    let (slug, id, name) = (row.slug.clone(), row.id, row.name.clone());
    let (key_id, most_id) = (format!("limit-key-{slug}"), format!("limit-most-{slug}"));
    let keys =
        [("people", "People"), ("storage_bytes", "Bytes of files"), ("api_requests_per_day", "API requests a day")]
            .map(|(value, label)| SelectOption::new(value, label))
            .to_vec();
    let standing = if suspended {
        view! {
            <ActionForm action=restore attr:class="form">
                <FormMessage error=followed(restore, changed)/>
                <input type="hidden" name="slug" value=slug.clone()/>
                <Button kind="submit" size=ButtonSize::Small pending=restore.pending()>"Restore"</Button>
            </ActionForm>
        }
        .into_any()
    } else if row.operating {
        view! { <p class="muted">"It runs the installation and cannot be suspended."</p> }.into_any()
    } else {
        view! {
            <ActionForm action=suspend attr:class="form">
                <FormMessage error=followed(suspend, changed)/>
                <input type="hidden" name="slug" value=slug.clone()/>
                <TextField
                    label="Reason"
                    name="reason"
                    id=format!("suspend-{slug}")
                    help="Its people see it.".to_owned()
                    required=true
                    maxlength=500_u32
                />
                <Button kind="submit" size=ButtonSize::Small variant=ButtonVariant::Danger pending=suspend.pending()>"Suspend"</Button>
            </ActionForm>
        }
        .into_any()
    };
    view! {
        <details class="organizations__acts">
            <summary>"Manage" <span class="visually-hidden">{format!(" {name}")}</span></summary>
            <div class="stack">
                {standing}
                <ActionForm action=limit attr:class="form">
                    <FormMessage error=followed(limit, changed)/>
                    <input type="hidden" name="organization" value=id.to_string()/>
                    <SelectField label="Limit" name="key" id=key_id options=keys/>
                    <TextField
                        label="At most"
                        name="most"
                        id=most_id
                        help="A number, the word none for no limit, or nothing to inherit.".to_owned()
                    />
                    <Button kind="submit" size=ButtonSize::Small pending=limit.pending()>"Set limit"</Button>
                </ActionForm>
            </div>
        </details>
    }
}
