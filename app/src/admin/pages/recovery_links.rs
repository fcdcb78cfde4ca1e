//! Links to hand over to people who cannot sign in.

use crate::admin::api::recovery::{IssueRecoveryLink, purpose};
use crate::admin::parts::{ProofDialog, shown_problem};
use cauldron_ui::{Button, ButtonVariant, CodeBlock, FormMessage, PageHead, Panel, TextField};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// `/admin/recovery`
pub(crate) struct RecoveryLinksRoute;

#[lazy_route]
impl LazyRoute for RecoveryLinksRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <RecoveryLinksPage/> }.into_any()
    }
}

#[component]
fn RecoveryLinksPage() -> impl IntoView {
    let action = ServerAction::<IssueRecoveryLink>::new();
    let problem = shown_problem(action);
    let field = move |name: &'static str| {
        Signal::derive(move || problem.read().as_ref().and_then(|problem| problem.field(name).map(str::to_owned)))
    };
    let above = Signal::derive(move || {
        problem.get().filter(|problem| problem.fields.is_empty()).map(|problem| problem.message)
    });
    let issued = move || (!action.pending().get()).then(|| action.value().get().and_then(Result::ok)).flatten();
    view! {
        <Title text="Recovery links"/>
        <div class="page page--narrow">
            <PageHead
                title="Recovery links"
                purpose="For somebody who cannot sign in and whom no mail reaches: make a link and hand it over yourself."
            />
            <Panel
                title="Make a link"
                id="recovery"
                description="It works once, for 24 hours, and makes earlier ones worthless. Be sure whom you give it to."
            >
                <ActionForm action=action attr:class="form">
                    <FormMessage error=above/>
                    <TextField
                        label="E-mail address"
                        name="email"
                        kind="email".to_owned()
                        help="The one they sign in with. As an administrator you can help people who belong to no other organization.".to_owned()
                        autocomplete="off".to_owned()
                        required=true
                        maxlength=254_u32
                        error=field("email")
                    />
                    <TextField
                        label="New e-mail address"
                        name="new_email"
                        kind="email".to_owned()
                        help="Only if the link is to change the address. Left empty, it is for a new password.".to_owned()
                        autocomplete="off".to_owned()
                        optional=true
                        maxlength=254_u32
                        error=field("new_email")
                    />
                    <div class="form__actions">
                        <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>"Make link"</Button>
                    </div>
                </ActionForm>
                <ProofDialog id="recovery-proof" action=action/>
            </Panel>
            {move || {
                issued()
                    .map(|link| {
                        view! {
                            <Panel
                                title="The link"
                                id="recovery-link"
                                description=format!("For {}. {} It is shown here once.", link.email, purpose(link.kind))
                            >
                                <CodeBlock title="Recovery link" code=link.url wrap=true/>
                            </Panel>
                        }
                    })
            }}
        </div>
    }
}
