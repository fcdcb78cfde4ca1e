//! Who is signed in, and what belongs to that person.

use crate::avatar::Avatar;
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
    /// Theme, links, and the sign-out form; each in a `.menu__section`.
    children: Children,
) -> impl IntoView {
    view! {
        <button class="person-button" type="button" popovertarget="person-menu">
            <Avatar name=name.clone()/>
            <span class="visually-hidden">{format!("Account of {name}")}</span>
        </button>
        <div class="menu" id="person-menu" popover="auto" role="group" aria-label="Account">
            <div class="menu__section menu__person">
                <Avatar name=name.clone()/>
                <div class="menu__words">
                    <div class="menu__name">{name}</div>
                    <div class="menu__detail">{email}</div>
                    <div class="menu__detail">{role}</div>
                </div>
            </div>
            {children()}
        </div>
    }
    .into_any()
}
