//! E-mail and password.

use crate::AppError;
use crate::admin::api::sign_in::SignIn;
use crate::admin::parts::{PasskeyButton, PasskeyUse};
use cauldron_ui::{AuthLayout, Button, ButtonSize, ButtonVariant, FormMessage, PasswordField, TextField};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/sign-in`
pub(crate) struct SignInRoute;

#[lazy_route]
impl LazyRoute for SignInRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <SignInPage/> }.into_any()
    }
}

#[component]
fn SignInPage() -> impl IntoView {
    let action = ServerAction::<SignIn>::new();
    let query = use_query_map();
    let next = move || query.read().get("next").unwrap_or_default();
    let done = Signal::derive(move || {
        (query.read().get("done").as_deref() == Some("password"))
            .then(|| "Your password is set. Sign in with it.".to_owned())
            .filter(|_| action.value().read().is_none())
    });
    let failure = move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem.message),
        _ => None,
    };
    view! {
        <Title text="Sign in"/>
        <AuthLayout title="Sign in to Cauldron">
            <ActionForm action=action attr:class="form">
                <FormMessage error=Signal::derive(failure) success=done/>
                <input type="hidden" name="next" value=next/>
                <TextField
                    label="E-mail address"
                    name="email"
                    kind="email".to_owned()
                    autocomplete="username".to_owned()
                    required=true
                    autofocus=true
                    maxlength=254_u32
                />
                <PasswordField label="Password" name="password" autocomplete="current-password" required=true/>
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Primary size=ButtonSize::Large wide=true pending=action.pending()>"Sign in"</Button>
                </div>
            </ActionForm>
            <PasskeyButton what=PasskeyUse::SignIn label="Use a passkey instead" next=Signal::derive(next)/>
            <p class="auth__more"><a class="link" href="/forgot-password">"Forgotten your password?"</a></p>
        </AuthLayout>
    }
}
