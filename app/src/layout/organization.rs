//! Where one is, and where else one belongs: what opens from the organization's name.

use crate::AppError;
use crate::admin::api::account::{SwitchOrganization, own_organizations};
use crate::layout::PostForm;
use cauldron_types::{Membership, OrganizationProfile, Permission, SignedIn};
use cauldron_ui::{Icon, Toast, ToastHub, turn};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The organization as the frame shows it, a context; whoever changes it says so here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CurrentOrganization {
    /// Its name.
    pub name: RwSignal<String>,
    /// Its time zone.
    pub time_zone: RwSignal<String>,
}

impl CurrentOrganization {
    /// The one of the session.
    pub(crate) fn of(person: &SignedIn) -> Self {
        let (name, time_zone) = (person.organization_name.clone(), person.time_zone.clone());
        Self { name: RwSignal::new(name), time_zone: RwSignal::new(time_zone) }
    }

    /// Shows what was saved.
    pub(crate) fn show(self, profile: &OrganizationProfile) {
        self.name.set(profile.name.clone());
        self.time_zone.set(profile.time_zone.clone());
    }
}

/// The organizations of a person as a menu.
#[component]
pub(crate) fn OrganizationMenu(person: SignedIn) -> impl IntoView {
    let own = Resource::new(|| (), |()| own_organizations());
    let switch = ServerAction::<SwitchOrganization>::new();
    let toasts = ToastHub::expect();
    Effect::watch(
        move || switch.value().get(),
        move |switched, _, _| {
            if let Some(Err(AppError(problem))) = switched {
                toasts.show(Toast::error("You are still where you were").text(problem.message.clone()));
            }
        },
        false,
    );
    let settings = person.may(Permission::OrganizationRead);
    view! {
        <div class="shell-popover__section">
            <div class="shell-popover__heading">"Your organizations"</div>
            <Suspense>
                {move || Suspend::new(async move {
                    let own = own.await;
                    turn().await;
                    match own {
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
    let organization = one.organization;
    let send = move |()| {
        switch.dispatch(SwitchOrganization { organization });
    };
    view! {
        <PostForm url=SwitchOrganization::url() send>
            <input type="hidden" name="organization" value=organization.to_string()/>
            <button class="shell-popover__item" type="submit">{words}</button>
        </PostForm>
    }
    .into_any()
}
