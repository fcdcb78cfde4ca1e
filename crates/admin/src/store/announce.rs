//! Calling identity functions that write an event.

/// Calls an identity function that writes an event. The last four arguments of each are the event's id, time and address and
/// the trace.
macro_rules! announce {
    ($tx:expr, $statement:literal, $($argument:expr),+ $(,)?) => {{
        $tx.published();
        let visit = $tx.visit().clone();
        sqlx::query_scalar!(
            $statement,
            $($argument,)+
            visit.ambient.new_id(),
            visit.ambient.now(),
            visit.address.map(ipnetwork::IpNetwork::from),
            visit.trace.as_str(),
        )
        .fetch_one($tx.connection())
        .await
    }};
}
