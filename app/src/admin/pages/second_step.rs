//! The second step of a sign-in.

use crate::AppError;
use crate::admin::api::factors::{EnterCode, second_step};
use crate::admin::parts::{PasskeyButton, PasskeyUse};
use cauldron_types::SecondStepView;
use cauldron_ui::{AuthLayout, Button, ButtonSize, ButtonVariant, FormMessage, TextField};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/sign-in/step?next=…`
pub(crate) struct SecondStepRoute;

#[lazy_route]
impl LazyRoute for SecondStepRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <SecondStepPage/> }.into_any()
    }
}

#[component]
fn SecondStepPage() -> impl IntoView {
    let waiting = Resource::new_blocking(|| (), |()| second_step());
    view! {
        <Title text="Second step"/>
        <Suspense>
            {move || Suspend::new(async move {
                match waiting.await {
                    Ok(step) => view! { <Step step/> }.into_any(),
                    Err(AppError(problem)) => view! {
                        <AuthLayout title="Sign in again">
                            <FormMessage error=problem.message/>
                            <Button href="/sign-in".to_owned() variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>"Go to sign-in"</Button>
                        </AuthLayout>
                    }
                    .into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Step(step: SecondStepView) -> impl IntoView {
    let action = ServerAction::<EnterCode>::new();
    let query = use_query_map();
    let next = Signal::derive(move || query.read().get("next").unwrap_or_default());
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem),
        _ => None,
    });
    let at_field = Signal::derive(move || problem.get().and_then(|problem| problem.field("code").map(str::to_owned)));
    let above = Signal::derive(move || {
        problem.get().filter(|problem| problem.fields.is_empty()).map(|problem| problem.message)
    });
    let SecondStepView { totp, passkey, codes } = step;
    let help = match (totp, codes) {
        (true, true) => "Six digits from your authenticator app, or one of your recovery codes.",
        (true, false) => "Six digits from your authenticator app.",
        (false, _) => "One of your recovery codes.",
    };
    view! {
        <AuthLayout title="One more step" description="Your password was right. Show that it is you by the second factor.">
            {passkey.then(|| view! { <PasskeyButton what=PasskeyUse::SecondStep label="Use a passkey" next main=!totp/> })}
            {(totp || codes)
                .then(|| {
                    view! {
                        <ActionForm action=action attr:class="form">
                            <FormMessage error=above/>
                            <input type="hidden" name="next" value=next/>
                            <TextField
                                label="Code"
                                name="code"
                                help=help.to_owned()
                                autocomplete="one-time-code".to_owned()
                                required=true
                                autofocus=true
                                maxlength=40_u32
                                error=at_field
                            />
                            <div class="form__actions">
                                <Button kind="submit" variant=ButtonVariant::Primary size=ButtonSize::Large wide=true pending=action.pending()>"Continue"</Button>
                            </div>
                        </ActionForm>
                    }
                })}
            <p class="muted">
                "You have none of these any more? An administrator of your organization, or whoever runs Cauldron for you, can help."
            </p>
        </AuthLayout>
    }
}
