//! How the people of the organization sign in.

use crate::admin::api::sign_in_policy::{SaveSignInPolicy, read_sign_in_policy};
use crate::admin::parts::{ProofDialog, shown_problem};
use crate::layout::PanelFailed;
use cauldron_types::SignInPolicy;
use cauldron_ui::{
    Button, ButtonVariant, FormMessage, PageHead, Panel, SelectField, SelectOption, Skeleton, SkeletonShape, TextField,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// `/admin/sign-in`
pub(crate) struct SignInPolicyRoute;

#[lazy_route]
impl LazyRoute for SignInPolicyRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <SignInPolicyPage/> }.into_any()
    }
}

#[component]
fn SignInPolicyPage() -> impl IntoView {
    let policy = Resource::new(|| (), |()| read_sign_in_policy());
    view! {
        <Title text="Sign-in"/>
        <div class="page page--narrow">
            <PageHead title="Sign-in" purpose="How the people of this organization sign in. A change holds at everybody's next request."/>
            <Panel title="Policy" id="policy">
                <Suspense fallback=|| view! { <Skeleton shape=SkeletonShape::Lines(6)/> }>
                    {move || Suspend::new(async move {
                        match policy.await {
                            Ok(policy) => view! { <PolicyForm policy/> }.into_any(),
                            Err(error) => view! {
                                <PanelFailed error on_retry=Callback::new(move |()| policy.refetch())/>
                            }
                            .into_any(),
                        }
                    })}
                </Suspense>
            </Panel>
        </div>
    }
}

#[component]
fn PolicyForm(policy: SignInPolicy) -> impl IntoView {
    let action = ServerAction::<SaveSignInPolicy>::new();
    let problem = shown_problem(action);
    let field = move |name: &'static str| {
        Signal::derive(move || problem.read().as_ref().and_then(|problem| problem.field(name).map(str::to_owned)))
    };
    let known = policy.version();
    let first = known.clone();
    let version = Signal::derive(move || {
        action.value().get().and_then(Result::ok).map_or_else(|| first.clone(), |saved| saved.version())
    });
    let done = Signal::derive(move || {
        let saved = matches!(action.value().get(), Some(Ok(_))) && !action.pending().get();
        saved.then(|| "Saved. It holds at everybody's next request.".to_owned())
    });
    let SignInPolicy { second_factor, idle_minutes, absolute_hours, most_idle_minutes, most_absolute_hours } = policy;
    let text = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let options = vec![
        SelectOption::new("false", "Everybody may choose"),
        SelectOption::new("true", "Everybody has to have one"),
    ];
    view! {
        <ActionForm action=action attr:class="form">
            <FormMessage error=Signal::derive(move || problem.get().map(|problem| problem.message)) success=done/>
            <input type="hidden" name="version" value=known prop:value=version/>
            <SelectField
                label="Second factor"
                name="second_factor"
                options
                value=second_factor.to_string()
                help="Whoever has none is led to set one up before anything else.".to_owned()
            />
            <TextField
                label="Minutes without use after which a session ends"
                name="idle_minutes"
                value=text(idle_minutes)
                inputmode="numeric".to_owned()
                help=format!("At most {most_idle_minutes}, which holds when this is empty.")
                optional=true
                error=field("idle_minutes")
            />
            <TextField
                label="Hours after which a session ends in any case"
                name="absolute_hours"
                value=text(absolute_hours)
                inputmode="numeric".to_owned()
                help=format!("At most {most_absolute_hours}, which holds when this is empty.")
                optional=true
                error=field("absolute_hours")
            />
            <div class="form__actions">
                <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>"Save"</Button>
            </div>
        </ActionForm>
        <ProofDialog id="policy-proof" action=action/>
    }
}
