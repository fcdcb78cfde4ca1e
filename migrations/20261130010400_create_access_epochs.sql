-- The epoch of an organization's access. It grows with every change of memberships, teams, roles and bindings, in the same
-- transaction, and comes with every session that is looked up: what a process remembers of somebody's rights holds for as
-- long as the epoch does, so a change holds at the next request.

create table core.access_epochs (
    organization_id uuid primary key references core.organizations (id),
    epoch bigint not null default 1 check (epoch > 0)
);
call core.protect_table('core.access_epochs', '{tenant,system,identity}');
grant select on core.access_epochs to cauldron_app, cauldron_system;
grant select, insert, update on core.access_epochs to cauldron_identity;

-- Once a statement, however many rows it changed. The row stays locked until the transaction ends, so epochs become visible in
-- the order in which they were counted.
create function core.bump_access_epoch() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.access_epochs as known (organization_id)
    select distinct changed.organization_id from changed order by 1
    on conflict (organization_id) do update set epoch = known.epoch + 1;
    return null;
end
$$;

create procedure core.count_access_changes(target regclass)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('create trigger bump_access_epoch_inserted after insert on %s referencing new table as changed
        for each statement execute function core.bump_access_epoch()', target);
    execute format('create trigger bump_access_epoch_updated after update on %s referencing new table as changed
        for each statement execute function core.bump_access_epoch()', target);
    execute format('create trigger bump_access_epoch_deleted after delete on %s referencing old table as changed
        for each statement execute function core.bump_access_epoch()', target);
end
$$;

call core.count_access_changes('core.memberships');
call core.count_access_changes('core.teams');
call core.count_access_changes('core.team_members');
call core.count_access_changes('core.roles');
call core.count_access_changes('core.role_permissions');
call core.count_access_changes('core.role_parents');
call core.count_access_changes('core.role_bindings');

-- Lets the changes of one organization's access happen one after the other: who asks whether a circle, the last owner or one's
-- own last right is at stake must not be overtaken. Taken at the beginning of such a transaction. It locks the transaction's
-- own organization and nothing else.
create function core.lock_access() returns bigint
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    insert into core.access_epochs as known (organization_id)
    select organizations.id from core.organizations where organizations.id = core.current_organization()
    on conflict (organization_id) do update set epoch = known.epoch
    returning known.epoch;
$$;

-- Whoever is removed from an organization loses teams and roles there; who comes back starts anew.
create function core.forget_removed_member() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    delete from core.team_members where organization_id = new.organization_id and user_id = new.user_id;
    delete from core.role_bindings where organization_id = new.organization_id and user_id = new.user_id;
    return null;
end
$$;

create trigger forget_removed_member after update of status on core.memberships
    for each row when (new.status = 'removed' and old.status <> 'removed')
    execute function core.forget_removed_member();

grant execute on function core.lock_access() to cauldron_app;

call core.give_function('core.bump_access_epoch()', 'cauldron_identity');
call core.give_function('core.lock_access()', 'cauldron_identity');
call core.give_function('core.forget_removed_member()', 'cauldron_identity');
