//! Who is signed in, and what belongs to that person.

use crate::avatar::Avatar;
use crate::turn::InTurn;
use leptos::prelude::*;

/// The avatar button and its popover; opens without any script.
#[component]
pub fn PersonMenu(
    /// Full name.
    #[prop(into)]
    name: String,
    /// E-mail address.
    #[prop(into)]
    email: String,
    /// Role in the organization, in words.
    #[prop(into)]
    role: String,
    /// Theme, links, and the sign-out form; each in a `.shell-popover__section`.
    children: Children,
) -> impl IntoView {
    let view = view! {
        <button class="person-button" type="button" popovertarget="person-menu">
            <Avatar name=name.clone()/>
            <span class="visually-hidden">{format!("Account of {name}")}</span>
        </button>
        <div class="shell-popover shell-popover--end" id="person-menu" popover="auto" role="group" aria-label="Account">
            <div class="shell-popover__section person-menu__person">
                <Avatar name=name.clone()/>
                <div class="person-menu__words">
                    <div class="person-menu__name" dir="auto">{name}</div>
                    <div class="person-menu__detail">{email}</div>
                    <div class="person-menu__detail">{role}</div>
                </div>
            </div>
            {children()}
        </div>
    };
    InTurn::new(view).into_any()
}
