//! One security event on a page of its own.

use crate::AppError;
use crate::aegis::api::events::open_event;
use crate::aegis::parts::EventDetailView;
use crate::layout::NothingHere;
use cauldron_types::{EventId, Problem, ProblemKind};
use cauldron_ui::{PageHead, Panel, PanelError, Skeleton, SkeletonShape};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/aegis/events/{id}`
pub(crate) struct EventRoute;

#[lazy_route]
impl LazyRoute for EventRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <EventPage/> }.into_any()
    }
}

async fn read(id: String) -> Result<cauldron_types::EventDetail, AppError> {
    let id = serde_json::from_value::<EventId>(serde_json::Value::String(id));
    match id {
        Ok(id) => open_event(id).await,
        Err(_) => Err(AppError(Problem::new(ProblemKind::NotFound, "There is no such event, or you may not see it."))),
    }
}

#[component]
fn EventPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let detail = Resource::new(move || id.get(), read);
    let back = || view! { <a class="button button--secondary button--medium" href="/aegis/events">"All events"</a> };
    view! {
        <Transition fallback=|| view! {
            <div class="page page--narrow">
                <PageHead title="Event"/>
                <Panel title="Details" id="event-details"><Skeleton shape=SkeletonShape::Lines(8)/></Panel>
            </div>
        }>
            {move || Suspend::new(async move {
                match detail.await {
                    Ok(detail) => {
                        let title = detail.event.message.clone();
                        view! {
                            <Title text=title.clone()/>
                            <div class="page page--narrow">
                                <PageHead title purpose="One security event with what is known of it." actions=back/>
                                <Panel title="Details" id="event-details"><EventDetailView detail/></Panel>
                            </div>
                        }
                        .into_any()
                    }
                    Err(AppError(problem)) if problem.kind == ProblemKind::NotFound => {
                        view! { <NothingHere trace_id=problem.trace/> }.into_any()
                    }
                    Err(AppError(problem)) => view! {
                        <Title text="Event"/>
                        <div class="page page--narrow">
                            <PageHead title="Event" actions=back/>
                            <Panel title="Details" id="event-details">
                                <PanelError message=problem.message trace_id=problem.trace on_retry=Callback::new(move |()| detail.refetch())/>
                            </Panel>
                        </div>
                    }
                    .into_any(),
                }
            })}
        </Transition>
    }
}
