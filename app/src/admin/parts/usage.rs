//! What the organization has and may have, as meters.

use crate::AppError;
use crate::layout::PanelFailed;
use cauldron_types::{LimitView, grouped};
use cauldron_ui::{Meter, Panel, Skeleton, SkeletonShape, Tone};
use leptos::prelude::*;

/// A number of the limit's unit in words.
pub(crate) fn amount(unit: &str, number: i64) -> String {
    if unit != "bytes" {
        return format!("{} {unit}", grouped(number));
    }
    let units = [(1_i64 << 40, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    match units.into_iter().find(|(size, _)| number >= *size) {
        // One digit behind the point, cut rather than rounded: what is full never looks empty.
        Some((size, name)) => {
            let (whole, tenth) = (number / size, number % size * 10 / size);
            if tenth == 0 { format!("{} {name}", grouped(whole)) } else { format!("{}.{tenth} {name}", grouped(whole)) }
        }
        None => format!("{} bytes", grouped(number)),
    }
}

fn meter(limit: LimitView) -> impl IntoView {
    let LimitView { key, label, used, most, from, unit } = limit;
    let (figure, max) = match most {
        Some(most) => (format!("{} of {}", amount(&unit, used), amount(&unit, most)), most),
        None => (format!("{}, no limit", amount(&unit, used)), 0),
    };
    let tone = match most {
        Some(most) if used >= most => Tone::Crit,
        Some(most) if used.saturating_mul(10) >= most.saturating_mul(9) => Tone::Warn,
        _ => Tone::Neutral,
    };
    #[expect(clippy::cast_precision_loss, reason = "a bar has fewer pixels than a double has digits")]
    let (value, max) = (if most.is_some() { used as f64 } else { 0.0 }, (max.max(1)) as f64);
    view! {
        <div class="usage__one">
            <Meter id=format!("usage-{key}") label value max figure tone/>
            <p class="muted usage__source">{format!("The limit comes from {}.", from.by())}</p>
        </div>
    }
}

/// The panel.
#[component]
pub(crate) fn UsagePanel(
    /// What `read_usage` answers.
    usage: Resource<Result<Vec<LimitView>, AppError>>,
) -> impl IntoView {
    view! {
        <Panel
            title="Usage and limits"
            id="usage"
            description="What this organization has and may have. Whoever runs this Cauldron sets the limits."
        >
            <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Lines(6)/> }>
                {move || Suspend::new(async move {
                    match usage.await {
                        Ok(limits) => view! { <div class="stack">{limits.into_iter().map(meter).collect_view()}</div> }.into_any(),
                        Err(error) => view! {
                            <PanelFailed error on_retry=Callback::new(move |()| usage.refetch())/>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </Panel>
    }
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn amounts_are_read_at_a_glance() {
        assert_eq!(amount("people", 12_345), "12,345 people");
        assert_eq!(amount("bytes", 1023), "1,023 bytes");
        assert_eq!(amount("bytes", 10 << 30), "10 GiB");
        assert_eq!(amount("bytes", (3 << 20) / 2), "1.5 MiB");
    }
}
