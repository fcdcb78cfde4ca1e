//! A list and the panel beside it, tied by the address.

use cauldron_ui::{
    Badge, Button, ButtonVariant, Description, DescriptionList, Panel, Severity, SeverityLevel, SidePanel, Tone,
};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

const ROWS: &[(&str, &str)] =
    &[("1", "LSASS memory read by unusual process"), ("2", "Impossible travel"), ("3", "قراءة غير عادية للذاكرة")];

/// The title of the row that the address names.
fn chosen() -> Memo<Option<(&'static str, &'static str)>> {
    let query = use_query_map();
    Memo::new(move |_| {
        let id = query.read().get("row")?;
        ROWS.iter().copied().find(|(known, _)| *known == id)
    })
}

#[component]
pub(super) fn Rows() -> impl IntoView {
    let chosen = chosen();
    let rows = ROWS
        .iter()
        .map(|(id, title)| {
            let present = move || chosen.get().is_some_and(|(row, _)| row == *id).then_some("true");
            view! {
                <li>
                    <a class="quiet-link" href=format!("/gallery/overlays?row={id}") data-noscroll="" aria-current=present>
                        <bdi>{*title}</bdi>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <Panel title="Side panel" id="side-panel-specimen" description="The row is in the address.">
            <ul class="stack">{rows}</ul>
        </Panel>
    }
    .into_any()
}

#[component]
pub(super) fn Details() -> impl IntoView {
    let chosen = chosen();
    let navigate = use_navigate();
    let close = Callback::new(move |()| {
        navigate("/gallery/overlays", NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let is_open = Memo::new(move |_| chosen.read().is_some());
    let title = Signal::derive(move || chosen.get().map(|(_, title)| title.to_owned()).unwrap_or_default());
    move || {
        is_open.get().then(|| {
            view! {
                <SidePanel
                    id="details"
                    title=title
                    on_close=close
                    close_href=Signal::stored("/gallery/overlays".to_owned())
                    description="7 events on fin-ws-014, 02:11 to 02:14".to_owned()
                    eyebrow=|| {
                        view! {
                            <Severity level=SeverityLevel::Critical/>
                            <Badge tone=Tone::Accent>"new"</Badge>
                        }
                    }
                    actions=|| {
                        view! {
                            <Button variant=ButtonVariant::Primary>"Acknowledge"</Button>
                            <Button>"Open incident"</Button>
                        }
                    }
                >
                    <DescriptionList>
                        <Description label="Rule">"Credential dumping"</Description>
                        <Description label="Process" mono=true>"C:\\Windows\\System32\\rundll32.exe"</Description>
                        <Description label="Incident"/>
                    </DescriptionList>
                </SidePanel>
            }
        })
    }
}
