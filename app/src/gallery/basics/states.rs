//! The states of panels, and how far things have come.

use cauldron_ui::{
    Button, ButtonVariant, EmptyReason, EmptyState, Meter, Panel, PanelError, PartialNote, Progress, Skeleton,
    SkeletonShape, StaleNote, Tone,
};
use core::time::Duration;
use leptos::prelude::*;

#[component]
pub(super) fn States() -> impl IntoView {
    let pending = RwSignal::new(false);
    let try_again = Callback::new(move |()| {
        pending.set(true);
        let _ = set_timeout(move || pending.set(false), Duration::from_secs(1));
    });
    let missing = vec!["web-3 did not answer within 5 s.".to_owned(), "db-2 is being moved.".to_owned()];
    view! {
        <Panel title="Loading" id="loading">
            <div class="stack">
                <Skeleton shape=SkeletonShape::Number label="Loading the figure"/>
                <Skeleton shape=SkeletonShape::Rows(3) label="Loading events"/>
                <Skeleton shape=SkeletonShape::Lines(3)/>
                <Skeleton shape=SkeletonShape::Pairs(3)/>
            </div>
        </Panel>
        <Panel title="Nothing here" id="empty">
            <div class="stack">
                <EmptyState title="No dashboards yet." text="A dashboard answers one question, for everybody.">
                    <Button variant=ButtonVariant::Primary>"Create dashboard"</Button>
                </EmptyState>
                <EmptyState title="No event fits these filters." reason=EmptyReason::NoMatch compact=true>
                    <Button>"Clear filters"</Button>
                </EmptyState>
                <EmptyState title="All alerts are done." reason=EmptyReason::Done compact=true/>
                <EmptyState
                    title="Not for you."
                    text="Ask an administrator for the permission to read reports."
                    reason=EmptyReason::Forbidden
                    compact=true
                />
            </div>
        </Panel>
        <Panel title="Failed" id="failed">
            <PanelError
                message="The figures could not be read. The database did not answer."
                trace_id=Some("4bf92f3577b34da6a3ce929d0e0e4736".to_owned())
                on_retry=try_again
                pending=pending
            />
            <PanelError message="Two rows could not be read." on_retry=try_again pending=pending compact=true/>
        </Panel>
        <Panel
            title="Old and incomplete"
            id="stale"
            aside=move || {
                view! {
                    <StaleNote text="12 min old" on_refresh=try_again pending=pending/>
                    <PartialNote text="2 of 4 sources answered" missing=missing/>
                }
            }
        >
            <div class="cluster">
                <StaleNote text="3 h old"/>
                <PartialNote text="1 of 3 hosts answered"/>
            </div>
        </Panel>
        <Panel title="Progress" id="progress">
            <div class="stack">
                <Progress
                    id="progress-known"
                    label="Reading documents"
                    value=7.0
                    max=12.0
                    figure="7 of 12".to_owned()
                    help="You may leave this page; it goes on.".to_owned()
                />
                <Progress id="progress-unknown" label="Looking for what else belongs to it"/>
                <Progress id="progress-done" label="Done" value=1.0 figure="100%".to_owned()/>
                <Meter id="meter-ok" label="Memory" value=6.1 max=16.0 figure="6.1 of 16 GB" tone=Tone::Ok/>
                <Meter id="meter-warn" label="Disk" value=0.84 figure="84%" tone=Tone::Warn/>
                <Meter id="meter-crit" label="Licences" value=51.0 max=50.0 figure="51 of 50, one too many" tone=Tone::Crit/>
            </div>
        </Panel>
    }
    .into_any()
}
