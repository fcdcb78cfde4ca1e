//! The audit log: what it is narrowed by, and a page of it. All of it is links and a plain form, and stands in the address.

use crate::live::ago;
use cauldron_types::{AuditBlock, AuditEntry, AuditQuery, Instant, UtcOffset};
use cauldron_ui::{
    Button, Cell, Column, EmptyReason, EmptyState, Pagination, Panel, Row, Table, TextField, Time, query_href,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The page's path.
const PATH: &str = "/admin/audit";

/// Beginnings one press away.
const BEGINNINGS: [(&str, &str); 4] =
    [("", "Any time"), ("now/d", "Today"), ("now-7d", "Last 7 days"), ("now-30d", "Last 30 days")];

/// Where a query is shown with an entry opened beside it.
pub(crate) fn entry_href(query: &AuditQuery, place: &str) -> String {
    let mut pairs = query.pairs();
    pairs.push(("entry".to_owned(), place.to_owned()));
    format!("{PATH}{}", query_href(&pairs))
}

/// Where a query is exported.
pub(crate) fn audit_export_href(query: &AuditQuery, format: &str) -> String {
    let mut pairs = query.first_page().pairs();
    pairs.insert(0, ("format".to_owned(), format.to_owned()));
    format!("/api/admin/audit/export{}", query_href(&pairs))
}

/// Where a query is shown.
pub(crate) fn audit_href(query: &AuditQuery) -> String {
    let pairs = query.pairs();
    if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}{}", query_href(&pairs)) }
}

/// Time, actor, action, subject, particulars and address.
#[component]
pub(crate) fn AuditFilters(
    /// What the address asks for.
    query: Memo<AuditQuery>,
) -> impl IntoView {
    let beginnings = move || {
        let query = query.get().first_page();
        BEGINNINGS
            .into_iter()
            .map(|(from, label)| {
                let present = (query.from == from && query.to.is_empty()).then_some("true");
                let address = audit_href(&AuditQuery { from: from.to_owned(), to: String::new(), ..query.clone() });
                view! { <a class="segmented__option" href=address aria-current=present>{label}</a> }
            })
            .collect_view()
    };
    let texts = |query: &AuditQuery| {
        let AuditQuery { actor, action, subject, text, address, from, to, .. } = query.clone();
        [actor, action, subject, text, address, from, to]
    };
    let fields = texts(&query.read_untracked()).map(RwSignal::new);
    // A link in a row narrows the log too.
    Effect::watch(
        move || query.get(),
        move |query, _, _| {
            for (field, text) in fields.into_iter().zip(texts(query)) {
                field.set(text);
            }
        },
        false,
    );
    let [actor, action, subject, text, address, from, to] = fields;
    let navigate = use_navigate();
    let find = move |event: SubmitEvent| {
        event.prevent_default();
        let [actor, action, subject, text, address, from, to] =
            fields.map(|field| field.get_untracked().trim().to_owned());
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        let wanted = AuditQuery { actor, action, subject, text, address, from, to, ..AuditQuery::default() };
        navigate(&audit_href(&wanted), options);
    };
    view! {
        <div class="cluster"><nav class="segmented" aria-label="Time">{beginnings}</nav></div>
        <form method="get" action=PATH class="filter-form" role="search" aria-label="Audit entries" on:submit=find>
            <TextField label="Who" name="actor" bind=actor placeholder="Name"/>
            <TextField label="Action" name="action" bind=action placeholder="organization.updated" mono=true/>
            <TextField label="Subject" name="subject" bind=subject placeholder="user, or an id" mono=true/>
            <TextField label="Particulars" name="text" bind=text placeholder="Words"/>
            <TextField label="Address" name="address" bind=address placeholder="192.0.2.0/24" mono=true/>
            <TextField label="From" name="from" bind=from placeholder="2026-11-20 or now-7d" mono=true/>
            <TextField label="Until" name="to" bind=to placeholder="2026-11-21T14:05" mono=true/>
            <Button kind="submit" icon="search">"Find entries"</Button>
        </form>
    }
}

/// A page of the log.
#[component]
pub(crate) fn AuditEntries(
    /// What was found.
    block: AuditBlock,
    /// What was asked for.
    query: AuditQuery,
) -> impl IntoView {
    let AuditBlock { entries, newer, older, now, offsets } = block;
    let first = query.first_page();
    let words = if query.is_filtered() { "What fits the filters, newest first." } else { "Newest first." };
    let span = match (entries.first(), entries.last()) {
        (Some(newest), Some(oldest)) => {
            format!("{} back to {}", newest.time.display(&offsets), oldest.time.display(&offsets))
        }
        _ => String::new(),
    };
    let previous = newer.map(|after| audit_href(&AuditQuery { after, ..first.clone() }));
    let next = older.map(|before| audit_href(&AuditQuery { before, ..first.clone() }));
    let paged = previous.is_some() || next.is_some();
    let content = if entries.is_empty() {
        view! { <NothingFound query/> }.into_any()
    } else {
        let rows = entries.into_iter().map(|entry| row(entry, &first, &query, now, &offsets)).collect_view();
        let columns = ["Time", "Actor", "Action", "Subject", "Particulars", "Address"].map(Column::text).to_vec();
        view! { <Table caption="Audit entries" columns>{rows}</Table> }.into_any()
    };
    view! {
        <Panel title="Entries" id="audit-entries" description=words flush=true>
            {content}
            {paged.then(|| view! { <Pagination label="Pages of the audit log" summary=span previous next/> })}
        </Panel>
    }
}

#[component]
fn NothingFound(query: AuditQuery) -> impl IntoView {
    if query == AuditQuery::default() {
        return view! { <EmptyState title="Nothing has been changed yet"/> }.into_any();
    }
    view! {
        <EmptyState title="No entry fits" text="Choose a longer time or empty a field." reason=EmptyReason::NoMatch>
            <Button href=PATH.to_owned()>"Show the whole log"</Button>
        </EmptyState>
    }
    .into_any()
}

/// An entry. Its time opens it beside the list; who and what narrow the log to their like.
fn row(
    entry: AuditEntry,
    query: &AuditQuery,
    here: &AuditQuery,
    now: Instant,
    offsets: &[UtcOffset],
) -> impl IntoView + use<> {
    let exact = entry.time.display(offsets);
    let by_actor = audit_href(&AuditQuery { actor: entry.actor.clone(), ..query.clone() });
    let opened = entry_href(here, &entry.place);
    let by_action = audit_href(&AuditQuery { action: entry.action.clone(), ..query.clone() });
    view! {
        <Row>
            <Cell label="Time" muted=true>
                <a class="quiet-link line-link" href=opened>
                    <Time datetime=entry.time.rfc3339() title=exact text=ago(entry.time, now)/>
                    <span class="visually-hidden">", open the entry"</span>
                </a>
            </Cell>
            <Cell label="Actor" header=true><a class="quiet-link line-link" href=by_actor>{entry.actor}</a></Cell>
            <Cell label="Action"><a class="quiet-link line-link mono" href=by_action>{entry.action}</a></Cell>
            <Cell label="Subject" muted=true><span class="mono break">{entry.subject}</span></Cell>
            <Cell label="Particulars" muted=true><span class="break">{entry.detail}</span></Cell>
            <Cell label="Address" muted=true><span class="mono">{entry.address}</span></Cell>
        </Row>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_has_an_address_of_its_own() {
        assert_eq!(audit_href(&AuditQuery::default()), "/admin/audit");
        let query =
            AuditQuery { actor: "Mira Sol".into(), from: "now/d".into(), before: "0f".into(), ..AuditQuery::default() };
        assert_eq!(audit_href(&query), "/admin/audit?from=now%2Fd&actor=Mira%20Sol&before=0f");
        assert_eq!(entry_href(&query, "0a"), "/admin/audit?from=now%2Fd&actor=Mira%20Sol&before=0f&entry=0a");
        assert_eq!(
            audit_export_href(&query, "csv"),
            "/api/admin/audit/export?format=csv&from=now%2Fd&actor=Mira%20Sol"
        );
    }
}
