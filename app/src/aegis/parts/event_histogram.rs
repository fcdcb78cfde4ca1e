//! When the events happened: bars by severity, of which one or several narrow the list to their time.

use super::event_query::{PageAddress, between};
use crate::AppError;
use crate::synapse::parts::model_of;
use cauldron_charts::{BarChart, BarSeries, Buckets, Colours, Unit};
use cauldron_types::{EventBucket, EventSummary, Instant, Severity, UtcOffset, grouped};
use cauldron_ui::{ChartChoice, ChartFrame, ChartSize, ChartState};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// `14:05`, or `20 Nov` where a bucket is a day or longer.
fn tick(at: Instant, long: bool, offsets: &[UtcOffset]) -> String {
    let shown = at.display(offsets);
    let (day, clock) = shown.split_once(", ").unwrap_or((&shown, ""));
    let day = day.rsplit_once(' ').map_or(day, |(day, _year)| day);
    if long { day.to_owned() } else { format!("{day}, {}", clock.get(..5).unwrap_or(clock)) }
}

fn is_long(step: &str) -> bool {
    ["day", "week", "month", "quarter", "year", "decade"].contains(&step)
}

/// What the bars show, in a sentence.
fn finding(summary: &EventSummary) -> String {
    let words = summary.total.words();
    let most = summary.buckets.iter().max_by_key(|bucket| bucket.total()).filter(|bucket| bucket.total() > 0);
    let Some(most) = most else { return "No events in this range.".to_owned() };
    let when = tick(most.from, is_long(&summary.step), &summary.offsets);
    let first = words.chars().next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let words = format!("{first}{}", words.chars().skip(1).collect::<String>());
    if summary.total.count == 1 {
        return format!("{words}, after {when}.");
    }
    let grave: i64 = summary.buckets.iter().map(|bucket| bucket.counts.iter().take(2).sum::<i64>()).sum();
    let grave = match grave {
        0 => "none of them high or critical".to_owned(),
        count => format!("{} of them high or critical", grouped(count)),
    };
    format!("{words}, {grave}. The most, {}, came after {when}.", grouped(most.total()))
}

/// Where each bar begins, and where the last one ends. The range cuts the first and the last bucket off, sometimes to a second;
/// drawn as long as their neighbours they can be seen and pressed.
fn drawn(buckets: &[EventBucket]) -> (Vec<i64>, i64) {
    let length = |bucket: Option<&EventBucket>| bucket.map_or(0, |bucket| bucket.to.0 - bucket.from.0);
    let mut starts: Vec<i64> = buckets.iter().map(|bucket| bucket.from.0).collect();
    if let (Some(first), Some(second)) = (starts.first_mut(), buckets.get(1)) {
        *first = (*first).min(second.from.0 - length(Some(second)));
    }
    let like = buckets.len().checked_sub(2).and_then(|index| buckets.get(index));
    let end = buckets.last().map_or(0, |last| last.to.0.max(last.from.0 + length(like)));
    (starts, end)
}

/// The bars, the worst at the bottom, where heights are easiest to compare.
fn chart(summary: &EventSummary) -> BarChart {
    let buckets = &summary.buckets;
    #[expect(clippy::cast_precision_loss, reason = "counts of events, far below 2^52")]
    let values = |index: usize| {
        buckets.iter().map(|bucket| bucket.counts.get(index).map_or(0.0, |count| *count as f64)).collect()
    };
    let series = Severity::ALL.iter().enumerate();
    let (starts, end) = drawn(buckets);
    let range = starts.first().map(|first| (*first, end));
    BarChart {
        title: "Events over time".to_owned(),
        buckets: Buckets::Times {
            starts,
            length: buckets.iter().map(|bucket| bucket.to.0 - bucket.from.0).max().unwrap_or_default(),
        },
        series: series
            .map(|(index, severity)| BarSeries { label: severity.label().to_owned(), values: values(index) })
            .collect(),
        unit: Unit::Count,
        stacked: true,
        colours: Colours::Severity,
        statement: finding(summary),
        range,
        offsets: summary.offsets.iter().map(|offset| (offset.from.0, offset.seconds)).collect(),
        ..BarChart::default()
    }
}

/// The whole of the bars that a stretch of time touches, both of its ends included.
fn stretch(buckets: &[EventBucket], (from, to): (i64, i64)) -> Option<(Instant, Instant)> {
    let mut touched = buckets.iter().filter(|bucket| bucket.from.0 <= to && bucket.to.0 > from);
    let first = touched.next()?;
    Some((first.from, touched.next_back().unwrap_or(first).to))
}

/// The figure. Its table leads to each bar's time without any script.
#[component]
pub(crate) fn EventHistogram(
    /// What is drawn, read by the page.
    summary: Resource<Result<EventSummary, AppError>>,
    /// The page's address.
    here: Memo<PageAddress>,
    /// Reads it again after a failure.
    on_retry: Callback<()>,
    /// At the foot of the figure.
    children: Children,
) -> impl IntoView {
    let model = Signal::derive(move || {
        model_of(match summary.get() {
            Some(Ok(summary)) => chart(&summary),
            _ => BarChart::default(),
        })
    });
    // A memo, or every new summary would make a new figure and take the focus from it.
    let state = Memo::new(move |_| match summary.get() {
        Some(Ok(_)) => ChartState::Ready,
        Some(Err(AppError(problem))) => ChartState::Failed { message: problem.message, trace_id: problem.trace },
        None => ChartState::Loading,
    });
    let address = move |chosen: (i64, i64)| {
        let here = here.get();
        let narrowed = summary.get().and_then(Result::ok).and_then(|summary| {
            let (from, to) = stretch(&summary.buckets, chosen)?;
            Some(here.with_query(between(&here.query, from, to, &summary.offsets)))
        });
        narrowed.unwrap_or(here).href()
    };
    let navigate = use_navigate();
    let choice = ChartChoice {
        href: Callback::new(address),
        on_choose: Callback::new(move |chosen| {
            let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            navigate(&untrack(|| address(chosen)), options);
        }),
    };
    view! {
        <div class="events__histogram">
            <ChartFrame
                id="event-histogram"
                title="Events over time"
                model
                size=ChartSize::Low
                wide=true
                state
                on_retry
                choice
            >
                {children()}
            </ChartFrame>
        </div>
    }
    .into_any()
}

/// What stands at its foot, folded away.
pub(crate) const NARROW: &str = "Narrow by severity, kind or person";

/// Its room while it is on its way.
#[component]
pub(crate) fn EventHistogramRoom() -> impl IntoView {
    view! {
        <ChartFrame
            id="event-histogram"
            title="Events over time"
            model=Signal::stored(model_of(BarChart::default()))
            size=ChartSize::Low
            wide=true
            state=Signal::stored(ChartState::Loading)
        >
            <p class="facets-fold facets-fold--room">{NARROW}</p>
        </ChartFrame>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cauldron_charts::Chart as _;
    use cauldron_types::{EventFacets, EventTotal};

    fn summary(counts: &[[i64; 5]]) -> EventSummary {
        let buckets: Vec<EventBucket> = counts
            .iter()
            .zip(0..)
            .map(|(counts, index)| EventBucket {
                from: Instant(index * 60_000),
                to: Instant(index * 60_000 + 60_000),
                counts: *counts,
            })
            .collect();
        EventSummary {
            total: EventTotal { count: buckets.iter().map(EventBucket::total).sum(), more: false },
            buckets,
            step: "minute".to_owned(),
            facets: EventFacets::default(),
            offsets: Vec::new(),
        }
    }

    #[test]
    fn the_finding_says_how_many_how_grave_and_when() {
        assert_eq!(finding(&summary(&[[0; 5]])), "No events in this range.");
        assert_eq!(finding(&summary(&[[0; 5], [0, 0, 0, 0, 1]])), "1 event, after 1 Jan, 00:01.");
        let some = summary(&[[0, 0, 0, 0, 2], [1, 2, 0, 0, 1]]);
        assert_eq!(finding(&some), "6 events, 3 of them high or critical. The most, 4, came after 1 Jan, 00:01.");
        assert_eq!(tick(Instant(0), true, &[]), "1 Jan");
        assert_eq!(chart(&some).finding(), finding(&some));
    }

    #[test]
    fn a_bar_has_a_block_for_each_severity_that_occurred() {
        let chart = chart(&summary(&[[0, 0, 0, 0, 0], [1, 0, 0, 0, 3]]));
        let svg = chart.svg();
        assert_eq!(svg.matches("class=\"chart-bar\"").count(), 2);
        // The legend names all five; what is drawn are the two that occurred.
        let bars: Vec<&str> =
            svg.split("class=\"chart-bar\"").skip(1).filter_map(|bar| bar.split("</g>").next()).collect();
        let drawn = |colour: &str| bars.iter().any(|bar| bar.contains(colour));
        assert!(drawn("var(--viz-1)") && drawn("var(--viz-5)") && !drawn("var(--viz-3)"), "{svg}");
        let names: Vec<String> = chart.legend().into_iter().map(|entry| entry.label).collect();
        assert_eq!(names, ["Critical", "High", "Medium", "Low", "Info"]);
        assert_eq!(chart.geometry().to, 120_000);
    }

    #[test]
    fn buckets_that_the_range_cut_off_are_as_wide_as_the_others() {
        let mut cut = summary(&[[0; 5], [0; 5], [0; 5]]).buckets;
        cut[0].from = Instant(59_000);
        cut[2].to = Instant(121_000);
        assert_eq!(drawn(&cut), (vec![0, 60_000, 120_000], 180_000));
        assert_eq!(drawn(&cut[2..]), (vec![120_000], 121_000));
        assert_eq!(drawn(&[]), (Vec::new(), 0));
    }

    #[test]
    fn a_stretch_becomes_whole_bars() {
        let buckets = summary(&[[0; 5], [0; 5], [0; 5]]).buckets;
        let whole = |from, to| stretch(&buckets, (from, to)).map(|(from, to)| (from.0 / 1_000, to.0 / 1_000));
        assert_eq!(whole(60_000, 119_999), Some((60, 120)));
        assert_eq!(whole(59_999, 60_000), Some((0, 120)));
        assert_eq!(whole(-5, 900_000), Some((0, 180)));
        assert_eq!(whole(180_000, 900_000), None);
    }
}
