//! From when to when a page looks, chosen in one place for all of it.

mod choice;
mod moment;

pub use choice::{RangeChoice, RangeProblem};
pub use moment::{Moment, TimeUnit};

use crate::button::{Button, ButtonVariant};
use crate::date_field::DateTimeField;
use crate::date_text::WallTime;
use crate::icon::Icon;
use crate::popup::{hidden_inputs, hide, is_plain_press, sent_values};
use crate::query_text::{Pair, query_href};
use crate::text_field::TextField;
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;

/// What every part of the picker needs.
#[derive(Clone, Copy)]
struct Picker {
    id: StoredValue<String>,
    choice: Signal<RangeChoice>,
    keep: Signal<Vec<Pair>>,
    on_choose: Option<Callback<RangeChoice>>,
}

impl Picker {
    fn popup_id(self) -> String {
        self.id.with_value(|id| format!("{id}-popup"))
    }

    /// Address of the page with another range and everything else as it is.
    fn href(self, choice: &RangeChoice) -> String {
        let mut pairs = self.keep.get();
        pairs.extend(choice.to_query());
        query_href(&pairs)
    }

    /// Tells the caller, if it wants to know; otherwise the link or form is followed.
    fn choose(self, event: &leptos::web_sys::Event, choice: RangeChoice) {
        if let Some(on_choose) = self.on_choose {
            event.prevent_default();
            hide(&self.popup_id());
            on_choose.run(choice);
        }
    }
}

/// A button with the present range in words, and a popover with presets, a length to type, two ends to choose and a switch
/// that follows the clock. Everything is a link or a GET form with `from`, `to` and `live`, so it works before any script.
#[component]
pub fn TimeRangePicker(
    /// The present range.
    #[prop(into)]
    choice: Signal<RangeChoice>,
    /// `id` of the button; unique on the page.
    #[prop(optional, into)]
    id: Option<String>,
    /// Pairs of the address that stay as they are: filters, sorting. Without `from`, `to`, `live`.
    #[prop(optional, into)]
    keep: Signal<Vec<Pair>>,
    /// Called with the range that was chosen. Without it links and forms are followed.
    #[prop(optional, into)]
    on_choose: Option<Callback<RangeChoice>>,
    /// The organization's time zone, `Europe/Berlin`, said below the two ends.
    #[prop(optional, into)]
    zone: Option<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| "time-range".to_owned());
    let picker = Picker { id: StoredValue::new(id.clone()), choice, keep, on_choose };
    view! {
        <div class="time-range">
            <button class="button button--secondary time-range__button" type="button" id=id popovertarget=picker.popup_id()>
                <Icon name="clock"/>
                <span class="visually-hidden">"Time range: "</span>
                <span class="time-range__words">{move || choice.read().words()}</span>
                {move || choice.read().live.then(|| view! { <span class="time-range__live">"live"</span> })}
            </button>
            <div class="popup time-range__popup" id=picker.popup_id() popover="auto" role="dialog" aria-label="Time range">
                {presets(picker)}
                <div class="time-range__forms">
                    {live_switch(picker)}
                    {length_form(picker)}
                    {ends_form(picker, zone)}
                </div>
            </div>
        </div>
    }
    .into_any()
}

fn presets(picker: Picker) -> AnyView {
    let links = RangeChoice::presets()
        .map(|(preset, words)| {
            let (link, current) = (preset.clone(), preset.clone());
            let holds = move || {
                let choice = picker.choice.read();
                (choice.from == current.from && choice.to == current.to).then_some("true")
            };
            view! {
                <li>
                    <a
                        class="time-range__preset"
                        href=move || picker.href(&link)
                        aria-current=holds
                        on:click=move |event| {
                            if is_plain_press(&event) {
                                picker.choose(&event, preset.clone());
                                hide(&picker.popup_id());
                            }
                        }
                    >
                        {words}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="time-range__presets" aria-label="Usual ranges">{links}</ul> }.into_any()
}

/// Pauses and resumes; a button of a form, so that it works before any script.
fn live_switch(picker: Picker) -> AnyView {
    let Picker { choice, .. } = picker;
    let turned = move || RangeChoice { live: !choice.read().live, ..choice.get() };
    let sent = move || {
        let mut pairs = picker.keep.get();
        pairs.extend(choice.get().to_query().into_iter().filter(|(name, _)| name != "live"));
        hidden_inputs(pairs)
    };
    let submit = move |event: SubmitEvent| picker.choose(&event, turned());
    let cannot = Signal::derive(move || !choice.read().can_be_live());
    let labelled = picker.id.with_value(|id| format!("{id}-live"));
    let described = format!("{labelled}-detail");
    view! {
        <form class="time-range__follow" method="get" on:submit=submit>
            {sent}
            <button
                class="switch"
                type="submit"
                role="switch"
                name="live"
                value=move || if choice.read().live { "off" } else { "on" }
                aria-checked=move || if choice.read().live { "true" } else { "false" }
                aria-labelledby=labelled.clone()
                aria-describedby=described.clone()
                disabled=move || cannot.get()
            ></button>
            <div>
                <div class="check__label" id=labelled>"Live"</div>
                <div class="check__detail" id=described>
                    {move || if cannot.get() { "Only a range up to now can be live." } else { "Follows the clock." }}
                </div>
            </div>
        </form>
    }
    .into_any()
}

fn length_form(picker: Picker) -> AnyView {
    let problem = RwSignal::new(None::<String>);
    let text = RwSignal::new(String::new());
    Effect::new(move |_| {
        text.track();
        problem.set(None);
    });
    let submit = move |event: SubmitEvent| {
        let typed = sent_values(&event, "from").into_iter().next_back().unwrap_or_default();
        match RangeChoice::from_words(&typed) {
            Ok(choice) => {
                text.set(String::new());
                picker.choose(&event, choice);
            }
            Err(wrong) => {
                event.prevent_default();
                problem.set(Some(wrong.sentence().to_owned()));
            }
        }
    };
    let id = picker.id.with_value(|id| format!("{id}-length"));
    view! {
        <form class="time-range__length" method="get" on:submit=submit>
            {move || hidden_inputs(picker.keep.get())}
            <TextField
                label="Reaching back"
                name="from"
                id=id
                bind=text
                placeholder="45m, 3h, 2d".to_owned()
                autocomplete="off".to_owned()
                required=true
                error=problem
            />
            <Button kind="submit">"Show"</Button>
        </form>
    }
    .into_any()
}

/// What a `datetime-local` input shows of an end.
fn wall_text(end: &str) -> String {
    match Moment::parse(end) {
        Some(Moment::Wall(WallTime { year, month, day, hour, minute, .. })) => {
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")
        }
        _ => String::new(),
    }
}

fn ends_form(picker: Picker, zone: Option<String>) -> AnyView {
    let ends = picker.choice.with_untracked(|choice| [wall_text(&choice.from), wall_text(&choice.to)]);
    let [from, to] = ends.map(RwSignal::new);
    let problem = RwSignal::new(None::<String>);
    Effect::new(move |ran: Option<()>| {
        let ends = picker.choice.with(|choice| [wall_text(&choice.from), wall_text(&choice.to)]);
        // The first time both hold it already, or what was typed before the page was alive.
        if ran.is_some() {
            let [begins, finishes] = ends;
            from.set(begins);
            to.set(finishes);
        }
    });
    Effect::new(move |_| {
        from.track();
        to.track();
        problem.set(None);
    });
    let submit = move |event: SubmitEvent| match RangeChoice::new(&from.read_untracked(), &to.read_untracked(), false) {
        Ok(choice) => picker.choose(&event, choice),
        Err(wrong) => {
            event.prevent_default();
            problem.set(Some(wrong.sentence().to_owned()));
        }
    };
    let ids = ["from", "to"].map(|end| picker.id.with_value(|id| format!("{id}-{end}")));
    let [from_id, to_id] = ids;
    view! {
        <form class="time-range__ends" method="get" on:submit=submit>
            {move || hidden_inputs(picker.keep.get())}
            <DateTimeField label="From" name="from" id=from_id bind=from required=true/>
            <DateTimeField label="To" name="to" id=to_id bind=to required=true error=problem/>
            <div class="time-range__foot">
                {zone.map(|zone| view! { <span class="muted">{format!("Times in {zone}.")}</span> })}
                <Button kind="submit" variant=ButtonVariant::Primary>"Show this range"</Button>
            </div>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::wall_text;

    #[test]
    fn only_wall_times_fit_the_calendar() {
        assert_eq!(wall_text("2026-11-20"), "2026-11-20T00:00");
        assert_eq!(wall_text("2026-11-20T14:05:33"), "2026-11-20T14:05");
        assert_eq!(wall_text("now-1h"), "");
        assert_eq!(wall_text("2026-11-20T14:05:00Z"), "");
    }
}
