//! Behind a link: a new password, another e-mail address, or the proof of one.

use crate::AppError;
use crate::admin::api::recovery::{ConfirmEmailLink, SetRecoveredPassword, read_recovery_link};
use cauldron_types::{LinkKind, RecoveryLink};
use cauldron_ui::{AuthLayout, Button, ButtonSize, ButtonVariant, FormMessage, PasswordField};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/recover?link=…`
pub(crate) struct RecoverRoute;

#[lazy_route]
impl LazyRoute for RecoverRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <RecoverPage/> }.into_any()
    }
}

#[component]
fn RecoverPage() -> impl IntoView {
    let query = use_query_map();
    let link = Memo::new(move |_| query.read().get("link").unwrap_or_default());
    let done = move || query.read().get("done").is_some();
    let found = Resource::new_blocking(move || link.get(), read_recovery_link);
    view! {
        <Title text="Link"/>
        <Suspense>
            {move || Suspend::new(async move {
                let found = found.await;
                if untrack(done) {
                    return view! { <Done/> }.into_any();
                }
                match found {
                    Ok(found) => {
                        let link = link.get_untracked();
                        match found.kind {
                            LinkKind::Password => view! { <NewPassword link found/> }.into_any(),
                            LinkKind::Email | LinkKind::Verification => view! { <Confirm link found/> }.into_any(),
                        }
                    }
                    Err(AppError(problem)) => view! {
                        <AuthLayout title="This link does not work">
                            <FormMessage error=problem.message/>
                            <Button href="/forgot-password".to_owned() wide=true>"Ask for a new password"</Button>
                            <Button href="/".to_owned() wide=true>"Go to Cauldron"</Button>
                        </AuthLayout>
                    }
                    .into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Done() -> impl IntoView {
    view! {
        <AuthLayout title="Done" description="The address is confirmed. You sign in with it from now on.">
            <Button href="/".to_owned() variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>"Go to Cauldron"</Button>
        </AuthLayout>
    }
}

#[component]
fn NewPassword(link: String, found: RecoveryLink) -> impl IntoView {
    let action = ServerAction::<SetRecoveredPassword>::new();
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem),
        _ => None,
    });
    let at_field =
        Signal::derive(move || problem.get().and_then(|problem| problem.field("password").map(str::to_owned)));
    let above = Signal::derive(move || {
        problem.get().filter(|problem| problem.fields.is_empty()).map(|problem| problem.message)
    });
    view! {
        <AuthLayout
            title="Choose a new password"
            description=format!("For {}. It ends every session of this account; then you sign in with it.", found.current_email)
        >
            <ActionForm action=action attr:class="form">
                <FormMessage error=above/>
                <input type="hidden" name="link" value=link/>
                // For password managers, which ask whose password it is.
                <input type="text" value=found.current_email autocomplete="username" hidden readonly/>
                <PasswordField
                    label="New password"
                    name="password"
                    autocomplete="new-password"
                    help="At least 15 characters, and not one that is commonly tried. A few random words are easy to remember.".to_owned()
                    required=true
                    autofocus=true
                    error=at_field
                />
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Primary size=ButtonSize::Large wide=true pending=action.pending()>"Set password"</Button>
                </div>
            </ActionForm>
        </AuthLayout>
    }
}

#[component]
fn Confirm(link: String, found: RecoveryLink) -> impl IntoView {
    let action = ServerAction::<ConfirmEmailLink>::new();
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem.message),
        _ => None,
    });
    let (title, description, button) = match found.kind {
        LinkKind::Verification => {
            ("Confirm your address", format!("This shows that {} is yours.", found.email), "Confirm address")
        }
        _ => (
            "Change your address",
            format!("From now on you sign in with {} instead of {}.", found.email, found.current_email),
            "Change address",
        ),
    };
    view! {
        <AuthLayout title description>
            <ActionForm action=action attr:class="form">
                <FormMessage error=problem/>
                <input type="hidden" name="link" value=link/>
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Primary size=ButtonSize::Large wide=true pending=action.pending()>{button}</Button>
                </div>
            </ActionForm>
        </AuthLayout>
    }
}
