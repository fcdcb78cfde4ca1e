-- What holds in every organization that did not choose otherwise. What is not here falls back to the value in code.
create table core.system_settings (
    key text primary key check (key ~ '^[a-z][a-z0-9_.]{0,62}$'),
    value jsonb not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0)
);
call core.protect_table('core.system_settings', '{system,identity}');
call core.keep_touched('core.system_settings');
grant select, insert, update, delete on core.system_settings to cauldron_system;
grant select on core.system_settings to cauldron_identity;

-- Nobody's secret: every organization falls back to them.
create function core.system_settings_now() returns table (key text, value jsonb)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select system_settings.key, system_settings.value from core.system_settings;
$$;
grant execute on function core.system_settings_now() to cauldron_app;
call core.give_function('core.system_settings_now()', 'cauldron_identity');
