//! One's e-mail address: whether it is verified, and how it becomes another.

use super::{ProofDialog, shown_problem};
use crate::AppError;
use crate::admin::api::recovery::{RequestEmail, RequestVerification, read_own_email};
use crate::layout::PanelFailed;
use cauldron_types::OwnEmail;
use cauldron_ui::{Badge, Button, ButtonVariant, FormMessage, Panel, Skeleton, SkeletonShape, TextField, Tone};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The panel.
#[component]
pub(crate) fn OwnEmailPanel(
    /// The address that holds.
    email: String,
) -> impl IntoView {
    let known = Resource::new(|| (), |()| read_own_email());
    view! {
        <Panel title="E-mail address" id="email" description="You sign in with it.">
            <Suspense fallback=|| view! { <Skeleton shape=SkeletonShape::Lines(4)/> }>
                {move || {
                    let email = email.clone();
                    Suspend::new(async move {
                        match known.await {
                            Ok(known) => view! { <Address email known/> }.into_any(),
                            Err(error) => view! {
                                <PanelFailed error on_retry=Callback::new(move |()| known.refetch())/>
                            }
                            .into_any(),
                        }
                    })
                }}
            </Suspense>
        </Panel>
    }
}

#[component]
fn Address(email: String, known: OwnEmail) -> impl IntoView {
    let change = ServerAction::<RequestEmail>::new();
    let verify = ServerAction::<RequestVerification>::new();
    let problem = shown_problem(change);
    let refused = Signal::derive(move || match verify.value().get() {
        Some(Err(AppError(problem))) if !verify.pending().get() => Some(problem.message),
        _ => None,
    });
    let query = use_query_map();
    let saved = Signal::derive(move || match query.read().get("saved").as_deref() {
        Some("email") => {
            Some("A link is on its way to the new address. Until it is used, the old one holds.".to_owned())
        }
        Some("verification") => Some("A link is on its way. It can be used for a day.".to_owned()),
        _ => None,
    });
    let OwnEmail { verified, mail_is_sent } = known;
    view! {
        <FormMessage
            error=Signal::derive(move || problem.get().map(|problem| problem.message).or_else(|| refused.get()))
            success=Signal::derive(move || saved.get().filter(|_| problem.read().is_none() && refused.read().is_none()))
        />
        <dl class="account-facts">
            <dt>"Address"</dt>
            <dd>
                {email}
                " "
                {if verified {
                    view! { <Badge tone=Tone::Ok>"Verified"</Badge> }
                } else {
                    view! { <Badge tone=Tone::Neutral>"Not verified"</Badge> }
                }}
            </dd>
        </dl>
        {(!verified && mail_is_sent)
            .then(|| {
                view! {
                    <ActionForm action=verify attr:class="form">
                        <p class="muted">"Once it is verified, a forgotten password can be replaced by a link that goes there."</p>
                        <div class="form__actions">
                            <Button kind="submit" variant=ButtonVariant::Secondary pending=verify.pending()>"Send a link to verify it"</Button>
                        </div>
                    </ActionForm>
                }
            })}
        {if mail_is_sent {
            view! {
                <ActionForm action=change attr:class="form">
                    <TextField
                        label="New address"
                        name="email"
                        kind="email".to_owned()
                        autocomplete="email".to_owned()
                        help="A link goes there. The old address is told once it is used.".to_owned()
                        required=true
                        maxlength=254_u32
                        error=Signal::derive(move || problem.get().and_then(|problem| problem.field("email").map(str::to_owned)))
                    />
                    <div class="form__actions">
                        <Button kind="submit" variant=ButtonVariant::Secondary pending=change.pending()>"Change address"</Button>
                    </div>
                </ActionForm>
                <ProofDialog id="email-proof" action=change/>
            }
            .into_any()
        } else {
            view! {
                <p class="muted">
                    "There is no mail server yet. Whoever runs Cauldron for you can make a link that changes the address."
                </p>
            }
            .into_any()
        }}
    }
}
