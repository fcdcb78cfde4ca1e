//! Buttons, links, words that mark something.

use cauldron_ui::{
    Avatar, AvatarGroup, AvatarSize, Badge, Button, ButtonSize, ButtonVariant, CopyButton, IconButton, KeyHint, Link,
    Panel, Severity, SeverityLevel, StatusDot, Tag, Tone,
};
use leptos::prelude::*;

const TONES: [(Tone, &str); 6] = [
    (Tone::Neutral, "acknowledged"),
    (Tone::Accent, "new"),
    (Tone::Ok, "true positive"),
    (Tone::Warn, "in progress"),
    (Tone::Crit, "breached"),
    (Tone::Info, "scheduled"),
];

#[component]
pub(super) fn Marks() -> impl IntoView {
    let starred = RwSignal::new(false);
    let tags = RwSignal::new(vec![
        "critical infrastructure",
        "خادم",
        "a-very-long-tag-that-nobody-should-have-made-but-somebody-did",
    ]);
    let people = |count: usize| {
        ["Mira Sol", "Ada Brook", "Noor Vale", "Ines Hart", "Theo Lund", "Élodie Roux", "田中 さくら"]
            .into_iter()
            .take(count)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    view! {
        <Panel title="Buttons" id="buttons">
            <div class="stack">
                <div class="cluster">
                    <Button variant=ButtonVariant::Primary>"Save"</Button>
                    <Button>"Cancel"</Button>
                    <Button variant=ButtonVariant::Ghost icon="rotate-cw">"Refresh"</Button>
                    <Button variant=ButtonVariant::Danger>"Delete"</Button>
                    <Button href="/gallery/forms" icon="external-link">"Forms"</Button>
                </div>
                <div class="cluster">
                    <Button disabled=true>"Cannot be pressed"</Button>
                    <Button variant=ButtonVariant::Primary pending=true>"Saving"</Button>
                    <Button size=ButtonSize::Small>"Small"</Button>
                    <Button size=ButtonSize::Large>"Large"</Button>
                </div>
                <div class="cluster">
                    <IconButton icon="rotate-cw" label="Refresh figures"/>
                    <IconButton
                        icon="bell"
                        label="Follow"
                        pressed=Signal::from(starred)
                        on_press=Callback::new(move |_| starred.update(|on| *on = !*on))
                    />
                    <IconButton icon="settings" label="Settings" href="/admin/settings"/>
                    <IconButton icon="x" label="Not now" disabled=true/>
                    <IconButton icon="x" label="Remove row" small=true/>
                </div>
            </div>
        </Panel>
        <Panel title="Links" id="links">
            <p>
                "Read the " <Link href="/gallery/data">"list of tables"</Link> ", the "
                <Link href="https://www.w3.org/WAI/ARIA/apg/" external=true>"authoring practices"</Link> " or "
                <Link href="/gallery/forms" quiet=true icon="settings">"something quiet"</Link> "."
            </p>
        </Panel>
        <Panel title="Badges" id="badges">
            <div class="stack">
                <div class="cluster">
                    {TONES.map(|(tone, words)| view! { <Badge tone>{words}</Badge> }).into_iter().collect_view()}
                </div>
                <div class="cluster">
                    {TONES.map(|(tone, words)| view! { <Badge tone outline=true>{words}</Badge> }).into_iter().collect_view()}
                </div>
                <div class="cluster">
                    <Badge tone=Tone::Ok icon="check">"verified"</Badge>
                    <Badge tone=Tone::Warn>"a state whose name is far too long for the place that it was given here"</Badge>
                    <Badge>"قيد التنفيذ"</Badge>
                </div>
                <div class="cluster">
                    <StatusDot label="live" tone=Tone::Ok/>
                    <StatusDot label="late" tone=Tone::Warn/>
                    <StatusDot label="down" tone=Tone::Crit/>
                    <StatusDot label="off" tone=Tone::Neutral/>
                </div>
            </div>
        </Panel>
        <Panel title="Severities" id="severities">
            <div class="stack">
                <div class="cluster">{SeverityLevel::ALL.map(|level| view! { <Severity level/> }).into_iter().collect_view()}</div>
                <div class="cluster">
                    {SeverityLevel::ALL.map(|level| view! { <Severity level compact=true/> }).into_iter().collect_view()}
                    <Severity level=SeverityLevel::High count="1,204".to_owned()/>
                </div>
            </div>
        </Panel>
        <Panel title="People" id="people">
            <div class="cluster">
                <Avatar name="Mira Sol" size=AvatarSize::Small/>
                <Avatar name="Mira Sol"/>
                <Avatar name="田中 さくら" size=AvatarSize::Large/>
                <Avatar name="" size=AvatarSize::Huge/>
                <AvatarGroup names=people(0) label="Assigned to"/>
                <AvatarGroup names=people(3) label="Assigned to"/>
                <AvatarGroup names=people(7) label="Watched by"/>
            </div>
        </Panel>
        <Panel title="Tags" id="tags">
            <div class="cluster">
                <Tag label="Northwind" kind="Owner"/>
                <Tag label="fin-ws-014" icon="monitor" href="/gallery/data"/>
                <Tag label="fixed" on_remove=Callback::new(|()| ()) disabled=true/>
                {move || {
                    tags.get()
                        .into_iter()
                        .map(|tag| {
                            let remove = Callback::new(move |()| tags.update(|tags| tags.retain(|known| *known != tag)));
                            view! { <Tag label=tag on_remove=remove/> }
                        })
                        .collect_view()
                }}
            </div>
        </Panel>
        <Panel title="Keys and copying" id="keys">
            <div class="cluster">
                <KeyHint keys="mod+k"/>
                <KeyHint keys="g d"/>
                <KeyHint keys="shift+enter"/>
                <CopyButton text="4bf92f3577b34da6" label="Copy trace id"/>
                <CopyButton text="https://cauldron.example/alerts/42" label="Copy link" words=true/>
            </div>
        </Panel>
    }
    .into_any()
}
