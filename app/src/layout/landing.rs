//! What stands at `/` for whoever may not see the Overview: what is open to them, and how more comes to be.

use crate::layout::navigation::open_places;
use cauldron_types::{Permission, SignedIn};
use cauldron_ui::{Button, EmptyReason, EmptyState, PageHead, Panel};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page.
#[component]
pub(crate) fn Landing(
    /// Who came.
    person: SignedIn,
) -> impl IntoView {
    let text = format!(
        "Your role in {} is {}. Ask an administrator for a team or a role; what it opens appears in the rail at once.",
        person.organization_name,
        person.role.label(),
    );
    let why = format!("/admin/access/explain?permission={}", Permission::DashboardRead);
    let places = open_places(&person)
        .map(|place| view! { <Button href=place.path.to_owned() icon=place.icon>{place.label}</Button> })
        .collect_view();
    view! {
        <Title text="Welcome"/>
        <div class="page page--narrow">
            <PageHead title=format!("Welcome, {}", person.display_name)/>
            <Panel title="Where to go" id="where-to-go">
                <EmptyState title="The Overview is not open to you" text reason=EmptyReason::Forbidden>
                    {places}
                    <Button href=why>"Why not?"</Button>
                </EmptyState>
            </Panel>
        </div>
    }
}
