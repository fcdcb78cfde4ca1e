-- One schema a domain, so that a grant can speak of a whole domain and a name says whose table it is.
-- The roles exist already: `pg-embed` makes them for the embedded Postgres, a database administrator for any other
-- (docs/OPERATING.md carries the script). Nothing is granted to PUBLIC anywhere.
create schema core;
create schema admin;
create schema aegis;
create schema audit;
create schema integration;
create schema timeseries;

grant usage on schema core, admin, aegis, audit, integration, timeseries
    to cauldron_app, cauldron_system, cauldron_identity, cauldron_search;

-- A function is executable by PUBLIC unless said otherwise; here every function names its callers.
alter default privileges revoke execute on functions from public;
