//! The right side of the top bar: time range, notifications, the person's menu.

use crate::admin::api::preferences::{SetDensity, SetTheme};
use crate::admin::api::sign_in::SignOut;
use crate::aegis::parts::Bell;
use crate::layout::commander::{Commander, SearchButton};
use crate::layout::navigation::is_ranged;
use crate::layout::range::{GlobalRange, RangeControl};
use crate::layout::{Appearance, PostForm};
use cauldron_types::{Permission, SignedIn};
use cauldron_ui::{Button, ButtonVariant, DensityToggle, Icon, KeyHint, PersonMenu, ThemeToggle};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Everything one can do from everywhere.
#[component]
pub(crate) fn Tools(person: SignedIn, path: Memo<String>) -> impl IntoView {
    let range = expect_context::<GlobalRange>().0;
    let ranged = Memo::new(move |_| is_ranged(&path.read()));
    let grave = person.may(Permission::SecurityEventRead);
    view! {
        <SearchButton/>
        {move || ranged.get().then(|| view! { <RangeControl range path/> })}
        <Bell grave/>
        <Person person/>
    }
}

#[component]
fn Person(person: SignedIn) -> impl IntoView {
    let appearance = expect_context::<Appearance>();
    let commander = expect_context::<Commander>();
    let sign_out = ServerAction::<SignOut>::new();
    let leave = move |()| {
        sign_out.dispatch(SignOut {});
    };
    view! {
        <PersonMenu name=person.display_name email=person.email role=person.role.label()>
            <div class="shell-popover__section">
                <a class="shell-popover__item" href="/account">
                    <Icon name="user"/>
                    <span class="shell-popover__words">"Account"</span>
                </a>
                <button class="shell-popover__item needs-script" type="button" on:click=move |_| commander.help.set(true)>
                    <Icon name="keyboard"/>
                    <span class="shell-popover__words">"Keyboard shortcuts"</span>
                    <KeyHint keys="?"/>
                </button>
            </div>
            <div class="shell-popover__section stack">
                // The buttons choose as they are pressed; there is nothing else to send.
                <PostForm url=SetTheme::url() send=|()| ()>
                    <ThemeToggle choice=appearance.theme on_choose=Callback::new(move |choice| appearance.choose_theme(choice))/>
                </PostForm>
                <PostForm url=SetDensity::url() send=|()| ()>
                    <DensityToggle choice=appearance.density on_choose=Callback::new(move |choice| appearance.choose_density(choice))/>
                </PostForm>
            </div>
            <div class="shell-popover__section">
                <PostForm url=SignOut::url() send=leave>
                    <Button variant=ButtonVariant::Ghost kind="submit" icon="log-out" wide=true pending=sign_out.pending()>
                        "Sign out"
                    </Button>
                </PostForm>
            </div>
        </PersonMenu>
    }
}
