//! Invented hosts: the same on server and browser, as many as one likes.

use cauldron_ui::{Badge, DataColumn, Severity, SeverityLevel, Sort};
use leptos::prelude::*;
use std::sync::Arc;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Host {
    pub id: u32,
    pub name: String,
    pub owner: String,
    pub note: String,
    pub risk: u32,
    pub load: u32,
}

const SITES: &[&str] = &["north", "harbour", "fin-ws", "dc", "bastion", "files", "web", "erp", "mail", "hr-ws"];
const OWNERS: &[&str] = &["Mira Sol", "Noor Vale", "Ada Brook", "Ines Hart", "Theo Lund", "Security operations"];
const NOTES: &[&str] = &[
    "Encoded PowerShell started by Office",
    "First seen: rclone on server",
    "Certificate expires in 9 days",
    "Egress bytes 6.2× expected",
    "Nothing unusual",
];

fn pick(words: &'static [&'static str], at: u32) -> &'static str {
    words.get(at as usize % words.len().max(1)).copied().unwrap_or_default()
}

/// Spreads neighbours apart (the finalizer of MurmurHash3).
fn spread(id: u32) -> u32 {
    let id = (id ^ (id >> 16)).wrapping_mul(0x85eb_ca6b);
    let id = (id ^ (id >> 13)).wrapping_mul(0xc2b2_ae35);
    id ^ (id >> 16)
}

impl Host {
    pub(super) fn new(id: u32) -> Self {
        let seed = spread(id);
        Self {
            id,
            name: format!("{}-{id:06}", pick(SITES, seed)),
            owner: pick(OWNERS, seed >> 4).to_owned(),
            note: pick(NOTES, seed >> 9).to_owned(),
            risk: (seed >> 7) % 100,
            load: (seed >> 12) % 1000,
        }
    }
}

pub(super) fn hosts(count: u32) -> Vec<Host> {
    (1..=count).map(Host::new).collect()
}

pub(super) fn columns() -> Vec<DataColumn> {
    vec![
        DataColumn::text("name", "Host").header().sortable().width(180, 120),
        DataColumn::text("severity", "Severity").width(112, 96),
        DataColumn::text("note", "Latest finding").width(280, 120),
        DataColumn::text("owner", "Owner").sortable().width(160, 96),
        DataColumn::number("risk", "Risk").sortable().width(84, 72),
        DataColumn::number("load", "Load").sortable().width(84, 72).muted(),
        DataColumn::text("id", "Id").hidden().width(96, 72).muted(),
    ]
}

fn level(risk: u32) -> SeverityLevel {
    match risk {
        90.. => SeverityLevel::Critical,
        75.. => SeverityLevel::High,
        50.. => SeverityLevel::Medium,
        20.. => SeverityLevel::Low,
        _ => SeverityLevel::Info,
    }
}

pub(super) fn cell(host: &Host, column: &str) -> AnyView {
    match column {
        "name" => host.name.clone().into_any(),
        "severity" => view! { <Severity level=level(host.risk)/> }.into_any(),
        "note" => host.note.clone().into_any(),
        "owner" => {
            let owner = host.owner.clone();
            view! { <Badge>{owner}</Badge> }.into_any()
        }
        "risk" => host.risk.into_any(),
        "load" => format!("{}.{} %", host.load / 10, host.load % 10).into_any(),
        _ => host.id.into_any(),
    }
}

pub(super) fn key(host: &Host) -> String {
    host.id.to_string()
}

pub(super) fn name(host: &Host) -> String {
    host.name.clone()
}

pub(super) fn sorted(rows: &[Host], sort: Option<&Sort>) -> Arc<Vec<Host>> {
    let mut rows = rows.to_vec();
    if let Some(sort) = sort {
        match sort.key.as_str() {
            "name" => rows.sort_by(|a, b| a.name.cmp(&b.name)),
            "owner" => rows.sort_by(|a, b| a.owner.cmp(&b.owner)),
            "risk" => rows.sort_by_key(|host| host.risk),
            "load" => rows.sort_by_key(|host| host.load),
            _ => {}
        }
        if sort.descending {
            rows.reverse();
        }
    }
    Arc::new(rows)
}
