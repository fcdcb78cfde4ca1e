//! Organizations that one may join without an invitation, because they take in whoever has an address in their domain.

use crate::AppError;
use crate::admin::api::invitations::{JoinOrganization, joinable_organizations};
use cauldron_types::Membership;
use cauldron_ui::{Button, FormMessage, Panel};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The panel; nothing where there is none to join.
#[component]
pub(crate) fn JoinableOrganizations() -> impl IntoView {
    let joinable = Resource::new(|| (), |()| joinable_organizations());
    let action = ServerAction::<JoinOrganization>::new();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let found = joinable.await.unwrap_or_default();
                (!found.is_empty()).then(|| list(found, action))
            })}
        </Suspense>
    }
}

fn list(found: Vec<Membership>, action: ServerAction<JoinOrganization>) -> impl IntoView {
    let error = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem.message),
        _ => None,
    });
    let rows = found
        .into_iter()
        .map(|one| {
            view! {
                <li class="account-session">
                    <div class="account-session__words">
                        <div class="account-session__browser" dir="auto">{one.name.clone()}</div>
                        <div class="account-session__detail">"as " {one.role.label().to_lowercase()}</div>
                    </div>
                    <ActionForm action=action>
                        <input type="hidden" name="organization" value=one.organization.to_string()/>
                        <Button kind="submit" pending=action.pending()>
                            "Join" <span class="visually-hidden">{format!(" {}", one.name)}</span>
                        </Button>
                    </ActionForm>
                </li>
            }
        })
        .collect_view();
    view! {
        <Panel
            title="Organizations you may join"
            id="joinable"
            description="They take in whoever has an address in their domain."
            flush=true
        >
            <FormMessage error/>
            <ul class="account-sessions">{rows}</ul>
        </Panel>
    }
}
