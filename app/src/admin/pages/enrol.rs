//! Setting up a second factor that the organization asks for, before anything else.

use crate::admin::api::account::{SwitchOrganization, own_organizations};
use crate::admin::api::sign_in::SignOut;
use crate::admin::parts::OwnFactorsPanel;
use cauldron_ui::{Button, ButtonVariant, PageHead, Panel};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// `/enrol`
pub(crate) struct EnrolRoute;

#[lazy_route]
impl LazyRoute for EnrolRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <EnrolPage/> }.into_any()
    }
}

#[component]
fn EnrolPage() -> impl IntoView {
    let sign_out = ServerAction::<SignOut>::new();
    let go_on = Callback::new(|()| {
        #[cfg(not(feature = "ssr"))]
        crate::session::leave_for("/");
    });
    view! {
        <Title text="Second factor"/>
        <main class="page page--narrow" id="main" tabindex="-1">
            <PageHead
                title="Set up a second factor"
                purpose="Your organization asks for one. Set up an authenticator app or a passkey; then you go on."
                actions=move || {
                    view! {
                        <ActionForm action=sign_out>
                            <Button kind="submit" variant=ButtonVariant::Ghost pending=sign_out.pending()>"Sign out"</Button>
                        </ActionForm>
                    }
                }
            />
            <OwnFactorsPanel on_first=go_on/>
            <Elsewhere/>
        </main>
    }
}

/// Other organizations of the person, which may ask for less.
#[component]
fn Elsewhere() -> impl IntoView {
    let organizations = Resource::new(|| (), |()| own_organizations());
    let switch = ServerAction::<SwitchOrganization>::new();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let others: Vec<_> =
                    organizations.await.unwrap_or_default().into_iter().filter(|other| !other.current).collect();
                (!others.is_empty())
                    .then(|| {
                        let choices = others
                            .into_iter()
                            .map(|other| {
                                view! {
                                    <ActionForm action=switch>
                                        <input type="hidden" name="organization" value=other.organization.to_string()/>
                                        <Button kind="submit">{format!("Go to {}", other.name)}</Button>
                                    </ActionForm>
                                }
                            })
                            .collect_view();
                        view! { <Panel title="Your other organizations" id="organizations">{choices}</Panel> }
                    })
            })}
        </Suspense>
    }
}
