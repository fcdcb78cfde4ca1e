//! From a day to a day.

use crate::date_field::DateInput;
use crate::field::Field;
use cauldron_types::WallTime;
use leptos::prelude::*;

/// What is wrong with two dates together; an empty end is open.
fn order_problem(from: &str, to: &str) -> Option<String> {
    let (from, to) = (WallTime::parse(from)?, WallTime::parse(to)?);
    (from > to).then(|| "The end is before the beginning. Choose a later end.".to_owned())
}

/// Two dates, or dates with times, of which the first may not be after the second. Sent as `<name>-from` and `<name>-to`.
#[component]
pub fn DateRange(
    /// The question.
    #[prop(into)]
    label: String,
    /// Beginning of the names under which the form sends both.
    #[prop(into)]
    name: String,
    /// `id` of the group; `field-<name>` if absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// The beginning; empty for none.
    #[prop(optional, into)]
    from: Option<RwSignal<String>>,
    /// The end; empty for none.
    #[prop(optional, into)]
    to: Option<RwSignal<String>>,
    /// With times of day.
    #[prop(optional)]
    with_time: bool,
    /// First day accepted.
    #[prop(optional, into)]
    min: Option<String>,
    /// Last day accepted.
    #[prop(optional, into)]
    max: Option<String>,
    /// Sentence below.
    #[prop(optional, into)]
    help: Option<String>,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The form cannot be sent without both.
    #[prop(optional)]
    required: bool,
    /// Says "optional" beside the question.
    #[prop(optional)]
    optional: bool,
    /// Cannot be changed and is not sent. Say why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let ends = [from, to].map(|end| end.unwrap_or_else(|| RwSignal::new(String::new())));
    let own = [RwSignal::new(None::<String>), RwSignal::new(None::<String>)];
    let [begins, finishes] = ends;
    let [wrong_begin, wrong_end] = own;
    let error: MaybeProp<String> = Signal::derive(move || {
        wrong_begin
            .get()
            .or_else(|| wrong_end.get())
            .or_else(|| order_problem(&begins.read(), &finishes.read()))
            .or_else(|| error.get())
    })
    .into();
    let field = Field { id, name, label, help, error, required, optional, disabled };
    // The help is read with the group; each date repeats what is wrong.
    let wrong = Field { help: None, ..field.clone() }.described();
    let words = [("from", "From"), ("to", "To")];
    let inputs = words
        .into_iter()
        .zip(ends.into_iter().zip(own))
        .map(|((part, words), (bind, own))| {
            let part = field.part(part);
            let input = DateInput { with_time, value: None, bind: Some(bind), min: min.clone(), max: max.clone(), own };
            let control = input.view(part.control_described(wrong.clone()));
            view! {
                <div class="date-range__end">
                    <label class="date-range__label" for=part.id()>{words}</label>
                    {control}
                </div>
            }
        })
        .collect_view();
    field.group("group", view! { <div class="date-range">{inputs}</div> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::order_problem;

    #[test]
    fn only_two_whole_dates_can_be_out_of_order() {
        assert!(order_problem("2026-11-21", "2026-11-20").is_some());
        assert!(order_problem("2026-11-20", "2026-11-20").is_none());
        assert!(order_problem("", "2026-11-20").is_none());
        assert!(order_problem("2026-11-21T10:00", "2026-11-21T09:59").is_some());
    }
}
