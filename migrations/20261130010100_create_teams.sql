-- Teams: people who are given access together.

create table core.teams (
    organization_id uuid not null references core.organizations (id),
    id uuid not null,
    name text not null check (char_length(name) between 1 and 120),
    -- The name in small letters, by the rules of the program rather than of the database's locale.
    name_key text not null check (char_length(name_key) between 1 and 360),
    purpose text not null default '' check (char_length(purpose) <= 500),
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0),
    primary key (organization_id, id),
    constraint teams_once unique (organization_id, name_key)
);
call core.protect_table('core.teams', '{tenant,system,identity}');
call core.keep_touched('core.teams');
grant select, insert, update (name, name_key, purpose), delete on core.teams to cauldron_app;
grant select on core.teams to cauldron_system, cauldron_identity;

create table core.team_members (
    organization_id uuid not null,
    team_id uuid not null,
    user_id uuid not null,
    -- Whether the person runs the team: changes what it is called and who is in it.
    is_admin boolean not null default false,
    created_at timestamptz not null default clock_timestamp(),
    primary key (organization_id, team_id, user_id),
    foreign key (organization_id, team_id) references core.teams (organization_id, id),
    foreign key (organization_id, user_id) references core.memberships (organization_id, user_id)
);
create index team_members_by_user on core.team_members (organization_id, user_id);
call core.protect_table('core.team_members', '{tenant,system,identity}');
grant select, insert, update (is_admin), delete on core.team_members to cauldron_app;
grant select on core.team_members to cauldron_system;
grant select, insert, delete on core.team_members to cauldron_identity;
