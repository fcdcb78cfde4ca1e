//! The organization's profile as a form.

use crate::AppError;
use crate::admin::api::organization::SaveOrganization;
use crate::admin::parts::options;
use crate::layout::CurrentOrganization;
use cauldron_types::{OrganizationSettings, ProblemKind};
use cauldron_ui::{Button, ButtonVariant, FormMessage, SelectField, SelectOption, TextArea, TextField};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The form.
#[component]
pub(super) fn ProfileForm(
    /// What is saved, and what may be chosen.
    settings: OrganizationSettings,
) -> impl IntoView {
    let OrganizationSettings { profile, time_zones, members, calendar } = settings;
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
    let calendar = calendar
        .into_iter()
        .map(|view| {
            let name = if view.key == "calendar.week_start" { "week_start" } else { "fiscal_year_start" };
            let (choices, help) = (options(&view), view.source());
            let own = view.own.unwrap_or_default();
            view! { <SelectField label=view.label name options=choices value=own help error=field(name)/> }
        })
        .collect_view();
    let contact = profile.primary_contact.map(|user| user.to_string()).unwrap_or_default();
    let nobody = core::iter::once(SelectOption::new("", "Nobody"));
    // Who is the contact stays one of the choices, whatever became of them.
    let known = members.iter().any(|(user, _)| Some(*user) == profile.primary_contact);
    let present = profile.primary_contact.filter(|_| !known).map(|user| (user, profile.primary_contact_name.clone()));
    let contacts = nobody
        .chain(present.into_iter().chain(members).map(|(user, name)| SelectOption::new(user.to_string(), name)))
        .collect::<Vec<_>>();
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
                {calendar}
                <TextField
                    label="Slug"
                    name="slug"
                    value=profile.slug
                    help="Short and unique, for addresses and the command line: small letters, digits and hyphens.".to_owned()
                    required=true
                    mono=true
                    maxlength=63_u32
                    error=field("slug")
                />
                <TextField
                    label="Industry"
                    name="industry"
                    value=profile.industry
                    optional=true
                    maxlength=80_u32
                    error=field("industry")
                />
                <SelectField
                    label="Primary contact"
                    name="primary_contact"
                    options=contacts
                    value=contact
                    help="Whom operators write to about the organization.".to_owned()
                    error=field("primary_contact")
                />
                <TextArea
                    label="E-mail domains"
                    name="domains"
                    value=profile.domains.join("\n")
                    help="One a line, such as example.org. Under Defaults you decide whether people in them may join.".to_owned()
                    optional=true
                    mono=true
                    error=field("domains")
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
