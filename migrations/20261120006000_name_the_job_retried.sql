-- A failed job whose work was queued again waits for nobody any more: the newer job names it. No foreign key: the failed one
-- is pruned first, and the newer one is not to change for that.
alter table core.jobs add column retry_of uuid;
grant insert (retry_of) on core.jobs to cauldron_app;
-- A job is retried once; the newer one is, should it fail too.
create unique index jobs_by_retried on core.jobs (organization_id, retry_of) where retry_of is not null;
