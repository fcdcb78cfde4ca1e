//! Where one is, and where else one belongs: what opens from the organization's name.

use crate::AppError;
use crate::admin::api::account::{SwitchOrganization, own_organizations};
use cauldron_types::{Membership, Permission, SignedIn};
use cauldron_ui::Icon;
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The organizations of a person as a menu.
#[component]
pub(crate) fn OrganizationMenu(person: SignedIn) -> impl IntoView {
    let own = Resource::new(|| (), |()| own_organizations());
    let switch = ServerAction::<SwitchOrganization>::new();
    let settings = person.may(Permission::OrganizationRead);
    view! {
        <div class="shell-popover__section">
            <div class="shell-popover__heading">"Your organizations"</div>
            <Suspense>
                {move || Suspend::new(async move {
                    match own.await {
                        Ok(own) => own.into_iter().map(|one| entry(one, switch)).collect_view().into_any(),
                        Err(AppError(problem)) => view! { <p class="bell__empty">{problem.message}</p> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
        {settings
            .then(|| {
                view! {
                    <div class="shell-popover__section">
                        <a class="shell-popover__item" href="/admin/settings">
                            <Icon name="settings"/>
                            <span class="shell-popover__words">"Organization settings"</span>
                        </a>
                    </div>
                }
            })}
    }
}

fn entry(one: Membership, switch: ServerAction<SwitchOrganization>) -> impl IntoView {
    let words = view! {
        <span class="shell-popover__words">
            <span dir="auto">{one.name}</span>
            <span class="shell-popover__detail">{one.role.label()}</span>
        </span>
    };
    if one.current {
        return view! {
            <div class="shell-popover__item" aria-current="true">
                {words}
                <Icon name="check"/>
            </div>
        }
        .into_any();
    }
    view! {
        <ActionForm action=switch>
            <input type="hidden" name="organization" value=one.organization.to_string()/>
            <button class="shell-popover__item" type="submit">{words}</button>
        </ActionForm>
    }
    .into_any()
}
