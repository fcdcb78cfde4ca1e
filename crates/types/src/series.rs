//! Names of the series that Cauldron records about itself and its host.

/// Share of processor time in use, all cores together. Percent.
pub const HOST_CPU: &str = "host.cpu.utilization";
/// Share of memory in use. Percent.
pub const HOST_MEMORY: &str = "host.memory.utilization";
/// Share of the fullest file system's space in use, of the one with the data folder where it is known. Percent.
pub const HOST_DISK: &str = "host.disk.utilization";
/// Load average over one minute.
pub const HOST_LOAD: &str = "host.load.1m";
/// Bytes received per second, all interfaces but loopback.
pub const HOST_RECEIVED: &str = "host.network.received";
/// Bytes sent per second, all interfaces but loopback.
pub const HOST_SENT: &str = "host.network.sent";
/// Connections to the database.
pub const POSTGRES_CONNECTIONS: &str = "postgres.connections";
/// Transactions per second.
pub const POSTGRES_TRANSACTIONS: &str = "postgres.transactions";
/// Share of blocks found in shared buffers. Percent.
pub const POSTGRES_CACHE_HIT: &str = "postgres.cache_hit";
/// Size of the database. Bytes.
pub const POSTGRES_SIZE: &str = "postgres.size";
/// Mean duration of a statement, measured in the app; labelled by statement. Milliseconds.
pub const POSTGRES_STATEMENT: &str = "postgres.statement.mean";
/// Requests answered per second.
pub const HTTP_REQUESTS: &str = "http.requests";
/// Requests answered with a status of 500 or more, per second.
pub const HTTP_ERRORS: &str = "http.errors";
/// Duration of requests; labelled by quantile (`p50`, `p95`, `p99`). Milliseconds.
pub const HTTP_LATENCY: &str = "http.latency";

/// What the Overview shows and its stream sends.
pub const OVERVIEW: &[&str] = &[
    HOST_CPU,
    HOST_MEMORY,
    HOST_DISK,
    HOST_LOAD,
    HOST_RECEIVED,
    HOST_SENT,
    POSTGRES_CONNECTIONS,
    POSTGRES_TRANSACTIONS,
    POSTGRES_CACHE_HIT,
    POSTGRES_SIZE,
    POSTGRES_STATEMENT,
    HTTP_REQUESTS,
    HTTP_ERRORS,
    HTTP_LATENCY,
];
