//! The form that makes a key, and the secret that comes of it.

use super::{field_of, problem_of, sentence_of};
use crate::admin::api::keys::{CreateKey, RotateKey};
use cauldron_types::{FreshKey, Permission, ServiceAccountId};
use cauldron_ui::{
    Button, ButtonVariant, CheckboxGroup, CodeBlock, CopyButton, FormMessage, GroupOption, SelectField, SelectOption,
    TextArea, TextField,
};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// Lifetimes in days, with their words.
const LIFETIMES: [(&str, &str); 5] =
    [("30", "30 days"), ("90", "90 days"), ("180", "180 days"), ("365", "One year"), ("", "Until it is revoked")];

/// A box for each permission.
pub(crate) fn scope_boxes(
    id: String,
    grantable: Vec<Permission>,
    chosen: &[Permission],
    error: Signal<Option<String>>,
) -> impl IntoView + use<> {
    let options = grantable.iter().map(|scope| GroupOption::new(scope.as_str(), scope.as_str())).collect();
    let values: Vec<String> = chosen.iter().map(ToString::to_string).collect();
    view! {
        <CheckboxGroup
            id
            label="What it may do"
            name="scopes[]"
            options
            values
            help="Choose as little as the program needs. A key never does more than its owner may do at that moment.".to_owned()
            error
        />
    }
}

/// Makes a key of one's own, or of a service account.
#[component]
pub(crate) fn NewKeyForm(
    /// Made by the page, which shows the secret.
    action: ServerAction<CreateKey>,
    /// Whose it is to be; one's own if absent.
    #[prop(optional)]
    account: Option<ServiceAccountId>,
    /// What can be given.
    grantable: Vec<Permission>,
) -> impl IntoView {
    let problem = problem_of(action);
    let days = LIFETIMES.map(|(value, words)| SelectOption::new(value, words)).to_vec();
    let boxes = scope_boxes("key-scopes".to_owned(), grantable, &[], field_of(problem, "scopes"));
    view! {
        <ActionForm action=action attr:class="form">
            <FormMessage error=sentence_of(problem)/>
            {account.map(|account| view! { <input type="hidden" name="account" value=account.to_string()/> })}
            <TextField
                label="Name"
                name="name"
                id="key-name"
                help="Where it is used, such as Nightly export.".to_owned()
                autocomplete="off".to_owned()
                required=true
                maxlength=120_u32
                error=field_of(problem, "name")
            />
            <SelectField
                label="Ends after"
                name="days"
                id="key-days"
                options=days
                value="90".to_owned()
                error=field_of(problem, "expires_at")
            />
            <TextArea
                label="Networks"
                name="networks"
                id="key-networks"
                rows=2
                mono=true
                optional=true
                help="Addresses and networks from which it may be used, such as 192.0.2.0/24. Empty: from everywhere.".to_owned()
                error=field_of(problem, "networks")
            />
            {boxes}
            <div class="form__actions">
                <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>"Make key"</Button>
            </div>
        </ActionForm>
    }
}

/// The whole secret, as long as the page is not left.
#[component]
pub(crate) fn Secret(
    /// What came of making or rotating a key.
    fresh: Signal<Option<FreshKey>>,
) -> impl IntoView {
    move || {
        fresh.get().map(|key| {
            let secret = key.secret.clone();
            view! {
                <div class="stack" id="fresh-key">
                    <FormMessage success=Signal::stored(Some(format!(
                        "This is the secret of {}. Copy it now to where the program finds it: it is shown this once, and Cauldron keeps only its fingerprint.",
                        key.name,
                    )))/>
                    <CodeBlock title="API key" code=key.secret wrap=true/>
                    <div class="cluster"><CopyButton text=secret label="Copy API key" words=true/></div>
                </div>
            }
        })
    }
}

/// What the latest of two actions made. The page adds what came with it.
pub(crate) fn latest_secret(
    create: ServerAction<CreateKey>,
    rotate: ServerAction<RotateKey>,
) -> RwSignal<Option<FreshKey>> {
    let latest = RwSignal::new(None);
    for source in [create.value(), rotate.value()] {
        Effect::watch(
            move || source.get(),
            move |value, _, _| {
                if let Some(Ok(key)) = value {
                    latest.set(Some(key.clone()));
                }
            },
            false,
        );
    }
    latest
}
