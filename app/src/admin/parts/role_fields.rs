//! The fields of a role: name, what it inherits from, what it gives.

use crate::admin::parts::field_of;
use cauldron_types::{ParentChoice, PermissionGroup, Problem, RolePage, RoleRef};
use cauldron_ui::{CheckboxGroup, GroupOption, Panel, TextArea, TextField};
use leptos::prelude::*;

/// All of them, shut for whoever may not change the role.
#[component]
pub(crate) fn RoleFields(page: RolePage, problem: Signal<Option<Problem>>) -> impl IntoView {
    let RolePage { role, name, description, groups, parents, editable, .. } = page;
    let system = matches!(role, Some(RoleRef::System(_)));
    let words = (!system).then(|| {
        view! {
            <Panel title="Name and purpose" id="role-words">
                <fieldset class="plain-fieldset form" disabled=!editable>
                    <legend class="visually-hidden">"Name and purpose"</legend>
                    <TextField label="Name" name="name" value=name required=true maxlength=120_u32 error=field_of(problem, "name")/>
                    <TextArea
                        label="Description"
                        name="description"
                        value=description
                        maxlength=500_u32
                        optional=true
                        help="For whom it is meant, in a sentence.".to_owned()
                        error=field_of(problem, "description")
                    />
                </fieldset>
            </Panel>
            <Panel
                title="Inherits from"
                id="role-parents"
                description="It gives everything that these roles give, also what they will give later."
            >
                <fieldset class="plain-fieldset" disabled=!editable>
                    <legend class="visually-hidden">"Inherits from"</legend>
                    {parent_boxes(parents, problem)}
                </fieldset>
            </Panel>
        }
    });
    let groups = groups.into_iter().map(permission_boxes).collect_view();
    view! {
        {words}
        <Panel
            title="Permissions"
            id="permissions"
            description="What is ticked and shut comes from a role it inherits from, or you do not hold it and so cannot give it."
        >
            <fieldset class="plain-fieldset permission-groups" disabled=!editable>
                <legend class="visually-hidden">"Permissions"</legend>
                {move || field_of(problem, "permissions").get().map(|sentence| view! { <p class="field__error">{sentence}</p> })}
                {groups}
            </fieldset>
        </Panel>
    }
}

fn parent_boxes(parents: Vec<ParentChoice>, problem: Signal<Option<Problem>>) -> impl IntoView {
    let values = parents.iter().filter(|choice| choice.chosen).map(|choice| choice.role.role.to_string()).collect();
    let options = parents
        .into_iter()
        .map(|choice| {
            let option = GroupOption::new(choice.role.role.to_string(), choice.role.name);
            // One that is chosen can always be given up.
            if choice.obstacle.is_empty() || choice.chosen { option } else { option.detail(choice.obstacle).disabled() }
        })
        .collect();
    view! {
        <CheckboxGroup
            label="Roles"
            name="parents[]"
            id="role-parent".to_owned()
            options
            values
            error=field_of(problem, "parents")
        />
    }
}

fn permission_boxes(group: PermissionGroup) -> impl IntoView {
    let PermissionGroup { label, permissions } = group;
    let id = permissions.first().map(|row| format!("permission-{}", row.permission.resource())).unwrap_or_default();
    let values = permissions.iter().filter(|row| row.own).map(|row| row.permission.as_str().to_owned()).collect();
    let options = permissions
        .into_iter()
        .map(|row| {
            let mut detail = vec![row.permission.as_str().to_owned()];
            if !row.inherited_from.is_empty() {
                detail.push(format!("comes from {}", row.inherited_from.join(", ")));
            }
            if !row.held && !row.own {
                detail.push("you do not hold it".to_owned());
            }
            let option = GroupOption::new(row.permission.as_str(), row.description).detail(detail.join(" · "));
            if row.held || row.own { option } else { option.disabled() }
        })
        .collect();
    view! { <CheckboxGroup label name="permissions[]" id options values/> }
}
