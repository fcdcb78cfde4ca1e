//! Decisions and explanations agree with each other, and with an evaluator that goes through the rules one by one.

use cauldron_core::access::{
    Access, Binding, CustomRole, Holder, Holdings, PermissionSet, Removal, RoleGraph, Situation, Source, TeamMembership,
};
use cauldron_core::role_permits;
use cauldron_types::{BindingId, Permission, ResourceKind, ResourceRef, Role, RoleId, RoleRef, TeamId, UserId};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// Custom roles, teams and bindings are numbered; a few of each, so that they meet.
const FEW: u128 = 6;

fn role_id(number: u128) -> RoleId {
    RoleId(Uuid::from_u128(number))
}

fn team_id(number: u128) -> TeamId {
    TeamId(Uuid::from_u128(100 + number))
}

/// All that an organization has on record of one person, as it was drawn.
#[derive(Clone, Debug)]
struct Drawn {
    operating: bool,
    base: Role,
    roles: BTreeMap<RoleId, (BTreeSet<Permission>, Vec<RoleRef>)>,
    teams: Vec<(TeamId, bool)>,
    bindings: Vec<Binding>,
}

const SUBJECT: UserId = UserId(Uuid::from_u128(7));
const SOMEBODY_ELSE: UserId = UserId(Uuid::from_u128(8));

impl Drawn {
    fn situation(&self) -> Situation {
        let role = |(own, parents): &(BTreeSet<Permission>, Vec<RoleRef>)| CustomRole {
            name: "r".to_owned(),
            own: own.iter().copied().collect(),
            parents: parents.clone(),
        };
        let roles = self.roles.iter().map(|(id, drawn)| (*id, role(drawn))).collect();
        let teams = self.teams.iter().map(|(team, admin)| TeamMembership { team: *team, admin: *admin }).collect();
        Situation {
            roles: Arc::new(RoleGraph::new(roles, self.operating)),
            holdings: Holdings { user: SUBJECT, role: self.base, teams, bindings: self.bindings.clone() },
        }
    }

    /// Whether a role permits something: asked of every role from which it inherits, each once.
    fn permits(&self, role: RoleRef, permission: Permission, asked: &mut BTreeSet<RoleRef>) -> bool {
        if !asked.insert(role) || (permission.as_str().starts_with("operations:") && !self.operating) {
            return false;
        }
        match role {
            RoleRef::System(role) => role_permits(role, permission, self.operating),
            RoleRef::Custom(id) => self.roles.get(&id).is_some_and(|(own, parents)| {
                own.contains(&permission) || parents.iter().any(|parent| self.permits(*parent, permission, asked))
            }),
        }
    }

    /// Everything that allows it, by the rules as they stand in the handbook.
    fn reasons(&self, permission: Permission, resource: Option<ResourceRef>) -> BTreeSet<Source> {
        let permits = |role| self.permits(role, permission, &mut BTreeSet::new());
        let mut reasons = BTreeSet::new();
        if permits(RoleRef::System(self.base)) {
            reasons.insert(Source::BaseRole);
        }
        for binding in &self.bindings {
            let held = match binding.holder {
                Holder::Person(person) => person == SUBJECT,
                Holder::Team(team) => self.teams.iter().any(|(known, _)| *known == team),
            };
            let reaches = match binding.on {
                None => true,
                Some(on) => {
                    let fits = match on.kind {
                        ResourceKind::Team => {
                            permission.as_str().starts_with("team:") && permission != Permission::TeamCreate
                        }
                        ResourceKind::ServiceAccount => {
                            permission.as_str().starts_with("api_key:") && permission != Permission::ApiKeyCreate
                        }
                    };
                    fits && resource == Some(on)
                }
            };
            if held && reaches && permits(binding.role) {
                reasons.insert(match binding.holder {
                    Holder::Person(_) => Source::Binding(binding.id),
                    Holder::Team(team) => Source::TeamBinding(binding.id, team),
                });
            }
        }
        for (team, admin) in &self.teams {
            let runs = *admin && resource == Some(ResourceRef::team(*team));
            if runs && matches!(permission, Permission::TeamWrite | Permission::TeamManage) {
                reasons.insert(Source::TeamAdmin(*team));
            }
        }
        reasons
    }

    fn without(&self, removal: Removal) -> Self {
        let mut left = self.clone();
        match removal {
            Removal::Role(role) => {
                left.roles.remove(&role);
                for (_, parents) in left.roles.values_mut() {
                    parents.retain(|parent| *parent != RoleRef::Custom(role));
                }
                left.bindings.retain(|binding| binding.role != RoleRef::Custom(role));
            }
            Removal::Team(team) => {
                left.teams.retain(|(known, _)| *known != team);
                left.bindings.retain(|binding| binding.on != Some(ResourceRef::team(team)));
            }
            Removal::Binding(id) => left.bindings.retain(|binding| binding.id != id),
        }
        left
    }
}

fn any_permission() -> impl Strategy<Value = Permission> {
    prop::sample::select(Permission::ALL)
}

fn any_role() -> impl Strategy<Value = RoleRef> {
    prop_oneof![
        prop::sample::select(Role::ALL).prop_map(RoleRef::System),
        // One more than there are: a role that was deleted meanwhile.
        (0..=FEW).prop_map(|number| RoleRef::Custom(role_id(number))),
    ]
}

fn any_resource() -> impl Strategy<Value = ResourceRef> {
    prop_oneof![
        (0..FEW).prop_map(|number| ResourceRef::team(team_id(number))),
        (0..FEW).prop_map(|number| ResourceRef::service_account(Uuid::from_u128(200 + number))),
    ]
}

fn any_holder() -> impl Strategy<Value = Holder> {
    prop_oneof![
        Just(Holder::Person(SUBJECT)),
        Just(Holder::Person(SOMEBODY_ELSE)),
        (0..FEW).prop_map(|number| Holder::Team(team_id(number))),
    ]
}

fn any_drawn() -> impl Strategy<Value = Drawn> {
    let role = (
        prop::collection::btree_set(any_permission(), 0..4),
        // Circles and roles that inherit from themselves are among them.
        prop::collection::vec(any_role(), 0..3),
    );
    (
        any::<bool>(),
        prop::sample::select(Role::ALL),
        prop::collection::vec(role, FEW as usize),
        prop::collection::btree_map(0..FEW, any::<bool>(), 0..4),
        prop::collection::vec((any_role(), any_holder(), prop::option::of(any_resource())), 0..8),
    )
        .prop_map(|(operating, base, roles, teams, bindings)| Drawn {
            operating,
            base,
            roles: (0..).map(role_id).zip(roles).collect(),
            teams: teams.into_iter().map(|(number, admin)| (team_id(number), admin)).collect(),
            bindings: (0..)
                .zip(bindings)
                .map(|(number, (role, holder, on))| Binding {
                    id: BindingId(Uuid::from_u128(300 + number)),
                    role,
                    holder,
                    on,
                })
                .collect(),
        })
}

fn any_removal() -> impl Strategy<Value = Removal> {
    prop_oneof![
        (0..FEW).prop_map(|number| Removal::Role(role_id(number))),
        (0..FEW).prop_map(|number| Removal::Team(team_id(number))),
        (0..8_u128).prop_map(|number| Removal::Binding(BindingId(Uuid::from_u128(300 + number)))),
    ]
}

fn decided(access: &Access, permission: Permission, resource: Option<&ResourceRef>) -> bool {
    resource.map_or_else(|| access.may(permission), |resource| access.may_on(permission, resource))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn decisions_and_explanations_agree_with_the_rules(
        drawn in any_drawn(),
        permission in any_permission(),
        resource in prop::option::of(any_resource()),
    ) {
        let situation = drawn.situation();
        let reasons = drawn.reasons(permission, resource);
        prop_assert_eq!(decided(&situation.access(), permission, resource.as_ref()), !reasons.is_empty());
        let explanation = situation.explain(permission, resource.as_ref());
        let told: BTreeSet<Source> = explanation.paths.iter().map(|path| path.grant.source).collect();
        prop_assert_eq!(told, reasons);
        for path in &explanation.paths {
            // Each chain leads from what was given to a role that permits it by itself.
            prop_assert_eq!(path.chain.first().copied(), path.grant.role);
            if let Some(last) = path.chain.last() {
                prop_assert!(situation.roles.own(*last).contains(permission));
            }
        }
        for role in situation.roles.every() {
            let would = explanation.would_allow.contains(&role);
            prop_assert_eq!(would, drawn.permits(role, permission, &mut BTreeSet::new()));
        }
    }

    #[test]
    fn what_would_be_lost_is_what_the_rules_say(
        drawn in any_drawn(),
        removal in any_removal(),
        permission in any_permission(),
        resource in any_resource(),
    ) {
        let situation = drawn.situation();
        let (change, left) = (situation.change(removal), drawn.without(removal));
        let lost = |resource| !drawn.reasons(permission, resource).is_empty() && left.reasons(permission, resource).is_empty();
        prop_assert_eq!(change.everywhere.contains(permission), lost(None));
        let there = change.on.get(&resource).copied().unwrap_or_default();
        if lost(None) {
            // Held everywhere before: what is lost there too is told once.
            prop_assert!(!there.contains(permission) || lost(Some(resource)));
        } else {
            prop_assert_eq!(there.contains(permission), lost(Some(resource)));
        }
    }

    #[test]
    fn a_circle_is_found_before_it_is_saved(drawn in any_drawn(), child in 0..FEW, parents in prop::collection::vec(any_role(), 0..3)) {
        let situation = drawn.situation();
        let inherits = |mut open: Vec<RoleRef>| {
            let mut seen = BTreeSet::new();
            while let Some(role) = open.pop() {
                if role == RoleRef::Custom(role_id(child)) {
                    return true;
                }
                if let (true, RoleRef::Custom(id)) = (seen.insert(role), role) {
                    open.extend(drawn.roles.get(&id).map(|(_, parents)| parents.clone()).unwrap_or_default());
                }
            }
            false
        };
        prop_assert_eq!(situation.roles.circle(role_id(child), &parents).is_some(), inherits(parents.clone()));
    }
}

#[test]
fn roles_in_a_circle_permit_the_same_and_nothing_hangs() {
    let role = |own: Permission, parent: u128| CustomRole {
        name: "r".to_owned(),
        own: [own].into_iter().collect(),
        parents: vec![RoleRef::Custom(role_id(parent))],
    };
    let roles = [(role_id(0), role(Permission::AuditRead, 1)), (role_id(1), role(Permission::TeamCreate, 0))];
    let graph = RoleGraph::new(roles.into_iter().collect(), false);
    let both: PermissionSet = [Permission::AuditRead, Permission::TeamCreate].into_iter().collect();
    for number in [0, 1] {
        assert_eq!(graph.permissions(RoleRef::Custom(role_id(number))), both);
    }
    assert_eq!(graph.chains(RoleRef::Custom(role_id(0)), Permission::TeamCreate).len(), 1);
}

#[test]
fn a_lattice_with_more_ways_than_can_be_counted_is_explained_at_once() {
    // Twenty layers of ten roles, each of which inherits from all ten below: 10^19 ways down.
    let parents = |layer: u128| match layer {
        0 => vec![RoleRef::System(Role::Auditor)],
        _ => (0..10).map(|number| RoleRef::Custom(role_id((layer - 1) * 10 + number))).collect(),
    };
    let roles = (0..200_u128).map(|number| {
        (role_id(number), CustomRole { name: "r".to_owned(), own: PermissionSet::NONE, parents: parents(number / 10) })
    });
    let graph = RoleGraph::new(roles.collect(), false);
    let chains = graph.chains(RoleRef::Custom(role_id(199)), Permission::AuditRead);
    assert_eq!(chains.iter().map(Vec::len).collect::<Vec<_>>(), [21]);
}

#[test]
fn a_role_on_one_thing_gives_nothing_elsewhere_and_nothing_that_means_nothing_there() {
    let on = ResourceRef::team(team_id(1));
    let binding = Binding {
        id: BindingId(Uuid::from_u128(300)),
        role: RoleRef::System(Role::Admin),
        holder: Holder::Person(SUBJECT),
        on: Some(on),
    };
    let drawn =
        Drawn { operating: true, base: Role::Member, roles: BTreeMap::new(), teams: vec![], bindings: vec![binding] };
    let access = drawn.situation().access();
    assert!(access.may_on(Permission::TeamDelete, &on) && !access.may(Permission::TeamDelete));
    assert!(!access.may_on(Permission::TeamDelete, &ResourceRef::team(team_id(2))));
    assert!(!access.may_on(Permission::AuditRead, &on) && !access.may_on(Permission::TeamCreate, &on));
    assert_eq!(access.on().get(&on).unwrap().len(), 4);
}
