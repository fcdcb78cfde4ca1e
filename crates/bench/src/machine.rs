//! Facts about the machine and the memory of processes, from `/proc`.

use std::collections::HashMap;
use std::fs::read_to_string;
use std::time::Duration;

/// The memory of one or more processes, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resident {
    /// Resident set size; pages shared between processes count once for each.
    pub rss: u64,
    /// Proportional set size; shared pages count once in all.
    pub pss: u64,
    /// How many processes.
    pub processes: usize,
}

/// What the report says about the machine.
#[derive(Clone, Debug)]
pub(crate) struct Machine {
    pub(crate) cores: usize,
    pub(crate) model: String,
    pub(crate) memory_gigabytes: f64,
    pub(crate) kernel: String,
    pub(crate) load_before: String,
    /// Share of all cores that others used before the run.
    pub(crate) busy_before: f64,
}

impl Machine {
    pub(crate) async fn look() -> Self {
        let text = |path| read_to_string(path).unwrap_or_default();
        let before = ticks();
        tokio::time::sleep(Duration::from_millis(500)).await;
        let after = ticks();
        let share = |(busy, all): (u64, u64)| if all == 0 { 0.0 } else { busy as f64 / all as f64 };
        Self {
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            model: after_colon(&text("/proc/cpuinfo"), "model name")
                .unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            memory_gigabytes: kilobytes(&text("/proc/meminfo"), "MemTotal:") as f64 / 1e6,
            kernel: text("/proc/sys/kernel/osrelease").trim().to_owned(),
            load_before: load_average(),
            busy_before: share((after.0.saturating_sub(before.0), after.1.saturating_sub(before.1))),
        }
    }
}

/// The load averages over 1, 5 and 15 minutes.
pub(crate) fn load_average() -> String {
    let text = read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

/// Busy ticks and all ticks of all cores since the machine started.
fn ticks() -> (u64, u64) {
    let text = read_to_string("/proc/stat").unwrap_or_default();
    let ticks: Vec<u64> = text
        .lines()
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(1)
        .filter_map(|tick| tick.parse().ok())
        .collect();
    let all: u64 = ticks.iter().take(8).sum();
    let idle: u64 = ticks.iter().skip(3).take(2).sum();
    (all.saturating_sub(idle), all)
}

fn after_colon(text: &str, key: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with(key))?;
    line.split_once(':').map(|(_, value)| value.trim().to_owned())
}

fn kilobytes(text: &str, key: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// The memory of a process; nothing when it has ended.
#[must_use]
pub fn resident_of(pid: u32) -> Resident {
    let text = read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    Resident {
        rss: kilobytes(&text, "Rss:") * 1024,
        pss: kilobytes(&text, "Pss:") * 1024,
        processes: usize::from(!text.is_empty()),
    }
}

/// The memory of all processes named `postgres` among the descendants of a process.
#[must_use]
pub fn resident_of_postgres_below(ancestor: u32) -> Resident {
    let parents: HashMap<u32, (u32, bool)> = std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse::<u32>().ok()?;
            let status = read_to_string(entry.path().join("status")).ok()?;
            let parent = after_colon(&status, "PPid")?.parse().ok()?;
            Some((pid, (parent, after_colon(&status, "Name")? == "postgres")))
        })
        .collect();
    let descends = |mut pid: u32| {
        while let Some((parent, _)) = parents.get(&pid) {
            if *parent == ancestor {
                return true;
            }
            pid = *parent;
        }
        false
    };
    let mut sum = Resident::default();
    for pid in parents.iter().filter(|(pid, (_, postgres))| *postgres && descends(**pid)).map(|(pid, _)| *pid) {
        let one = resident_of(pid);
        sum = Resident { rss: sum.rss + one.rss, pss: sum.pss + one.pss, processes: sum.processes + one.processes };
    }
    sum
}
