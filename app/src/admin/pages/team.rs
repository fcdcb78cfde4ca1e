//! One team: who is in it, what it may reach, who may change it.

use crate::AppError;
use crate::admin::api::teams::{DeleteTeam, SaveTeam, read_team};
use crate::admin::parts::{
    BindingTable, Known, TeamMembers, field_of, holder_view, message_of, place_view, problem_of, version_of,
};
use crate::layout::{NothingHere, PanelFailed};
use cauldron_types::{BindingRow, Problem, ProblemKind, TeamId, TeamPage};
use cauldron_ui::{
    Button, ButtonVariant, EmptyState, FormMessage, PageHead, Panel, Skeleton, SkeletonShape, TextArea, TextField,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};

/// `/admin/teams/{id}`
pub(crate) struct TeamRoute;

#[lazy_route]
impl LazyRoute for TeamRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <TeamView/> }.into_any()
    }
}

async fn read((id, words): (String, String)) -> Result<TeamPage, AppError> {
    match serde_json::from_value::<TeamId>(serde_json::Value::String(id)) {
        Ok(team) => read_team(team, words).await,
        Err(_) => Err(AppError(Problem::new(ProblemKind::NotFound, "There is no such team, or you may not see it."))),
    }
}

#[component]
fn TeamView() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let words = Memo::new(move |_| query.read().get("q").map(|text| text.trim().to_owned()).unwrap_or_default());
    let team = Resource::new(move || (id.get(), words.get()), read);
    view! {
        <Transition fallback=|| view! {
            <div class="page">
                <PageHead title="Team"/>
                <Panel title="Members" id="members"><Skeleton shape=SkeletonShape::Rows(8)/></Panel>
            </div>
        }>
            {move || Suspend::new(async move {
                match team.await {
                    Ok(page) => view! { <Found page words=words.get_untracked() reread=Callback::new(move |()| team.refetch())/> }.into_any(),
                    Err(AppError(problem)) if problem.kind == ProblemKind::NotFound => {
                        view! { <NothingHere trace_id=problem.trace/> }.into_any()
                    }
                    Err(error) => view! {
                        <div class="page">
                            <PageHead title="Team"/>
                            <Panel title="Members" id="members">
                                <PanelFailed error on_retry=Callback::new(move |()| team.refetch())/>
                            </Panel>
                        </div>
                    }
                    .into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Found(page: TeamPage, words: String, reread: Callback<()>) -> impl IntoView {
    let purpose =
        if page.purpose.is_empty() { "No purpose was written down.".to_owned() } else { page.purpose.clone() };
    let back = || view! { <Button href="/admin/teams".to_owned()>"All teams"</Button> };
    let settings = page.may_write.then(|| view! { <Settings page=page.clone() reread/> });
    let delete = page.may_delete.then(|| view! { <Delete page=page.clone()/> });
    view! {
        <Title text=page.name.clone()/>
        <div class="page">
            <PageHead title=page.name.clone() purpose actions=back/>
            <div class="grid-split">
                <div class="stack">
                    <TeamMembers page=page.clone() words reread/>
                    {reach(&page, reread)}
                </div>
                <div class="stack">
                    {settings}
                    {delete}
                </div>
            </div>
        </div>
    }
}

/// What being in the team brings, and who was given a role on it.
fn reach(page: &TeamPage, reread: Callback<()>) -> impl IntoView + use<> {
    let (given, on_it, team) = (page.given.clone(), page.on_it.clone(), page.id);
    let brings = if given.is_empty() {
        view! { <EmptyState compact=true title="The team was given no role" text="Being in it brings nothing yet."/> }
            .into_any()
    } else {
        view! { <BindingTable rows=given known=Known::Holder manage=false on_change=reread/> }.into_any()
    };
    let on = if on_it.is_empty() {
        view! { <EmptyState compact=true title="Nobody was given a role on this team alone"/> }.into_any()
    } else {
        view! { <BindingTable rows=on_it known=Known::Nothing manage=false on_change=reread/> }.into_any()
    };
    let all = format!("/admin/access/reach?resource=team:{team}");
    view! {
        <Panel title="What it can reach" id="team-given" description="Whoever is in the team has these roles." flush=true>{brings}</Panel>
        <Panel
            title="Roles on this team"
            id="team-on-it"
            description="Who may see, change, run or delete this team, besides those who may do so with every team."
            aside=move || view! { <a class="link" href=all>"Who can reach it"</a> }
            flush=true
        >
            {on}
        </Panel>
    }
}

#[component]
fn Settings(page: TeamPage, reread: Callback<()>) -> impl IntoView {
    let action = ServerAction::<SaveTeam>::new();
    let problem = problem_of(action);
    let version = version_of(action, problem, page.version);
    Effect::watch(
        move || action.value().get(),
        move |saved, _, _| {
            if matches!(saved, Some(Ok(_))) {
                reread.run(());
            }
        },
        false,
    );
    view! {
        <Panel title="Name and purpose" id="team-settings">
            <ActionForm action=action attr:class="form">
                <FormMessage error=message_of(problem)/>
                <input type="hidden" name="team" value=page.id.to_string()/>
                <input type="hidden" name="version" prop:value=move || version.get().to_string() value=page.version.to_string()/>
                <TextField
                    label="Name"
                    name="name"
                    value=page.name
                    required=true
                    maxlength=120_u32
                    error=field_of(problem, "name")
                />
                <TextArea
                    label="Purpose"
                    name="purpose"
                    value=page.purpose
                    maxlength=500_u32
                    optional=true
                    error=field_of(problem, "purpose")
                />
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>"Save"</Button>
                </div>
            </ActionForm>
        </Panel>
    }
}

fn lost(binding: &BindingRow) -> impl IntoView + use<> {
    let name = binding.role.name.clone();
    view! { <li>{name} ": " {holder_view(&binding.holder)} ", " {place_view(binding.on.as_ref())}</li> }
}

/// A plain form rather than a dialog: it works before any script, and what is lost can be read at leisure.
#[component]
fn Delete(page: TeamPage) -> impl IntoView {
    let action = ServerAction::<DeleteTeam>::new();
    let problem = problem_of(action);
    let people = match page.member_count {
        0 => "Nobody is in it.".to_owned(),
        1 => "1 person loses what it brings.".to_owned(),
        count => format!("{count} people lose what it brings."),
    };
    let bindings: Vec<_> = page.given.iter().chain(&page.on_it).map(lost).collect();
    let list = (!bindings.is_empty()).then(|| {
        view! {
            <p>"These roles are taken back with it:"</p>
            <ul class="lost-list">{bindings.into_iter().collect_view()}</ul>
        }
    });
    let id = page.id.to_string();
    view! {
        <Panel title="Delete this team" id="team-delete" description="It cannot be undone.">
            <div class="stack">
                <p>{people}</p>
                {list}
                <ActionForm action=action attr:class="form">
                    <FormMessage error=message_of(problem)/>
                    <input type="hidden" name="team" value=id/>
                    <TextField
                        label="Type the name of the team"
                        name="name"
                        id="field-delete-name".to_owned()
                        autocomplete="off".to_owned()
                        help=page.name
                        required=true
                        error=field_of(problem, "name")
                    />
                    <div class="form__actions">
                        <Button kind="submit" variant=ButtonVariant::Danger pending=action.pending()>"Delete team"</Button>
                    </div>
                </ActionForm>
            </div>
        </Panel>
    }
}
