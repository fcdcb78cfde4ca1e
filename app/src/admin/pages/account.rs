//! One's own account.

use crate::AppError;
use crate::admin::api::account::{ChangePassword, SaveName, read_account};
use crate::admin::parts::{JoinableOrganizations, OwnEmailPanel, OwnFactorsPanel, OwnSessions, Preferences};
use crate::layout::PanelFailed;
use cauldron_types::AccountPage;
use cauldron_ui::{
    Button, ButtonVariant, FormMessage, PageHead, Panel, PasswordField, Skeleton, SkeletonShape, TextField,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/account`
pub(crate) struct AccountRoute;

#[lazy_route]
impl LazyRoute for AccountRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <AccountView/> }.into_any()
    }
}

#[component]
fn AccountView() -> impl IntoView {
    let account = Resource::new(|| (), |()| read_account());
    // Apart from the forms, so that ending a session leaves what was typed into them alone.
    let sessions = Resource::new(|| (), |()| read_account());
    view! {
        <Title text="Account"/>
        <div class="page page--narrow">
            <PageHead
                title="Account"
                purpose="What belongs to you, in every organization you belong to."
                actions=|| view! { <Button href="/account/keys" icon="key-round">"API keys"</Button> }
            />
            <Transition fallback=|| view! { <Panel title="Profile" id="profile"><Skeleton shape=SkeletonShape::Lines(6)/></Panel> }>
                {move || Suspend::new(async move {
                    match account.await {
                        Ok(page) => view! { <Forms page/> }.into_any(),
                        Err(error) => view! {
                            <Panel title="Profile" id="profile">
                                <PanelFailed error on_retry=Callback::new(move |()| account.refetch())/>
                            </Panel>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
            <JoinableOrganizations/>
            <OwnSessions sessions/>
        </div>
    }
}

#[component]
fn Forms(page: AccountPage) -> impl IntoView {
    let AccountPage { display_name: name, email, .. } = page;
    let login = email.clone();
    view! {
        <Panel title="Profile" id="profile">
            <ProfileForm name/>
        </Panel>
        <OwnEmailPanel email/>
        <Panel title="Appearance and keyboard" id="preferences" description="Kept with your account and in this browser.">
            <Preferences/>
        </Panel>
        <Panel title="Password" id="password" description="A change ends all your other sessions.">
            <PasswordForm email=login/>
        </Panel>
        <OwnFactorsPanel/>
    }
}

/// Whether the address says that this was just saved; it does after a form came through, with script or without.
fn just_saved(what: &'static str, sentence: &'static str) -> Signal<Option<String>> {
    let query = use_query_map();
    Signal::derive(move || (query.read().get("saved").as_deref() == Some(what)).then(|| sentence.to_owned()))
}

#[component]
fn ProfileForm(name: String) -> impl IntoView {
    let action = ServerAction::<SaveName>::new();
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem),
        _ => None,
    });
    let error = Signal::derive(move || {
        problem.read().as_ref().and_then(|problem| problem.field("display_name").map(str::to_owned))
    });
    let saved = just_saved("name", "Saved.");
    view! {
        <ActionForm action=action attr:class="form">
            <FormMessage
                error=Signal::derive(move || problem.get().map(|problem| problem.message))
                success=Signal::derive(move || saved.get().filter(|_| problem.read().is_none()))
            />
            <TextField
                label="Name"
                name="display_name"
                value=name
                autocomplete="name".to_owned()
                help="Shown to your colleagues and written into the audit log.".to_owned()
                required=true
                maxlength=120_u32
                error
            />
            <div class="form__actions">
                <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>"Save name"</Button>
            </div>
        </ActionForm>
    }
}

#[component]
fn PasswordForm(email: String) -> impl IntoView {
    let action = ServerAction::<ChangePassword>::new();
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem),
        _ => None,
    });
    let field = move |name: &'static str| {
        Signal::derive(move || problem.read().as_ref().and_then(|problem| problem.field(name).map(str::to_owned)))
    };
    let saved = just_saved("password", "Your password is changed, and your other sessions have ended.");
    view! {
        <ActionForm action=action attr:class="form">
            <FormMessage
                error=Signal::derive(move || problem.get().map(|problem| problem.message))
                success=Signal::derive(move || saved.get().filter(|_| problem.read().is_none()))
            />
            // For password managers, which ask whose password it is.
            <input type="text" value=email autocomplete="username" hidden readonly/>
            <PasswordField
                label="Current password"
                name="current"
                autocomplete="current-password"
                required=true
                error=field("current")
            />
            <PasswordField
                label="New password"
                name="new"
                autocomplete="new-password"
                help="At least 15 characters, and not one that is commonly tried. A few random words are easy to remember.".to_owned()
                required=true
                error=field("new")
            />
            <div class="form__actions">
                <Button kind="submit" variant=ButtonVariant::Secondary pending=action.pending()>"Change password"</Button>
            </div>
        </ActionForm>
    }
}
