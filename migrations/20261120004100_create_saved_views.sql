-- Queries of lists that somebody gave a name, for that person alone.

create table core.saved_views (
    organization_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    -- The list's path without its slash.
    page text not null check (page ~ '^[a-z][a-z_/]{0,62}$'),
    name text not null check (char_length(name) between 1 and 120),
    -- The name in small letters, by the rules of the program rather than of the database's locale.
    name_key text not null check (char_length(name_key) between 1 and 360),
    -- The address's query, percent-encoded, without its question mark.
    query text not null check (query ~ '^[!-~]*$' and char_length(query) <= 2000),
    is_default boolean not null default false,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0),
    primary key (organization_id, id),
    constraint saved_views_once unique (organization_id, user_id, page, name_key),
    foreign key (organization_id, user_id) references core.memberships (organization_id, user_id)
);
create unique index saved_views_one_default on core.saved_views (organization_id, user_id, page) where is_default;
call core.protect_table('core.saved_views', '{tenant,own,system}');
call core.keep_touched('core.saved_views');
grant select, insert, update (name, name_key, query, is_default), delete on core.saved_views to cauldron_app;
grant select on core.saved_views to cauldron_system;
