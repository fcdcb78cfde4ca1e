-- The Events page asks by kind, severity, person, address and id, always within the organization and always newest or
-- oldest first. The primary key serves the list without filters. All columns below are compared by leakproof operators,
-- so row-level security does not keep Postgres from using them; words are looked for in the rows that these find.
create index security_events_by_kind on aegis.security_events (organization_id, kind, time, id);
-- Also carries what the histogram counts, so that it is read from the index alone.
create index security_events_by_severity on aegis.security_events (organization_id, severity, time, id);
create index security_events_by_actor on aegis.security_events (organization_id, actor_id, time, id)
    where actor_id is not null;
create index security_events_by_address on aegis.security_events (organization_id, address, time, id)
    where address is not null;
-- An address of the page names the event alone.
create index security_events_by_id on aegis.security_events (organization_id, id);

-- What one request did is found by its trace: from an event to its audit entry and its request, and from an error to both.
create index events_by_trace on audit.events (organization_id, trace_id, time);

-- Requests and errors are read by operators alone, and across organizations: by trace, by time, and by kind of error.
create index api_requests_by_trace on admin.api_requests (trace_id, time);
create index api_requests_by_time on admin.api_requests (time, id);
-- Kinds are counted from the index alone; the message is read of the latest of each kind.
create index error_logs_by_time on admin.error_logs (time, fingerprint, organization_id);
create index error_logs_by_fingerprint on admin.error_logs (fingerprint, time, id);
