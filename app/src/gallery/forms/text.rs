//! Fields for text and numbers.

use super::LONG;
use cauldron_ui::{NumberField, Panel, PasswordField, SelectField, SelectOption, TextArea, TextField};
use leptos::prelude::*;

#[component]
pub(super) fn Texts() -> impl IntoView {
    let days = RwSignal::new("30".to_owned());
    let password = RwSignal::new(String::new());
    let note = RwSignal::new("Two lines are enough\nto say why.".to_owned());
    let weekdays = ["Monday", "Sunday"].map(|day| SelectOption::new(day, day)).to_vec();
    view! {
        <Panel title="Text" id="text">
            <div class="stack">
                <TextField label="Name" name="name" help="As colleagues know it.".to_owned()/>
                <TextField label="Address" name="wrong" value=LONG.to_owned() error="Write an address such as 10.2.0.7.".to_owned()/>
                <TextField label="Region" name="region" value="Fixed by the contract".to_owned() disabled=true/>
                <SelectField label="Weeks begin on" name="week" options=weekdays.clone()/>
                <SelectField label="Weeks began on" name="week-was" options=weekdays disabled=true/>
                <div dir="rtl" lang="ar">
                    <TextField label="الاسم" name="name-ar" value="منصة المراقبة".to_owned() help="كما يعرفه الزملاء.".to_owned()/>
                </div>
            </div>
        </Panel>
        <Panel title="Password" id="password">
            <form method="post" class="stack">
                <PasswordField
                    label="New password"
                    name="password"
                    autocomplete="new-password"
                    bind=password
                    minlength=12u32
                    help="Twelve characters or more.".to_owned()
                    required=true
                />
                <p class="muted">"Letters: " <output id="password-length">{move || password.read().chars().count()}</output></p>
                <PasswordField
                    label="Password of the directory"
                    name="directory"
                    autocomplete="off"
                    error="The directory did not accept it.".to_owned()
                />
            </form>
        </Panel>
        <Panel title="Number" id="number">
            <div class="stack">
                <NumberField
                    label="Keep for"
                    name="days"
                    min=1.0
                    max=3650.0
                    step=1.0
                    unit="days".to_owned()
                    bind=days
                    help="From a day to ten years.".to_owned()
                    required=true
                />
                <p class="muted">"Value: " <output id="days-value">{move || days.get()}</output></p>
                <NumberField label="Threshold" name="threshold" unit="ms".to_owned() optional=true value="1200.5".to_owned()/>
                <NumberField label="Share" name="share" min=0.0 max=1.0 step=0.1 error="Another person set it to 0.4.".to_owned()/>
                <NumberField label="Quota" name="quota" value="100".to_owned() unit="GiB".to_owned() disabled=true/>
            </div>
        </Panel>
        <Panel title="Text area" id="text-area">
            <div class="stack">
                <TextArea label="Note" name="note" bind=note maxlength=120u32 help="Others read it in the audit log.".to_owned()/>
                <TextArea label="Rule" name="rule" mono=true value="title: lsass\nlevel: high".to_owned() error="Line 2 names no field.".to_owned()/>
                <TextArea label="Locked" name="locked" value=LONG.to_owned() disabled=true/>
            </div>
        </Panel>
    }
}
