-- The audit log is asked by person and by what something was done to: of a million entries a few.
create index events_by_actor on audit.events (organization_id, actor_id, time, id);
create index events_by_subject on audit.events (organization_id, subject_id, time, id);
