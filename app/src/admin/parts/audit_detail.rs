//! One audit entry beside the log: who, what, from where, and what was and what is.

use crate::admin::parts::audit_href;
use cauldron_types::{AuditDetail, AuditQuery, UtcOffset};
use cauldron_ui::{CodeBlock, CopyButton, Description, DescriptionList, Diff, Time};
use leptos::prelude::*;

/// The entry.
#[component]
pub(crate) fn AuditDetailView(
    /// What it is.
    detail: AuditDetail,
    /// The offset of the organization's time zone at its time.
    offsets: Vec<UtcOffset>,
) -> impl IntoView {
    let AuditDetail { entry, actor_kind, actor_id, subject_kind, subject_id, before, after, particulars, json } =
        detail;
    let exact = entry.time.display(&offsets);
    let by = |query: AuditQuery| audit_href(&query);
    let same_trace = by(AuditQuery { trace: entry.trace.clone(), ..AuditQuery::default() });
    let same_subject = by(AuditQuery { subject: format!("{subject_kind} {subject_id}"), ..AuditQuery::default() });
    let same_actor =
        by(AuditQuery { actor: actor_id.clone().unwrap_or_else(|| entry.actor.clone()), ..AuditQuery::default() });
    let changed = before != after;
    let told = particulars
        .into_iter()
        .map(|(name, value)| view! { <Description label=name><span class="break">{value}</span></Description> })
        .collect_view();
    let subject = format!("{subject_kind} {subject_id}").trim_end().to_owned();
    view! {
        <DescriptionList>
            <Description label="When"><Time datetime=entry.time.rfc3339() title=entry.time.rfc3339() text=exact/></Description>
            <Description label="Who"><a href=same_actor>{entry.actor}</a> {format!(" ({})", actor_kind.replace('_', " "))}</Description>
            <Description label="Action" mono=true>{entry.action}</Description>
            <Description label="Subject" mono=true><a class="break" href=same_subject>{subject}</a></Description>
            <Description label="Address" mono=true>{if entry.address.is_empty() { "unknown".to_owned() } else { entry.address }}</Description>
            {told}
            <Description label="Trace" mono=true>
                <a class="break" href=same_trace>{entry.trace.clone()}</a> <CopyButton text=entry.trace label="Copy trace id"/>
            </Description>
        </DescriptionList>
        {changed.then(|| view! {
            <section class="event-detail__section" aria-labelledby="entry-change">
                <h3 class="event-detail__title" id="entry-change">"What changed"</h3>
                <Diff caption="Before and after" old=before new=after/>
            </section>
        })}
        <section class="event-detail__section" aria-labelledby="entry-json">
            <h3 class="event-detail__title" id="entry-json">"As it is stored"</h3>
            <CodeBlock title="Particulars" code=json wrap=true/>
        </section>
    }
}
