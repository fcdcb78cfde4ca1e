//! Everybody's API keys, and the organization's service accounts.

use crate::AppError;
use crate::admin::api::keys::{CreateKey, RevokeKey, RotateKey, read_organization_keys};
use crate::admin::api::service_accounts::{
    CreateServiceAccount, RemoveServiceAccount, SaveServiceAccount, SuspendServiceAccount,
};
use crate::admin::parts::keys::{KeyDetails, KeyTable, Secret, latest_secret};
use crate::admin::parts::service_accounts::{AccountActions, AccountDetails, AccountTable, NewAccountForm};
use crate::layout::PanelFailed;
use cauldron_types::{KeyOwner, OrganizationKeys};
use cauldron_ui::{EmptyState, PageHead, Panel, SidePanel, SidePanelLayout, Skeleton, SkeletonShape, Toast, ToastHub};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::{LazyRoute, NavigateOptions, lazy_route};

/// `/admin/keys`
pub(crate) struct OrganizationKeysRoute;

#[lazy_route]
impl LazyRoute for OrganizationKeysRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <OrganizationKeysPage/> }.into_any()
    }
}

const PATH: &str = "/admin/keys";

/// What the address opens beside the lists.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Opening {
    Key(String),
    Account(String),
}

/// Everything that can be done on the page.
#[derive(Clone, Copy)]
struct Actions {
    create: ServerAction<CreateKey>,
    rotate: ServerAction<RotateKey>,
    revoke: ServerAction<RevokeKey>,
    new_account: ServerAction<CreateServiceAccount>,
    accounts: AccountActions,
}

impl Actions {
    fn new() -> Self {
        Self {
            create: ServerAction::new(),
            rotate: ServerAction::new(),
            revoke: ServerAction::new(),
            new_account: ServerAction::new(),
            accounts: AccountActions {
                save: ServerAction::<SaveServiceAccount>::new(),
                suspend: ServerAction::<SuspendServiceAccount>::new(),
                remove: ServerAction::<RemoveServiceAccount>::new(),
            },
        }
    }

    /// Changes whenever one of them was done.
    fn version(self) -> usize {
        let accounts = self.accounts;
        [self.create.version(), self.rotate.version(), self.revoke.version(), self.new_account.version()]
            .into_iter()
            .chain([accounts.save.version(), accounts.suspend.version(), accounts.remove.version()])
            .map(|version| version.get())
            .sum()
    }
}

fn tell_outcomes(actions: Actions) {
    let toasts = ToastHub::expect();
    Effect::watch(
        move || actions.revoke.value().get(),
        move |done, _, _| {
            if matches!(done, Some(Ok(()))) {
                toasts.show(Toast::ok("Key revoked").text("Programs that use it stop at their next request."));
            }
        },
        false,
    );
    Effect::watch(
        move || actions.accounts.remove.value().get(),
        move |done, _, _| {
            if let Some(Ok(keys)) = done {
                let words = format!("{keys} of its keys were revoked.");
                toasts.show(Toast::ok("Service account removed").text(words));
            }
        },
        false,
    );
    Effect::watch(
        move || actions.new_account.value().get(),
        move |done, _, _| {
            if matches!(done, Some(Ok(_))) {
                toasts.show(Toast::ok("Service account made").text("Open it to make its first key."));
            }
        },
        false,
    );
}

#[component]
fn OrganizationKeysPage() -> impl IntoView {
    let query = use_query_map();
    let opened = Memo::new(move |_| {
        let query = query.read();
        let part = |name: &str| query.get(name).filter(|value| !value.is_empty());
        part("key").map(Opening::Key).or_else(|| part("account").map(Opening::Account))
    });
    let actions = Actions::new();
    let page = Resource::new(move || actions.version(), |_| read_organization_keys());
    let fresh = latest_secret(actions.create, actions.rotate);
    tell_outcomes(actions);
    let panels = move |read: OrganizationKeys| {
        let came = read.fresh.clone();
        let secret = Signal::derive(move || fresh.get().or_else(|| came.clone()));
        let OrganizationKeys { keys, more, accounts, grantable, editable, now, offsets, .. } = read;
        let words = if more {
            "The first 500: those that work, then the newest."
        } else {
            "Those that work first, then the newest."
        };
        let list = if keys.is_empty() {
            view! { <EmptyState title="No keys yet" text="People make theirs under Account, API keys; programs have those of a service account."/> }
                .into_any()
        } else {
            view! { <KeyTable keys path=PATH owners=true now offsets/> }.into_any()
        };
        let account_list = if accounts.is_empty() {
            view! { <EmptyState title="No service accounts yet" text="A service account is for a program that goes on working when the person who set it up leaves."/> }
                .into_any()
        } else {
            view! { <AccountTable accounts path=PATH/> }.into_any()
        };
        view! {
            <Secret fresh=secret/>
            <Panel title="Keys" id="keys" description=words flush=true>{list}</Panel>
            <Panel
                title="Service accounts"
                id="service-accounts"
                description="Programs with keys of their own."
                flush=true
            >
                {account_list}
            </Panel>
            {editable.then(|| view! {
                <Panel title="New service account" id="new-service-account">
                    <NewAccountForm action=actions.new_account grantable/>
                </Panel>
            })}
        }
    };
    view! {
        <Title text="Keys"/>
        <SidePanelLayout>
            <div class="page">
                <PageHead title="Keys" purpose="Which programs may act in this organization, for whom, and within what."/>
                <Transition fallback=|| view! { <Panel title="Keys" id="keys"><Skeleton shape=SkeletonShape::Rows(6)/></Panel> }>
                    {move || Suspend::new(async move {
                        match page.await {
                            Ok(read) => panels(read).into_any(),
                            Err(error) => view! {
                                <Panel title="Keys" id="keys">
                                    <PanelFailed error on_retry=Callback::new(move |()| page.refetch())/>
                                </Panel>
                            }
                            .into_any(),
                        }
                    })}
                </Transition>
            </div>
            <Show when=move || opened.read().is_some()>
                <Opened opened page actions/>
            </Show>
        </SidePanelLayout>
    }
}

/// A key or an account beside the lists.
#[component]
fn Opened(
    opened: Memo<Option<Opening>>,
    page: Resource<Result<OrganizationKeys, AppError>>,
    actions: Actions,
) -> impl IntoView {
    let navigate = use_navigate();
    let close = Callback::new(move |()| {
        navigate(PATH, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let title = RwSignal::new("Details".to_owned());
    let details = move |read: OrganizationKeys, wanted: Option<Opening>| match wanted {
        Some(Opening::Key(id)) => {
            let found = read.keys.into_iter().find(|key| key.id.to_string() == id);
            found.map(|key| {
                title.set(key.name.clone());
                let of_account = matches!(key.owner, KeyOwner::ServiceAccount(_));
                view! {
                    <KeyDetails
                        key
                        may_rotate=read.editable && of_account
                        may_revoke=read.editable
                        rotate=actions.rotate
                        revoke=actions.revoke
                        now=read.now
                        offsets=read.offsets
                    />
                }
                .into_any()
            })
        }
        Some(Opening::Account(id)) => {
            let found = read.accounts.into_iter().find(|account| account.id.to_string() == id);
            found.map(|account| {
                title.set(account.name.clone());
                view! {
                    <AccountDetails
                        account
                        editable=read.editable
                        grantable=read.grantable
                        actions=actions.accounts
                        create=actions.create
                    />
                }
                .into_any()
            })
        }
        None => None,
    };
    view! {
        <SidePanel id="opened" title on_close=close close_href=Signal::stored(PATH.to_owned())>
            <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Lines(8)/> }>
                {move || {
                    let wanted = opened.get();
                    Suspend::new(async move {
                        match page.await {
                            Ok(read) => match details(read, wanted) {
                                Some(view) => view,
                                None => view! { <EmptyState title="There is nothing of that id here"/> }.into_any(),
                            },
                            Err(error) => view! {
                                <PanelFailed error on_retry=Callback::new(move |()| page.refetch())/>
                            }
                            .into_any(),
                        }
                    })
                }}
            </Transition>
        </SidePanel>
    }
}
