//! One's own API keys.

use crate::admin::api::keys::{CreateKey, RevokeKey, RotateKey, read_own_keys};
use crate::admin::parts::keys::{KeyDetails, KeyTable, NewKeyForm, Secret, latest_secret};
use crate::layout::PanelFailed;
use cauldron_types::OwnKeys;
use cauldron_ui::{EmptyState, PageHead, Panel, SidePanel, SidePanelLayout, Skeleton, SkeletonShape, Toast, ToastHub};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::{LazyRoute, NavigateOptions, lazy_route};

/// `/account/keys`
pub(crate) struct OwnKeysRoute;

#[lazy_route]
impl LazyRoute for OwnKeysRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <OwnKeysPage/> }.into_any()
    }
}

const PATH: &str = "/account/keys";

#[component]
fn OwnKeysPage() -> impl IntoView {
    let query = use_query_map();
    let opened = Memo::new(move |_| query.read().get("key").filter(|key| !key.is_empty()));
    let (create, rotate, revoke) =
        (ServerAction::<CreateKey>::new(), ServerAction::<RotateKey>::new(), ServerAction::<RevokeKey>::new());
    let keys = Resource::new(
        move || (create.version().get(), rotate.version().get(), revoke.version().get()),
        |_| read_own_keys(),
    );
    let fresh = latest_secret(create, rotate);
    let toasts = ToastHub::expect();
    Effect::watch(
        move || revoke.value().get(),
        move |done, _, _| {
            if matches!(done, Some(Ok(()))) {
                toasts.show(Toast::ok("Key revoked").text("Programs that use it stop at their next request."));
            }
        },
        false,
    );
    let panel = move |page: OwnKeys| {
        let came = page.fresh.clone();
        let secret = Signal::derive(move || fresh.get().or_else(|| came.clone()));
        let OwnKeys { keys, grantable, now, offsets, .. } = page;
        let list = if keys.is_empty() {
            view! { <EmptyState title="No keys yet" text="A key lets a program act for you, within what you choose below."/> }
                .into_any()
        } else {
            view! { <KeyTable keys path=PATH now offsets/> }.into_any()
        };
        view! {
            <Secret fresh=secret/>
            <Panel title="Keys" id="keys" description="Those that work first, then the newest." flush=true>{list}</Panel>
            <Panel title="New key" id="new-key">
                {if grantable.is_empty() {
                    view! { <p class="muted">"Making keys needs the permission api_key:create. Ask an administrator for it."</p> }.into_any()
                } else {
                    view! { <NewKeyForm action=create grantable/> }.into_any()
                }}
            </Panel>
        }
    };
    view! {
        <Title text="API keys"/>
        <SidePanelLayout>
            <div class="page">
                <PageHead
                    title="API keys"
                    purpose="What programs use to act for you in this organization, through the HTTP API."
                />
                <Transition fallback=|| view! { <Panel title="Keys" id="keys"><Skeleton shape=SkeletonShape::Rows(3)/></Panel> }>
                    {move || Suspend::new(async move {
                        match keys.await {
                            Ok(page) => panel(page).into_any(),
                            Err(error) => view! {
                                <Panel title="Keys" id="keys">
                                    <PanelFailed error on_retry=Callback::new(move |()| keys.refetch())/>
                                </Panel>
                            }
                            .into_any(),
                        }
                    })}
                </Transition>
            </div>
            <Show when=move || opened.read().is_some()>
                <Opened opened keys rotate revoke/>
            </Show>
        </SidePanelLayout>
    }
}

/// One key beside the list.
#[component]
fn Opened(
    opened: Memo<Option<String>>,
    keys: Resource<Result<OwnKeys, crate::AppError>>,
    rotate: ServerAction<RotateKey>,
    revoke: ServerAction<RevokeKey>,
) -> impl IntoView {
    let navigate = use_navigate();
    let close = Callback::new(move |()| {
        navigate(PATH, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let title = RwSignal::new("Key".to_owned());
    view! {
        <SidePanel id="key" title on_close=close close_href=Signal::stored(PATH.to_owned())>
            <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Lines(8)/> }>
                {move || {
                    let wanted = opened.get().unwrap_or_default();
                    Suspend::new(async move {
                        match keys.await {
                            Ok(page) => {
                                let may_rotate = !page.grantable.is_empty();
                                match page.keys.into_iter().find(|key| key.id.to_string() == wanted) {
                                    Some(key) => {
                                        title.set(key.name.clone());
                                        let (now, offsets) = (page.now, page.offsets);
                                        view! { <KeyDetails key may_rotate may_revoke=true rotate revoke now offsets/> }
                                            .into_any()
                                    }
                                    None => view! { <EmptyState title="There is no such key"/> }.into_any(),
                                }
                            }
                            Err(error) => view! {
                                <PanelFailed error on_retry=Callback::new(move |()| keys.refetch())/>
                            }
                            .into_any(),
                        }
                    })
                }}
            </Transition>
        </SidePanel>
    }
}
