//! The bell: what one was told, and events grave enough to be told wherever one is, until they are read.

use crate::AppError;
use crate::aegis::api::notifications::{LISTED, ReadNotifications, latest_notifications};
use crate::aegis::parts::{follow_events, level};
use crate::layout::PostForm;
use crate::live::{Live, ago};
use cauldron_types::{Notification, Notifications, SecurityEvent, StreamMessage};
use cauldron_ui::{Button, ButtonVariant, Icon, PanelError, Severity as SeverityMark, Time};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The button in the top bar with the number of what is unread, and its list.
#[component]
pub(crate) fn Bell(
    /// Whether the person may see security events.
    grave: bool,
) -> impl IntoView {
    let latest = Resource::new(|| (), |()| latest_notifications());
    view! {
        <Transition fallback=|| view! { <Ring unread=Signal::stored(0)/> }>
            {move || Suspend::new(async move {
                match latest.await {
                    Ok(notifications) => {
                        view! { <Loaded notifications grave/> }.into_any()
                    }
                    Err(AppError(problem)) => view! {
                        <Ring unread=Signal::stored(0)/>
                        <div class="shell-popover shell-popover--end" id="bell" popover="auto" role="group" aria-label="Notifications">
                            <PanelError
                                message=problem.message
                                trace_id=problem.trace
                                on_retry=Callback::new(move |()| latest.refetch())
                            />
                        </div>
                    }
                    .into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Ring(unread: Signal<usize>) -> impl IntoView {
    let spoken = move || match unread.get() {
        0 => "Notifications".to_owned(),
        unread => format!("Notifications, {unread} unread"),
    };
    // Twenty are listed; there may be more.
    let shown = move || match unread.get() {
        0 => None,
        unread if unread >= LISTED => Some(format!("{LISTED}+")),
        unread => Some(unread.to_string()),
    };
    view! {
        <button class="topbar__button" type="button" popovertarget="bell" title="Notifications">
            <Icon name="bell"/>
            {move || shown().map(|number| view! { <span class="topbar__badge" aria-hidden="true">{number}</span> })}
            <span class="visually-hidden">{spoken}</span>
        </button>
    }
}

#[component]
fn Loaded(notifications: Notifications, grave: bool) -> impl IntoView {
    let bell = RwSignal::new(notifications);
    // Into the list that may be open, rather than a new list that would be closed.
    let refetch = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            if let Ok(latest) = latest_notifications().await {
                let _gone_meanwhile = bell.try_set(latest);
            }
        });
    });
    let read = ServerAction::<ReadNotifications>::new();
    // Said aloud when it happens; what was there from the start is not news.
    let news = RwSignal::new(String::new());
    let heard = move |events: &[SecurityEvent]| {
        let is_known = |event: &SecurityEvent| bell.read_untracked().events.iter().any(|known| known.id == event.id);
        let latest = events.iter().rfind(|event| Notifications::rings_for(event) && !is_known(event));
        if let Some(latest) = latest {
            news.set(format!("New notification: {}", latest.message));
            bell.update(|bell| bell.add(events, LISTED));
        }
    };
    follow_events(heard, refetch);
    expect_context::<Live>().listen(move |message| {
        if matches!(message, StreamMessage::Notifications) {
            news.set("New notification".to_owned());
            refetch.run(());
        }
    });
    let unread = Memo::new(move |_| bell.read().unread());
    let newest = move || bell.read().newest();
    let failed = move || match read.value().get() {
        Some(Err(AppError(problem))) if !read.pending().get() => Some(problem.message),
        _ => None,
    };
    let mark = move |()| {
        let until = newest();
        bell.update(|bell| bell.read(until));
        read.dispatch(ReadNotifications { until });
    };
    view! {
        <Ring unread=unread.into()/>
        <span class="visually-hidden" role="status">{news}</span>
        <div class="shell-popover shell-popover--end" id="bell" popover="auto" role="group" aria-label="Notifications">
            <div class="shell-popover__section">
                <div class="shell-popover__heading">"Unread"</div>
                <Show
                    when=move || !bell.read().inbox.is_empty()
                    fallback=|| view! { <p class="bell__empty">"You have read everything you were told."</p> }
                >
                    <ul class="shell-popover__list">
                        <For each=move || bell.read().inbox.clone() key=|told| told.id let:told>
                            {told_line(told, bell)}
                        </For>
                    </ul>
                </Show>
                <a class="bell__all" href="/notifications">"All notifications"</a>
            </div>
            {grave.then(|| view! {
            <div class="shell-popover__section">
                <div class="shell-popover__heading">"High and critical, last 30 days"</div>
                <Show
                    when=move || !bell.read().events.is_empty()
                    fallback=|| view! { <p class="bell__empty">"Nothing grave has happened. Blocked sign-ins and worse appear here."</p> }
                >
                    <ul class="shell-popover__list">
                        <For each=move || bell.read().events.clone() key=|event| event.id let:event>
                            {line(event, bell)}
                        </For>
                    </ul>
                </Show>
            </div>
            })}
            {move || failed().map(|sentence| view! { <p class="bell__empty" role="alert">{sentence}</p> })}
            <Show when=move || { unread.get() > 0 }>
                <div class="shell-popover__section">
                    <PostForm url=ReadNotifications::url() send=mark>
                        <input type="hidden" name="until" value=move || newest().0.to_string()/>
                        <Button kind="submit" variant=ButtonVariant::Ghost icon="check" wide=true>
                            "Mark all as read"
                        </Button>
                    </PostForm>
                </div>
            </Show>
        </div>
    }
}

fn told_line(told: Notification, bell: RwSignal<Notifications>) -> impl IntoView {
    let Notification { title, href, time, .. } = told;
    let exact = Signal::derive(move || time.display(&bell.read().offsets));
    let when = ago(time, bell.read_untracked().now);
    let href = if href.is_empty() { "/notifications".to_owned() } else { href };
    view! {
        <li class="bell__event bell__event--unread bell__event--told">
            <span class="bell__when"><Time datetime=time.rfc3339() title=exact text=when/></span>
            <a class="bell__message quiet-link line-link" dir="auto" href=href>{title}</a>
        </li>
    }
}

fn line(event: SecurityEvent, bell: RwSignal<Notifications>) -> impl IntoView {
    let time = event.time;
    let is_unread = move || time > bell.read().read_until;
    let exact = Signal::derive(move || time.display(&bell.read().offsets));
    let when = ago(time, bell.read_untracked().now);
    view! {
        <li class="bell__event" class:bell__event--unread=is_unread>
            <SeverityMark level=level(event.severity)/>
            <span class="bell__when">
                {move || is_unread().then_some("New, ")}
                <Time datetime=time.rfc3339() title=exact text=when/>
            </span>
            <a class="bell__message quiet-link line-link" dir="auto" href=cauldron_types::event_path(event.id)>{event.message}</a>
        </li>
    }
}
