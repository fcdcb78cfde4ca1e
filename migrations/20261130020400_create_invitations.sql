-- Who was asked to join an organization, by a link that is shown once.
create table core.invitations (
    organization_id uuid not null references core.organizations (id),
    id uuid not null,
    email text not null check (email = lower(email) and char_length(email) between 3 and 254),
    role text not null check (role in ('owner', 'admin', 'analyst', 'executive', 'auditor', 'member')),
    -- SHA-256 of the link's token: whoever reads this table cannot accept with it. The runtime role writes it and cannot read it.
    token_hash bytea not null check (octet_length(token_hash) = 32),
    -- The teams that somebody comes into by accepting. One that is gone by then takes nobody in, hence no foreign key.
    team_ids uuid[] not null default '{}' check (cardinality(team_ids) <= 50),
    -- NULL where an operator invited.
    invited_by uuid,
    expires_at timestamptz not null,
    -- When the link last went by mail: whoever follows it has proved the address.
    mailed_at timestamptz,
    accepted_at timestamptz,
    accepted_by uuid,
    revoked_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1 check (version > 0),
    primary key (organization_id, id),
    foreign key (organization_id, invited_by) references core.memberships (organization_id, user_id),
    foreign key (organization_id, accepted_by) references core.memberships (organization_id, user_id),
    check ((accepted_at is null) = (accepted_by is null)),
    check (accepted_at is null or revoked_at is null)
);
create unique index invitations_one_open on core.invitations (organization_id, email)
    where accepted_at is null and revoked_at is null;
create index invitations_by_token on core.invitations (token_hash);
create index invitations_by_inviter on core.invitations (organization_id, invited_by);
create index invitations_by_accepter on core.invitations (organization_id, accepted_by);
call core.protect_table('core.invitations', '{tenant,system,identity}');
call core.keep_touched('core.invitations');
grant select (organization_id, id, email, role, team_ids, invited_by, expires_at, mailed_at, accepted_at, accepted_by, revoked_at,
    created_at, updated_at, version) on core.invitations to cauldron_app;
grant insert (organization_id, id, email, role, team_ids, token_hash, invited_by, expires_at, mailed_at) on core.invitations to cauldron_app;
grant update (token_hash, expires_at, mailed_at, revoked_at, invited_by) on core.invitations to cauldron_app;
grant select, insert, update on core.invitations to cauldron_system;
grant select, update (accepted_at, accepted_by) on core.invitations to cauldron_identity;
