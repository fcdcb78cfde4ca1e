//! From when to when a page looks, chosen in one place for all of it.

use crate::button::{Button, ButtonVariant};
use crate::date_field::DateField;
use crate::icon::Icon;
use crate::popup::{hidden_inputs, hide, is_plain_press, move_in_list};
use crate::query_text::{Pair, query_href};
use crate::status_dot::StatusDot;
use crate::text_field::TextField;
use crate::tone::Tone;
use crate::turn::InTurn;
use cauldron_types::{SpanProblem, SpanSpec, TimeSpec, UnreadSpan, WallTime};
use leptos::prelude::*;
use leptos::web_sys::{Event, MouseEvent, SubmitEvent};

/// What every part of the picker needs.
#[derive(Clone, Copy)]
struct Picker {
    id: StoredValue<String>,
    span: Signal<SpanSpec>,
    keep: Signal<Vec<Pair>>,
    unread: Signal<Option<UnreadSpan>>,
    on_choose: Option<Callback<SpanSpec>>,
}

impl Picker {
    fn part(self, name: &str) -> String {
        self.id.with_value(|id| format!("{id}-{name}"))
    }

    /// Address of the page with another span and everything else as it is.
    fn href(self, span: &SpanSpec) -> String {
        let mut pairs = self.keep.get();
        pairs.extend(span.pairs());
        query_href(&pairs)
    }

    /// Tells the caller. False where nobody wants to know, and the link or the form is followed.
    fn choose(self, event: &Event, span: SpanSpec) -> bool {
        let Some(on_choose) = self.on_choose else { return false };
        event.prevent_default();
        hide(&self.part("popup"));
        on_choose.run(span);
        true
    }

    fn press(self, event: &MouseEvent, span: &SpanSpec) {
        // A link that is followed may lead to another address in the same document.
        if is_plain_press(event) && !self.choose(event, span.clone()) {
            hide(&self.part("popup"));
        }
    }
}

/// A button with the present range in words, and a popover with a field for words, presets, two ends to choose and a link that
/// pauses or goes on. Everything is a link or a GET form with `from`, `to` and `live`, so it works before any script.
#[component]
pub fn TimeRangePicker(
    /// The present range.
    #[prop(into)]
    span: Signal<SpanSpec>,
    /// `id` of the button; unique on the page.
    #[prop(optional, into)]
    id: Option<String>,
    /// Pairs of the address that stay as they are: filters, sorting. Without `from`, `to`, `live`.
    #[prop(optional, into)]
    keep: Signal<Vec<Pair>>,
    /// What the address asks for and cannot be had; said at the field that it came from.
    #[prop(optional, into)]
    unread: Signal<Option<UnreadSpan>>,
    /// Called with the range that was chosen. Without it links and forms are followed.
    #[prop(optional, into)]
    on_choose: Option<Callback<SpanSpec>>,
    /// A word beside the range and what its colour says; whether the range is live, if absent.
    #[prop(optional, into)]
    state: Option<Signal<Option<(&'static str, Tone)>>>,
    /// The organization's time zone, `Europe/Berlin`, said below the two ends.
    #[prop(optional, into)]
    zone: MaybeProp<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| "time-range".to_owned());
    let picker = Picker { id: StoredValue::new(id.clone()), span, keep, unread, on_choose };
    let state = state.unwrap_or_else(|| Signal::derive(move || span.read().is_live().then_some(("Live", Tone::Ok))));
    let dot = move || state.get().map(|(label, tone)| view! { <StatusDot label=label.to_owned() tone=tone/> });
    let view = view! {
        <div class="time-range">
            <button class="button button--secondary time-range__button" type="button" id=id popovertarget=picker.part("popup")>
                <Icon name="clock"/>
                <span class="visually-hidden">"Time range: "</span>
                <span class="time-range__words">{move || span.read().label()}</span>
                {dot}
            </button>
            <div class="popup time-range__popup" id=picker.part("popup") popover="auto" role="dialog" aria-label="Time range">
                {words_form(picker)}
                <div class="time-range__choices">
                    {presets(picker)}
                    {live_link(picker)}
                </div>
                {ends_form(picker, zone)}
            </div>
        </div>
    };
    InTurn::new(view).into_any()
}

/// One press each; arrows move among them, and the present one has the focus when the popover opens.
fn presets(picker: Picker) -> AnyView {
    let present =
        Memo::new(move |_| SpanSpec::PRESETS.iter().position(|preset| preset.has_ends_of(&picker.span.read())));
    let links = SpanSpec::PRESETS
        .into_iter()
        .enumerate()
        .map(|(place, preset)| {
            let words = preset.label();
            let link = preset.clone();
            view! {
                <li>
                    <a
                        class="time-range__preset"
                        href=move || picker.href(&link)
                        aria-current=move || (present.get() == Some(place)).then_some("true")
                        autofocus=move || present.get().unwrap_or_default() == place
                        on:click=move |event| picker.press(&event, &preset)
                    >
                        {words}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <ul class="time-range__presets" aria-label="Usual ranges" on:keydown=|event| move_in_list(&event)>
            {links}
        </ul>
    }
    .into_any()
}

/// Pauses what follows the clock, and lets it go on.
fn live_link(picker: Picker) -> AnyView {
    let link = move || {
        let span = picker.span.get();
        span.ends_now().then(|| {
            let turned = span.turned();
            let words = if span.paused { "Resume live updates" } else { "Pause live updates" };
            view! {
                <a
                    class="time-range__preset time-range__turn"
                    href=picker.href(&turned)
                    on:click=move |event| picker.press(&event, &turned)
                >
                    <Icon name=if span.paused { "play" } else { "pause" }/>
                    {words}
                </a>
            }
        })
    };
    view! { {link} }.into_any()
}

/// What is wrong with what was sent, until something else stands in its place.
fn wrong_with<T: PartialEq + Clone + Send + Sync + 'static>(
    sent: RwSignal<Option<(T, SpanProblem)>>,
    present: impl Fn() -> T + Send + Sync + 'static,
) -> Signal<Option<SpanProblem>> {
    Signal::derive(move || sent.get().filter(|(sent, _)| *sent == present()).map(|(_, problem)| problem))
}

/// The sentence, at the field that it concerns.
fn said_at(problem: Signal<Option<SpanProblem>>, concerns: fn(SpanProblem) -> bool) -> MaybeProp<String> {
    Signal::derive(move || {
        problem.get().filter(|problem| concerns(*problem)).map(|problem| problem.sentence().to_owned())
    })
    .into()
}

fn words_form(picker: Picker) -> AnyView {
    let asked = move || picker.unread.get().filter(|unread| unread.to.is_none());
    let refused = move || asked().map(|unread| (unread.from, unread.problem));
    let sent = RwSignal::new(untrack(refused));
    let text = RwSignal::new(untrack(asked).map(|unread| unread.from).unwrap_or_default());
    Effect::watch(
        refused,
        move |refused, _, _| {
            text.set(refused.clone().map(|(text, _)| text).unwrap_or_default());
            sent.set(refused.clone());
        },
        false,
    );
    let problem = wrong_with(sent, move || text.get());
    let submit = move |event: SubmitEvent| {
        let typed = text.get_untracked();
        match SpanSpec::from_words(&typed) {
            Ok(span) => {
                if picker.choose(&event, span) {
                    text.set(String::new());
                }
            }
            Err(problem) => {
                event.prevent_default();
                sent.set(Some((typed, problem)));
            }
        }
    };
    view! {
        <form class="time-range__typed" method="get" on:submit=submit>
            {move || hidden_inputs(picker.keep.get())}
            <TextField
                label="Type a range"
                name="from"
                id=picker.part("typed")
                bind=text
                placeholder="45m, 3 days, yesterday".to_owned()
                autocomplete="off".to_owned()
                required=true
                error=said_at(problem, |_| true)
            />
            <Button kind="submit">"Show"</Button>
        </form>
    }
    .into_any()
}

/// What an input of minutes shows of a wall: a beginning no later than it is, an end no earlier.
fn to_the_minute(wall: WallTime, is_end: bool) -> String {
    let into = wall.0.rem_euclid(60);
    let later = if is_end && into > 0 { 60 } else { 0 };
    WallTime(wall.0 - into + later).to_string()
}

/// What both inputs show: what was asked for, or the ends of the range where they are wall times.
fn shown_ends(span: &SpanSpec, unread: Option<&UnreadSpan>) -> [String; 2] {
    let asked = unread.and_then(|unread| Some([unread.from.as_str(), unread.to.as_deref()?]));
    let walls = match asked {
        Some(asked) => asked.map(WallTime::parse),
        None => [&span.from, &span.to].map(|end| match end {
            TimeSpec::Wall(wall) => Some(*wall),
            TimeSpec::Relative { .. } | TimeSpec::At(_) => None,
        }),
    };
    let [from, to] = walls;
    [from.map(|wall| to_the_minute(wall, false)), to.map(|wall| to_the_minute(wall, true))]
        .map(Option::unwrap_or_default)
}

fn ends_form(picker: Picker, zone: MaybeProp<String>) -> AnyView {
    let ends = move || shown_ends(&picker.span.read(), picker.unread.read().as_ref());
    let refused = move || {
        let problem = picker.unread.read().as_ref().filter(|unread| unread.to.is_some()).map(|unread| unread.problem);
        problem.map(|problem| (ends(), problem))
    };
    let [from, to] = untrack(ends).map(RwSignal::new);
    let sent = RwSignal::new(untrack(refused));
    Effect::watch(
        move || (ends(), refused()),
        move |([begins, finishes], refused), _, _| {
            from.set(begins.clone());
            to.set(finishes.clone());
            sent.set(refused.clone());
        },
        false,
    );
    let problem = wrong_with(sent, move || [from.get(), to.get()]);
    let submit = move |event: SubmitEvent| {
        let typed = [from.get_untracked(), to.get_untracked()];
        let [begins, finishes] = &typed;
        match SpanSpec::new(begins, finishes, false) {
            Ok(span) => {
                picker.choose(&event, span);
            }
            Err(problem) => {
                event.prevent_default();
                sent.set(Some((typed, problem)));
            }
        }
    };
    view! {
        <form class="time-range__ends" method="get" on:submit=submit>
            {move || hidden_inputs(picker.keep.get())}
            <DateField
                label="From"
                name="from"
                id=picker.part("from")
                bind=from
                with_time=true
                required=true
                error=said_at(problem, |problem| problem == SpanProblem::From)
            />
            <DateField
                label="To"
                name="to"
                id=picker.part("to")
                bind=to
                with_time=true
                required=true
                error=said_at(problem, |problem| problem != SpanProblem::From)
            />
            <div class="time-range__foot">
                {move || zone.get().map(|zone| view! { <span class="muted">{format!("Times in {zone}.")}</span> })}
                <Button kind="submit" variant=ButtonVariant::Primary>"Show this range"</Button>
            </div>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(from: &str, to: &str) -> [String; 2] {
        shown_ends(&SpanSpec::new(from, to, false).unwrap(), None)
    }

    #[test]
    fn only_wall_times_fit_the_calendar_and_none_is_lost_to_its_minutes() {
        assert_eq!(shown("2026-11-20", "2026-11-21"), ["2026-11-20T00:00", "2026-11-21T00:00"]);
        assert_eq!(shown("2026-11-20T14:05:10", "2026-11-20T14:05:30"), ["2026-11-20T14:05", "2026-11-20T14:06"]);
        assert_eq!(shown("now-1h", "now"), ["", ""]);
        assert_eq!(shown("2026-11-20T14:05:00Z", "now"), ["", ""]);
    }

    #[test]
    fn what_was_asked_for_is_shown_again() {
        let asked = |to: Option<&str>| UnreadSpan {
            from: "2026-11-20T14:05".to_owned(),
            to: to.map(str::to_owned),
            problem: SpanProblem::Order,
        };
        let shown = |asked: &UnreadSpan| shown_ends(&SpanSpec::default(), Some(asked));
        assert_eq!(shown(&asked(Some("2026-11-20T13:00"))), ["2026-11-20T14:05", "2026-11-20T13:00"]);
        assert_eq!(shown(&asked(None)), ["", ""]);
    }
}
