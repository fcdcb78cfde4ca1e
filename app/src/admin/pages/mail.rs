//! The mail server of the installation, and what became of its mail.

use crate::AppError;
use crate::admin::api::mail::{SaveMailSettings, TryMail, read_mail};
use crate::layout::PanelFailed;
use crate::live::ago;
use cauldron_types::{Instant, MailEncryption, MailPage, MailSettings, MailState, MailView, UtcOffset};
use cauldron_ui::{
    Badge, Button, ButtonVariant, Cell, Column, EmptyState, FormMessage, PageHead, Panel, PasswordField, Row,
    SegmentedControl, SegmentedOption, SelectField, SelectOption, Skeleton, SkeletonShape, Table, TextField, Time,
    Tone,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/admin/mail?state=…`
pub(crate) struct MailRoute;

#[lazy_route]
impl LazyRoute for MailRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <MailRoutePage/> }.into_any()
    }
}

#[component]
fn MailRoutePage() -> impl IntoView {
    let params = use_query_map();
    let state = Memo::new(move |_| params.read().get("state").and_then(|state| state.parse::<MailState>().ok()));
    // Apart, so that another state of mails leaves what was typed into the form alone.
    let settings = Resource::new(|| (), |()| read_mail(None));
    let mails = Resource::new(move || state.get(), read_mail);
    view! {
        <Title text="Mail"/>
        <div class="page">
            <PageHead
                title="Mail"
                purpose="The mail server of this installation, and what became of every mail of the last 30 days."
            />
            <Suspense fallback=|| view! { <Panel title="Mail server" id="mail-server"><Skeleton shape=SkeletonShape::Lines(8)/></Panel> }>
                {move || Suspend::new(async move {
                    match settings.await {
                        Ok(page) => view! { <Server settings=page.settings on_change=Callback::new(move |()| mails.refetch())/> }.into_any(),
                        Err(error) => view! {
                            <Panel title="Mail server" id="mail-server">
                                <PanelFailed error on_retry=Callback::new(move |()| settings.refetch())/>
                            </Panel>
                        }
                        .into_any(),
                    }
                })}
            </Suspense>
            <Transition fallback=|| view! { <Panel title="Mails" id="mails" flush=true><Skeleton shape=SkeletonShape::Rows(6)/></Panel> }>
                {move || Suspend::new(async move {
                    match mails.await {
                        Ok(page) => view! { <Mails page state=state.get_untracked()/> }.into_any(),
                        Err(error) => view! {
                            <Panel title="Mails" id="mails">
                                <PanelFailed error on_retry=Callback::new(move |()| mails.refetch())/>
                            </Panel>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Server(settings: MailSettings, on_change: Callback<()>) -> impl IntoView {
    let action = ServerAction::<SaveMailSettings>::new();
    let tried = ServerAction::<TryMail>::new();
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem),
        _ => None,
    });
    let field = move |name: &'static str| {
        Signal::derive(move || problem.read().as_ref().and_then(|problem| problem.field(name).map(str::to_owned)))
    };
    let known = settings.version;
    let saved = Signal::derive(move || action.value().get().and_then(Result::ok));
    let version = Signal::derive(move || saved.get().map_or(known, |saved| saved.version).to_string());
    let has_password = settings.has_password;
    let options = vec![
        SelectOption::new(MailEncryption::Tls.as_str(), "TLS from the first byte (port 465)"),
        SelectOption::new(MailEncryption::StartTls.as_str(), "STARTTLS (port 587)"),
        SelectOption::new(MailEncryption::None.as_str(), "None (only within one network)"),
    ];
    let said = Signal::derive(move || {
        (!action.pending().get() && problem.read().is_none()).then(|| saved.get()).flatten().map(|saved| {
            if saved.host.is_empty() {
                "Saved. Without a mail server, mail is laid down in the folder mail of the data folder.".to_owned()
            } else {
                "Saved. Send yourself a mail to see whether it arrives.".to_owned()
            }
        })
    });
    let outcome = move || (!tried.pending().get()).then(|| tried.value().get()).flatten();
    Effect::watch(move || (action.version().get(), tried.version().get()), move |_, _, _| on_change.run(()), false);
    let nothing = settings.host.is_empty();
    view! {
        <Panel
            title="Mail server"
            id="mail-server"
            description=if nothing { "None yet: mail is laid down in the folder mail of the data folder, and links are handed over by operators." } else { "Mail that it does not take is tried again for a day." }
        >
            <ActionForm action=action attr:class="form">
                <FormMessage error=Signal::derive(move || problem.get().map(|problem| problem.message)) success=said/>
                <input type="hidden" name="version" value=known.to_string() prop:value=version/>
                <TextField
                    label="Server"
                    name="host"
                    value=settings.host
                    help="Its name, such as smtp.example.org. Leave it empty to have no mail server.".to_owned()
                    maxlength=253_u32
                    error=field("host")
                />
                <TextField label="Port" name="port" value=settings.port.to_string() inputmode="numeric".to_owned() error=field("port")/>
                <SelectField
                    label="Encryption"
                    name="encryption"
                    options
                    value=settings.encryption.as_str()
                    error=field("encryption")
                />
                <TextField
                    label="User"
                    name="username"
                    value=settings.username
                    help="Empty if the server asks for none.".to_owned()
                    autocomplete="off".to_owned()
                    maxlength=254_u32
                    error=field("username")
                />
                <PasswordField
                    label="Password"
                    name="password"
                    autocomplete="new-password"
                    help=if has_password { "One is kept, sealed. Enter another to replace it.".to_owned() } else { "Kept sealed, and never shown again.".to_owned() }
                    error=field("password")
                />
                <TextField
                    label="Sender"
                    name="sender"
                    value=settings.sender
                    help="From whom mail comes, such as Cauldron <cauldron@example.org>.".to_owned()
                    maxlength=320_u32
                    error=field("sender")
                />
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>"Save"</Button>
                </div>
            </ActionForm>
            <ActionForm action=tried attr:class="form">
                <FormMessage
                    error=Signal::derive(move || outcome().and_then(Result::err).map(|AppError(problem)| problem.message))
                    success=Signal::derive(move || outcome().and_then(Result::ok))
                />
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Secondary pending=tried.pending()>"Send a mail to myself"</Button>
                </div>
            </ActionForm>
        </Panel>
    }
}

const fn tone(state: MailState) -> Tone {
    match state {
        MailState::Queued => Tone::Info,
        MailState::Sent => Tone::Ok,
        MailState::Failed => Tone::Crit,
    }
}

fn when(at: Instant, now: Instant, offsets: &[UtcOffset]) -> impl IntoView + use<> {
    view! { <Time datetime=at.rfc3339() title=at.display(offsets) text=ago(at, now)/> }
}

/// What else there is to say of a mail: why it waits, and until when.
fn outcome(mail: &MailView, offsets: &[UtcOffset]) -> String {
    let next = mail.next_attempt_at.filter(|_| mail.attempts > 0);
    let again = next.map(|at| format!(" Tried again at {}.", at.display(offsets)));
    format!("{}{}", mail.last_error.clone().unwrap_or_default(), again.unwrap_or_default())
}

#[component]
fn Mails(page: MailPage, state: Option<MailState>) -> impl IntoView {
    let MailPage { mails, now, offsets, .. } = page;
    let chosen = state.map(MailState::as_str).unwrap_or_default().to_owned();
    let options =
        std::iter::once(SegmentedOption::link("", "All", "/admin/mail"))
            .chain(MailState::ALL.iter().map(|state| {
                SegmentedOption::link(state.as_str(), state.label(), format!("/admin/mail?state={state}"))
            }))
            .collect::<Vec<_>>();
    let empty = mails.is_empty();
    let rows = mails
        .into_iter()
        .map(|mail| {
            let (words, queued) = (outcome(&mail, &offsets), when(mail.created_at, now, &offsets));
            view! {
                <Row>
                    <Cell label="Subject" header=true><span class="break">{mail.subject}</span></Cell>
                    <Cell label="To"><span class="break">{mail.recipient}</span></Cell>
                    <Cell label="State"><Badge tone=tone(mail.state)>{mail.state.label()}</Badge></Cell>
                    <Cell label="Queued" muted=true>{queued}</Cell>
                    <Cell label="Organization" muted=true>{mail.organization}</Cell>
                    <Cell label="What came of it" muted=true><span class="break">{words}</span></Cell>
                </Row>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text("Subject"),
        Column::text("To"),
        Column::text("State"),
        Column::text("Queued"),
        Column::text("Organization"),
        Column::text("What came of it"),
    ];
    view! {
        <Panel
            title="Mails"
            id="mails"
            description="The latest 100, without their text, which is forgotten once a mail has gone."
            aside=move || view! { <SegmentedControl label="State" options chosen=Signal::stored(chosen)/> }
            flush=true
        >
            {if empty {
                view! { <EmptyState title="No mail here"/> }.into_any()
            } else {
                view! { <Table caption="Mails" columns>{rows}</Table> }.into_any()
            }}
        </Panel>
    }
}
