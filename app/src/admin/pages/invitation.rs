//! What the link of an invitation opens: joining with a new account, or with the one somebody has.

use crate::AppError;
use crate::admin::api::invitations::{AcceptAsNew, AcceptInvitation, view_invitation};
use crate::admin::api::sign_in::SignOut;
use cauldron_types::InvitationView;
use cauldron_ui::{AuthLayout, Button, ButtonSize, ButtonVariant, FormMessage, PasswordField, TextField, encode_part};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/invitation?token=…`
pub(crate) struct InvitationRoute;

#[lazy_route]
impl LazyRoute for InvitationRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <InvitationPage/> }.into_any()
    }
}

#[component]
fn InvitationPage() -> impl IntoView {
    let query = use_query_map();
    let token = Memo::new(move |_| query.read().get("token").unwrap_or_default());
    let invitation = Resource::new_blocking(move || token.get(), view_invitation);
    view! {
        <Title text="Invitation"/>
        <Suspense>
            {move || Suspend::new(async move {
                match invitation.await {
                    Ok(invitation) => view! { <Accept invitation token=token.get_untracked()/> }.into_any(),
                    Err(AppError(problem)) => view! {
                        <AuthLayout title="This invitation cannot be used">
                            <FormMessage error=problem.message/>
                            <Button href="/sign-in".to_owned() wide=true>"Go to sign-in"</Button>
                        </AuthLayout>
                    }
                    .into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Accept(invitation: InvitationView, token: String) -> impl IntoView {
    let InvitationView { organization, email, role, invited_by, has_account, signed_in_as } = invitation;
    let title = format!("Join {organization}");
    let who = if invited_by.is_empty() { "You are".to_owned() } else { format!("{invited_by} has") };
    let verb = if invited_by.is_empty() { "invited" } else { "invited you" };
    let description = format!("{who} {verb} as {}, with the address {email}.", role.label().to_lowercase());
    let content = match signed_in_as {
        Some(own) if own == email => view! { <AcceptAsMember token/> }.into_any(),
        Some(own) => view! { <OtherAddress own email/> }.into_any(),
        None if has_account => {
            let next = encode_part(&format!("/invitation?token={token}"));
            view! {
                <p class="muted">"This address has an account. Sign in with it; then you can accept."</p>
                <Button href=format!("/sign-in?next={next}") variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>
                    "Sign in to accept"
                </Button>
            }
            .into_any()
        }
        None => view! { <NewAccount email token/> }.into_any(),
    };
    view! { <AuthLayout title description>{content}</AuthLayout> }
}

#[component]
fn AcceptAsMember(token: String) -> impl IntoView {
    let action = ServerAction::<AcceptInvitation>::new();
    let error = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem.message),
        _ => None,
    });
    view! {
        <ActionForm action=action attr:class="form">
            <FormMessage error/>
            <input type="hidden" name="token" value=token/>
            <div class="form__actions">
                <Button kind="submit" variant=ButtonVariant::Primary size=ButtonSize::Large wide=true pending=action.pending()>
                    "Accept"
                </Button>
            </div>
        </ActionForm>
    }
}

#[component]
fn OtherAddress(own: String, email: String) -> impl IntoView {
    let sign_out = ServerAction::<SignOut>::new();
    let error =
        format!("You are signed in as {own}, and this invitation is for {email}. Sign out, then open the link again.");
    view! {
        <FormMessage error/>
        <ActionForm action=sign_out>
            <Button kind="submit" wide=true pending=sign_out.pending()>"Sign out"</Button>
        </ActionForm>
    }
}

#[component]
fn NewAccount(email: String, token: String) -> impl IntoView {
    let action = ServerAction::<AcceptAsNew>::new();
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem),
        _ => None,
    });
    let field = move |name: &'static str| {
        Signal::derive(move || problem.read().as_ref().and_then(|problem| problem.field(name).map(str::to_owned)))
    };
    view! {
        <ActionForm action=action attr:class="form">
            <FormMessage error=Signal::derive(move || problem.get().map(|problem| problem.message))/>
            <input type="hidden" name="token" value=token/>
            // For password managers, which ask whose password it is.
            <input type="text" value=email autocomplete="username" hidden readonly/>
            <TextField
                label="Your name"
                name="display_name"
                autocomplete="name".to_owned()
                required=true
                autofocus=true
                maxlength=120_u32
                error=field("display_name")
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
                <Button kind="submit" variant=ButtonVariant::Primary size=ButtonSize::Large wide=true pending=action.pending()>
                    "Join"
                </Button>
            </div>
        </ActionForm>
    }
}
