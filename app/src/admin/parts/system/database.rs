//! The database: size, connections, tables with their partitions, and what takes long.

use super::{bytes, count, every, failed, float};
use crate::admin::api::system::system_database;
use cauldron_charts::{Unit, format};
use cauldron_types::{DatabaseView, TableFigures};
use cauldron_ui::{Align, Badge, BigNumber, Cell, Column, Panel, Row, Skeleton, SkeletonShape, Table, Tone};
use leptos::prelude::*;

/// Tables shown.
const SHOWN: usize = 20;

/// The tab.
#[component]
pub(crate) fn DatabaseTab() -> impl IntoView {
    let database = Resource::new(|| (), |()| system_database());
    every(2, move || database.refetch());
    view! {
        <Transition fallback=|| view! { <Panel title="Tables" id="tables" flush=true><Skeleton shape=SkeletonShape::Rows(10)/></Panel> }>
            {move || Suspend::new(async move {
                match database.await {
                    Ok(view) => view! { <Database view/> }.into_any(),
                    Err(error) => failed("Database", "tables", error, Callback::new(move |()| database.refetch())),
                }
            })}
        </Transition>
    }
}

/// `9.4 GB` as number and unit, which stand apart.
fn split(text: &str) -> (String, Option<String>) {
    match text.split_once([' ', '\u{a0}', '\u{202f}']) {
        Some((value, unit)) => (value.to_owned(), Some(unit.to_owned())),
        None => (text.to_owned(), None),
    }
}

#[component]
fn Database(view: DatabaseView) -> impl IntoView {
    let DatabaseView {
        version,
        bytes: size,
        connections,
        max_connections,
        by_name,
        cache_hit,
        transactions,
        deadlocks,
        temporary_bytes,
        statistics_since,
        tables,
        offsets,
        ..
    } = view;
    let (value, unit) = split(&bytes(size));
    let hit = cache_hit.map_or_else(|| "–".to_owned(), |share| format!("{share:.1}"));
    let since = statistics_since
        .map_or_else(|| "since the server began".to_owned(), |at| format!("since {}", at.display(&offsets)));
    let clients = by_name
        .into_iter()
        .map(|one| {
            view! {
                <Row>
                    <Cell label="Role and name" header=true><span class="mono">{one.name}</span></Cell>
                    <Cell label="Connections" align=Align::End>{count(one.count)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let all = tables.len();
    let rows = tables.into_iter().take(SHOWN).map(table_row).collect_view();
    let words = format!(
        "The {} largest of {all}, with their partitions. Rows are what Postgres last estimated.",
        SHOWN.min(all)
    );
    let columns = vec![
        Column::text("Table"),
        Column::number("Rows, about"),
        Column::number("Data"),
        Column::number("Indexes"),
        Column::text("Partitions"),
    ];
    view! {
        <div class="grid-numbers">
            <BigNumber label="Size" value=value unit=unit.unwrap_or_default() note=format!("PostgreSQL {version}")/>
            <BigNumber label="Connections" value=count(connections) note=format!("of {} at most", count(max_connections))/>
            <BigNumber label="Cache hits" value=hit unit="%" note=since/>
            <BigNumber
                label="Transactions"
                value=format::value(float(transactions), Unit::Count)
                note=format!("{} deadlocks, {} of temporary files", count(deadlocks), bytes(temporary_bytes))
            />
        </div>
        <Panel title="Tables" id="tables" description=words flush=true>
            <Table caption="Largest tables" columns>{rows}</Table>
        </Panel>
        <Panel title="Connections" id="connections" description="By role, and by the name under which they connected." flush=true>
            <Table caption="Connections" cards=false columns=vec![Column::text("Role and name"), Column::number("Connections")]>{clients}</Table>
        </Panel>
    }
}

fn table_row(table: TableFigures) -> impl IntoView {
    let rows = table.rows.map_or_else(|| "–".to_owned(), count);
    let partitions = match table.partitions {
        0 => "–".to_owned(),
        1 => "1, for everything".to_owned(),
        many => {
            let day = |name: &str| name.rsplit('_').next().unwrap_or_default().to_owned();
            format!("{many}, {} to {}", day(&table.oldest_partition), day(&table.newest_partition))
        }
    };
    let stray = (table.default_rows > 0 && table.partitions > 1).then(
        || view! { <Badge tone=Tone::Warn>{format!("{} rows in none of them", count(table.default_rows))}</Badge> },
    );
    view! {
        <Row>
            <Cell label="Table" header=true><span class="mono break">{table.name}</span></Cell>
            <Cell label="Rows, about" align=Align::End>{rows}</Cell>
            <Cell label="Data" align=Align::End>{bytes(table.table_bytes)}</Cell>
            <Cell label="Indexes" align=Align::End>{bytes(table.index_bytes)}</Cell>
            <Cell label="Partitions" muted=true>{partitions}" "{stray}</Cell>
        </Row>
    }
}
