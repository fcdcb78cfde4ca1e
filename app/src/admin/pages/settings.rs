//! The organization: its profile, what it sets for its people, what it may have, whose it is.

mod profile;

use crate::AppError;
use crate::admin::api::organization::{
    LeaveOrganization, TransferOwnership, list_settings, read_organization, read_usage,
};
use crate::admin::parts::{SettingsForm, UsagePanel};
use crate::layout::PanelFailed;
use crate::session::Session;
use cauldron_types::{OrganizationSettings, Permission, Role, SettingLevel};
use cauldron_ui::{
    Button, ButtonVariant, FormMessage, PageHead, Panel, SelectField, SelectOption, Skeleton, SkeletonShape,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use profile::ProfileForm;

/// `/admin/settings`
pub(crate) struct SettingsRoute;

#[lazy_route]
impl LazyRoute for SettingsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <SettingsPage/> }.into_any()
    }
}

/// Keys that the profile's form has.
const IN_PROFILE: &[&str] = &["calendar.week_start", "calendar.fiscal_year_start"];

#[component]
fn SettingsPage() -> impl IntoView {
    let settings = Resource::new(|| (), |()| read_organization());
    let defaults = Resource::new(|| (), |()| list_settings(SettingLevel::Organization));
    let usage = Resource::new(|| (), |()| read_usage());
    let person = expect_context::<Session>().0.get_untracked().person().cloned();
    let may = |permission| person.as_ref().is_some_and(|person| person.may(permission) && person.suspended.is_none());
    let (editable, owner) = (may(Permission::OrganizationWrite), may(Permission::OrganizationManage));
    let is_owner = person.as_ref().is_some_and(|person| person.role == Role::Owner);
    view! {
        <Title text="Settings"/>
        <div class="page page--narrow">
            <PageHead title="Settings" purpose="What holds for everybody in the organization."/>
            // The panels come together: none knows its height before, and what stands below would move.
            <Suspense fallback=|| view! {
                <Panel title="Organization" id="organization"><Skeleton shape=SkeletonShape::Lines(6)/></Panel>
            }>
                {move || Suspend::new(async move {
                    let (profile, _, _) = (settings.await, defaults.await, usage.await);
                    let profile = match profile {
                        Ok(settings) => view! { <ProfileForm settings/> }.into_any(),
                        Err(error) => {
                            let on_retry = Callback::new(move |()| settings.refetch());
                            view! { <PanelFailed error on_retry/> }.into_any()
                        }
                    };
                    view! {
                        <Panel title="Organization" id="organization">{profile}</Panel>
                        <SettingsForm
                            level=SettingLevel::Organization
                            settings=defaults
                            id="defaults"
                            title="Defaults"
                            description="What holds for people who did not choose themselves, and who may join."
                            editable
                            without=IN_PROFILE
                        />
                        <UsagePanel usage/>
                        {owner.then(|| view! { <Ownership settings/> })}
                        <Leaving is_owner/>
                    }
                })}
            </Suspense>
        </div>
    }
}

#[component]
fn Ownership(settings: Resource<Result<OrganizationSettings, AppError>>) -> impl IntoView {
    let action = ServerAction::<TransferOwnership>::new();
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem),
        _ => None,
    });
    let error = Signal::derive(move || problem.get().map(|problem| problem.message));
    let members = move || {
        let own = expect_context::<Session>().0.get_untracked().person().map(|person| person.user);
        let members = settings.get().and_then(Result::ok).map(|settings| settings.members).unwrap_or_default();
        members
            .into_iter()
            .filter(|(user, _)| Some(*user) != own)
            .map(|(user, name)| SelectOption::new(user.to_string(), name))
            .collect::<Vec<_>>()
    };
    view! {
        <Panel
            title="Ownership"
            id="ownership"
            description="Whoever takes over may do everything. You become an admin."
        >
            <ActionForm action=action attr:class="form">
                <FormMessage error/>
                <Suspense>
                    {move || view! { <SelectField label="New owner" name="to" options=members()/> }}
                </Suspense>
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Danger pending=action.pending()>"Hand over"</Button>
                </div>
            </ActionForm>
        </Panel>
    }
}

#[component]
fn Leaving(is_owner: bool) -> impl IntoView {
    let action = ServerAction::<LeaveOrganization>::new();
    let error = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem.message),
        _ => None,
    });
    let query = use_query_map();
    let transferred = Signal::derive(move || {
        let saved = query.read().get("saved").as_deref() == Some("transfer");
        saved.then(|| "The organization is handed over. You are an admin of it now.".to_owned())
    });
    let description = if is_owner {
        "What is in your hands goes to another owner. The only owner hands the organization over first."
    } else {
        "What is in your hands goes to an owner. Only an invitation brings you back."
    };
    view! {
        <Panel title="Leave" id="leave" description>
            <ActionForm action=action attr:class="form">
                <FormMessage error success=transferred/>
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Danger pending=action.pending()>"Leave the organization"</Button>
                </div>
            </ActionForm>
        </Panel>
    }
}
