//! Inviting many people at once, from a list.

use crate::AppError;
use crate::admin::api::invitations::{CheckList, InviteList, list_progress, offer_invitation};
use crate::layout::PanelFailed;
use cauldron_types::{ImportCheck, ImportProgress, InvitationForm, JobId, RefusedRow, grouped};
use cauldron_ui::{
    Button, ButtonVariant, Cell, Checkbox, Column, FormMessage, NumberField, PageHead, Panel, Progress, Row,
    SelectField, SelectOption, Skeleton, SkeletonShape, Table, TextArea, encode_part,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// `/admin/people/invitations/list`
pub(crate) struct InvitationListRoute;

#[lazy_route]
impl LazyRoute for InvitationListRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <InvitationListPage/> }.into_any()
    }
}

#[component]
fn InvitationListPage() -> impl IntoView {
    let form = Resource::new(|| (), |()| offer_invitation());
    view! {
        <Title text="Invite a list"/>
        <div class="page">
            <PageHead
                title="Invite a list"
                purpose="Up to 100,000 people at once. Every row is looked at first; those that can be used go through."
            />
            <Transition fallback=|| view! { <Panel title="List" id="list"><Skeleton shape=SkeletonShape::Lines(8)/></Panel> }>
                {move || Suspend::new(async move {
                    match form.await {
                        Ok(form) => view! { <ListForm form/> }.into_any(),
                        Err(error) => view! {
                            <Panel title="List" id="list">
                                <PanelFailed error on_retry=Callback::new(move |()| form.refetch())/>
                            </Panel>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

/// Reads the chosen file into the field.
fn take_file(list: RwSignal<String>, event: &leptos::ev::Event) {
    #[cfg(not(feature = "ssr"))]
    {
        let input: web_sys::HtmlInputElement = event_target(event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            leptos::task::spawn_local(async move {
                if let Ok(text) = wasm_bindgen_futures::JsFuture::from(file.text()).await {
                    list.set(text.as_string().unwrap_or_default());
                }
            });
        }
    }
    #[cfg(feature = "ssr")]
    let _on_the_server = (list, event);
}

#[component]
fn ListForm(form: InvitationForm) -> impl IntoView {
    let list = RwSignal::new(String::new());
    let (role, days) = (
        RwSignal::new(form.roles.last().map(|role| role.as_str().to_owned()).unwrap_or_default()),
        RwSignal::new("7".to_owned()),
    );
    let (check, invite) = (ServerAction::<CheckList>::new(), ServerAction::<InviteList>::new());
    let problem = Signal::derive(move || {
        let of = |value: Option<AppError>, pending: bool| value.filter(|_| !pending).map(|AppError(problem)| problem);
        of(invite.value().get().and_then(Result::err), invite.pending().get())
            .or_else(|| of(check.value().get().and_then(Result::err), check.pending().get()))
    });
    let field = move |name: &'static str| {
        Signal::derive(move || problem.read().as_ref().and_then(|problem| problem.field(name).map(str::to_owned)))
    };
    let options: Vec<SelectOption> =
        form.roles.iter().map(|role| SelectOption::new(role.as_str(), role.label())).collect();
    let chosen = form.roles.last().map(|role| role.as_str()).unwrap_or_default();
    let by_mail = RwSignal::new(form.mails);
    let read_role = move || role.get_untracked().parse().ok();
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        invite.clear();
        if let Some(role) = read_role() {
            check.dispatch(CheckList { list: list.get_untracked(), role, days: days.get_untracked() });
        }
    };
    let go = Callback::new(move |_| {
        if let Some(role) = read_role() {
            let (list, days) = (list.get_untracked(), days.get_untracked());
            invite.dispatch(InviteList { list, role, days, by_mail: by_mail.get_untracked() });
        }
    });
    // What was looked at is no longer what stands in the field.
    Effect::watch(move || list.get(), move |_, _, _| check.clear(), false);
    let checked = move || check.value().get().and_then(Result::ok).filter(|_| !check.pending().get());
    let job = move || invite.value().get().and_then(Result::ok).filter(|_| !invite.pending().get());
    view! {
        <Panel title="List" id="list" description="Columns: email, and if you want role and teams (divided by |). Commas or semicolons divide them.">
            <form class="form" on:submit=look>
                <FormMessage error=Signal::derive(move || problem.get().map(|problem| problem.message))/>
                <div class="field">
                    <label class="field__label" for="list-file">"Choose a file"</label>
                    <input id="list-file" type="file" accept=".csv,text/csv,text/plain" on:change=move |event| take_file(list, &event)/>
                </div>
                <TextArea label="Or paste the list" name="list" id="list-text" bind=list rows=8 mono=true error=field("list")/>
                <SelectField
                    label="Base role of rows without one"
                    name="role"
                    options
                    value=chosen
                    on_change=Callback::new(move |value| role.set(value))
                    error=field("role")
                />
                <NumberField
                    label="Days for which the links work"
                    name="days"
                    min=1.0
                    max=30.0
                    step=1.0
                    bind=days
                    unit="days"
                    error=field("days")
                />
                {if form.mails {
                    view! { <Checkbox label="Send the links by mail" name="by_mail" bind=by_mail/> }.into_any()
                } else {
                    view! { <p class="muted">"No mail server is set: take each link from the list of invitations, with New link."</p> }.into_any()
                }}
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Primary pending=check.pending()>"Look at every row"</Button>
                </div>
            </form>
        </Panel>
        {move || checked().map(|check| view! { <Checked check go pending=invite.pending() done=Signal::derive(move || job().is_some())/> })}
        {move || job().map(|job| view! { <Working job/> })}
    }
}

/// What was found, and the button that invites.
#[component]
fn Checked(
    check: ImportCheck,
    go: Callback<()>,
    #[prop(into)] pending: Signal<bool>,
    done: Signal<bool>,
) -> impl IntoView {
    let ImportCheck { good, refused, shown, refused_file } = check;
    let rows = |count: u32| if count == 1 { "1 row".to_owned() } else { format!("{} rows", grouped(i64::from(count))) };
    let verdict = match (good, refused) {
        (_, 0) => format!("{} can be used.", rows(good)),
        (0, _) => format!("No row can be used, {} cannot. Mend them and look again.", rows(refused)),
        _ => format!("{} can be used, {} cannot. Those that cannot are passed over.", rows(good), rows(refused)),
    };
    let more = usize::try_from(refused).unwrap_or(usize::MAX).saturating_sub(shown.len());
    let download = format!("data:text/csv;charset=utf-8,{}", encode_part(&refused_file));
    view! {
        <Panel title="What was found" id="found" flush=true>
            <div class="invitation-list__verdict">
                <p role="status">{verdict}</p>
                <div class="cluster">
                    {(good > 0)
                        .then(|| {
                            view! {
                                <Button
                                    variant=ButtonVariant::Primary
                                    pending
                                    disabled=done
                                    on_press=Callback::new(move |_| go.run(()))
                                >
                                    {format!("Invite {}", rows(good))}
                                </Button>
                            }
                        })}
                    {(refused > 0)
                        .then(|| {
                            view! {
                                <a class="button button--secondary button--medium" href=download download="refused.csv" rel="external">
                                    "Download the refused rows"
                                </a>
                            }
                        })}
                </div>
            </div>
            {(!shown.is_empty()).then(|| refused_rows(shown, more))}
        </Panel>
    }
}

fn refused_rows(shown: Vec<RefusedRow>, more: usize) -> impl IntoView {
    let body = shown
        .into_iter()
        .map(|row| {
            view! {
                <Row>
                    <Cell label="Line">{grouped(i64::from(row.line))}</Cell>
                    <Cell label="E-mail address" header=true><span class="break">{row.email}</span></Cell>
                    <Cell label="Why not">{row.reason}</Cell>
                </Row>
            }
        })
        .collect_view();
    let columns = ["Line", "E-mail address", "Why not"].map(Column::text).to_vec();
    view! {
        <Table caption="Rows that cannot be used" columns>{body}</Table>
        {(more > 0)
            .then(|| view! { <p class="muted invitation-list__verdict">{format!("And {more} more; the file has them all.")}</p> })}
    }
}

/// How far the work is, asked again and again until it is over.
#[component]
fn Working(job: JobId) -> impl IntoView {
    let progress = Resource::new(|| (), move |()| list_progress(job));
    Effect::new(move |_| {
        let again = set_interval(move || progress.refetch(), std::time::Duration::from_secs(1));
        if let Ok(again) = again {
            Effect::watch(
                move || progress.get(),
                move |now, _, _| {
                    if now.as_ref().is_some_and(|now| now.as_ref().is_ok_and(ImportProgress::is_over)) {
                        again.clear();
                    }
                },
                true,
            );
            on_cleanup(move || again.clear());
        }
    });
    view! {
        <Panel title="Inviting" id="inviting">
            <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Lines(2)/> }>
                {move || Suspend::new(async move {
                    match progress.await {
                        Ok(now) => how_far(now).into_any(),
                        Err(error) => view! {
                            <PanelFailed error on_retry=Callback::new(move |()| progress.refetch())/>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </Panel>
    }
}

fn how_far(now: ImportProgress) -> impl IntoView {
    match now.state.as_str() {
        "succeeded" => view! {
            <p role="status">{now.message}</p>
            <Button href="/admin/people/invitations".to_owned()>"See the invitations"</Button>
        }
        .into_any(),
        "failed" => view! { <FormMessage error=now.message/> }.into_any(),
        _ => {
            let label = if now.message.is_empty() { "Waiting to begin".to_owned() } else { now.message };
            let share = f64::from(now.share);
            view! { <Progress id="inviting-progress" label value=share max=1.0 help="You may leave this page.".to_owned()/> }.into_any()
        }
    }
}
