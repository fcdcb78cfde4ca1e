//! Boxes, radios, switches, segments.

use super::LONG;
use cauldron_ui::{Button, Checkbox, CheckboxGroup, GroupOption, Panel, RadioGroup, SegmentedControl, SegmentedOption};
use leptos::prelude::*;

const TEAMS: [&str; 3] = ["Network", "Hosts", "Identity"];

#[component]
pub(super) fn Choices() -> impl IntoView {
    let teams = RwSignal::new(vec!["Hosts".to_owned()]);
    let all = RwSignal::new(false);
    Effect::new(move |_| all.set(teams.read().len() == TEAMS.len()));
    let some = Signal::derive(move || !matches!(teams.read().len(), 0 | 3));
    let choose_all = Callback::new(move |on: bool| {
        teams.set(if on { TEAMS.map(str::to_owned).to_vec() } else { Vec::new() });
    });
    let level = RwSignal::new("high".to_owned());
    let levels = vec![
        GroupOption::new("all", "Everything").detail("About 400 messages a day."),
        GroupOption::new("high", "High and critical").detail("About 12 messages a day."),
        GroupOption::new("none", "Nothing").detail("Not for people on call.").disabled(),
    ];
    let on = RwSignal::new(true);
    let size = RwSignal::new("day".to_owned());
    let sizes = || ["hour", "day", "week"].map(|size| SegmentedOption::new(size, size)).to_vec();
    let links = ["dark", "light"].map(|theme| SegmentedOption::link(theme, theme, format!("?look={theme}"))).to_vec();
    view! {
        <Panel title="Checkbox" id="checkbox">
            <div class="stack">
                <Checkbox label="All teams" name="all" bind=all indeterminate=some on_change=choose_all/>
                <CheckboxGroup
                    label="Teams"
                    name="team"
                    options=TEAMS.map(|team| GroupOption::new(team, team)).to_vec()
                    bind=teams
                    help="Who is told.".to_owned()
                />
                <Checkbox label="I know that this cannot be undone" name="know" error="Tick it to go on.".to_owned() required=true/>
                <Checkbox label=LONG name="long" checked=true help="A label may be long.".to_owned()/>
                <Checkbox label="Set by the organization" name="set" checked=true disabled=true/>
                <form method="get">
                    <Checkbox label="Sent with the form" name="sent" value="yes".to_owned() checked=true/>
                    <Button kind="submit">"Send"</Button>
                </form>
            </div>
        </Panel>
        <Panel title="Radio" id="radio">
            <div class="stack">
                <RadioGroup label="Messages" name="level" options=levels bind=level required=true/>
                <p class="muted">"Value: " <output id="level-value">{move || level.get()}</output></p>
                <RadioGroup
                    label="Way"
                    name="way"
                    options=vec![GroupOption::new("mail", "E-mail"), GroupOption::new("hook", LONG)]
                    error="Choose one.".to_owned()
                    optional=true
                />
                <RadioGroup label="Plan" name="plan" options=vec![GroupOption::new("a", "Yearly")] value="a".to_owned() disabled=true/>
            </div>
        </Panel>
        <Panel title="Switch and segments" id="switch">
            <div class="stack">
                <Checkbox switch=true label="Keyboard shortcuts" name="shortcuts" bind=on help="Single keys such as g o.".to_owned()/>
                <p class="muted">"Value: " <output id="switch-value">{move || if on.get() { "on" } else { "off" }}</output></p>
                <Checkbox switch=true label="Beta" name="beta" error="Ask an owner.".to_owned()/>
                <Checkbox switch=true label="Audit log" name="audit" checked=true disabled=true help="Always on.".to_owned()/>
                <div dir="rtl" lang="he"><Checkbox switch=true label="התראות" name="he" checked=true/></div>
                <div><SegmentedControl label="Bucket" name="bucket" options=sizes() chosen=size on_choose=move |value| size.set(value)/></div>
                <p class="muted">"Value: " <output id="bucket-value">{move || size.get()}</output></p>
                <div><SegmentedControl label="Bucket, fixed" name="fixed" options=sizes() chosen="week".to_owned() disabled=true/></div>
                <div><SegmentedControl label="Look" options=links chosen="dark".to_owned()/></div>
            </div>
        </Panel>
    }
}
