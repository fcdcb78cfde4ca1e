//! One key beside the list: what it is, and what can be done to it.

use super::table::state_badge;
use super::{field_of, problem_of, sentence_of};
use crate::admin::api::keys::{RevokeKey, RotateKey};
use crate::live::ago;
use cauldron_types::{ApiKeyRow, ApiKeyState, Instant, KeyOwner, UtcOffset};
use cauldron_ui::{
    Button, ButtonVariant, CopyButton, Description, DescriptionList, FormMessage, SelectField, SelectOption, Tag,
    TextField, Time,
};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// For how many hours the old secret goes on, with their words.
const OVERLAPS: [(&str, &str); 5] = [
    ("0", "Not at all: it stops at once"),
    ("1", "For an hour"),
    ("24", "For a day"),
    ("168", "For a week"),
    ("720", "For 30 days"),
];

/// What a key is, and the forms that change it.
#[component]
pub(crate) fn KeyDetails(
    /// The key.
    key: ApiKeyRow,
    /// Whoever looks may rotate it.
    may_rotate: bool,
    /// Whoever looks may revoke it.
    may_revoke: bool,
    /// Made by the page, which shows the secret.
    rotate: ServerAction<RotateKey>,
    /// Made by the page.
    revoke: ServerAction<RevokeKey>,
    /// The server's time.
    now: Instant,
    /// Offsets of the organization's zone.
    offsets: Vec<UtcOffset>,
) -> impl IntoView {
    let active = key.state == ApiKeyState::Active;
    let id = key.id.to_string();
    let owner = match key.owner {
        KeyOwner::Person(_) => key.owner_name.clone(),
        KeyOwner::ServiceAccount(_) => format!("{}, a service account", key.owner_name),
    };
    let moment = |at: Instant| {
        let exact = at.display(&offsets);
        view! { <Time datetime=at.rfc3339() title=exact text=ago(at, now)/> }
    };
    let used = key.last_used_at.map(|at| {
        let from = format!(", from {}", key.last_address);
        view! { {moment(at)} {from} }
    });
    let former = key.former.clone().map(|(prefix, until)| {
        let words = format!("{prefix}… is accepted until {}", until.display(&offsets));
        view! { <Description label="Old secret">{words}</Description> }
    });
    let scopes = key.scopes.iter().map(|scope| view! { <Tag label=scope.to_string()/> }).collect_view();
    let networks = if key.networks.is_empty() { "Everywhere".to_owned() } else { key.networks.join(", ") };
    let ends = key.expires_at.map_or_else(|| "Never".to_owned(), |end| end.display(&offsets));
    let state = state_badge(&key);
    let made = moment(key.created_at);
    let used = used.map_or_else(|| "Never".into_any(), IntoAny::into_any);
    let rotation = (active && may_rotate).then(|| view! { <Rotate id=id.clone() rotate/> });
    let revocation = {
        let (id, name) = (id.clone(), key.name.clone());
        (active && may_revoke).then(move || view! { <Revoke id name revoke/> })
    };
    let copied = id.clone();
    let prefix = format!("{}…", key.prefix);
    view! {
        <DescriptionList>
            <Description label="State">{state}</Description>
            <Description label="Owner">{owner}</Description>
            <Description label="Begins with" mono=true>{prefix}</Description>
            {former}
            <Description label="May do"><span class="cluster">{scopes}</span></Description>
            <Description label="Usable from" mono=true>{networks}</Description>
            <Description label="Made">{made}</Description>
            <Description label="Last used">{used}</Description>
            <Description label="Ends">{ends}</Description>
            <Description label="Id" mono=true>{id} <CopyButton text=copied label="Copy key id"/></Description>
        </DescriptionList>
        {rotation}
        {revocation}
    }
}

#[component]
fn Rotate(id: String, rotate: ServerAction<RotateKey>) -> impl IntoView {
    let problem = problem_of(rotate);
    let options = OVERLAPS.map(|(value, words)| SelectOption::new(value, words)).to_vec();
    view! {
        <section class="event-detail__section" aria-labelledby="rotate-title">
            <h3 class="event-detail__title" id="rotate-title">"Rotate"</h3>
            <ActionForm action=rotate attr:class="form">
                <FormMessage error=sentence_of(problem)/>
                <input type="hidden" name="id" value=id/>
                <SelectField
                    label="The old secret goes on"
                    name="overlap_hours"
                    id="key-overlap"
                    options
                    value="24".to_owned()
                    help="Time to give the new secret to every program that uses the key.".to_owned()
                    error=field_of(problem, "overlap_hours")
                />
                <div class="form__actions">
                    <Button kind="submit" icon="refresh-cw" pending=rotate.pending()>"Rotate key"</Button>
                </div>
            </ActionForm>
        </section>
    }
}

#[component]
fn Revoke(id: String, name: String, revoke: ServerAction<RevokeKey>) -> impl IntoView {
    let problem = problem_of(revoke);
    view! {
        <section class="event-detail__section" aria-labelledby="revoke-title">
            <h3 class="event-detail__title" id="revoke-title">"Revoke"</h3>
            <ActionForm action=revoke attr:class="form">
                <FormMessage error=sentence_of(problem)/>
                <input type="hidden" name="id" value=id/>
                <p>
                    "Programs that use it stop at their next request. This cannot be undone. Type "
                    <strong class="confirm__word">{name}</strong> " to go on."
                </p>
                <TextField
                    label="Name of the key"
                    name="confirm"
                    id="key-confirm"
                    autocomplete="off".to_owned()
                    required=true
                    error=field_of(problem, "confirm")
                />
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Danger pending=revoke.pending()>"Revoke key"</Button>
                </div>
            </ActionForm>
        </section>
    }
}
