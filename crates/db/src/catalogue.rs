//! The schema's rules, asked of the live catalogue: by the tests on every supported Postgres, and by `cauldron doctor`.

use crate::{Db, DbError, SystemPurpose};

/// One rule, as a query that names every offender.
#[derive(Clone, Copy, Debug)]
pub struct Lint {
    /// Its name.
    pub name: &'static str,
    /// What it protects from.
    pub why: &'static str,
    sql: &'static str,
}

/// Somebody who breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub lint: &'static str,
    /// Who breaks it, and how.
    pub offender: String,
}

/// Tables that are not tenant tables, each with its reason. Everything else must carry the tenant policy.
pub const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "core.organizations",
        "the tenant itself: its key is the organization's id, under the tenant policy on that column",
    ),
    ("core.users", "identity: one person across organizations; shows oneself and the members of the current one"),
    ("core.preferences", "one person's in every organization: shows one's own"),
    ("core.notifications", "one person's in every organization: shows one's own"),
    ("core.notification_choices", "one person's in every organization: shows one's own"),
    ("core.credentials", "identity: reached through identity functions only"),
    ("core.sessions", "identity: reached through identity functions only"),
    ("core.api_key_secrets", "identity: reached through identity functions only"),
    ("core.recovery_links", "identity: reached through identity functions only"),
    ("core.totp_secrets", "identity: reached through identity functions only"),
    ("core.recovery_codes", "identity: reached through identity functions only"),
    ("core.passkeys", "identity: reached through identity functions only"),
    ("core.passkey_ceremonies", "identity: exists before anybody is known"),
    ("core.setup_links", "identity: exists before any organization"),
    ("core.system_settings", "the installation's: written by operators, read by everybody through a function"),
    ("core.sign_in_attempts", "identity: counts attempts of accounts that may not exist"),
    ("integration.consumers", "cursors of the bus: no tenant's data, system role only"),
    ("timeseries.points", "keyed by series and time; reached through functions that join the organization's series"),
    ("timeseries.points_1m", "see timeseries.points"),
    ("timeseries.points_15m", "see timeseries.points"),
    ("timeseries.points_1h", "see timeseries.points"),
    ("timeseries.points_1d", "see timeseries.points"),
    ("timeseries.rollup_marks", "marks of changed minutes by series, see timeseries.points"),
];

/// Tables without row-level security: nobody but the system role and definer functions has a grant on them.
const WITHOUT_POLICIES: &str = "^timeseries\\.(points|points_1m|points_15m|points_1h|points_1d|rollup_marks)$";

// Each query has the same parameters, of which it uses what it needs: $1 names of exceptions, $2 the pattern of tables
// without policies. `ours` are tables of our schemas, `root` the table itself or the partitioned table it belongs to.
macro_rules! over_tables {
    ($body:literal) => {
        concat!(
            "with ours as (
                select pg_class.*, nspname || '.' || relname as name,
                    coalesce((select parents.nspname || '.' || parent.relname from pg_inherits
                        join pg_class as parent on parent.oid = inhparent
                        join pg_namespace as parents on parents.oid = parent.relnamespace
                        where inhrelid = pg_class.oid), nspname || '.' || relname) as root
                from pg_class join pg_namespace on pg_namespace.oid = relnamespace
                where relkind in ('r', 'p', 'f') and nspname !~ '^(pg_|information_schema$)'
                  and nspname || '.' || relname <> 'public._sqlx_migrations'),
             granted as (
                select ours.oid, name, root, relispartition, relowner, entry.grantee, entry.privilege_type
                from ours, aclexplode(relacl) as entry
                union all
                select ours.oid, name, root, relispartition, relowner, entry.grantee,
                    entry.privilege_type || ' (' || attname || ')'
                from ours join pg_attribute on attrelid = ours.oid, aclexplode(attacl) as entry),
             given as (select $1::text[] as exceptions, $2::text as without_policies) ",
            $body
        )
    };
}

/// Every rule.
pub const LINTS: &[Lint] = &[
    Lint {
        name: "row-level security is enabled and forced",
        why: "a table or partition without it shows every tenant's rows, and without FORCE to its owner",
        sql: over_tables!(
            "select name from ours, given
             where root !~ without_policies and not (relrowsecurity and relforcerowsecurity) order by 1"
        ),
    },
    Lint {
        name: "every table is covered or a named exception",
        why: "a new table must not be forgotten",
        sql: over_tables!(
            "select name from ours, given
             where not root = any (exceptions)
               and not exists (select from pg_policy where polrelid = ours.oid and polname = 'tenant') order by 1"
        ),
    },
    Lint {
        name: "policies are exactly the expected ones",
        why: "one more permissive policy opens a table, whatever the others say",
        sql: over_tables!(
            "select ours.name || ': ' || polname || ' for ' || polcmd::text || ' to ' || polroles::regrole[]::text
                 || ' using ' || coalesce(pg_get_expr(polqual, polrelid), '-')
                 || ' check ' || coalesce(pg_get_expr(polwithcheck, polrelid), '-')
             from pg_policy join ours on ours.oid = polrelid
             cross join lateral (select pg_get_expr(polqual, polrelid) as using_, pg_get_expr(polwithcheck, polrelid) as check_) as text_
             where polpermissive = (polname = 'own') or not case polname
                 when 'tenant' then polcmd = '*' and polroles = array['cauldron_app'::regrole::oid] and using_ = check_
                     and using_ ~ '^\\((organization_id|id) = \\( SELECT core\\.current_organization\\(\\) AS current_organization\\)\\)$'
                     and (using_ !~ '^\\(id' or root = 'core.organizations')
                 when 'own' then polcmd = '*' and polroles = array['cauldron_app'::regrole::oid] and using_ = check_
                     and using_ ~ '^\\(user_id = \\( SELECT core\\.current_user_id\\(\\) AS current_user_id\\)\\)$'
                 when 'person' then polcmd = '*' and polroles = array['cauldron_app'::regrole::oid] and using_ = check_
                     and using_ ~ '^\\(user_id = \\( SELECT core\\.current_user_id\\(\\) AS current_user_id\\)\\)$' and root in ('core.preferences', 'core.notifications', 'core.notification_choices')
                 when 'system' then polcmd = '*' and polroles = array['cauldron_system'::regrole::oid] and using_ = 'true' and check_ = 'true'
                 when 'identity' then polcmd = '*' and polroles = array['cauldron_identity'::regrole::oid] and using_ = 'true' and check_ = 'true'
                     and root ~ '^(core|audit|integration)\\.'
                 when 'search' then polcmd = 'r' and polroles = array['cauldron_search'::regrole::oid]
                     and using_ ~ '^\\(organization_id = \\( SELECT core\\.current_organization\\(\\) AS current_organization\\)\\)$'
                 when 'self_and_colleagues' then polcmd = 'r' and root = 'core.users' and polroles = array['cauldron_app'::regrole::oid]
                     and using_ like '%current_user_id%' and using_ like '%memberships.organization_id = ( SELECT core.current_organization()%'
                 else false end
             order by 1"
        ),
    },
    Lint {
        name: "the runtime role reaches identity tables through functions only",
        why: "credentials and sessions must not be readable by a stray statement",
        sql: over_tables!(
            "select name || ': ' || privilege_type from granted, given
             where grantee = 'cauldron_app'::regrole
               and (root in ('core.credentials', 'core.sessions', 'core.setup_links', 'core.sign_in_attempts',
                   'core.recovery_links', 'core.totp_secrets', 'core.recovery_codes', 'core.passkeys', 'core.passkey_ceremonies',
                   'integration.consumers') or root ~ without_policies) order by 1"
        ),
    },
    Lint {
        name: "the organization leads every key",
        why: "otherwise a duplicate tells about another tenant, and the schema cannot be distributed",
        sql: over_tables!(
            "select ours.name || ': ' || indexrelid::regclass::text from pg_index join ours on ours.oid = indrelid, given
             where indisunique and not root = any (exceptions)
               and (select attname from pg_attribute where attrelid = indrelid and attnum = indkey[0]) is distinct from 'organization_id'
             order by 1"
        ),
    },
    Lint {
        name: "foreign keys carry the organization",
        why: "foreign keys bypass row-level security: a row could point into another tenant",
        sql: over_tables!(
            "select ours.name || ': ' || conname from pg_constraint join ours on ours.oid = conrelid
             join pg_class as target on target.oid = confrelid
             cross join given
             where contype = 'f' and conparentid = 0
               and (target.relnamespace::regnamespace::text || '.' || target.relname) not in ('core.organizations', 'core.users')
               and not exists (select from pg_attribute where attrelid = conrelid and attnum = conkey[1]
                   -- The tenant itself carries the organization as its own id.
                   and attname = case ours.name when 'core.organizations' then 'id' else 'organization_id' end)
             order by 1"
        ),
    },
    Lint {
        name: "foreign keys never set the organization to null",
        why: "ON DELETE SET NULL on the whole key would take a row out of its tenant",
        sql: over_tables!(
            "select ours.name || ': ' || conname from pg_constraint join ours on ours.oid = conrelid
             where contype = 'f' and confdeltype in ('n', 'd')
               and (confdelsetcols is null or exists (select from pg_attribute
                   where attrelid = conrelid and attnum = any (confdelsetcols) and attname = 'organization_id'))
             order by 1"
        ),
    },
    Lint {
        name: "no foreign key into a time-partitioned table",
        why: "a referenced partition could not be dropped",
        sql: over_tables!(
            "select ours.name || ': ' || conname from pg_constraint join ours on ours.oid = conrelid
             join pg_class as target on target.oid = confrelid
             where contype = 'f' and (target.relkind = 'p' or target.relispartition) order by 1"
        ),
    },
    Lint {
        name: "every foreign key is indexed",
        why: "without an index a delete or update of the target reads the whole table",
        sql: over_tables!(
            "select ours.name || ': ' || conname from pg_constraint join ours on ours.oid = conrelid
             where contype = 'f' and not exists (
                 select from pg_index where indrelid = conrelid and indpred is null
                   and (string_to_array(indkey::text, ' ')::smallint[])[1:cardinality(conkey)] @> conkey)
             order by 1"
        ),
    },
    Lint {
        name: "time-partitioned keys are organization, time, id",
        why: "the partition key must be in the key, after the organization",
        sql: over_tables!(
            "select name from ours, given
             where relkind = 'p' and not root = any (exceptions)
               and (select array_agg(attname::text order by position)
                    from pg_index, unnest(indkey::smallint[]) with ordinality as key (number, position)
                    join pg_attribute on attnum = number
                    where indrelid = ours.oid and attrelid = ours.oid and indisprimary)
                   is distinct from array['organization_id', 'time', 'id'] order by 1"
        ),
    },
    Lint {
        name: "every partitioned table has a default partition",
        why: "a row from 1970 or from the future must find a place",
        sql: over_tables!(
            "select name from ours where relkind = 'p'
               and not exists (select from pg_partitioned_table where partrelid = ours.oid and partdefid <> 0) order by 1"
        ),
    },
    Lint {
        name: "no grant on a partition",
        why: "a partition addressed by name passes by its parent",
        sql: over_tables!(
            "select name || ': ' || grantee::regrole::text || ' ' || privilege_type
             from granted where relispartition and grantee <> relowner order by 1"
        ),
    },
    Lint {
        name: "nothing is granted to PUBLIC",
        why: "PUBLIC is every role there is and will be",
        sql: over_tables!(
            "select 'table ' || name || ': ' || privilege_type from granted where grantee = 0
             union all
             select 'function ' || pg_proc.oid::regprocedure::text
             from pg_proc join pg_namespace on pg_namespace.oid = pronamespace,
                 aclexplode(coalesce(proacl, acldefault('f', proowner)))
             where nspname !~ '^(pg_|information_schema$)' and grantee = 0
               and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
             union all
             select 'schema ' || nspname || ': ' || privilege_type
             from pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner)))
             where nspname !~ '^(pg_|information_schema$)' and grantee = 0
             order by 1"
        ),
    },
    Lint {
        name: "runtime roles own nothing and create nothing",
        why: "an owner could switch row-level security off, a creator could shadow what a definer function calls",
        sql: "select rolname || ' owns ' || pg_class.oid::regclass::text from pg_class join pg_roles on pg_roles.oid = relowner
              where rolname in ('cauldron_app', 'cauldron_system', 'cauldron_identity', 'cauldron_search')
              union all
              select rolname || ' owns function ' || pg_proc.oid::regprocedure::text from pg_proc join pg_roles on pg_roles.oid = proowner
              where rolname in ('cauldron_app', 'cauldron_system')
              union all
              select rolname || ' may create in ' || nspname from pg_roles, pg_namespace
              where rolname in ('cauldron_app', 'cauldron_system', 'cauldron_identity', 'cauldron_search')
                and nspname !~ '^pg_(temp|toast)' and has_schema_privilege(pg_roles.oid, pg_namespace.oid, 'create')
              union all
              select rolname || ' may create schemas' from pg_roles
              where rolname in ('cauldron_app', 'cauldron_system', 'cauldron_identity', 'cauldron_search')
                and has_database_privilege(pg_roles.oid, current_database(), 'create')
              union all
              select rolname || ' is privileged' from pg_roles
              where rolname in ('cauldron_owner', 'cauldron_app', 'cauldron_system', 'cauldron_identity', 'cauldron_search')
                and (rolsuper or rolbypassrls)
              union all
              select member.rolname || ' is a member of ' || pg_roles.rolname
              from pg_auth_members join pg_roles on pg_roles.oid = roleid join pg_roles as member on member.oid = pg_auth_members.member
              where member.rolname in ('cauldron_app', 'cauldron_system', 'cauldron_identity', 'cauldron_search')
                and pg_roles.rolname ~ '^(cauldron|pg)_'
              order by 1",
    },
    Lint {
        name: "definer functions pin their search path and belong to a definer role",
        why: "a caller's search path could put another object in the place of the one meant",
        sql: "select pg_proc.oid::regprocedure::text from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
              where prosecdef and nspname !~ '^(pg_|information_schema$)'
                and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
                and (not coalesce(proconfig @> array['search_path=pg_catalog, pg_temp'], false)
                     or not (proowner = any (array['cauldron_identity'::regrole, 'cauldron_search'::regrole]::oid[])
                         or (proowner = 'cauldron_owner'::regrole and proname in ('attach_default_partition', 'prepare_partition', 'attach_partition', 'drop_partition'))))
              order by 1",
    },
    Lint {
        name: "views run with the rights of who asks",
        why: "a view with its owner's rights shows what its owner sees",
        sql: "select pg_class.oid::regclass::text from pg_class join pg_namespace on pg_namespace.oid = relnamespace
              where relkind = 'v' and nspname !~ '^(pg_|information_schema$)'
                and not coalesce(reloptions && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)
              union all
              select 'materialized ' || pg_class.oid::regclass::text from pg_class join pg_namespace on pg_namespace.oid = relnamespace
              where relkind = 'm' and nspname !~ '^(pg_|information_schema$)'
              order by 1",
    },
    Lint {
        name: "the audit log is insert-only for the runtime role",
        why: "whoever could change it could hide",
        sql: over_tables!(
            "select privilege_type from granted
             where root = 'audit.events' and grantee = 'cauldron_app'::regrole
               and privilege_type not in ('SELECT', 'INSERT') order by 1"
        ),
    },
];

/// All violations, in the order of the rules.
///
/// # Errors
/// The database does not answer.
pub async fn violations(db: &Db) -> Result<Vec<Violation>, DbError> {
    let mut tx = db.system_tx(SystemPurpose::Maintenance).await?;
    let exceptions: Vec<&str> = EXCEPTIONS.iter().map(|(table, _)| *table).collect();
    let mut found = Vec::new();
    for lint in LINTS {
        let mut query = sqlx::query_scalar::<_, String>(lint.sql);
        if lint.sql.contains("$1") {
            query = query.bind(&exceptions).bind(WITHOUT_POLICIES);
        }
        let offenders = query.fetch_all(tx.connection()).await?;
        found.extend(offenders.into_iter().map(|offender| Violation { lint: lint.name, offender }));
    }
    let planned: Vec<&str> = crate::maintenance::planned_tables().collect();
    let unplanned = sqlx::query_scalar!(
        r#"select nspname || '.' || relname as "name!" from pg_class join pg_namespace on pg_namespace.oid = relnamespace
           where relkind = 'p' and nspname || '.' || relname <> all ($1) order by 1"#,
        &planned as &[&str],
    )
    .fetch_all(tx.connection())
    .await?;
    found.extend(
        unplanned.into_iter().map(|offender| Violation { lint: "every partitioned table has a plan", offender }),
    );
    tx.commit().await?;
    Ok(found)
}
