//! Messages at the foot of the page.

use cauldron_ui::{Button, Panel, Toast, ToastHub};
use leptos::prelude::*;

#[component]
pub(super) fn ToastSpecimens() -> impl IntoView {
    let hub = ToastHub::expect();
    let undone = RwSignal::new(0);
    let button = move |words: &'static str, make: fn(RwSignal<i32>) -> Toast| {
        let show = Callback::new(move |_| {
            hub.show(make(undone));
        });
        view! { <Button on_press=show>{words}</Button> }
    };
    view! {
        <Panel title="Toasts" id="toasts-specimen" description="F6 moves the focus to the latest and back.">
            <div class="cluster">
                {button("Save", |_| Toast::ok("Saved"))}
                {button("Archive", |undone| {
                    Toast::ok("Alert archived").action("Undo", move || undone.update(|count| *count += 1))
                })}
                {button("Inform", |_| Toast::info("Report ready").text("It has 14 pages and stays for 30 days."))}
                {button("Warn", |_| Toast::warn("Saved, but nobody is on call").text("Add somebody to the rotation."))}
                {button("Fail", |_| {
                    Toast::error("Could not save").text("The server did not answer. What you typed is still here.")
                })}
                <span class="muted" role="status">
                    {move || (undone.get() > 0).then(|| format!("Undone {} times", undone.get()))}
                </span>
            </div>
        </Panel>
    }
    .into_any()
}
