//! One person of the organization, on a page of their own.

use crate::AppError;
use crate::admin::api::people::open_person;
use crate::admin::parts::PersonView;
use crate::layout::PanelFailed;
use cauldron_types::{PersonDetail, UserId};
use cauldron_ui::{PageHead, Panel, Skeleton, SkeletonShape};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/admin/people/:id`
pub(crate) struct PersonRoute;

#[lazy_route]
impl LazyRoute for PersonRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <PersonPage/> }.into_any()
    }
}

async fn found(id: Option<UserId>) -> Result<PersonDetail, AppError> {
    match id {
        Some(id) => open_person(id).await,
        // The server's answer to an id that nobody has.
        None => open_person(nobody()?).await,
    }
}

/// An id that nobody has.
fn nobody() -> Result<UserId, AppError> {
    let nil = serde_json::Value::String("00000000-0000-0000-0000-000000000000".to_owned());
    serde_json::from_value(nil).map_err(|_| {
        AppError(cauldron_types::Problem::new(cauldron_types::ProblemKind::NotFound, "There is no such person."))
    })
}

#[component]
fn PersonPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        let id = params.read().get("id").unwrap_or_default();
        serde_json::from_value::<UserId>(serde_json::Value::String(id)).ok()
    });
    let detail = Resource::new(move || id.get(), found);
    let changed = Callback::new(move |()| detail.refetch());
    view! {
        <div class="page page--narrow">
            <Transition fallback=|| view! { <Panel title="Person" id="person"><Skeleton shape=SkeletonShape::Pairs(6)/></Panel> }>
                {move || Suspend::new(async move {
                    match detail.await {
                        Ok(detail) => {
                            let name = detail.person.name.clone();
                            view! {
                                <Title text=name.clone()/>
                                <PageHead title=name purpose="What this person may do here, and since when they belong."/>
                                <Panel title="Membership" id="person"><PersonView detail changed/></Panel>
                            }
                            .into_any()
                        }
                        Err(error) => view! {
                            <Title text="Person"/>
                            <PageHead title="Person"/>
                            <Panel title="Membership" id="person">
                                <PanelFailed error on_retry=Callback::new(move |()| detail.refetch())/>
                            </Panel>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}
