//! Inviting people, and the invitations there are.

use crate::AppError;
use crate::admin::api::invitations::{Invite, ResendInvitation, RevokeInvitation, list_invitations, offer_invitation};
use crate::admin::parts::InvitationOnce;
use crate::layout::PanelFailed;
use crate::live::ago;
use cauldron_types::{InvitationForm, InvitationPage, InvitationRow, InvitationState, Problem, Role, grouped};
use cauldron_ui::{
    Badge, Button, ButtonSize, ButtonVariant, Cell, Checkbox, CheckboxGroup, Column, EmptyState, FormMessage,
    GroupOption, NumberField, PageHead, Pagination, Panel, Row, SelectField, SelectOption, Skeleton, SkeletonShape,
    Tab, TabLinks, Table, TextField, Time, Tone,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/admin/people/invitations`
pub(crate) struct InvitationsRoute;

#[lazy_route]
impl LazyRoute for InvitationsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <InvitationsPage/> }.into_any()
    }
}

const PATH: &str = "/admin/people/invitations";

#[component]
fn InvitationsPage() -> impl IntoView {
    let query = use_query_map();
    let every = Memo::new(move |_| query.read().get("show").as_deref() == Some("all"));
    let cursor = Memo::new(move |_| query.read().get("before").unwrap_or_default());
    let form = Resource::new(|| (), |()| offer_invitation());
    let list = Resource::new(move || (every.get(), cursor.get()), |(every, cursor)| list_invitations(every, cursor));
    let changed = Callback::new(move |()| list.refetch());
    view! {
        <Title text="Invitations"/>
        <div class="page">
            <PageHead
                title="Invitations"
                purpose="Ask people to join by a link that works once and for some days."
                actions=|| view! { <Button href="/admin/people/invitations/list".to_owned() icon="list-checks">"Invite a list"</Button> }
            />
            <Panel title="Invite somebody" id="invite" description="Whoever opens the link joins with the role and the teams that you choose here.">
                <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Lines(5)/> }>
                    {move || Suspend::new(async move {
                        match form.await {
                            Ok(form) => view! { <InviteForm form changed/> }.into_any(),
                            Err(error) => view! {
                                <PanelFailed error on_retry=Callback::new(move |()| form.refetch())/>
                            }
                            .into_any(),
                        }
                    })}
                </Transition>
            </Panel>
            <List list every/>
        </div>
    }
}

#[component]
fn InviteForm(form: InvitationForm, changed: Callback<()>) -> impl IntoView {
    let action = ServerAction::<Invite>::new();
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem),
        _ => None,
    });
    let field = move |name: &'static str| {
        Signal::derive(move || problem.read().as_ref().and_then(|problem| problem.field(name).map(str::to_owned)))
    };
    let email = RwSignal::new(String::new());
    Effect::watch(
        move || action.value().get(),
        move |done, _, _| {
            if matches!(done, Some(Ok(_))) {
                email.set(String::new());
                changed.run(());
            }
        },
        false,
    );
    let link = move || action.value().get().and_then(Result::ok).filter(|_| !action.pending().get());
    let options: Vec<SelectOption> =
        form.roles.iter().map(|role| SelectOption::new(role.as_str(), role.label())).collect();
    let teams: Vec<GroupOption> =
        form.teams.into_iter().map(|(team, name)| GroupOption::new(team.to_string(), name)).collect();
    // The least that can be given, until somebody says more.
    let least = form.roles.iter().rev().find(|role| **role != Role::Auditor).or(form.roles.last());
    let least = least.map(|role| role.as_str()).unwrap_or_default();
    view! {
        <ActionForm action=action attr:class="form">
            <FormMessage error=Signal::derive(move || problem.get().map(|problem: Problem| problem.message))/>
            <TextField
                label="E-mail address"
                name="email"
                kind="email"
                bind=email
                autocomplete="off".to_owned()
                required=true
                maxlength=254_u32
                error=field("email")
            />
            <SelectField label="Base role" name="role" options value=least error=field("role")/>
            {(!teams.is_empty())
                .then(|| {
                    view! { <CheckboxGroup label="Teams" name="teams[]" id="invite-teams" options=teams optional=true error=field("teams")/> }
                })}
            <NumberField
                label="Days for which the link works"
                name="days"
                min=1.0
                max=30.0
                step=1.0
                value="7"
                unit="days"
                required=true
                error=field("days")
            />
            {by_mail(form.mails)}
            <div class="form__actions">
                <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>"Invite"</Button>
            </div>
        </ActionForm>
        {move || link().map(|link| view! { <InvitationOnce link/> })}
    }
}

/// The choice how a link reaches people, or why there is none.
fn by_mail(mails: bool) -> impl IntoView {
    if mails {
        let help = "It is shown to nobody else, so that whoever follows it has proved the address.";
        view! { <Checkbox label="Send the link by mail" name="by_mail" checked=true help=help.to_owned()/> }.into_any()
    } else {
        view! { <p class="muted">"No mail server is set: the link is shown once, right here. Send it to the person yourself."</p> }.into_any()
    }
}

#[component]
fn List(list: Resource<Result<InvitationPage, AppError>>, every: Memo<bool>) -> impl IntoView {
    let resend = ServerAction::<ResendInvitation>::new();
    let revoke = ServerAction::<RevokeInvitation>::new();
    Effect::watch(move || (resend.version().get(), revoke.version().get()), move |_, _, _| list.refetch(), false);
    let error = Signal::derive(move || {
        let one = resend.value().get().and_then(Result::err);
        let other = revoke.value().get().and_then(Result::err);
        one.or(other).map(|AppError(problem)| problem.message)
    });
    let link = move || resend.value().get().and_then(Result::ok).filter(|_| !resend.pending().get());
    let tabs = vec![Tab::new("open", "Waiting").href(PATH), Tab::new("all", "All").href(format!("{PATH}?show=all"))];
    let chosen = Signal::derive(move || if every.get() { "all".to_owned() } else { "open".to_owned() });
    view! {
        <Panel title="Invitations" id="invitations" flush=true>
            <TabLinks label="Which invitations" tabs chosen/>
            <FormMessage error/>
            {move || link().map(|link| view! { <InvitationOnce link/> })}
            <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Rows(4)/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(page) => rows(page, every.get_untracked(), resend, revoke).into_any(),
                        Err(error) => view! {
                            <PanelFailed error on_retry=Callback::new(move |()| list.refetch())/>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </Panel>
    }
}

fn rows(
    page: InvitationPage,
    every: bool,
    resend: ServerAction<ResendInvitation>,
    revoke: ServerAction<RevokeInvitation>,
) -> impl IntoView {
    let InvitationPage { invitations, total, next, now, offsets, mails } = page;
    if invitations.is_empty() {
        let title = if every { "Nobody has been invited yet" } else { "No invitation waits for an answer" };
        return view! { <EmptyState title text="Invite somebody above." icon="inbox".to_owned()/> }.into_any();
    }
    let summary = if total == 1 { "1 invitation".to_owned() } else { format!("{} invitations", grouped(total)) };
    let show = if every { "&show=all" } else { "" };
    let next = next.map(|cursor| format!("{PATH}?before={cursor}{show}"));
    let paged = next.is_some();
    let body = invitations
        .into_iter()
        .map(|row| {
            let (created, invited) = (row.created, row.created.display(&offsets));
            let until = row.expires.display(&offsets);
            let (buttons, teams) = (acts(&row, mails, resend, revoke).into_any(), row.teams.join(", "));
            let by = if row.invited_by.is_empty() { "An operator".to_owned() } else { row.invited_by.clone() };
            view! {
                <Row>
                    <Cell label="E-mail address" header=true>{row.email.clone()}</Cell>
                    <Cell label="Base role">{row.role.label()}</Cell>
                    <Cell label="Teams">{teams}</Cell>
                    <Cell label="State">
                        {badge(row.state)}
                        {row.mailed.then(|| view! { " " <span class="muted">"by mail"</span> })}
                    </Cell>
                    <Cell label="Invited by" muted=true><span dir="auto">{by}</span></Cell>
                    <Cell label="Invited" muted=true>
                        <Time datetime=created.rfc3339() title=invited text=ago(created, now)/>
                    </Cell>
                    <Cell label="Works until" muted=true>{until}</Cell>
                    <Cell label="Actions">{buttons}</Cell>
                </Row>
            }
        })
        .collect_view();
    let columns = ["E-mail address", "Base role", "Teams", "State", "Invited by", "Invited", "Works until", "Actions"]
        .map(Column::text)
        .to_vec();
    view! {
        <Table caption="Invitations" columns>{body}</Table>
        {paged.then(|| view! { <Pagination label="Pages of invitations" summary previous=None next/> })}
    }
    .into_any()
}

fn badge(state: InvitationState) -> impl IntoView {
    let (tone, words) = match state {
        InvitationState::Open => (Tone::Info, "Waiting"),
        InvitationState::Accepted => (Tone::Ok, "Accepted"),
        InvitationState::Revoked => (Tone::Neutral, "Taken back"),
        InvitationState::Expired => (Tone::Warn, "Expired"),
    };
    view! { <Badge tone>{words}</Badge> }
}

fn acts(
    row: &InvitationRow,
    mails: bool,
    resend: ServerAction<ResendInvitation>,
    revoke: ServerAction<RevokeInvitation>,
) -> impl IntoView + use<> {
    let waits = matches!(row.state, InvitationState::Open | InvitationState::Expired);
    let (id, whose) = (row.id, format!(" for {}", row.email));
    let (again, mailing) = (whose.clone(), whose.clone());
    let sending = Signal::derive(move || resend.input().read().as_ref().is_some_and(|input| input.id == id));
    let revoking = Signal::derive(move || revoke.input().read().as_ref().is_some_and(|input| input.id == id));
    waits.then(|| {
        view! {
            <div class="cluster">
                <ActionForm action=resend>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <Button kind="submit" size=ButtonSize::Small pending=sending>
                        "New link" <span class="visually-hidden">{again}</span>
                    </Button>
                </ActionForm>
                {mails
                    .then(|| {
                        view! {
                            <ActionForm action=resend>
                                <input type="hidden" name="id" value=id.to_string()/>
                                <input type="hidden" name="by_mail" value="true"/>
                                <Button kind="submit" size=ButtonSize::Small pending=sending>
                                    "Mail a new link" <span class="visually-hidden">{mailing}</span>
                                </Button>
                            </ActionForm>
                        }
                    })}
                <ActionForm action=revoke>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <Button kind="submit" size=ButtonSize::Small pending=revoking>
                        "Take back" <span class="visually-hidden">{whose}</span>
                    </Button>
                </ActionForm>
            </div>
        }
    })
}
