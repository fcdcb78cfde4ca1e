//! A person of the organization: who they are, and what the reader may do to them.

use super::person_acts::{Removing, RoleForm, Standing};
use crate::live::ago;
use cauldron_types::{Instant, MemberStatus, PersonDetail};
use cauldron_ui::{Badge, Description, DescriptionList, Time, Tone};
use leptos::prelude::*;

/// Everything there is to see of a person, and to do.
#[component]
pub(crate) fn PersonView(
    /// Who.
    detail: PersonDetail,
    /// Told when something was done.
    changed: Callback<()>,
) -> impl IntoView {
    let PersonDetail { person, now, offsets, is_self, .. } = detail.clone();
    let time = move |at: Instant| {
        view! { <Time datetime=at.rfc3339() title=at.display(&offsets) text=ago(at, now)/> }.into_any()
    };
    let tone = match person.status {
        MemberStatus::Active => Tone::Ok,
        MemberStatus::Suspended => Tone::Warn,
        MemberStatus::Removed => Tone::Neutral,
    };
    let seen = person.seen.map_or_else(|| "Not lately".into_any(), &time);
    let teams = (!person.teams.is_empty()).then(|| {
        let teams = person.teams.join(", ");
        view! { <Description label="Teams">{teams}</Description> }
    });
    view! {
        <div class="stack">
            <DescriptionList>
                <Description label="E-mail address">{person.email.clone()}</Description>
                <Description label="Base role">{person.role.label()}</Description>
                <Description label="Status"><Badge tone>{person.status.label()}</Badge></Description>
                {teams}
                <Description label="Last seen">{seen}</Description>
                <Description label="Joined">{time(person.joined)}</Description>
            </DescriptionList>
            {is_self.then(|| view! { <p class="muted">"This is you. Your own role and standing are in the hands of others."</p> })}
            {(!detail.roles.is_empty()).then(|| view! { <RoleForm detail=detail.clone() changed/> })}
            {detail.may_suspend.then(|| view! { <Standing detail=detail.clone() changed/> })}
            {detail.may_remove.then(|| view! { <Removing detail=detail.clone() changed/> })}
        </div>
    }
}
