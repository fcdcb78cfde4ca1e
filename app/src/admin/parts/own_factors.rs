//! One's second factors: the authenticator app, passkeys, and codes on paper.

use super::{ProofDialog, authenticator, shown_problem};
use crate::AppError;
use crate::admin::api::factors::{
    BeginPasskey, BeginTotp, ConfirmTotp, RemoveFactor, RenewCodes, read_own_factors, save_passkey,
};
use crate::layout::PanelFailed;
use cauldron_types::{FreshCodes, Instant, OwnFactors, PasskeyView, TotpEnrolment};
use cauldron_ui::{
    Badge, Button, ButtonSize, ButtonVariant, CodeBlock, FormMessage, Panel, Skeleton, SkeletonShape, TextField, Time,
    Tone,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The panels.
#[component]
pub(crate) fn OwnFactorsPanel(
    /// Called when the first factor holds and its codes are kept: on a page that waits for it.
    #[prop(optional, into)]
    on_first: Option<Callback<()>>,
) -> impl IntoView {
    let factors = Resource::new(|| (), |()| read_own_factors());
    let fresh = RwSignal::new(None::<FreshCodes>);
    // Whatever was set up, the panels say how it is now; codes stay until the page is left.
    let changed = Callback::new(move |codes: FreshCodes| {
        if !codes.codes.is_empty() {
            fresh.set(Some(codes));
        }
        factors.refetch();
    });
    view! {
        {move || fresh.get().map(|codes| view! { <Codes codes on_first/> })}
        <Transition fallback=|| view! { <Panel title="Second factor" id="second-factor"><Skeleton shape=SkeletonShape::Lines(5)/></Panel> }>
            {move || Suspend::new(async move {
                match factors.await {
                    Ok(own) => view! { <Factors own changed/> }.into_any(),
                    Err(error) => view! {
                        <Panel title="Second factor" id="second-factor">
                            <PanelFailed error on_retry=Callback::new(move |()| factors.refetch())/>
                        </Panel>
                    }
                    .into_any(),
                }
            })}
        </Transition>
    }
}

/// Codes on paper, this once.
#[component]
fn Codes(codes: FreshCodes, on_first: Option<Callback<()>>) -> impl IntoView {
    view! {
        <Panel
            title="Your recovery codes"
            id="recovery-codes"
            description="Each works once, when your app or passkey is not at hand. Print them or keep them in a password manager: they are not shown again."
        >
            <CodeBlock title="Recovery codes" code=codes.codes.join("\n")/>
            {on_first
                .map(|on_first| {
                    view! {
                        <div class="form__actions">
                            <Button variant=ButtonVariant::Primary on_press=Callback::new(move |_| on_first.run(()))>"I have kept them"</Button>
                        </div>
                    }
                })}
        </Panel>
    }
}

#[component]
fn Factors(own: OwnFactors, changed: Callback<FreshCodes>) -> impl IntoView {
    let any = own.any();
    let OwnFactors { totp_since, passkeys, codes_left, now, offsets } = own;
    let remove = ServerAction::<RemoveFactor>::new();
    let renew = ServerAction::<RenewCodes>::new();
    let removal = shown_problem(remove);
    let renewal = shown_problem(renew);
    Effect::watch(
        move || remove.value().get(),
        move |removed, _, _| {
            if matches!(removed, Some(Ok(()))) {
                changed.run(FreshCodes { codes: Vec::new() });
            }
        },
        false,
    );
    Effect::watch(
        move || renew.value().get(),
        move |renewed, _, _| {
            if let Some(Ok(codes)) = renewed {
                changed.run(codes.clone());
            }
        },
        false,
    );
    let exact = move |at: Instant| {
        view! { <Time datetime=at.rfc3339() title=at.display(&offsets) text=at.ago(now)/> }.into_any()
    };
    let app = match totp_since {
        Some(since) => {
            let since = exact(since);
            view! {
                <div class="account-session">
                    <div class="account-session__words">
                        <div class="account-session__browser">"Authenticator app" <Badge tone=Tone::Ok>"On"</Badge></div>
                        <div class="account-session__detail">"Set up " {since}</div>
                    </div>
                    <ActionForm action=remove>
                        <Button kind="submit" size=ButtonSize::Small pending=remove.pending()>"Remove app"</Button>
                    </ActionForm>
                </div>
            }
            .into_any()
        }
        None => view! { <NewApp changed/> }.into_any(),
    };
    let keys = passkeys
        .into_iter()
        .map(|key| {
            let (made, used) = (exact(key.created_at), key.last_used_at.map(&exact));
            passkey(key, remove, made, used)
        })
        .collect_view();
    view! {
        <Panel
            title="Second factor"
            id="second-factor"
            description=if any { "Signing in takes your password and one of these; a passkey is enough by itself." } else { "None yet: whoever learns your password can sign in as you." }
        >
            <FormMessage error=Signal::derive(move || removal.get().or_else(|| renewal.get()).map(|problem| problem.message))/>
            {app}
            {any
                .then(|| {
                    view! {
                        <div class="account-session">
                            <div class="account-session__words">
                                <div class="account-session__browser">"Recovery codes"</div>
                                <div class="account-session__detail">{format!("{codes_left} of 10 left. Making new ones ends the old ones.")}</div>
                            </div>
                            <ActionForm action=renew>
                                <Button kind="submit" size=ButtonSize::Small pending=renew.pending()>"Make new codes"</Button>
                            </ActionForm>
                        </div>
                    }
                })}
        </Panel>
        <Panel title="Passkeys" id="passkeys" description="A device or a password manager that knows you by your finger, face or number.">
            {keys}
            <NewPasskey changed/>
        </Panel>
        <ProofDialog id="remove-proof" action=remove/>
        <ProofDialog id="renew-proof" action=renew/>
    }
}

fn passkey(
    key: PasskeyView,
    remove: ServerAction<RemoveFactor>,
    made: AnyView,
    used: Option<AnyView>,
) -> impl IntoView {
    let PasskeyView { id, name, .. } = key;
    let which = format!(" the passkey {name}");
    let used = match used {
        Some(at) => view! { ", last used " {at} }.into_any(),
        None => view! { ", not used yet" }.into_any(),
    };
    view! {
        <div class="account-session">
            <div class="account-session__words">
                <div class="account-session__browser"><bdi>{name}</bdi></div>
                <div class="account-session__detail">"Made " {made} {used}</div>
            </div>
            <ActionForm action=remove>
                <input type="hidden" name="passkey" value=id.to_string()/>
                <Button kind="submit" size=ButtonSize::Small pending=remove.pending()>
                    "Remove"
                    <span class="visually-hidden">{which}</span>
                </Button>
            </ActionForm>
        </div>
    }
}

/// Setting up an authenticator app: first its secret, then a code of it.
#[component]
fn NewApp(changed: Callback<FreshCodes>) -> impl IntoView {
    let begin = ServerAction::<BeginTotp>::new();
    let problem = shown_problem(begin);
    let begun = move || begin.value().get().and_then(Result::ok);
    view! {
        <FormMessage error=Signal::derive(move || problem.get().map(|problem| problem.message))/>
        {move || match begun() {
            Some(enrolment) => view! { <Enrolment enrolment changed/> }.into_any(),
            None => view! {
                <ActionForm action=begin attr:class="form">
                    <p class="muted">"An app on your phone shows a new code every 30 seconds."</p>
                    <div class="form__actions">
                        <Button kind="submit" variant=ButtonVariant::Secondary pending=begin.pending()>"Set up an authenticator app"</Button>
                    </div>
                </ActionForm>
            }
            .into_any(),
        }}
        <ProofDialog id="totp-proof" action=begin/>
    }
}

#[component]
fn Enrolment(enrolment: TotpEnrolment, changed: Callback<FreshCodes>) -> impl IntoView {
    let confirm = ServerAction::<ConfirmTotp>::new();
    let problem = shown_problem(confirm);
    Effect::watch(
        move || confirm.value().get(),
        move |confirmed, _, _| {
            if let Some(Ok(codes)) = confirmed {
                changed.run(codes.clone());
            }
        },
        false,
    );
    let TotpEnrolment { secret, url, qr_path, qr_size } = enrolment;
    let at_field = Signal::derive(move || problem.get().and_then(|problem| problem.field("code").map(str::to_owned)));
    let above = Signal::derive(move || {
        problem.get().filter(|problem| problem.fields.is_empty()).map(|problem| problem.message)
    });
    view! {
        <div class="totp">
            <svg class="totp__qr" viewBox=format!("0 0 {qr_size} {qr_size}") role="img" aria-label="The secret as a picture for the app's camera">
                <rect class="totp__paper" width=qr_size.to_string() height=qr_size.to_string()></rect>
                <path class="totp__ink" d=qr_path></path>
            </svg>
            <div class="totp__words">
                <p>"Scan this with the app. Or type the secret into it:"</p>
                <CodeBlock title="Secret" code=secret wrap=true/>
                <p><a class="link" href=url>"Open in an app on this device"</a></p>
            </div>
        </div>
        <ActionForm action=confirm attr:class="form">
            <FormMessage error=above/>
            <TextField
                label="Code"
                name="code"
                help="The six digits that the app shows now.".to_owned()
                autocomplete="one-time-code".to_owned()
                inputmode="numeric".to_owned()
                required=true
                maxlength=10_u32
                error=at_field
            />
            <div class="form__actions">
                <Button kind="submit" variant=ButtonVariant::Primary pending=confirm.pending()>"Turn on"</Button>
            </div>
        </ActionForm>
    }
}

/// Making a passkey: its name first, then the browser's own dialog.
#[component]
fn NewPasskey(changed: Callback<FreshCodes>) -> impl IntoView {
    let begin = ServerAction::<BeginPasskey>::new();
    let problem = shown_problem(begin);
    let name = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let at_name = RwSignal::new(None::<String>);
    let making = RwSignal::new(false);
    Effect::watch(
        move || begin.value().get(),
        move |begun, _, _| {
            let Some(Ok(challenge)) = begun.clone() else { return };
            making.set(true);
            error.set(None);
            at_name.set(None);
            let name = name.get_untracked();
            spawn_local(async move {
                let outcome = match authenticator::make(&challenge.options).await {
                    Ok(answer) => save_passkey(challenge.ceremony, answer, name).await,
                    Err(sentence) => {
                        Err(AppError(cauldron_types::Problem::new(cauldron_types::ProblemKind::Invalid, sentence)))
                    }
                };
                making.set(false);
                match outcome {
                    Ok(codes) => changed.run(codes),
                    Err(failed) => match failed.field("name") {
                        Some(sentence) => at_name.set(Some(sentence)),
                        None => error.set(Some(failed.sentence())),
                    },
                }
            });
        },
        false,
    );
    view! {
        <ActionForm action=begin attr:class="form needs-script">
            <FormMessage error=Signal::derive(move || error.get().or_else(|| problem.get().map(|problem| problem.message)))/>
            <TextField
                label="Name of the new passkey"
                name="passkey_name"
                bind=name
                help="Where it is, such as Laptop or Phone.".to_owned()
                autocomplete="off".to_owned()
                required=true
                maxlength=120_u32
                error=at_name
            />
            <div class="form__actions">
                <Button
                    kind="submit"
                    variant=ButtonVariant::Secondary
                    icon="fingerprint"
                    pending=Signal::derive(move || begin.pending().get() || making.get())
                >
                    "Make a passkey"
                </Button>
            </div>
        </ActionForm>
        <ProofDialog id="passkey-proof" action=begin/>
    }
}
