//! Who is in a team, and the ways in and out.

use crate::AppError;
use crate::admin::api::teams::{AddTeamMember, RemoveTeamMember, SetTeamAdmin};
use crate::admin::parts::{HolderField, field_of, message_of, person_view, problem_of};
use crate::session::Session;
use cauldron_types::{TeamId, TeamMember, TeamPage, UserId, grouped};
use cauldron_ui::{
    Badge, Button, ButtonSize, Cell, Checkbox, Column, EmptyReason, EmptyState, FormMessage, Panel, Row, Table,
    TextField, Toast, ToastHub, Tone,
};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// Reads the team again and says so when something was done.
fn told<O: Clone + Send + Sync + 'static>(
    value: impl Fn() -> Option<Result<O, AppError>> + Send + Sync + 'static,
    words: &'static str,
    reread: Callback<()>,
) {
    let toasts = ToastHub::expect();
    Effect::watch(
        value,
        move |done, _, _| {
            if matches!(done, Some(Ok(_))) {
                toasts.show(Toast::ok(words));
                reread.run(());
            }
        },
        false,
    );
}

/// The panel.
#[component]
pub(crate) fn TeamMembers(page: TeamPage, words: String, reread: Callback<()>) -> impl IntoView {
    let (admin, remove) = (ServerAction::<SetTeamAdmin>::new(), ServerAction::<RemoveTeamMember>::new());
    told(move || admin.value().get(), "Saved", reread);
    told(move || remove.value().get(), "Taken out of the team", reread);
    let (first, second) = (problem_of(admin), problem_of(remove));
    let error = Signal::derive(move || second.get().or(first.get()).map(|problem| problem.message));
    let TeamPage { id, members, member_count, may_manage, .. } = page;
    let oneself = expect_context::<Session>().0.read_untracked().person().map(|person| person.user);
    let shown = members.len();
    let content = if members.is_empty() && words.is_empty() {
        view! { <EmptyState compact=true title="Nobody is in this team yet"/> }.into_any()
    } else if members.is_empty() {
        let all = format!("/admin/teams/{id}");
        view! {
            <EmptyState compact=true title="Nobody in this team has these words" reason=EmptyReason::NoMatch>
                <Button href=all size=ButtonSize::Small>"Show everybody"</Button>
            </EmptyState>
        }
        .into_any()
    } else {
        let rows = members
            .into_iter()
            .map(|member| member_row(id, member, may_manage, oneself, (admin, remove)))
            .collect_view();
        let columns =
            vec![Column::text("Person"), Column::text("E-mail"), Column::text("In the team"), Column::hidden("Change")];
        view! { <Table caption="Members of the team" columns>{rows}</Table> }.into_any()
    };
    let count = if member_count == 1 { "1 person".to_owned() } else { format!("{} people", grouped(member_count)) };
    let shown = i64::try_from(shown).unwrap_or(i64::MAX);
    let description = if shown < member_count && words.is_empty() {
        format!("{count}; the first {shown} are shown. Find others by name.")
    } else {
        count
    };
    let action = format!("/admin/teams/{id}");
    view! {
        <Panel title="Members" id="members" description flush=true>
            {may_manage.then(|| view! { <AddMember team=id reread/> })}
            <form method="get" action=action class="filter-form filter-form--inset" role="search" aria-label="Members">
                <TextField label="Name or e-mail" name="q" id="field-member-q".to_owned() value=words/>
                <Button kind="submit" icon="search">"Find members"</Button>
            </form>
            <FormMessage error/>
            {content}
        </Panel>
    }
}

fn member_row(
    team: TeamId,
    member: TeamMember,
    may_manage: bool,
    oneself: Option<UserId>,
    (admin, remove): (ServerAction<SetTeamAdmin>, ServerAction<RemoveTeamMember>),
) -> impl IntoView {
    let TeamMember { person, is_admin, active } = member;
    let (user, name) = (person.user, person.name.clone());
    let mine = oneself == Some(user);
    let whose = if mine { "(yourself)".to_owned() } else { format!("({name})") };
    let state = if is_admin {
        view! { <Badge tone=Tone::Info>"team admin"</Badge> }.into_any()
    } else {
        view! { <span class="muted">"member"</span> }.into_any()
    };
    let turn = may_manage.then(|| {
        let words = if is_admin { "Make plain member" } else { "Make team admin" };
        let whose = whose.clone();
        view! {
            <ActionForm action=admin>
                <input type="hidden" name="team" value=team.to_string()/>
                <input type="hidden" name="user" value=user.to_string()/>
                <input type="hidden" name="is_admin" value=(!is_admin).to_string()/>
                <Button kind="submit" size=ButtonSize::Small>{words} <span class="visually-hidden">{whose}</span></Button>
            </ActionForm>
        }
    });
    let out = (may_manage || mine).then(|| {
        view! {
            <ActionForm action=remove>
                <input type="hidden" name="team" value=team.to_string()/>
                <input type="hidden" name="user" value=user.to_string()/>
                <Button kind="submit" size=ButtonSize::Small>
                    {if mine { "Leave" } else { "Remove" }} <span class="visually-hidden">{whose}</span>
                </Button>
            </ActionForm>
        }
    });
    view! {
        <Row>
            <Cell label="Person" header=true>{person_view(user, name)}</Cell>
            <Cell label="E-mail" muted=true><span class="break">{person.email}</span></Cell>
            <Cell label="In the team">
                {state}
                {(!active).then(|| view! { " " <Badge tone=Tone::Warn>"suspended"</Badge> })}
            </Cell>
            <Cell label=""><div class="cluster">{turn} {out}</div></Cell>
        </Row>
    }
}

#[component]
fn AddMember(team: TeamId, reread: Callback<()>) -> impl IntoView {
    let action = ServerAction::<AddTeamMember>::new();
    let problem = problem_of(action);
    let chosen = RwSignal::new(Vec::<String>::new());
    Effect::watch(
        move || action.value().get(),
        move |done, _, _| {
            if matches!(done, Some(Ok(()))) {
                chosen.set(Vec::new());
            }
        },
        false,
    );
    told(move || action.value().get(), "Added to the team", reread);
    view! {
        <FormMessage error=message_of(problem)/>
        <ActionForm action=action attr:class="filter-form filter-form--inset">
            <input type="hidden" name="team" value=team.to_string()/>
            <HolderField
                label="Add a person"
                name="user"
                bind=chosen
                help="By name or e-mail address."
                error=field_of(problem, "user")
            />
            <Checkbox label="Team admin" name="is_admin" help="May rename it and decide who is in it.".to_owned()/>
            <Button kind="submit" pending=action.pending()>"Add"</Button>
        </ActionForm>
    }
}
