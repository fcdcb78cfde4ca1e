//! A page of figures, charts and a table.

use crate::drawing::{Picture, sparkline};
use crate::shell;
use cauldron_ui::*;
use leptos::prelude::*;

fn events() -> impl IntoView {
    use SeverityLevel::{Critical, High, Info, Low, Medium};
    let rows = [
        (Critical, "LSASS memory read by unusual process", "fin-ws-014", "new", Tone::Accent, "86", "2 min ago"),
        (High, "Encoded PowerShell from Office", "fin-ws-014", "new", Tone::Accent, "74", "14 min ago"),
        (High, "New member of Domain Admins", "dc-1", "acknowledged", Tone::Neutral, "69", "41 min ago"),
        (Medium, "Web shell pattern in upload", "web-1", "in progress", Tone::Warn, "44", "3 h ago"),
        (Low, "Certificate expires in 9 days", "mail-1", "resolved", Tone::Ok, "18", "6 h ago"),
        (Info, "Sign-in from a known device", "d.okafor", "closed", Tone::Neutral, "2", "7 h ago"),
    ];
    let rows = rows
        .into_iter()
        .map(|(level, title, entity, state, tone, risk, age)| {
            view! {
                <Row>
                    <Cell label="Severity">
                        <Severity level/>
                    </Cell>
                    <Cell label="Event" header=true>
                        <a class="stretched-link quiet-link" href="/aegis/events/1">
                            {title}
                        </a>
                    </Cell>
                    <Cell label="Entity">
                        <code>{entity}</code>
                    </Cell>
                    <Cell label="State">
                        <Badge tone>{state}</Badge>
                    </Cell>
                    <Cell label="Risk" align=Align::End>
                        {risk}
                    </Cell>
                    <Cell label="Age" align=Align::End muted=true>
                        <Time datetime="2026-11-20T02:14:00Z" title="20 Nov 2026, 02:14:00 UTC" text=age/>
                    </Cell>
                </Row>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text("Severity"),
        Column::text("Event"),
        Column::text("Entity"),
        Column::text("State"),
        Column::number("Risk"),
        Column::number("Age"),
    ];
    view! {
        <Table caption="Latest security events" columns>
            {rows}
        </Table>
    }
}

pub(crate) fn overview() -> impl IntoView {
    let delta = |direction, amount: &str, tone| Delta { direction, amount: amount.to_owned(), tone };
    let legend = |label: &str, series, line| LegendItem { label: label.to_owned(), series, line };
    let host_load = Signal::stored(Picture::of(
        "Processor peaked at 62 % at 02:40 and is back at 34 %; memory is steady.",
        &[(1, 4, 140), (2, 31, 80)],
        vec![legend("Processor", 1, LegendLine::Solid), legend("Memory", 2, LegendLine::Dashed)],
    ));
    let requests = Signal::stored(Picture::of(
        "2,140 per second, 3 % above the same hour last week.",
        &[(3, 77, 120)],
        vec![legend("Requests", 3, LegendLine::Solid)],
    ));
    let page = view! {
        <div class="page">
            <PageHead
                title="Good morning, Mira"
                purpose="One host is busier than usual. Everything else is within its limits."
                actions=|| view! { <Button icon="printer">"Print"</Button> }
            />
            <div class="grid-numbers">
                <BigNumber
                    label="Open critical alerts"
                    value="3"
                    delta=delta(Direction::Up, "2", Tone::Crit)
                    note="since yesterday"
                    href="/aegis/alerts"
                    sparkline=sparkline(6, 7)
                />
                <BigNumber
                    label="Mean time to acknowledge"
                    value="6.4"
                    unit="min"
                    delta=delta(Direction::Down, "18%", Tone::Ok)
                    note="target 10 min"
                    sparkline=sparkline(3, 12)
                />
                <BigNumber
                    label="Events, last 24 hours"
                    value="41,208"
                    delta=delta(Direction::Flat, "0.2%", Tone::Neutral)
                    note="against the week"
                    sparkline=sparkline(1, 99)
                />
                <BigNumber
                    label="Requests, p95"
                    value="38"
                    unit="ms"
                    delta=delta(Direction::Up, "2 ms", Tone::Neutral)
                    note="2,140 per second"
                    sparkline=sparkline(2, 3)
                />
            </div>
            <div class="grid-charts">
                <ChartFrame id="host-load" title="Host load" model=host_load stale="12 min old"/>
                <ChartFrame id="requests" title="Requests" model=requests/>
            </div>
            <Panel
                id="events"
                title="Latest security events"
                description="6 in the last 8 hours, one of them critical"
                flush=true
                aside=|| {
                    view! {
                        <Button href="/aegis/events" variant=ButtonVariant::Ghost size=ButtonSize::Small>
                            "All events"
                        </Button>
                    }
                }
            >
                {events()}
            </Panel>
        </div>
    };
    shell("/", vec![Crumb::text("Overview")], page)
}
