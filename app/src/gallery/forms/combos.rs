//! Comboboxes, with few and with ten thousand choices.

use super::LONG;
use cauldron_ui::{Button, ComboOption, Combobox, Panel};
use leptos::prelude::*;

fn hosts() -> Vec<ComboOption> {
    (1..=10_000)
        .map(|n| {
            let site = ["north", "south", "Ōsaka", "القاهرة"].get(n % 4).copied().unwrap_or_default();
            ComboOption::new(format!("h{n}"), format!("host-{n:05}")).detail(site)
        })
        .collect()
}

fn zones() -> Vec<ComboOption> {
    ["Europe/Berlin", "Europe/Paris", "America/New_York", "Asia/Tokyo", "Africa/Cairo", "Pacific/Auckland", LONG]
        .map(|zone| ComboOption::new(zone, zone.replace('_', " ")))
        .to_vec()
}

#[component]
pub(super) fn Combos() -> impl IntoView {
    let zone = RwSignal::new(vec!["Europe/Berlin".to_owned()]);
    let people = RwSignal::new(vec!["Mira Sol".to_owned()]);
    let tags = RwSignal::new(vec!["lateral movement".to_owned()]);
    let many = RwSignal::new(Vec::<String>::new());
    // A source elsewhere, played by a clock: it answers after a moment.
    let found = RwSignal::new(Vec::<ComboOption>::new());
    let loading = RwSignal::new(false);
    let ask = Callback::new(move |text: String| {
        loading.set(true);
        let _waiting = set_timeout(
            move || {
                loading.set(false);
                let text = text.to_lowercase();
                let hits = hosts().into_iter().filter(|host| host.label.contains(&text)).take(20);
                found.set(hits.collect());
            },
            core::time::Duration::from_millis(300),
        );
    });
    let names =
        ["Mira Sol", "Ada Brook", "Noor Vale", "Ines Hart", "Theo Lund", "Đặng Thị Hương", "محمد علي", "佐藤 花子"];
    let names = names.map(|name| ComboOption::new(name, name)).to_vec();
    let tag_list = ["lateral movement", "exfiltration", "phishing"].map(|tag| ComboOption::new(tag, tag)).to_vec();
    let nobody: Vec<ComboOption> = Vec::new();
    view! {
        <Panel title="Combobox" id="combobox">
            <div class="stack">
                <Combobox label="Time zone" name="zone" options=zones() bind=zone help="Times are shown in it.".to_owned()/>
                <p class="muted break">"Value: " <output id="zone-value">{move || zone.get().join(", ")}</output></p>
                <Combobox label="Host" name="host" options=hosts() bind=many placeholder="10,000 hosts".to_owned() optional=true/>
                <p class="muted">"Value: " <output id="host-value">{move || many.get().join(", ")}</output></p>
                <Combobox
                    label="Found elsewhere"
                    name="elsewhere"
                    options=found
                    on_query=ask
                    loading=loading
                    placeholder="Type to search".to_owned()
                />
                <Combobox
                    label="Source that fails"
                    name="failing"
                    options=nobody
                    on_query=Callback::new(|_| ())
                    source_error="The directory does not answer. Try again in a minute.".to_owned()
                />
            </div>
        </Panel>
        <Panel title="Combobox for several" id="combobox-several">
            <div class="stack">
                <form method="get" class="stack">
                    <Combobox label="People" name="people" options=names multiple=true bind=people help="Who is told.".to_owned()/>
                    <Combobox label="Tags" name="tags" options=tag_list multiple=true free=true bind=tags help="Write a new one and press Enter.".to_owned()/>
                    <div><Button kind="submit">"Send"</Button></div>
                </form>
                <p class="muted">"Value: " <output id="people-value">{move || people.get().join(", ")}</output></p>
                <p class="muted">"Value: " <output id="tags-value">{move || tags.get().join(", ")}</output></p>
                <Combobox label="Team" name="team-wrong" options=zones() error="Choose a team that exists.".to_owned() required=true/>
                <Combobox label="Locked" name="combo-locked" options=zones() values=vec!["Asia/Tokyo".to_owned()] disabled=true/>
                <div dir="rtl" lang="ar">
                    <Combobox label="المنطقة" name="zone-ar" options=vec![ComboOption::new("c", "القاهرة"), ComboOption::new("d", "دبي")] multiple=true values=vec!["c".to_owned()]/>
                </div>
            </div>
        </Panel>
    }
}
