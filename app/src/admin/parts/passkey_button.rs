//! A button that has a passkey answer: to sign in, at the second step, or to prove once more who it is.

use super::authenticator;
use crate::AppError;
use crate::admin::api::factors::{ask_any_passkey, ask_passkey, prove_by_passkey, sign_in_by_passkey, step_by_passkey};
use cauldron_ui::{Button, ButtonSize, ButtonVariant, FormMessage};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What the answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PasskeyUse {
    /// Signing in with nothing else.
    SignIn,
    /// The second step.
    SecondStep,
    /// A proof before something dangerous.
    Proof,
}

async fn answered(what: PasskeyUse, next: String) -> Result<(), String> {
    let sentence = |AppError(problem): AppError| problem.message;
    let asked = match what {
        PasskeyUse::SignIn => ask_any_passkey().await,
        PasskeyUse::SecondStep | PasskeyUse::Proof => ask_passkey().await,
    };
    let asked = asked.map_err(sentence)?;
    let answer = authenticator::answer(&asked.options).await?;
    let done = match what {
        PasskeyUse::SignIn => sign_in_by_passkey(asked.ceremony, answer, next).await,
        PasskeyUse::SecondStep => step_by_passkey(asked.ceremony, answer, next).await,
        PasskeyUse::Proof => prove_by_passkey(asked.ceremony, answer).await,
    };
    done.map_err(sentence)
}

/// The button, with what went wrong above it. Hidden by the style sheet until the page is alive, since it can do nothing before.
#[component]
pub(crate) fn PasskeyButton(
    /// What the answer is for.
    what: PasskeyUse,
    /// Words on the button.
    #[prop(into)]
    label: String,
    /// Where to go afterwards.
    #[prop(optional, into)]
    next: Signal<String>,
    /// Called when the answer held.
    #[prop(optional, into)]
    on_done: Option<Callback<()>>,
    /// It is the main thing to do here.
    #[prop(optional)]
    main: bool,
) -> impl IntoView {
    let pending = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let ask = Callback::new(move |_: MouseEvent| {
        if pending.get_untracked() {
            return;
        }
        pending.set(true);
        error.set(None);
        let next = next.get_untracked();
        spawn_local(async move {
            let outcome = answered(what, next).await;
            pending.set(false);
            match outcome {
                Ok(()) => {
                    if let Some(on_done) = on_done {
                        on_done.run(());
                    }
                }
                Err(sentence) => error.set(Some(sentence)),
            }
        });
    });
    view! {
        <div class="needs-script">
            <FormMessage error=error/>
            <Button
                variant=if main { ButtonVariant::Primary } else { ButtonVariant::Secondary }
                size=ButtonSize::Large
                wide=true
                icon="fingerprint"
                pending
                on_press=ask
            >
                {label}
            </Button>
        </div>
    }
}
