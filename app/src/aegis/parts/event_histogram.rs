//! When the events happened: bars by severity, each of which narrows the list to its time.

use super::event_query::{between, href};
use cauldron_types::{EventBucket, EventQuery, EventSummary, Instant, Severity, UtcOffset, grouped};
use cauldron_ui::{Align, Cell, Column, Row, Table};
use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Units of the drawing across and upwards; it is stretched to its place.
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 100.0;
/// Least height of a bar that stands for something.
const LEAST: f64 = 2.0;
/// Least height of one severity in a bar.
const LEAST_PART: f64 = 0.75;

#[expect(clippy::cast_precision_loss, reason = "counts and numbers of bars, far below 2^52")]
const fn float(count: i64) -> f64 {
    count as f64
}

/// `14:05`, or `20 Nov` where a bucket is a day or longer.
fn tick(at: Instant, long: bool, offsets: &[UtcOffset]) -> String {
    let shown = at.display(offsets);
    let (day, clock) = shown.split_once(", ").unwrap_or((&shown, ""));
    let day = day.rsplit_once(' ').map_or(day, |(day, _year)| day);
    if long { day.to_owned() } else { format!("{day}, {}", clock.get(..5).unwrap_or(clock)) }
}

/// What the bars show, in a sentence.
pub(crate) fn finding(summary: &EventSummary) -> String {
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

fn is_long(step: &str) -> bool {
    ["day", "week", "month", "quarter", "year", "decade"].contains(&step)
}

/// The bars. A press on one, or a drag over several, narrows the range; the table below does the same by keyboard.
#[component]
pub(crate) fn EventHistogram(
    /// What is drawn.
    summary: EventSummary,
    /// What was asked for.
    query: EventQuery,
) -> impl IntoView {
    let EventSummary { buckets, step, offsets, .. } = summary;
    let long = is_long(&step);
    let highest = buckets.iter().map(EventBucket::total).max().unwrap_or(0).max(1);
    let count = buckets.len();
    let labels: Vec<String> = buckets.iter().map(|bucket| tick(bucket.from, long, &offsets)).collect();
    let link = |bucket: &EventBucket| href(&between(&query, bucket.from, bucket.to, &offsets));
    let rows = buckets
        .iter()
        .zip(&labels)
        .filter(|(bucket, _)| bucket.total() > 0)
        .map(|(bucket, label)| {
            let counts = Severity::ALL
                .iter()
                .zip(bucket.counts)
                .map(
                    |(severity, count)| view! { <Cell label=severity.label() align=Align::End>{grouped(count)}</Cell> },
                )
                .collect_view();
            let (address, label) = (link(bucket), label.clone());
            view! {
                <Row>
                    <Cell label="From" header=true><a href=address>{label}</a></Cell>
                    {counts}
                </Row>
            }
        })
        .collect_view();
    let svg = drawing(&buckets, highest, &labels, link);
    let columns = std::iter::once(Column::text("From"))
        .chain(Severity::ALL.iter().map(|severity| Column::number(severity.label())))
        .collect::<Vec<_>>();
    let axis = [0, count / 2]
        .into_iter()
        .filter_map(|index| labels.get(index).cloned())
        .chain(buckets.last().map(|bucket| tick(bucket.to, long, &offsets)))
        .map(|label| view! { <span>{label}</span> })
        .collect_view();
    view! {
        <div class="histogram">
            <div class="histogram__plot">
                <span class="histogram__most" aria-hidden="true">{grouped(highest)}</span>
                <Brush svg buckets=buckets.clone() query=query.clone() offsets=offsets.clone()/>
            </div>
            <div class="histogram__axis" aria-hidden="true">{axis}</div>
            <details class="histogram__table">
                <summary>"View as table"</summary>
                <Table caption=format!("Events by {step}") columns cards=false>{rows}</Table>
            </details>
        </div>
    }
    .into_any()
}

fn words(bucket: &EventBucket) -> String {
    let each: Vec<String> = Severity::ALL
        .iter()
        .zip(bucket.counts)
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| format!("{} {}", grouped(count), severity.as_str()))
        .collect();
    if each.is_empty() { "no events".to_owned() } else { each.join(", ") }
}

/// The bars as SVG: one link each, with one block for each severity, the mildest at the bottom. Links and titles are of our
/// own making, but carry what was searched for, so they are escaped.
fn drawing(buckets: &[EventBucket], highest: i64, labels: &[String], link: impl Fn(&EventBucket) -> String) -> String {
    let width = WIDTH / float(i64::try_from(buckets.len().max(1)).unwrap_or(1));
    let mut svg = String::from(
        "<svg class=\"histogram__drawing\" viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\" focusable=\"false\">",
    );
    for ((bucket, label), index) in buckets.iter().zip(labels).zip(0..) {
        let x = width * float(index);
        svg.push_str(&format!(
            "<a href=\"{}\" tabindex=\"-1\" class=\"histogram__bar\"><title>{}</title>\
             <rect class=\"histogram__room\" x=\"{x:.2}\" y=\"0\" width=\"{width:.2}\" height=\"100\"/>",
            escaped(&link(bucket)),
            escaped(&format!("{label}: {}", words(bucket))),
        ));
        let total = bucket.total();
        let height = (HEIGHT * float(total) / float(highest.max(1))).max(LEAST);
        let mut bottom = HEIGHT;
        for (severity, count) in Severity::ALL.iter().zip(bucket.counts).rev().filter(|(_, count)| *count > 0) {
            let part = (height * float(count) / float(total.max(1))).max(LEAST_PART);
            bottom -= part;
            svg.push_str(&format!(
                "<rect class=\"histogram__part histogram__part--{severity}\" x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{part:.2}\"/>",
                x + width * 0.1,
                bottom.max(0.0),
                width * 0.8,
            ));
        }
        svg.push_str("</a>");
    }
    svg.push_str("</svg>");
    svg
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The drawing, over which a range can be dragged.
#[component]
fn Brush(svg: String, buckets: Vec<EventBucket>, query: EventQuery, offsets: Vec<UtcOffset>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    // First and last bar of the drag.
    let drag = RwSignal::new(None::<(usize, usize)>);
    let dragged = StoredValue::new(false);
    let count = buckets.len();
    let navigate = use_navigate();
    let bar = move |event: &MouseEvent| {
        let rect = node.get_untracked()?.get_bounding_client_rect();
        let share = (f64::from(event.client_x()) - rect.left()) / rect.width().max(1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the number of bars")]
        let index = (share.clamp(0.0, 0.9999) * float(i64::try_from(count).unwrap_or(0))) as usize;
        (count > 0).then_some(index)
    };
    let marked = move || {
        let (one, other) = drag.get().filter(|(one, other)| one != other)?;
        let width = WIDTH / float(i64::try_from(count.max(1)).unwrap_or(1));
        let place = |index: usize| width * float(i64::try_from(index).unwrap_or(0));
        let (from, to) = (place(one.min(other)), place(one.max(other) + 1));
        Some(view! { <rect class="histogram__brush" x=from y="0" width=to - from height=HEIGHT></rect> })
    };
    let place = StoredValue::new((buckets, query, offsets));
    let go = move |first: usize, last: usize| {
        let address = place.with_value(|(buckets, query, offsets)| {
            let (first, last) = (buckets.get(first)?, buckets.get(last)?);
            Some(href(&between(query, first.from, last.to, offsets)))
        });
        if let Some(address) = address {
            navigate(&address, NavigateOptions::default());
        }
    };
    let by_drag = go.clone();
    let finish = move |_| {
        let Some((one, other)) = drag.get_untracked().filter(|(one, other)| one != other) else {
            drag.set(None);
            return;
        };
        drag.set(None);
        dragged.set_value(true);
        by_drag(one.min(other), one.max(other));
    };
    view! {
        <div
            class="histogram__area"
            aria-hidden="true"
            node_ref=node
            on:pointerdown=move |event| {
                dragged.set_value(false);
                if event.button() == 0 {
                    drag.set(bar(&event).map(|index| (index, index)));
                }
            }
            on:pointermove=move |event| {
                if let (Some((first, last)), Some(index)) = (drag.get_untracked(), bar(&event))
                    && last != index
                {
                    drag.set(Some((first, index)));
                }
            }
            on:pointerup=finish
            on:pointerleave=move |_| drag.set(None)
            on:dragstart=move |event| event.prevent_default()
            on:click=move |event| {
                // The links are those of a drawing, which the router does not follow. A drag that ends on one is no press.
                let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
                if dragged.get_value() {
                    event.prevent_default();
                    dragged.set_value(false);
                } else if !elsewhere && let Some(index) = bar(&event) {
                    event.prevent_default();
                    go(index, index);
                }
            }
        >
            <div inner_html=svg></div>
            <svg class="histogram__overlay" viewBox="0 0 1000 100" preserveAspectRatio="none" focusable="false">
                {marked}
            </svg>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
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
    }

    #[test]
    fn a_bar_has_a_block_for_each_severity_and_nothing_gets_out_of_its_link() {
        let some = summary(&[[0, 0, 0, 0, 0], [1, 0, 0, 0, 3]]);
        let labels = ["a".to_owned(), "<b>".to_owned()];
        let svg = drawing(&some.buckets, 4, &labels, |_| "/x?q=\"><script>&y".to_owned());
        assert_eq!(svg.matches("histogram__part ").count(), 2);
        assert!(
            svg.contains("histogram__part--critical\" x=\"550.00\" y=\"0.00\" width=\"400.00\" height=\"25.00\""),
            "{svg}"
        );
        assert!(svg.contains("<title>&lt;b&gt;: 1 critical, 3 info</title>"));
        assert!(!svg.contains("<script"));
    }
}
