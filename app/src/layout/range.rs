//! The time range of the page, kept in its address, and its control in the top bar.

use crate::layout::navigation::is_ranged;
use crate::live::{Connection, Live};
use cauldron_types::{SpanSpec, TimeSpec, TimeUnit};
use cauldron_ui::{Button, ButtonVariant, Icon, StatusDot, TextField, Tone};
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};

/// The time range that pages read, as a context of the frame.
///
/// It is that of the address on pages that have one, and is remembered on others, so that going to the settings and back
/// loses nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GlobalRange(pub Memo<SpanSpec>);

impl GlobalRange {
    /// Follows the address.
    pub(crate) fn start(path: Memo<String>) -> Self {
        let query = use_query_map();
        Self(Memo::new(move |before: Option<&SpanSpec>| match before {
            Some(before) if !is_ranged(&path.read()) => before.clone(),
            _ => SpanSpec::from_query(|name| query.read().get(name)),
        }))
    }
}

/// One press away.
fn presets() -> Vec<SpanSpec> {
    use TimeUnit::{Day, Hour, Minute, Week};
    let from = |round| SpanSpec {
        from: TimeSpec::Relative { amount: 0, unit: TimeUnit::Second, round: Some(round) },
        ..SpanSpec::default()
    };
    let last = [(15, Minute), (1, Hour), (6, Hour), (24, Hour), (7, Day), (30, Day), (90, Day)];
    last.into_iter().map(|(count, unit)| SpanSpec::last(count, unit)).chain([from(Day), from(Week)]).collect()
}

/// The control. Everything in it is a link or a plain form, so that it works before any script.
#[component]
pub(crate) fn RangeControl(
    /// The present range.
    range: Memo<SpanSpec>,
    /// The page's path.
    path: Memo<String>,
) -> impl IntoView {
    let popover = NodeRef::<html::Div>::new();
    // A choice goes to another address in the same document, so the popover closes itself.
    Effect::watch(
        move || range.get(),
        move |_, _, _| {
            if let Some(popover) = popover.get_untracked() {
                let _hidden = popover.hide_popover();
            }
        },
        false,
    );
    let live = expect_context::<Live>();
    let state = Memo::new(move |_| {
        let range = range.read();
        match live.connection.get() {
            _ if !range.ends_now() => None,
            _ if range.paused => Some(("Paused", Tone::Neutral)),
            Connection::Starting => Some(("Connecting", Tone::Neutral)),
            Connection::Live => Some(("Live", Tone::Ok)),
            Connection::Lost => Some(("Reconnecting", Tone::Warn)),
            Connection::SignedOut => Some(("Signed out", Tone::Warn)),
        }
    });
    let dot = move || state.get().map(|(label, tone)| view! { <StatusDot label=label.to_owned() tone=tone/> });
    let links = presets()
        .into_iter()
        .map(|preset| {
            let (label, href) = (preset.label(), preset.whole_query());
            let is_present = move || {
                let range = range.read();
                (range.from == preset.from && range.to == preset.to).then_some("true")
            };
            view! {
                <li>
                    <a class="shell-popover__item" href=href aria-current=is_present>
                        <span class="shell-popover__words">{label}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    let pause = move || {
        let range = range.get();
        range.ends_now().then(|| {
            let other = SpanSpec { paused: !range.paused, ..range.clone() };
            let words = if range.paused { "Resume live updates" } else { "Pause live updates" };
            view! {
                <div class="shell-popover__section">
                    <a class="shell-popover__item" href=other.whole_query()>
                        <Icon name=if range.paused { "play" } else { "pause" }/>
                        <span class="shell-popover__words">{words}</span>
                    </a>
                </div>
            }
        })
    };
    view! {
        <button class="topbar__range" type="button" popovertarget="range-menu">
            <Icon name="clock"/>
            <span class="visually-hidden">"Time range: "</span>
            <span class="topbar__range-label">{move || range.read().label()}</span>
            {dot}
        </button>
        <div class="shell-popover shell-popover--end" id="range-menu" popover="auto" node_ref=popover>
            <nav class="shell-popover__section" aria-label="Time range">
                <ul class="shell-popover__list">{links}</ul>
            </nav>
            {pause}
            <div class="shell-popover__section">
                <AbsoluteForm range path/>
            </div>
        </div>
    }
    .into_any()
}

/// From and to by the clock on the wall.
#[component]
fn AbsoluteForm(range: Memo<SpanSpec>, path: Memo<String>) -> impl IntoView {
    let wall = |spec: &TimeSpec| match spec {
        TimeSpec::Wall(text) if text.len() == 16 => text.clone(),
        _ => String::new(),
    };
    let (from, to) = {
        let range = range.read_untracked();
        (RwSignal::new(wall(&range.from)), RwSignal::new(wall(&range.to)))
    };
    let backwards = RwSignal::new(None::<String>);
    let navigate = use_navigate();
    let apply = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Ok(from), Ok(to)) = (from.get_untracked().parse::<TimeSpec>(), to.get_untracked().parse::<TimeSpec>())
        else {
            backwards.set(Some("Enter a day and a time.".to_owned()));
            return;
        };
        let span = SpanSpec { from, to, paused: false };
        if span.runs_backwards() {
            backwards.set(Some("Choose an end that is after the beginning.".to_owned()));
            return;
        }
        backwards.set(None);
        navigate(
            &format!("{}{}", path.read_untracked(), span.whole_query()),
            leptos_router::NavigateOptions::default(),
        );
    };
    view! {
        <form class="range-form" method="get" action=move || path.get() on:submit=apply>
            <TextField label="From" name="from" id="range-from" kind="datetime-local" bind=from required=true/>
            <TextField label="To" name="to" id="range-to" kind="datetime-local" bind=to required=true error=backwards/>
            <p class="range-form__note">"In the organization's time zone."</p>
            <Button kind="submit" variant=ButtonVariant::Secondary wide=true>"Show this range"</Button>
        </form>
    }
}
