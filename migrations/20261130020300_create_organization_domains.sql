-- The mail domains of an organization. Whoever proves an address in one may join, if the organization's policy says so.
create table core.organization_domains (
    organization_id uuid not null references core.organizations (id),
    domain text not null check (domain = lower(domain) and domain ~ '^[a-z0-9.-]{1,240}\.[a-z0-9-]{2,63}$'),
    created_at timestamptz not null default clock_timestamp(),
    primary key (organization_id, domain)
);
create index organization_domains_by_domain on core.organization_domains (domain);
call core.protect_table('core.organization_domains', '{tenant,system,identity}');
grant select, insert, delete on core.organization_domains to cauldron_app;
grant select on core.organization_domains to cauldron_system, cauldron_identity;
