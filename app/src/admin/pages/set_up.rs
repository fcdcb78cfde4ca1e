//! The first run: the organization and its owner.

use crate::AppError;
use crate::admin::api::set_up::{SetUp, check_set_up_link};
use cauldron_ui::{AuthLayout, Button, ButtonSize, ButtonVariant, FormMessage, PasswordField, TextField};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/set-up?link=…`
pub(crate) struct SetUpRoute;

#[lazy_route]
impl LazyRoute for SetUpRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <SetUpPage/> }.into_any()
    }
}

#[component]
fn SetUpPage() -> impl IntoView {
    let query = use_query_map();
    let link = Memo::new(move |_| query.read().get("link").unwrap_or_default());
    let checked = Resource::new_blocking(move || link.get(), check_set_up_link);
    view! {
        <Title text="Set up"/>
        <Suspense>
            {move || Suspend::new(async move {
                match checked.await {
                    Ok(()) => view! { <SetUpForm link=link.get_untracked()/> }.into_any(),
                    Err(AppError(problem)) => {
                        // Who comes without a link has done nothing wrong.
                        let wrong = (!link.read_untracked().is_empty()).then_some(problem.message);
                        let sign_in = wrong.is_some().then(|| view! { <Button href="/sign-in".to_owned() wide=true>"Go to sign-in"</Button> });
                        view! {
                            <AuthLayout
                                title="Set up Cauldron"
                                description="Open the one-time link that Cauldron printed when it started."
                            >
                                <FormMessage error=Signal::stored(wrong)/>
                                <p class="muted">
                                    "It is lost, or older than a day? On the server, "
                                    <code class="mono">"cauldron admin setup-link"</code>
                                    " makes a new one."
                                </p>
                                {sign_in}
                            </AuthLayout>
                        }
                        .into_any()
                    }
                }
            })}
        </Suspense>
    }
}

/// The browser's time zone; on the server UTC, which the browser replaces.
fn here() -> String {
    #[cfg(not(feature = "ssr"))]
    {
        let options = js_sys::Intl::DateTimeFormat::default().resolved_options();
        if let Ok(zone) = js_sys::Reflect::get(&options, &"timeZone".into()) {
            return zone.as_string().unwrap_or_else(|| "UTC".to_owned());
        }
    }
    "UTC".to_owned()
}

#[component]
fn SetUpForm(link: String) -> impl IntoView {
    let action = ServerAction::<SetUp>::new();
    let zone = RwSignal::new("UTC".to_owned());
    // After hydration, because server and browser must first agree.
    Effect::new(move |_| zone.set(here()));
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem),
        _ => None,
    });
    let field = move |name: &'static str| {
        Signal::derive(move || problem.read().as_ref().and_then(|problem| problem.field(name).map(str::to_owned)))
    };
    view! {
        <AuthLayout
            title="Set up Cauldron"
            description="This creates your organization and its owner: you. The link works once."
        >
            <ActionForm action=action attr:class="form">
                <FormMessage error=Signal::derive(move || problem.get().map(|problem| problem.message))/>
                <input type="hidden" name="link" value=link/>
                <input type="hidden" name="time_zone" prop:value=zone value="UTC"/>
                <TextField
                    label="Organization"
                    name="organization_name"
                    autocomplete="organization".to_owned()
                    required=true
                    autofocus=true
                    error=field("organization_name")
                />
                <TextField
                    label="Your name"
                    name="display_name"
                    autocomplete="name".to_owned()
                    required=true
                    error=field("display_name")
                />
                <TextField
                    label="E-mail address"
                    name="email"
                    kind="email".to_owned()
                    autocomplete="username".to_owned()
                    help="You sign in with it.".to_owned()
                    required=true
                    error=field("email")
                />
                <PasswordField
                    label="Password"
                    name="password"
                    autocomplete="new-password"
                    help="At least 15 characters; a few random words are easy to remember.".to_owned()
                    required=true
                    error=field("password")
                />
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Primary size=ButtonSize::Large wide=true pending=action.pending()>"Create organization"</Button>
                </div>
            </ActionForm>
        </AuthLayout>
    }
}
