//! Dialogs.

use cauldron_ui::{Button, ButtonVariant, ConfirmByName, Dialog, DialogSize, Panel, TextField};
use leptos::prelude::*;

#[component]
pub(super) fn Dialogs() -> impl IntoView {
    let (small, form, long) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let (confirm, failing) = (RwSignal::new(false), RwSignal::new(false));
    let said = RwSignal::new(String::new());
    let opener = |words: &'static str, open: RwSignal<bool>| {
        view! { <Button on_press=Callback::new(move |_| open.set(true))>{words}</Button> }
    };
    view! {
        <Panel title="Dialogs" id="dialogs" description="The focus stays inside and comes back.">
            <div class="cluster">
                {opener("Ask a question", small)} {opener("Fill in a form", form)} {opener("Read something long", long)}
                {opener("Delete by name", confirm)} {opener("Delete and fail", failing)}
                <span class="muted" role="status">
                    {move || said.get()}
                </span>
            </div>
            <Dialog
                id="dialog-small"
                title="End all other sessions?"
                description="Everybody who uses them has to sign in again."
                size=DialogSize::Small
                open=small
                alert=true
                actions=move || {
                    view! {
                        <Button on_press=Callback::new(move |_| small.set(false))>"Cancel"</Button>
                        <Button
                            variant=ButtonVariant::Primary
                            on_press=Callback::new(move |_| {
                                said.set("Sessions ended.".to_owned());
                                small.set(false);
                            })
                        >
                            "End sessions"
                        </Button>
                    }
                }
            >
                "This session stays."
            </Dialog>
            <Dialog id="dialog-form" title="Invite a person" open=form>
                <form
                    class="stack"
                    on:submit=move |event| {
                        event.prevent_default();
                        said.set("Invited.".to_owned());
                        form.set(false);
                    }
                >
                    <TextField label="E-mail address" name="invite_email" kind="email" required=true/>
                    <TextField label="Message" name="invite_message" optional=true/>
                    <div class="dialog__actions">
                        <Button on_press=Callback::new(move |_| form.set(false))>"Cancel"</Button>
                        <Button kind="submit" variant=ButtonVariant::Primary>"Invite"</Button>
                    </div>
                </form>
            </Dialog>
            <Dialog id="dialog-long" title="Everything there is to know" size=DialogSize::Large open=long>
                <div class="stack">
                    {(1..=40)
                        .map(|number| view! { <p>{format!("Paragraph {number} of a text that is longer than the window.")}</p> })
                        .collect_view()}
                    <p>{"Donaudampfschifffahrtsgesellschaft".repeat(8)}</p>
                    <p dir="rtl">"نص من اليمين إلى اليسار"</p>
                </div>
            </Dialog>
            <ConfirmByName
                id="dialog-confirm"
                title="Delete this dashboard?"
                consequence="Its 14 panels and 3 saved views are gone for good."
                name="Grid load"
                action="Delete dashboard"
                open=confirm
                on_confirm=Callback::new(move |()| {
                    said.set("Dashboard deleted.".to_owned());
                    confirm.set(false);
                })
            />
            <ConfirmByName
                id="dialog-failing"
                title="Delete this organization?"
                consequence="Everything that belongs to it is gone for good."
                name="北方電網"
                action="Delete organization"
                open=failing
                on_confirm=Callback::new(|()| ())
                error="It could not be deleted: the server did not answer. Try again in a minute.".to_owned()
            />
        </Panel>
    }
    .into_any()
}
