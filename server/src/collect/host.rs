//! Processor, memory, disk, network and load of the machine.

use cauldron_synapse::{NewPoint, SeriesKey};
use cauldron_types::{MetricUnit, series};
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};
use std::time::Instant;
use sysinfo::{CpuRefreshKind, Disks, MemoryRefreshKind, Networks, RefreshKind, System};

/// Reads the machine's figures; rates are since the reading before.
pub struct Host {
    // None where the operating system does not tell; its series are then missing.
    system: Option<System>,
    disks: Option<Disks>,
    networks: Option<Networks>,
    read_at: Option<Instant>,
    data_dir: PathBuf,
}

impl std::fmt::Debug for Host {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Host")
    }
}

#[expect(clippy::cast_precision_loss, reason = "bytes of a machine; the relative error is below 2^-52")]
const fn float(value: u64) -> f64 {
    value as f64
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { float(part) / float(whole) * 100.0 }
}

impl Host {
    /// `data_dir` decides which file system's space is reported.
    #[must_use]
    pub fn new(data_dir: &Path) -> Self {
        let kinds = RefreshKind::nothing()
            .with_cpu(CpuRefreshKind::nothing().with_usage())
            .with_memory(MemoryRefreshKind::nothing().with_ram());
        Self {
            system: System::new_with_specifics(kinds).ok(),
            disks: Disks::new_with_refreshed_list().ok(),
            networks: Networks::new_with_refreshed_list().ok(),
            read_at: None,
            data_dir: data_dir.to_owned(),
        }
    }

    /// The present figures. Network rates are missing from the first reading.
    pub fn read(&mut self, time: DateTime<Utc>) -> Vec<NewPoint> {
        let elapsed = self
            .read_at
            .replace(Instant::now())
            .map(|before| before.elapsed().as_secs_f64())
            .filter(|elapsed| *elapsed > 0.0);
        let mut points = Vec::new();
        let mut add =
            |name: &str, unit, value| points.push(NewPoint { series: SeriesKey::gauge(name, unit), time, value });
        if let Some(system) = &mut self.system {
            system.refresh_cpu_usage();
            system.refresh_memory();
            let used = system.total_memory().saturating_sub(system.available_memory());
            add(series::HOST_MEMORY, MetricUnit::Percent, share(used, system.total_memory()));
            if elapsed.is_some() {
                add(series::HOST_CPU, MetricUnit::Percent, f64::from(system.global_cpu_usage()));
            }
        }
        if let Ok(load) = System::load_average() {
            add(series::HOST_LOAD, MetricUnit::None, load.one);
        }
        if let Some(disks) = &mut self.disks {
            disks.refresh(true);
            // The longest mount point above the data folder is the file system that it lies on.
            let disk = disks
                .iter()
                .filter(|disk| self.data_dir.starts_with(disk.mount_point()))
                .max_by_key(|disk| disk.mount_point().as_os_str().len());
            if let Some(disk) = disk {
                let used = disk.total_space().saturating_sub(disk.available_space());
                add(series::HOST_DISK, MetricUnit::Percent, share(used, disk.total_space()));
            }
        }
        if let Some(networks) = &mut self.networks {
            networks.refresh(true);
            let cards = || networks.iter().filter(|(name, _)| *name != "lo").map(|(_, card)| card);
            if let Some(elapsed) = elapsed {
                let received = cards().map(sysinfo::NetworkData::received).sum();
                let sent = cards().map(sysinfo::NetworkData::transmitted).sum();
                add(series::HOST_RECEIVED, MetricUnit::BytesPerSecond, float(received) / elapsed);
                add(series::HOST_SENT, MetricUnit::BytesPerSecond, float(sent) / elapsed);
            }
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_reading_has_every_series_with_plausible_values() {
        let mut host = Host::new(Path::new("/"));
        host.read(DateTime::UNIX_EPOCH);
        std::thread::sleep(sysinfo::MINIMUM_CPU_UPDATE_INTERVAL);
        let points = host.read(DateTime::UNIX_EPOCH);
        let names: Vec<&str> = points.iter().map(|point| point.series.name.as_str()).collect();
        for name in [series::HOST_CPU, series::HOST_MEMORY, series::HOST_LOAD, series::HOST_RECEIVED, series::HOST_SENT]
        {
            assert!(names.contains(&name), "{name} is missing from {names:?}");
        }
        for point in points.iter().filter(|point| point.series.unit == MetricUnit::Percent) {
            assert!((0.0..=100.5).contains(&point.value), "{point:?}");
        }
    }
}
