//! One's inbox: what one was told, and what one wants to be told.

use crate::admin::api::notifications::{
    MarkAllNotificationsRead, MarkNotificationRead, SaveNotificationChoices, notification_choices, read_inbox,
};
use crate::admin::parts::keys::{problem_of, sentence_of};
use crate::layout::PanelFailed;
use crate::live::{Live, ago};
use cauldron_types::{Inbox, InboxQuery, Instant, Notification, NotificationChoice, NotificationKind, StreamMessage};
use cauldron_ui::{
    Badge, Button, ButtonSize, ButtonVariant, CheckboxGroup, EmptyReason, EmptyState, FormMessage, GroupOption,
    PageHead, Pagination, Panel, Skeleton, SkeletonShape, Time, Tone, query_href,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/notifications`
pub(crate) struct NotificationsRoute;

#[lazy_route]
impl LazyRoute for NotificationsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <NotificationsPage/> }.into_any()
    }
}

const PATH: &str = "/notifications";

/// Where a query is shown.
fn href(query: &InboxQuery) -> String {
    let InboxQuery { show, kind, before } = query;
    let pairs: Vec<(String, String)> = [("show", show), ("kind", kind), ("before", before)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect();
    if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}{}", query_href(&pairs)) }
}

#[component]
fn NotificationsPage() -> impl IntoView {
    let params = use_query_map();
    let query = Memo::new(move |_| {
        let params = params.read();
        let part = |name: &str| params.get(name).unwrap_or_default();
        InboxQuery { show: part("show"), kind: part("kind"), before: part("before") }
    });
    let (read_one, read_all) =
        (ServerAction::<MarkNotificationRead>::new(), ServerAction::<MarkAllNotificationsRead>::new());
    let inbox = Resource::new(
        move || (query.get(), read_one.version().get(), read_all.version().get()),
        |(query, _, _)| read_inbox(query),
    );
    expect_context::<Live>().listen(move |message| {
        if matches!(message, StreamMessage::Notifications | StreamMessage::Reset) {
            inbox.refetch();
        }
    });
    view! {
        <Title text="Notifications"/>
        <div class="page">
            <PageHead title="Notifications" purpose="What you were told, and what you want to be told."/>
            <Filters query/>
            <Transition fallback=|| view! { <Panel title="Inbox" id="inbox"><Skeleton shape=SkeletonShape::Rows(6)/></Panel> }>
                {move || Suspend::new(async move {
                    match inbox.await {
                        Ok(read) => list(read, query.get_untracked(), read_one, read_all).into_any(),
                        Err(error) => view! {
                            <Panel title="Inbox" id="inbox">
                                <PanelFailed error on_retry=Callback::new(move |()| inbox.refetch())/>
                            </Panel>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
            <Choices/>
        </div>
    }
}

#[component]
fn Filters(query: Memo<InboxQuery>) -> impl IntoView {
    let option = move |label: &'static str, present: bool, target: &InboxQuery| {
        let address = href(target);
        view! { <a class="segmented__option" href=address aria-current=present.then_some("true")>{label}</a> }
    };
    let shows = move || {
        let now = InboxQuery { before: String::new(), ..query.get() };
        [("", "All"), ("unread", "Unread")]
            .into_iter()
            .map(|(show, label)| option(label, now.show == show, &InboxQuery { show: show.to_owned(), ..now.clone() }))
            .collect_view()
    };
    let kinds = move || {
        let now = InboxQuery { before: String::new(), ..query.get() };
        let every = option("Every kind", now.kind.is_empty(), &InboxQuery { kind: String::new(), ..now.clone() });
        let one = NotificationKind::ALL
            .iter()
            .map(|kind| {
                let target = InboxQuery { kind: kind.to_string(), ..now.clone() };
                option(kind.label(), now.kind == kind.as_str(), &target)
            })
            .collect_view();
        view! { {every} {one} }
    };
    view! {
        <div class="cluster">
            <nav class="segmented" aria-label="Which notifications">{shows}</nav>
            <nav class="segmented" aria-label="Kind">{kinds}</nav>
        </div>
    }
}

fn list(
    read: Inbox,
    query: InboxQuery,
    read_one: ServerAction<MarkNotificationRead>,
    read_all: ServerAction<MarkAllNotificationsRead>,
) -> impl IntoView {
    let Inbox { notifications, older, unread, now, offsets } = read;
    let words = match unread {
        0 => "Everything is read.".to_owned(),
        1 => "1 is unread.".to_owned(),
        unread => format!("{unread} are unread."),
    };
    let newest = notifications.first().map_or(now, |newest| newest.time).max(now);
    let all = move || {
        (unread > 0).then(|| {
            view! {
                <ActionForm action=read_all>
                    <input type="hidden" name="until" value=newest.0.to_string()/>
                    <Button kind="submit" size=ButtonSize::Small icon="check" pending=read_all.pending()>"Mark all as read"</Button>
                </ActionForm>
            }
        })
    };
    let next = older.map(|before| href(&InboxQuery { before, ..query.clone() }));
    let previous = (!query.before.is_empty()).then(|| href(&InboxQuery { before: String::new(), ..query.clone() }));
    let paged = next.is_some() || previous.is_some();
    let narrowed = !query.show.is_empty() || !query.kind.is_empty();
    let content = if notifications.is_empty() && narrowed {
        view! {
            <EmptyState title="Nothing fits" text="There is no notification of this kind." reason=EmptyReason::NoMatch>
                <Button href=PATH.to_owned()>"Show all notifications"</Button>
            </EmptyState>
        }
        .into_any()
    } else if notifications.is_empty() {
        view! { <EmptyState title="Nothing yet" text="Invitations, changes of what you may do, and what concerns your account appear here."/> }
            .into_any()
    } else {
        let rows =
            notifications.into_iter().map(|notification| line(notification, now, &offsets, read_one)).collect_view();
        view! { <ul class="account-sessions">{rows}</ul> }.into_any()
    };
    view! {
        <Panel title="Inbox" id="inbox" description=words aside=all flush=true>
            {content}
            {paged.then(|| view! { <Pagination label="Pages of the inbox" summary=String::new() previous next/> })}
        </Panel>
    }
}

fn line(
    notification: Notification,
    now: Instant,
    offsets: &[cauldron_types::UtcOffset],
    read_one: ServerAction<MarkNotificationRead>,
) -> impl IntoView + use<> {
    let Notification { id, kind, title, body, href, time, read } = notification;
    let exact = time.display(offsets);
    let about = format!(" {title}");
    let heading = if href.is_empty() {
        view! { <span dir="auto">{title}</span> }.into_any()
    } else {
        view! { <a class="line-link" dir="auto" href=href>{title}</a> }.into_any()
    };
    let pending = Signal::derive(move || read_one.input().read().as_ref().is_some_and(|input| input.id == id));
    view! {
        <li class="account-session">
            <div class="account-session__words">
                <div class="account-session__browser">
                    {(!read).then(|| view! { <Badge tone=Tone::Accent>"New"</Badge> })}
                    {heading}
                </div>
                <div class="account-session__detail">
                    <Time datetime=time.rfc3339() title=exact text=ago(time, now)/> {format!(", {}. ", kind.label().to_lowercase())}
                    <span dir="auto">{body}</span>
                </div>
            </div>
            {(!read).then(|| view! {
                <ActionForm action=read_one>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <Button kind="submit" size=ButtonSize::Small variant=ButtonVariant::Ghost pending>
                        "Mark as read"
                        <span class="visually-hidden">{about}</span>
                    </Button>
                </ActionForm>
            })}
        </li>
    }
}

/// What one wants to be told, and where.
#[component]
fn Choices() -> impl IntoView {
    let choices = Resource::new(|| (), |()| notification_choices());
    view! {
        <Panel title="What you want to be told" id="choices" description="Holds in every organization you belong to.">
            <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Lines(6)/> }>
                {move || Suspend::new(async move {
                    match choices.await {
                        Ok(choices) => view! { <ChoicesForm choices/> }.into_any(),
                        Err(error) => view! {
                            <PanelFailed error on_retry=Callback::new(move |()| choices.refetch())/>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </Panel>
    }
}

#[component]
fn ChoicesForm(choices: Vec<NotificationChoice>) -> impl IntoView {
    let action = ServerAction::<SaveNotificationChoices>::new();
    let problem = problem_of(action);
    let saved = move || {
        let done = matches!(action.value().get(), Some(Ok(()))) && !action.pending().get();
        done.then(|| "Saved.".to_owned())
    };
    let boxes = |required: bool| {
        choices
            .iter()
            .map(|choice| {
                let option = GroupOption::new(choice.kind.as_str(), choice.kind.label()).detail(choice.kind.purpose());
                if required && choice.kind == NotificationKind::Security { option.disabled() } else { option }
            })
            .collect::<Vec<_>>()
    };
    let ticked = |pick: fn(&NotificationChoice) -> bool| {
        choices.iter().filter(|choice| pick(choice)).map(|choice| choice.kind.to_string()).collect::<Vec<_>>()
    };
    let (in_app_boxes, mail_boxes) = (boxes(true), boxes(false));
    let (in_app, by_mail) = (ticked(|choice| choice.in_app), ticked(|choice| choice.by_mail));
    view! {
        <ActionForm action=action attr:class="form">
            <FormMessage error=sentence_of(problem) success=Signal::derive(saved)/>
            <CheckboxGroup
                label="In the app"
                name="in_app[]"
                options=in_app_boxes
                values=in_app
                help="What concerns the security of your account is always shown.".to_owned()
            />
            <CheckboxGroup
                label="By mail"
                name="by_mail[]"
                options=mail_boxes
                values=by_mail
                help="Goes to your address once it is verified.".to_owned()
            />
            <div class="form__actions">
                <Button kind="submit" pending=action.pending()>"Save"</Button>
            </div>
        </ActionForm>
    }
}
