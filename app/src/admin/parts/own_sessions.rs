//! Where one is signed in, and how to end it.

use crate::AppError;
use crate::admin::api::account::{RevokeOtherSessions, RevokeSession};
use crate::layout::PanelFailed;
use crate::live::ago;
use cauldron_types::{AccountPage, OwnSession};
use cauldron_ui::{
    Badge, Button, ButtonSize, ButtonVariant, FormMessage, Panel, Skeleton, SkeletonShape, Time, Toast, ToastHub, Tone,
};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The panel.
#[component]
pub(crate) fn OwnSessions(
    /// Made by the page.
    sessions: Resource<Result<AccountPage, AppError>>,
) -> impl IntoView {
    let revoke = ServerAction::<RevokeSession>::new();
    let revoke_others = ServerAction::<RevokeOtherSessions>::new();
    // Whatever came of it, the list says how it is now.
    Effect::watch(
        move || (revoke.version().get(), revoke_others.version().get()),
        move |_, _, _| sessions.refetch(),
        false,
    );
    let toasts = ToastHub::expect();
    Effect::watch(
        move || revoke.value().get(),
        move |ended, _, _| {
            if matches!(ended, Some(Ok(()))) {
                toasts.show(Toast::ok("Session ended").text("That browser has to sign in again."));
            }
        },
        false,
    );
    Effect::watch(
        move || revoke_others.value().get(),
        move |ended, _, _| {
            if let Some(Ok(count)) = ended {
                let words = if *count == 1 { "1 session ended".to_owned() } else { format!("{count} sessions ended") };
                toasts.show(Toast::ok(words).text("Those browsers have to sign in again."));
            }
        },
        false,
    );
    let error = Signal::derive(move || {
        let one = revoke.value().get().and_then(Result::err);
        let all = revoke_others.value().get().and_then(Result::err);
        one.or(all).map(|AppError(problem)| problem.message)
    });
    view! {
        <Panel
            title="Where you are signed in"
            id="sessions"
            description="End what you do not recognize, then change your password."
            flush=true
        >
            <FormMessage error/>
            <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Rows(3)/> }>
                {move || Suspend::new(async move {
                    match sessions.await {
                        Ok(page) => list(page, revoke, revoke_others).into_any(),
                        Err(error) => view! {
                            <PanelFailed error on_retry=Callback::new(move |()| sessions.refetch())/>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </Panel>
    }
}

fn list(
    page: AccountPage,
    revoke: ServerAction<RevokeSession>,
    revoke_others: ServerAction<RevokeOtherSessions>,
) -> impl IntoView {
    let others = page.sessions.len().saturating_sub(1);
    let AccountPage { sessions, now, offsets, .. } = page;
    let rows = sessions
        .into_iter()
        .map(|session| {
            let exact = |at: cauldron_types::Instant| at.display(&offsets);
            let (opened, seen) = (session.created_at, session.last_seen_at);
            let from = if session.address.is_empty() { String::new() } else { format!("{}, ", where_(&session)) };
            view! {
                <li class="account-session">
                    <div class="account-session__words">
                        <div class="account-session__browser">
                            {session.browser.clone()}
                            {session.current.then(|| view! { <Badge tone=Tone::Ok>"This browser"</Badge> })}
                        </div>
                        <div class="account-session__detail">
                            {from} "signed in " <Time datetime=opened.rfc3339() title=exact(opened) text=ago(opened, now)/>
                            ", last seen " <Time datetime=seen.rfc3339() title=exact(seen) text=ago(seen, now)/>
                        </div>
                    </div>
                    {(!session.current).then(|| end(&session, revoke))}
                </li>
            }
        })
        .collect_view();
    view! {
        <ul class="account-sessions">{rows}</ul>
        {(others > 1)
            .then(|| {
                view! {
                    <div class="account-session">
                        <ActionForm action=revoke_others>
                            <Button kind="submit" variant=ButtonVariant::Danger pending=revoke_others.pending()>
                                "End all other sessions"
                            </Button>
                        </ActionForm>
                    </div>
                }
            })}
    }
}

/// The address, and the place that a file of the operator's gives it.
fn where_(session: &OwnSession) -> String {
    match session.place.as_str() {
        "" => session.address.clone(),
        place => format!("{} ({place})", session.address),
    }
}

fn end(session: &OwnSession, revoke: ServerAction<RevokeSession>) -> impl IntoView {
    let id = session.id;
    let whose = format!(" {} from {}", session.browser, session.address);
    let pending = Signal::derive(move || revoke.input().read().as_ref().is_some_and(|input| input.session == id));
    view! {
        <ActionForm action=revoke>
            <input type="hidden" name="session" value=id.to_string()/>
            <Button kind="submit" size=ButtonSize::Small pending>
                "End session"
                <span class="visually-hidden">{whose}</span>
            </Button>
        </ActionForm>
    }
}
