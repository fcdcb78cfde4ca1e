//! Fields in which people, teams and things are chosen.

use crate::admin::api::teams::{find_people, list_teams};
use cauldron_types::{PersonName, ResourceName};
use cauldron_ui::{ComboOption, Combobox};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Somebody as a choice.
fn person_option(prefix: &str, person: &PersonName) -> ComboOption {
    ComboOption::new(format!("{prefix}{}", person.user), person.name.clone()).detail(person.email.clone())
}

/// A field that finds people, and with `teams` teams, as one types. Before any script it takes an e-mail address, or a team's
/// name.
#[component]
pub(crate) fn HolderField(
    /// Words above it.
    label: &'static str,
    /// Name under which the form sends it.
    name: &'static str,
    /// The choice.
    bind: RwSignal<Vec<String>>,
    /// Who is chosen already, so that the field can name them.
    #[prop(optional)]
    chosen: Option<PersonName>,
    /// Finds teams too; values are `person:…` and `team:…` then, else a person's id.
    #[prop(optional)]
    teams: bool,
    /// Sentence below.
    #[prop(into)]
    help: String,
    /// What is wrong.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let prefix = if teams { "person:" } else { "" };
    let options = RwSignal::new(chosen.iter().map(|person| person_option(prefix, person)).collect::<Vec<_>>());
    let (loading, failed) = (RwSignal::new(false), RwSignal::new(None::<String>));
    // Of two answers the one to the later question counts.
    let asked = RwSignal::new(0_u32);
    let ask = Callback::new(move |text: String| {
        let turn = asked.get_untracked().wrapping_add(1);
        asked.set(turn);
        loading.set(true);
        spawn_local(async move {
            let found = find(text, teams, prefix).await;
            // The page may be gone by then.
            if asked.try_get_untracked() != Some(turn) {
                return;
            }
            loading.set(false);
            match found {
                Ok(found) => {
                    failed.set(None);
                    options.set(found);
                }
                Err(sentence) => failed.set(Some(sentence)),
            }
        });
    });
    view! {
        <Combobox
            label
            name
            options
            bind
            on_query=ask
            loading
            source_error=failed
            placeholder="Type to search".to_owned()
            free=true
            help
            error
        />
    }
}

async fn find(text: String, teams: bool, prefix: &'static str) -> Result<Vec<ComboOption>, String> {
    let people = find_people(text.clone()).await.map_err(|error| error.sentence())?;
    let mut options: Vec<ComboOption> = Vec::new();
    if teams {
        let found = list_teams(text).await.map_err(|error| error.sentence())?;
        options.extend(found.teams.into_iter().take(20).map(|team| {
            let words = if team.members == 1 { "team of 1".to_owned() } else { format!("team of {}", team.members) };
            ComboOption::new(format!("team:{}", team.id), team.name).detail(words)
        }));
    }
    options.extend(people.iter().map(|person| person_option(prefix, person)));
    Ok(options)
}

/// Things as choices.
pub(crate) fn resource_options(resources: &[ResourceName]) -> Vec<ComboOption> {
    let option = |known: &ResourceName| {
        ComboOption::new(known.resource.to_string(), known.name.clone()).detail(known.resource.kind.label())
    };
    resources.iter().map(option).collect()
}
