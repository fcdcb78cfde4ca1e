-- The transaction's context and the one place from which row-level security policies come.

-- After a scoped transaction a setting reads as '', not NULL, hence nullif.
create function core.current_organization() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('app.organization_id', true), '')::uuid;

create function core.current_user_id() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('app.user_id', true), '')::uuid;

grant execute on function core.current_organization(), core.current_user_id()
    to cauldron_app, cauldron_system, cauldron_identity, cauldron_search;

-- Enables and forces row-level security on `target` and makes the named policies:
--   tenant    the runtime role sees and writes rows of the transaction's organization
--   own       of these rows, those whose `user_id` is the transaction's person; it restricts rather than permits, so it
--             only ever stands beside `tenant`
--   person    the runtime role sees and writes rows whose `user_id` is the transaction's person, for what belongs to a
--             person in every organization
--   system    the system role sees and writes all rows (never BYPASSRLS, never a flag in a setting)
--   identity  the identity functions see and write all rows
--   search    the search functions read rows of the transaction's organization
-- The sub-select makes Postgres evaluate the setting once a statement instead of once a row.
create procedure core.protect_table(target regclass, policies text[], tenant_column name default 'organization_id')
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    own_organization text := format('%I = (select core.current_organization())', tenant_column);
    own_rows constant text := 'user_id = (select core.current_user_id())';
begin
    if not policies <@ array['tenant', 'own', 'person', 'system', 'identity', 'search'] then
        raise exception 'unknown policy among %', policies;
    end if;
    if 'own' = any (policies) and not 'tenant' = any (policies) then
        raise exception 'the policy own narrows the policy tenant, which is missing among %', policies;
    end if;
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    if 'tenant' = any (policies) then
        execute format('create policy tenant on %s for all to cauldron_app using (%s) with check (%s)',
            target, own_organization, own_organization);
    end if;
    if 'own' = any (policies) then
        execute format('create policy own on %s as restrictive for all to cauldron_app using (%s) with check (%s)',
            target, own_rows, own_rows);
    end if;
    if 'person' = any (policies) then
        execute format('create policy person on %s for all to cauldron_app using (%s) with check (%s)',
            target, own_rows, own_rows);
    end if;
    if 'system' = any (policies) then
        execute format('create policy system on %s for all to cauldron_system using (true) with check (true)', target);
    end if;
    if 'identity' = any (policies) then
        execute format('create policy identity on %s for all to cauldron_identity using (true) with check (true)',
            target);
    end if;
    if 'search' = any (policies) then
        execute format('create policy search on %s for select to cauldron_search using (%s)',
            target, own_organization);
    end if;
end
$$;

-- `updated_at` and `version` are kept by the database, so that no writer can forget them. An update that names the
-- version it was based on in its WHERE clause is the optimistic lock.
create function core.touch_row() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    new.updated_at := clock_timestamp();
    new.version := old.version + 1;
    return new;
end
$$;

create procedure core.keep_touched(target regclass)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('create trigger touch_row before update on %s for each row execute function core.touch_row()',
        target);
end
$$;

-- Hands a SECURITY DEFINER function to the role whose rights it runs with. The new owner needs CREATE on the schema
-- for the moment of the change only.
create procedure core.give_function(target regprocedure, new_owner regrole)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    home regnamespace := (select pronamespace from pg_proc where oid = target);
begin
    execute format('grant create on schema %s to %s', home, new_owner);
    execute format('alter function %s owner to %s', target, new_owner);
    execute format('revoke create on schema %s from %s', home, new_owner);
end
$$;
