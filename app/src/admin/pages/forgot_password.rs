//! Asking for a new password.

use crate::AppError;
use crate::admin::api::recovery::RequestRecovery;
use cauldron_ui::{AuthLayout, Button, ButtonSize, ButtonVariant, FormMessage, TextField};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/forgot-password`
pub(crate) struct ForgotPasswordRoute;

#[lazy_route]
impl LazyRoute for ForgotPasswordRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <ForgotPasswordPage/> }.into_any()
    }
}

#[component]
fn ForgotPasswordPage() -> impl IntoView {
    let action = ServerAction::<RequestRecovery>::new();
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem),
        _ => None,
    });
    let query = use_query_map();
    // The same whether there is such an account or not.
    let asked = Signal::derive(move || {
        (query.read().get("asked").is_some() && problem.read().is_none()).then(|| {
            "If an account has this address and it is verified, a link is on its way. It can be used for an hour."
                .to_owned()
        })
    });
    let at_field = Signal::derive(move || problem.get().and_then(|problem| problem.field("email").map(str::to_owned)));
    let above = Signal::derive(move || {
        problem.get().filter(|problem| problem.fields.is_empty()).map(|problem| problem.message)
    });
    view! {
        <Title text="Forgotten password"/>
        <AuthLayout
            title="Choose a new password"
            description="Enter the address that you sign in with. If it is verified, a link goes there."
        >
            <ActionForm action=action attr:class="form">
                <FormMessage error=above success=asked/>
                <TextField
                    label="E-mail address"
                    name="email"
                    kind="email".to_owned()
                    autocomplete="username".to_owned()
                    required=true
                    autofocus=true
                    maxlength=254_u32
                    error=at_field
                />
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Primary size=ButtonSize::Large wide=true pending=action.pending()>"Send a link"</Button>
                </div>
            </ActionForm>
            <p class="muted">
                "No link comes? Ask an administrator of your organization, or whoever runs Cauldron for you: they can give you one."
            </p>
            <Button href="/sign-in".to_owned() wide=true>"Back to sign-in"</Button>
        </AuthLayout>
    }
}
