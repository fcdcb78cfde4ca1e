-- The audit log is kept for ever and asked by action. Its other filters, time aside, look for words in the rows that the time
-- or the action finds.
create index events_by_action on audit.events (organization_id, action, time, id);
