//! A team in the making.

use crate::admin::api::teams::CreateTeam;
use crate::admin::parts::{field_of, message_of, problem_of};
use cauldron_ui::{Button, ButtonVariant, FormMessage, PageHead, Panel, TextArea, TextField};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// `/admin/teams/new`
pub(crate) struct NewTeamRoute;

#[lazy_route]
impl LazyRoute for NewTeamRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <NewTeamPage/> }.into_any()
    }
}

#[component]
fn NewTeamPage() -> impl IntoView {
    let action = ServerAction::<CreateTeam>::new();
    let problem = problem_of(action);
    view! {
        <Title text="New team"/>
        <div class="page page--narrow">
            <PageHead title="New team" purpose="Who is in it, and what it may reach, comes next."/>
            <Panel title="Name and purpose" id="new-team">
                <ActionForm action=action attr:class="form">
                    <FormMessage error=message_of(problem)/>
                    <TextField label="Name" name="name" required=true maxlength=120_u32 error=field_of(problem, "name")/>
                    <TextArea
                        label="Purpose"
                        name="purpose"
                        maxlength=500_u32
                        optional=true
                        help="What the team does, in a sentence.".to_owned()
                        error=field_of(problem, "purpose")
                    />
                    <div class="form__actions">
                        <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>"Make team"</Button>
                        <Button href="/admin/teams".to_owned()>"Cancel"</Button>
                    </div>
                </ActionForm>
            </Panel>
        </div>
    }
}
