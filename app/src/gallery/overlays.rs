//! What opens above the page.

mod commands;
mod dialogs;
mod menus;
mod side;
mod toasts;

use super::Section;
use cauldron_ui::{Notice, NoticeKind, Panel, SidePanelLayout};
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/gallery/overlays`
pub(crate) struct OverlaysRoute;

#[lazy_route]
impl LazyRoute for OverlaysRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Overlays/> }.into_any()
    }
}

#[component]
fn Overlays() -> impl IntoView {
    view! {
        <SidePanelLayout>
            <Section slug="overlays">
                <dialogs::Dialogs/>
                <menus::Menus/>
                <side::Rows/>
                <toasts::ToastSpecimens/>
                <commands::Commands/>
                <Panel title="Notice" id="notice">
                    <div class="stack">
                        <Notice kind=NoticeKind::Info>"A new version is ready. It is used after the next reload."</Notice>
                        <Notice kind=NoticeKind::Warning>"The disk is 91% full."</Notice>
                        <Notice kind=NoticeKind::Error>"The last backup failed."</Notice>
                        <Notice kind=NoticeKind::Offline>"No connection."</Notice>
                    </div>
                </Panel>
            </Section>
            <side::Details/>
        </SidePanelLayout>
    }
}
