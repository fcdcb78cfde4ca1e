//! Dates and ranges.

use cauldron_ui::{DateField, DateRange, Panel};
use leptos::prelude::*;

#[component]
pub(super) fn Dates() -> impl IntoView {
    let day = RwSignal::new("2026-11-20".to_owned());
    let (from, to) = (RwSignal::new("2026-11-01".to_owned()), RwSignal::new("2026-11-20".to_owned()));
    view! {
        <Panel title="Date" id="date">
            <div class="stack">
                <DateField label="Due" name="due" bind=day min="2026-11-01".to_owned() max="2026-12-31".to_owned() help="This year.".to_owned()/>
                <p class="muted">"Value: " <output id="due-value">{move || day.get()}</output></p>
                <DateField label="Starts" name="starts" with_time=true value="2026-11-20T14:05".to_owned() required=true/>
                <DateField label="Ended" name="ended" error="Choose a day after the beginning.".to_owned() optional=true/>
                <DateField label="Closed" name="closed" with_time=true value="2026-11-20T14:05".to_owned() disabled=true/>
            </div>
        </Panel>
        <Panel title="Date range" id="date-range">
            <div class="stack">
                <DateRange label="Period" name="period" from=from to=to help="Both days included.".to_owned()/>
                <DateRange label="Window" name="window" with_time=true optional=true/>
                <DateRange label="Fixed period" name="fixed-period" disabled=true/>
            </div>
        </Panel>
    }
}
