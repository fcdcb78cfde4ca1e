//! Keys as a list. Each name is a link that opens the key beside it.

use crate::live::ago;
use cauldron_types::{ApiKeyRow, ApiKeyState, Instant, KeyOwner, UtcOffset};
use cauldron_ui::{Badge, Cell, Column, Row, Table, Time, Tone};
use leptos::prelude::*;

/// The list.
#[component]
pub(crate) fn KeyTable(
    /// What it shows.
    keys: Vec<ApiKeyRow>,
    /// The page it stands on.
    path: &'static str,
    /// Says whose each is.
    #[prop(optional)]
    owners: bool,
    /// The server's time.
    now: Instant,
    /// Offsets of the organization's zone.
    offsets: Vec<UtcOffset>,
) -> impl IntoView {
    let mut columns = ["Name", "Begins with"].map(Column::text).to_vec();
    if owners {
        columns.push(Column::text("Owner"));
    }
    columns.extend(["May do", "Last used", "Ends", "State"].map(Column::text));
    let rows = keys.into_iter().map(|key| row(key, path, owners, now, &offsets)).collect_view();
    view! { <Table caption="API keys" columns>{rows}</Table> }
}

/// `5 permissions`, or the one there is.
fn scope_words(key: &ApiKeyRow) -> String {
    match key.scopes.as_slice() {
        [only] => only.to_string(),
        scopes => format!("{} permissions", scopes.len()),
    }
}

/// The state as a badge.
pub(super) fn state_badge(key: &ApiKeyRow) -> impl IntoView + use<> {
    let (tone, words) = match key.state {
        ApiKeyState::Active => (Tone::Ok, "Active"),
        ApiKeyState::Expired => (Tone::Warn, "Expired"),
        ApiKeyState::Revoked => (Tone::Neutral, "Revoked"),
    };
    view! { <Badge tone>{words}</Badge> }
}

fn row(key: ApiKeyRow, path: &str, owners: bool, now: Instant, offsets: &[UtcOffset]) -> impl IntoView + use<> {
    let href = format!("{path}?key={}", key.id);
    let used = match key.last_used_at {
        Some(at) => {
            let exact = at.display(offsets);
            view! { <Time datetime=at.rfc3339() title=exact text=ago(at, now)/> }.into_any()
        }
        None => "Never".into_any(),
    };
    let ends = key.expires_at.map_or_else(|| "Never".to_owned(), |end| end.display(offsets));
    let owner = match key.owner {
        KeyOwner::Person(_) => key.owner_name.clone(),
        KeyOwner::ServiceAccount(_) => format!("{} (service account)", key.owner_name),
    };
    let scopes = scope_words(&key);
    let state = state_badge(&key);
    view! {
        <Row>
            <Cell label="Name" header=true>
                <a class="quiet-link line-link" dir="auto" href=href>{key.name}</a>
            </Cell>
            <Cell label="Begins with"><span class="mono">{format!("{}…", key.prefix)}</span></Cell>
            {owners.then(|| view! { <Cell label="Owner">{owner}</Cell> })}
            <Cell label="May do" muted=true>{scopes}</Cell>
            <Cell label="Last used" muted=true>{used}</Cell>
            <Cell label="Ends" muted=true>{ends}</Cell>
            <Cell label="State">{state}</Cell>
        </Row>
    }
}
