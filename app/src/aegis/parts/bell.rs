//! The bell: events grave enough to be told wherever one is, until they are read.

use crate::AppError;
use crate::aegis::api::notifications::{LISTED, ReadNotifications, latest_notifications};
use crate::aegis::parts::{follow_events, level};
use crate::later::{Later, is_taken_over};
use crate::layout::PostForm;
use crate::live::ago;
use cauldron_types::{Instant, Notifications, SecurityEvent};
use cauldron_ui::{Button, ButtonVariant, Icon, PanelError, Severity as SeverityMark, Time, turn};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::{LazyViewError, lazy};

/// The button in the top bar with the number of unread events, and their list.
#[component]
pub(crate) fn Bell() -> impl IntoView {
    let latest = Resource::new(|| (), |()| latest_notifications());
    view! {
        <Transition fallback=|| view! { <Ring unread=Signal::stored(0)/> }>
            {move || Suspend::new(async move {
                let latest_known = latest.await;
                turn().await;
                match latest_known {
                    Ok(notifications) => {
                        view! { <Loaded notifications refetch=Callback::new(move |()| latest.refetch())/> }.into_any()
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
fn Ring(
    unread: Signal<usize>,
    /// Somebody is about to press it.
    #[prop(optional, into)]
    near: Option<Callback<()>>,
) -> impl IntoView {
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
    let tell = move || {
        if let Some(near) = near {
            near.run(());
        }
    };
    view! {
        <button
            class="topbar__button"
            type="button"
            popovertarget="bell"
            title="Notifications"
            on:pointerenter=move |_| tell()
            on:focus=move |_| tell()
        >
            <Icon name="bell"/>
            {move || shown().map(|number| view! { <span class="topbar__badge" aria-hidden="true">{number}</span> })}
            <span class="visually-hidden">{spoken}</span>
        </button>
    }
}

#[component]
fn Loaded(notifications: Notifications, refetch: Callback<()>) -> impl IntoView {
    let bell = RwSignal::new(notifications);
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
    let unread = Memo::new(move |_| bell.read().unread());
    // The server wrote the list as it is; it is taken over when somebody turns to it, or when it changes.
    let list = Later::new(load_list);
    if !is_taken_over() {
        list.fetch();
    }
    Effect::watch(move || bell.track(), move |(), _, _| list.fetch(), false);
    #[cfg(feature = "ssr")]
    let written = list_view(bell, read).to_html();
    #[cfg(not(feature = "ssr"))]
    let written = String::new();
    // Not empty once the code is there, or the server's would stay.
    let written = move || if list.get().is_some() { " ".to_owned() } else { written.clone() };
    view! {
        <Ring unread=unread.into() near=Callback::new(move |()| list.fetch())/>
        <span class="visually-hidden" role="status">{news}</span>
        <div
            class="shell-popover shell-popover--end"
            id="bell"
            popover="auto"
            role="group"
            aria-label="Notifications"
            on:toggle=move |_| list.fetch()
        >
            <div inner_html=written></div>
            {move || list.get().map(|list| list(bell, read))}
        </div>
    }
}

/// Makes what stands in the popover.
type List = fn(RwSignal<Notifications>, ServerAction<ReadNotifications>) -> AnyView;

#[lazy(bell, fallible)]
fn load_list() -> Result<List, LazyViewError> {
    Ok(list_view)
}

fn list_view(bell: RwSignal<Notifications>, read: ServerAction<ReadNotifications>) -> AnyView {
    let unread = Memo::new(move |_| bell.read().unread());
    let newest = move || bell.read().events.first().map_or(Instant(0), |event| event.time);
    let failed = move || match read.value().get() {
        Some(Err(AppError(problem))) if !read.pending().get() => Some(problem.message),
        _ => None,
    };
    let mark = move |()| {
        let until = newest();
        bell.update(|bell| bell.read_until = until);
        read.dispatch(ReadNotifications { until });
    };
    view! {
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
    }
    .into_any()
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
