//! What is said across the page when the event stream is broken, or over.

use crate::layout::CurrentOrganization;
use crate::live::{Connection, Live};
use crate::session::reload;
use cauldron_ui::{Button, ButtonSize, Notice, NoticeKind};
use leptos::prelude::*;

/// Nothing while all is well.
#[component]
pub(crate) fn ConnectionNotice(live: Live) -> impl IntoView {
    let organization = expect_context::<CurrentOrganization>().name;
    move || {
        match live.connection.get() {
        Connection::Starting | Connection::Live => ().into_any(),
        Connection::Lost => view! { <Lost live/> }.into_any(),
        Connection::SignedOut => view! {
            <Notice
                kind=NoticeKind::Warning
                action=|| view! { <a class="button button--secondary button--small" href="/sign-in" rel="external">"Sign in"</a> }
            >
                "Your session has ended. Sign in again to go on; what you typed on this page is still here."
            </Notice>
        }
        .into_any(),
        Connection::OrganizationSwitched => view! {
            <Notice
                kind=NoticeKind::Warning
                action=|| view! { <Button size=ButtonSize::Small on_press=Callback::new(|_| reload())>"Reload"</Button> }
            >
                "Another organization is open in this browser now. Reload to see it here; this page still shows "
                <span dir="auto">{organization.get_untracked()}</span> "."
            </Notice>
        }
        .into_any(),
    }
    }
}

#[component]
fn Lost(live: Live) -> impl IntoView {
    let seconds = RwSignal::new(0_u64);
    // Counted, not read from a clock: what matters is about how long.
    Effect::new(move |_| {
        let every_second = std::time::Duration::from_secs(1);
        if let Ok(ticking) = set_interval(move || seconds.update(|seconds| *seconds += 1), every_second) {
            on_cleanup(move || ticking.clear());
        }
    });
    view! {
        <Notice
            kind=NoticeKind::Offline
            action=move || view! {
                <Button size=ButtonSize::Small on_press=Callback::new(move |_| live.retry())>"Retry now"</Button>
            }
        >
            "No connection to Cauldron. Reconnecting; what you see may be out of date. "
            // Not read aloud: it would be said anew every second.
            <span class="muted num" aria-hidden="true">{move || since(seconds.get())}</span>
        </Notice>
    }
}

/// `for 12 s`, `for 3 min`, `for 2 h`; nothing in the first seconds, in which most of it is over.
fn since(seconds: u64) -> String {
    match seconds {
        0..=2 => String::new(),
        3..=59 => format!("For {seconds} s."),
        60..=3599 => format!("For {} min.", seconds / 60),
        _ => format!("For {} h.", seconds / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::since;

    #[test]
    fn how_long_is_said_in_the_unit_that_fits() {
        let said = [0, 3, 59, 60, 3599, 7200].map(since);
        assert_eq!(said, ["", "For 3 s.", "For 59 s.", "For 1 min.", "For 59 min.", "For 2 h."]);
    }
}
