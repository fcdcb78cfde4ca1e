//! The organization's audit log.

use crate::AppError;
use crate::admin::api::audit::audit_log;
use cauldron_types::{AuditEntry, AuditPage, Instant, UtcOffset};
use cauldron_ui::{Cell, Column, EmptyState, PageHead, Panel, PanelError, Row, Skeleton, SkeletonShape, Table, Time};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// `/admin/audit`
pub(crate) struct AuditRoute;

#[lazy_route]
impl LazyRoute for AuditRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <AuditLogPage/> }.into_any()
    }
}

#[component]
fn AuditLogPage() -> impl IntoView {
    let log = Resource::new(|| (), |()| audit_log());
    view! {
        <Title text="Audit"/>
        <div class="page">
            <PageHead title="Audit" purpose="Every change in this organization: who, what, when, and from where."/>
            <Panel title="Latest entries" id="audit-entries" description="The last 100, newest first." flush=true>
                <Suspense fallback=|| view! { <Skeleton shape=SkeletonShape::Rows(8)/> }>
                    {move || Suspend::new(async move {
                        match log.await {
                            Ok(page) => view! { <Entries page/> }.into_any(),
                            Err(AppError(problem)) => view! {
                                <PanelError
                                    message=problem.message
                                    trace_id=problem.trace
                                    on_retry=Callback::new(move |()| log.refetch())
                                />
                            }
                            .into_any(),
                        }
                    })}
                </Suspense>
            </Panel>
        </div>
    }
}

#[component]
fn Entries(page: AuditPage) -> impl IntoView {
    let AuditPage { entries, now, offsets } = page;
    if entries.is_empty() {
        return view! { <EmptyState title="Nothing has been changed yet"/> }.into_any();
    }
    let rows = entries.into_iter().map(|entry| row(entry, now, &offsets)).collect_view();
    view! {
        <Table
            caption="Audit entries"
            class="table--audit".to_owned()
            columns=vec![Column::text("Time"), Column::text("Actor"), Column::text("Action"), Column::text("Subject"), Column::text("Particulars")]
        >
            {rows}
        </Table>
    }
    .into_any()
}

fn row(entry: AuditEntry, now: Instant, offsets: &[UtcOffset]) -> impl IntoView + use<> {
    let exact = entry.time.display(offsets);
    view! {
        <Row>
            <Cell label="Time" muted=true><Time datetime=entry.time.rfc3339() title=exact text=entry.time.ago(now)/></Cell>
            <Cell label="Actor" header=true>{entry.actor}</Cell>
            <Cell label="Action"><span class="mono">{entry.action}</span></Cell>
            <Cell label="Subject" muted=true><span class="mono break">{entry.subject}</span></Cell>
            <Cell label="Particulars" muted=true><span class="mono break">{entry.detail}</span></Cell>
        </Row>
    }
}
