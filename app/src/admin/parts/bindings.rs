//! Roles that were given, as a table, each with a way to take it back.

use crate::AppError;
use crate::admin::api::access::TakeRoleBack;
use crate::admin::parts::{message_of, problem_of};
use crate::live::ago;
use crate::session::Session;
use cauldron_types::{
    BindingRow, HolderName, Instant, Permission, ResourceKind, ResourceName, RoleName, UserId, UtcOffset,
};
use cauldron_ui::{Badge, Button, ButtonSize, Cell, Column, FormMessage, Row, Table, Time, Toast, ToastHub};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// What the table leaves out, because the page says it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// Nothing.
    Nothing,
    /// Who holds them.
    Holder,
    /// Which role it is.
    Role,
}

/// The address of a role.
pub(crate) fn role_href(role: &RoleName) -> String {
    format!("/admin/roles/{}", role.role)
}

/// A person's name; for whoever may look into it, a link to what they may do.
pub(crate) fn person_view(user: UserId, name: String) -> AnyView {
    let session = expect_context::<Session>().0;
    let leads =
        session.read_untracked().person().is_some_and(|asks| asks.user == user || asks.may(Permission::AccessRead));
    if leads {
        let href = format!("/admin/access/explain?person={user}");
        view! { <a class="quiet-link line-link" href=href>{name}</a> }.into_any()
    } else {
        name.into_any()
    }
}

/// Whoever holds a role.
pub(crate) fn holder_view(holder: &HolderName) -> AnyView {
    match holder {
        HolderName::Person(person) => {
            let (name, email) = (person_view(person.user, person.name.clone()), person.email.clone());
            view! { {name} " " <span class="muted">{email}</span> }.into_any()
        }
        HolderName::Team(team, name) => {
            let (href, name) = (format!("/admin/teams/{team}"), name.clone());
            view! { <a class="quiet-link line-link" href=href>{name}</a> " " <Badge outline=true>"team"</Badge> }
                .into_any()
        }
    }
}

/// On what a role was given.
pub(crate) fn place_view(on: Option<&ResourceName>) -> AnyView {
    match on {
        None => view! { <span class="muted">"The whole organization"</span> }.into_any(),
        Some(known) if known.resource.kind == ResourceKind::Team && !known.name.is_empty() => {
            let (href, name) = (format!("/admin/teams/{}", known.resource.id), known.name.clone());
            view! { <a class="quiet-link line-link" href=href>{name}</a> " " <Badge outline=true>"team"</Badge> }
                .into_any()
        }
        Some(known) => known.words().into_any(),
    }
}

/// The table. `on_change` is called when one was taken back.
#[component]
pub(crate) fn BindingTable(
    /// The rows.
    rows: Vec<BindingRow>,
    /// What the page says already.
    known: Known,
    /// Whether they can be taken back.
    manage: bool,
    /// The server's time.
    #[prop(optional_no_strip)]
    now: Option<(Instant, Vec<UtcOffset>)>,
    /// Reads them again.
    on_change: Callback<()>,
) -> impl IntoView {
    let action = ServerAction::<TakeRoleBack>::new();
    let problem = problem_of(action);
    let toasts = ToastHub::expect();
    Effect::watch(
        move || action.value().get(),
        move |done: &Option<Result<(), AppError>>, _, _| {
            if matches!(done, Some(Ok(()))) {
                toasts.show(Toast::ok("Role taken back").text("It is gone at the next request of whoever had it."));
                on_change.run(());
            }
        },
        false,
    );
    let mut columns = Vec::new();
    if known != Known::Holder {
        columns.push(Column::text("Who"));
    }
    if known != Known::Role {
        columns.push(Column::text("Role"));
    }
    columns.push(Column::text("On"));
    columns.push(Column::text("Given"));
    if manage {
        columns.push(Column::hidden("Take back"));
    }
    let rows = rows.into_iter().map(|row| binding_row(row, known, manage, now.as_ref(), action)).collect_view();
    view! {
        <FormMessage error=message_of(problem)/>
        <Table caption="Roles that were given" columns>{rows}</Table>
    }
}

fn binding_row(
    row: BindingRow,
    known: Known,
    manage: bool,
    now: Option<&(Instant, Vec<UtcOffset>)>,
    action: ServerAction<TakeRoleBack>,
) -> impl IntoView + use<> {
    let BindingRow { id, role, holder, on, since, given_by } = row;
    let by = if given_by.is_empty() { String::new() } else { format!(" by {given_by}") };
    let when = match now {
        Some((now, offsets)) => {
            view! { <Time datetime=since.rfc3339() title=since.display(offsets) text=ago(since, *now)/> }.into_any()
        }
        None => ().into_any(),
    };
    let whose = format!(" {} from {}", role.name, holder.name());
    let pending = Signal::derive(move || action.input().read().as_ref().is_some_and(|input| input.binding == id));
    let who = (known != Known::Holder).then(|| view! { <Cell label="Who" header=true>{holder_view(&holder)}</Cell> });
    let what = (known != Known::Role).then(|| {
        let (href, name) = (role_href(&role), role.name.clone());
        view! { <Cell label="Role"><a class="quiet-link line-link" href=href>{name}</a></Cell> }
    });
    let back = manage.then(|| {
        view! {
            <Cell label="">
                <ActionForm action=action>
                    <input type="hidden" name="binding" value=id.to_string()/>
                    <Button kind="submit" size=ButtonSize::Small pending>
                        "Take back" <span class="visually-hidden">{whose}</span>
                    </Button>
                </ActionForm>
            </Cell>
        }
    });
    view! {
        <Row>
            {who}
            {what}
            <Cell label="On">{place_view(on.as_ref())}</Cell>
            <Cell label="Given" muted=true>{when} {by}</Cell>
            {back}
        </Row>
    }
}
