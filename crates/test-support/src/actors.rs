//! People for tests: one of every role, and an outsider.

use crate::TestDb;
use cauldron_core::{Actor, Ctx, Tenant, TraceId, Visit};
use cauldron_types::{OrganizationId, Role, SessionId, UserId};
use uuid::Uuid;

/// A password that the rules accept, for tests that set one.
pub const PASSWORD: &str = "correct horse battery staple";

/// The operating organization with a person of every role, and another organization with an owner.
#[derive(Clone, Debug)]
pub struct Actors {
    /// Owner of the operating organization.
    pub owner: Ctx,
    /// Admin of it.
    pub admin: Ctx,
    /// Analyst of it.
    pub analyst: Ctx,
    /// Executive of it.
    pub executive: Ctx,
    /// Auditor of it.
    pub auditor: Ctx,
    /// Member of it, who gets everything by teams and roles.
    pub member: Ctx,
    /// Owner of the other organization, of no other.
    pub outsider: Ctx,
}

/// The e-mail address of the person with `name`.
fn email(name: &str) -> String {
    format!("{name}@example.org")
}

impl Actors {
    pub(crate) async fn create(test: &TestDb) -> Self {
        let ambient = test.db.ambient();
        let tenant = |name: &str, operating| Tenant {
            id: OrganizationId(ambient.new_id()),
            name: name.to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            week_start: chrono::Weekday::Mon,
            operating,
            suspended: None,
        };
        let (here, there) = (tenant("Northwind", true), tenant("Contoso", false));
        let mut sql = String::new();
        for organization in [&here, &there] {
            sql.push_str(&format!(
                "insert into core.organizations (id, slug, name, time_zone, is_operating) values ('{}', '{}', '{}', '{}', {});",
                organization.id,
                organization.name.to_lowercase(),
                organization.name,
                organization.time_zone,
                organization.operating
            ));
        }
        let mut person = |name: &str, role: Role, organization: &Tenant| {
            let user = UserId(ambient.new_id());
            sql.push_str(&format!(
                "insert into core.users (id, email, display_name) values ('{user}', '{}', '{name}');
                 insert into core.memberships (organization_id, user_id, role) values ('{}', '{user}', '{role}');",
                email(&name.to_lowercase()),
                organization.id,
            ));
            let visit = Visit {
                ambient: ambient.clone(),
                trace: TraceId::generate(ambient),
                address: Some([127, 0, 0, 1].into()),
                user_agent: "test".to_owned(),
            };
            let actor = Actor::Person { user, display_name: name.to_owned(), session: SessionId(Uuid::nil()), role };
            Ctx::new(visit, organization.clone(), actor)
        };
        let actors = Self {
            owner: person("Olivia", Role::Owner, &here),
            admin: person("Adam", Role::Admin, &here),
            analyst: person("Ana", Role::Analyst, &here),
            executive: person("Emil", Role::Executive, &here),
            auditor: person("Aurelia", Role::Auditor, &here),
            member: person("Mona", Role::Member, &here),
            outsider: person("Otto", Role::Owner, &there),
        };
        test.superuser_sql(&sql).await;
        actors
    }

    /// Everybody, by name of the role.
    pub fn all(&self) -> [(&'static str, &Ctx); 7] {
        [
            ("owner", &self.owner),
            ("admin", &self.admin),
            ("analyst", &self.analyst),
            ("executive", &self.executive),
            ("auditor", &self.auditor),
            ("member", &self.member),
            ("outsider", &self.outsider),
        ]
    }

    /// The e-mail address under which the actor signs in.
    #[must_use]
    pub fn email(ctx: &Ctx) -> String {
        email(&ctx.actor.label().to_lowercase())
    }
}
