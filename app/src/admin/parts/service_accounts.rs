//! Service accounts: the list, one of them beside it, the form that makes one.

use crate::admin::api::keys::CreateKey;
use crate::admin::api::service_accounts::{
    CreateServiceAccount, RemoveServiceAccount, SaveServiceAccount, SuspendServiceAccount,
};
use crate::admin::parts::keys::{NewKeyForm, field_of, problem_of, scope_boxes, sentence_of};
use cauldron_types::{Permission, ServiceAccountRow};
use cauldron_ui::{
    Badge, Button, ButtonVariant, Cell, Column, Description, DescriptionList, FormMessage, Row, Table, Tag, TextField,
    Tone,
};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// What can be done to an account; made by the page.
#[derive(Clone, Copy)]
pub(crate) struct AccountActions {
    pub(crate) save: ServerAction<SaveServiceAccount>,
    pub(crate) suspend: ServerAction<SuspendServiceAccount>,
    pub(crate) remove: ServerAction<RemoveServiceAccount>,
}

fn state_badge(account: &ServiceAccountRow) -> impl IntoView + use<> {
    let (tone, words) = if account.suspended { (Tone::Warn, "Suspended") } else { (Tone::Ok, "Active") };
    view! { <Badge tone>{words}</Badge> }
}

/// The list.
#[component]
pub(crate) fn AccountTable(
    /// What it shows.
    accounts: Vec<ServiceAccountRow>,
    /// The page it stands on.
    path: &'static str,
) -> impl IntoView {
    let columns = vec![
        Column::text("Name"),
        Column::text("Purpose"),
        Column::number("Permissions"),
        Column::number("Keys"),
        Column::text("State"),
    ];
    let rows = accounts
        .into_iter()
        .map(|account| {
            let href = format!("{path}?account={}", account.id);
            let state = state_badge(&account);
            view! {
                <Row>
                    <Cell label="Name" header=true>
                        <a class="quiet-link line-link" dir="auto" href=href>{account.name}</a>
                    </Cell>
                    <Cell label="Purpose" muted=true>{account.purpose}</Cell>
                    <Cell label="Permissions" align=cauldron_ui::Align::End>{account.scopes.len()}</Cell>
                    <Cell label="Keys" align=cauldron_ui::Align::End>{account.keys}</Cell>
                    <Cell label="State">{state}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption="Service accounts" columns>{rows}</Table> }
}

/// Makes one.
#[component]
pub(crate) fn NewAccountForm(
    /// Made by the page.
    action: ServerAction<CreateServiceAccount>,
    /// What can be given.
    grantable: Vec<Permission>,
) -> impl IntoView {
    let problem = problem_of(action);
    let boxes = scope_boxes("account-scopes".to_owned(), grantable, &[], field_of(problem, "scopes"));
    view! {
        <ActionForm action=action attr:class="form">
            <FormMessage error=sentence_of(problem)/>
            <TextField
                label="Name"
                name="name"
                id="account-name"
                autocomplete="off".to_owned()
                required=true
                maxlength=120_u32
                error=field_of(problem, "name")
            />
            <TextField
                label="Purpose"
                name="purpose"
                id="account-purpose"
                optional=true
                maxlength=300_u32
                help="What the program does, for whoever finds it here in a year.".to_owned()
                error=field_of(problem, "purpose")
            />
            {boxes}
            <div class="form__actions">
                <Button kind="submit" pending=action.pending()>"Make service account"</Button>
            </div>
        </ActionForm>
    }
}

/// One account, and the forms that change it.
#[component]
pub(crate) fn AccountDetails(
    /// The account.
    account: ServiceAccountRow,
    /// Whoever looks may change it.
    editable: bool,
    /// What whoever looks can give.
    grantable: Vec<Permission>,
    /// Made by the page.
    actions: AccountActions,
    /// Makes a key of it; the page shows the secret.
    create: ServerAction<CreateKey>,
) -> impl IntoView {
    let state = state_badge(&account);
    let scopes = account.scopes.iter().map(|scope| view! { <Tag label=scope.to_string()/> }).collect_view();
    let for_keys: Vec<Permission> = account.scopes.iter().copied().filter(|scope| grantable.contains(scope)).collect();
    let id = account.id;
    let (purpose, keys) = (account.purpose.clone(), account.keys);
    let forms = editable.then(|| {
        let keys = (!account.suspended && !for_keys.is_empty()).then(|| {
            view! {
                <section class="event-detail__section" aria-labelledby="account-key-title">
                    <h3 class="event-detail__title" id="account-key-title">"New key"</h3>
                    <NewKeyForm action=create account=id grantable=for_keys/>
                </section>
            }
        });
        view! {
            {keys}
            <Change account=account.clone() grantable actions/>
        }
    });
    view! {
        <DescriptionList>
            <Description label="State">{state}</Description>
            <Description label="Purpose">{purpose}</Description>
            <Description label="May do"><span class="cluster">{scopes}</span></Description>
            <Description label="Keys">{keys}</Description>
        </DescriptionList>
        {forms}
    }
}

#[component]
fn Change(account: ServiceAccountRow, grantable: Vec<Permission>, actions: AccountActions) -> impl IntoView {
    let AccountActions { save, suspend, remove } = actions;
    let (saving, suspending, removing) = (problem_of(save), problem_of(suspend), problem_of(remove));
    // What it holds already may stay, although whoever looks could not give it.
    let mut choices = grantable;
    choices.extend(account.scopes.iter().copied().filter(|scope| !choices.contains(scope)).collect::<Vec<_>>());
    choices.sort();
    let boxes = scope_boxes("account-holds".to_owned(), choices, &account.scopes, field_of(saving, "scopes"));
    let [save_id, suspend_id, id] = [(); 3].map(|()| account.id.to_string());
    let (saved_name, typed_name) = (account.name.clone(), account.name.clone());
    let (purpose, version) = (account.purpose.clone(), account.version.to_string());
    let next_standing = (!account.suspended).to_string();
    let (words, advice) = if account.suspended {
        ("Let it go on", "Its keys are stopped.")
    } else {
        ("Suspend", "Stops all its keys until somebody lets it go on.")
    };
    view! {
        <section class="event-detail__section" aria-labelledby="account-change-title">
            <h3 class="event-detail__title" id="account-change-title">"Change"</h3>
            <ActionForm action=save attr:class="form">
                <FormMessage error=sentence_of(saving)/>
                <input type="hidden" name="id" value=save_id/>
                <input type="hidden" name="version" value=version/>
                <TextField
                    label="Name"
                    name="name"
                    id="account-new-name"
                    value=saved_name
                    autocomplete="off".to_owned()
                    required=true
                    maxlength=120_u32
                    error=field_of(saving, "name")
                />
                <TextField
                    label="Purpose"
                    name="purpose"
                    id="account-new-purpose"
                    value=purpose
                    optional=true
                    maxlength=300_u32
                    error=field_of(saving, "purpose")
                />
                {boxes}
                <div class="form__actions">
                    <Button kind="submit" pending=save.pending()>"Save service account"</Button>
                </div>
            </ActionForm>
        </section>
        <section class="event-detail__section" aria-labelledby="account-stop-title">
            <h3 class="event-detail__title" id="account-stop-title">"Stop"</h3>
            <ActionForm action=suspend attr:class="form">
                <FormMessage error=sentence_of(suspending)/>
                <p>{advice}</p>
                <input type="hidden" name="id" value=suspend_id/>
                <input type="hidden" name="suspended" value=next_standing/>
                <div class="form__actions"><Button kind="submit" pending=suspend.pending()>{words}</Button></div>
            </ActionForm>
            <ActionForm action=remove attr:class="form">
                <FormMessage error=sentence_of(removing)/>
                <input type="hidden" name="id" value=id/>
                <p>
                    "Removing it revokes its keys and cannot be undone. Type "
                    <strong class="confirm__word">{typed_name}</strong> " to go on."
                </p>
                <TextField
                    label="Name of the service account"
                    name="confirm"
                    id="account-confirm"
                    autocomplete="off".to_owned()
                    required=true
                    error=field_of(removing, "confirm")
                />
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Danger pending=remove.pending()>"Remove service account"</Button>
                </div>
            </ActionForm>
        </section>
    }
}
