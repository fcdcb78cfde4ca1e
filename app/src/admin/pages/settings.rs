//! The organization's settings.

use crate::AppError;
use crate::admin::api::organization::{SaveOrganization, read_organization};
use crate::layout::{CurrentOrganization, PanelFailed};
use cauldron_types::{OrganizationSettings, ProblemKind};
use cauldron_ui::{
    Button, ButtonVariant, FormMessage, PageHead, Panel, SelectField, SelectOption, Skeleton, SkeletonShape, TextField,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

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

#[component]
fn SettingsPage() -> impl IntoView {
    let settings = Resource::new(|| (), |()| read_organization());
    view! {
        <Title text="Settings"/>
        <div class="page page--narrow">
            <PageHead title="Settings" purpose="What holds for everybody in the organization."/>
            <Panel title="Organization" id="organization">
                <Suspense fallback=|| view! { <Skeleton shape=SkeletonShape::Lines(6)/> }>
                    {move || Suspend::new(async move {
                        match settings.await {
                            Ok(settings) => view! { <SettingsForm settings/> }.into_any(),
                            Err(error) => view! {
                                <PanelFailed error on_retry=Callback::new(move |()| settings.refetch())/>
                            }
                            .into_any(),
                        }
                    })}
                </Suspense>
            </Panel>
        </div>
    }
}

#[component]
fn SettingsForm(settings: OrganizationSettings) -> impl IntoView {
    let OrganizationSettings { profile, time_zones } = settings;
    let action = ServerAction::<SaveOrganization>::new();
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem),
        _ => None,
    });
    let field = move |name: &'static str| {
        Signal::derive(move || problem.read().as_ref().and_then(|problem| problem.field(name).map(str::to_owned)))
    };
    // A save that met another person's goes through the second time: the version to save over comes with the conflict.
    let version = Signal::derive(move || {
        let saved = action.value().get().and_then(Result::ok).map(|profile| profile.version);
        let met = problem
            .read()
            .as_ref()
            .filter(|problem| problem.kind == ProblemKind::Conflict)
            .and_then(|problem| problem.field("version")?.parse().ok());
        saved.or(met).unwrap_or(profile.version)
    });
    let done = move || {
        let saved = matches!(action.value().get(), Some(Ok(_))) && !action.pending().get();
        saved.then(|| "Saved.".to_owned())
    };
    let shown = expect_context::<CurrentOrganization>();
    Effect::watch(
        move || action.value().get(),
        move |saved, _, _| {
            if let Some(Ok(profile)) = saved {
                shown.show(profile);
            }
        },
        false,
    );
    let options = [("monday", "Monday"), ("sunday", "Sunday"), ("saturday", "Saturday")]
        .map(|(value, label)| SelectOption::new(value, label))
        .to_vec();
    let editable = profile.editable;
    view! {
        <ActionForm action=action attr:class="form">
            <FormMessage
                error=Signal::derive(move || problem.get().map(|problem| problem.message))
                success=Signal::derive(done)
            />
            <input type="hidden" name="version" prop:value=move || version.get().to_string() value=profile.version.to_string()/>
            <fieldset class="plain-fieldset form" disabled=!editable>
                <legend class="visually-hidden">"Organization"</legend>
                <TextField label="Name" name="name" value=profile.name required=true error=field("name")/>
                <TextField
                    label="Time zone"
                    name="time_zone"
                    value=profile.time_zone
                    help="Times are shown in it. IANA name, such as Europe/Berlin.".to_owned()
                    required=true
                    list="time-zones".to_owned()
                    error=field("time_zone")
                />
                <datalist id="time-zones">
                    {time_zones.into_iter().map(|zone| view! { <option value=zone></option> }).collect_view()}
                </datalist>
                <SelectField
                    label="Weeks begin on"
                    name="week_start"
                    options
                    value=profile.week_start
                    error=field("week_start")
                />
            </fieldset>
            {if editable {
                view! {
                    <div class="form__actions">
                        <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>"Save"</Button>
                    </div>
                }
                .into_any()
            } else {
                view! { <p class="muted">"Only owners and admins can change these settings."</p> }.into_any()
            }}
        </ActionForm>
    }
}
