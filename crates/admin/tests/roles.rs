//! Roles of the organization: what they give, from whom they inherit, and who may change them.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod support;

use cauldron_admin::access;
use cauldron_admin::roles::{create, delete, export, list, matrix, read, update};
use cauldron_core::Ctx;
use cauldron_test_support::{Actors, TestDb};
use cauldron_types::{NewBinding, Permission, ProblemKind, Role, RoleDraft, RoleId, RoleRef};
use support::{audited, fields, fresh, id_of, said};

fn draft(name: &str, permissions: &[Permission], parents: &[RoleRef]) -> RoleDraft {
    RoleDraft {
        name: name.to_owned(),
        description: "For tests".to_owned(),
        permissions: permissions.to_vec(),
        parents: parents.to_vec(),
    }
}

async fn given(test: &TestDb, by: &Ctx, role: RoleRef, to: &Ctx) {
    let new = NewBinding { role, holder: format!("person:{}", id_of(to)), on: String::new() };
    access::give(&test.db, by, &new).await.unwrap();
}

#[tokio::test]
async fn a_role_gives_what_it_says_and_what_it_inherits_from_the_next_request_on() {
    let test = TestDb::new().await;
    let Actors { admin, member, .. } = test.actors().await;
    let db = &test.db;
    let reader = create(db, &admin, &draft("Reader", &[Permission::AuditRead], &[])).await.unwrap();
    let analyst = RoleRef::System(Role::Analyst);
    let lead = create(db, &admin, &draft("Lead", &[], &[RoleRef::Custom(reader), analyst])).await.unwrap();
    given(&test, &admin, RoleRef::Custom(lead), &member).await;
    let mona = fresh(&test, &member).await;
    assert!(
        mona.may(Permission::AuditRead) && mona.may(Permission::SecurityEventRead) && !mona.may(Permission::TeamCreate)
    );
    let changed = draft("Reader", &[Permission::AuditExport], &[]);
    assert_eq!(update(db, &admin, reader, &changed, 1).await.unwrap(), 2);
    let mona = fresh(&test, &member).await;
    assert!(!mona.may(Permission::AuditRead) && mona.may(Permission::AuditExport));
    let page = read(db, &admin, Some(RoleRef::Custom(lead))).await.unwrap();
    let row =
        page.groups.iter().flat_map(|group| &group.permissions).find(|row| row.permission == Permission::AuditExport);
    assert_eq!((row.unwrap().own, row.unwrap().inherited_from.as_slice()), (false, ["Reader".to_owned()].as_slice()));
    assert_eq!((page.given.len(), page.editable, page.deletable), (1, true, true));
    let listed = list(db, &member).await.unwrap();
    let row = listed.roles.iter().find(|row| row.name == "Lead").unwrap();
    assert_eq!((row.given, row.parents.join(", ")), (1, "Reader, Analyst".to_owned()));
    delete(db, &admin, reader, "Reader").await.unwrap();
    assert!(!fresh(&test, &member).await.may(Permission::AuditExport));
    delete(db, &admin, lead, "Lead").await.unwrap();
    assert!(!fresh(&test, &member).await.may(Permission::SecurityEventRead));
    assert_eq!(audited(&test, "role").await, "role.created, role.created, role.updated, role.deleted, role.deleted");
    test.close().await;
}

#[tokio::test]
async fn roles_never_inherit_in_a_circle() {
    let test = TestDb::new().await;
    let admin = test.actors().await.admin;
    let db = &test.db;
    let first = create(db, &admin, &draft("First", &[], &[])).await.unwrap();
    let second = create(db, &admin, &draft("Second", &[], &[RoleRef::Custom(first)])).await.unwrap();
    let third = create(db, &admin, &draft("Third", &[], &[RoleRef::Custom(second)])).await.unwrap();
    for (parent, sentence) in [
        (third, "Third inherits from this role already, so it cannot be inherited from."),
        (first, "A role cannot inherit from itself."),
    ] {
        let refused = update(db, &admin, first, &draft("First", &[], &[RoleRef::Custom(parent)]), 1).await.unwrap_err();
        assert_eq!(fields(refused), [("parents".to_owned(), sentence.to_owned())]);
    }
    let owner = update(db, &admin, first, &draft("First", &[], &[RoleRef::System(Role::Owner)]), 1).await.unwrap_err();
    assert_eq!(fields(owner)[0].0, "parents");
    test.close().await;
}

#[tokio::test]
async fn nobody_puts_into_a_role_what_they_do_not_hold() {
    let test = TestDb::new().await;
    let Actors { owner, admin, member, .. } = test.actors().await;
    let db = &test.db;
    // Mona may make roles and give them, and holds nothing else.
    let maker = draft("Maker", &[Permission::RoleCreate, Permission::RoleWrite, Permission::AccessManage], &[]);
    let maker = RoleRef::Custom(create(db, &admin, &maker).await.unwrap());
    given(&test, &admin, maker, &member).await;
    let mona = fresh(&test, &member).await;
    let own = create(db, &mona, &draft("Mine", &[Permission::RoleCreate], &[])).await.unwrap();
    for wanted in [draft("More", &[Permission::AuditRead], &[]), draft("More", &[], &[RoleRef::System(Role::Analyst)])]
    {
        let (kind, words) = said(create(db, &mona, &wanted).await);
        assert_eq!(kind, ProblemKind::Forbidden);
        assert!(words.starts_with("You can only pass on what you hold yourself"), "{words}");
        assert_eq!(update(db, &mona, own, &wanted, 1).await.unwrap_err().kind(), ProblemKind::Forbidden);
    }
    let new = NewBinding { role: RoleRef::System(Role::Auditor), holder: "mona@example.org".into(), on: String::new() };
    assert_eq!(access::give(db, &mona, &new).await.unwrap_err().kind(), ProblemKind::Forbidden);
    // An admin does not hold what is the owner's alone.
    let manage = draft("Successor", &[Permission::OrganizationManage], &[]);
    assert_eq!(create(db, &admin, &manage).await.unwrap_err().kind(), ProblemKind::Forbidden);
    create(db, &owner, &manage).await.unwrap();
    test.close().await;
}

#[tokio::test]
async fn a_stale_save_shows_both_sides() {
    let test = TestDb::new().await;
    let admin = test.actors().await.admin;
    let db = &test.db;
    let role = create(db, &admin, &draft("Reader", &[Permission::AuditRead], &[])).await.unwrap();
    let theirs = draft("Log reader", &[Permission::AuditExport], &[RoleRef::System(Role::Analyst)]);
    update(db, &admin, role, &theirs, 1).await.unwrap();
    let conflict = update(db, &admin, role, &draft("Reader", &[Permission::AuditRead], &[]), 1).await.unwrap_err();
    assert_eq!(conflict.kind(), ProblemKind::Conflict);
    assert_eq!(
        fields(conflict),
        [
            ("name", "Saved meanwhile: Log reader."),
            ("permissions", "Saved meanwhile: it also gives audit:export. it does not give audit:read."),
            ("parents", "Saved meanwhile: it inherits from Analyst."),
            ("version", "2"),
        ]
        .map(|(field, words)| (field.to_owned(), words.to_owned()))
    );
    test.close().await;
}

#[tokio::test]
async fn names_are_unique_and_not_those_of_system_roles() {
    let test = TestDb::new().await;
    let admin = test.actors().await.admin;
    let db = &test.db;
    create(db, &admin, &draft("Reader", &[], &[])).await.unwrap();
    for name in ["rEADER", "Owner", "analyst", " "] {
        assert_eq!(fields(create(db, &admin, &draft(name, &[], &[])).await.unwrap_err())[0].0, "name", "{name}");
    }
    test.close().await;
}

#[tokio::test]
async fn one_s_own_right_to_manage_access_is_not_lost_by_accident() {
    let test = TestDb::new().await;
    let Actors { owner, member, .. } = test.actors().await;
    let db = &test.db;
    let manager = [Permission::AccessManage, Permission::RoleWrite, Permission::RoleDelete];
    let role = create(db, &owner, &draft("Manager", &manager, &[])).await.unwrap();
    given(&test, &owner, RoleRef::Custom(role), &member).await;
    let mona = fresh(&test, &member).await;
    for (kind, words) in [
        said(update(db, &mona, role, &draft("Manager", &[Permission::RoleWrite], &[]), 1).await),
        said(delete(db, &mona, role, "Manager").await),
    ] {
        assert_eq!(kind, ProblemKind::Conflict);
        assert!(words.starts_with("This would take away your own right to manage access."), "{words}");
    }
    assert!(fresh(&test, &member).await.may(Permission::AccessManage), "nothing was changed");
    update(db, &owner, role, &draft("Manager", &[], &[]), 1).await.unwrap();
    assert!(!fresh(&test, &member).await.may(Permission::AccessManage));
    test.close().await;
}

#[tokio::test]
async fn the_matrix_says_of_every_role_what_it_gives_and_leaves_as_a_file() {
    let test = TestDb::new().await;
    let Actors { admin, analyst, auditor, .. } = test.actors().await;
    let db = &test.db;
    create(db, &admin, &draft("=Reader", &[Permission::AuditRead], &[RoleRef::System(Role::Member)])).await.unwrap();
    let shown = matrix(db, &analyst).await.unwrap();
    assert!(!shown.may_export);
    let names: Vec<_> = shown.roles.iter().map(|role| role.name.as_str()).collect();
    assert_eq!(names, ["Owner", "Admin", "Analyst", "Executive", "Auditor", "Member", "=Reader"]);
    let rows: Vec<_> = shown.groups.iter().flat_map(|group| &group.rows).collect();
    assert_eq!(rows.len(), Permission::ALL.len());
    let audit = rows.iter().find(|row| row.permission == Permission::AuditRead).unwrap();
    assert_eq!(audit.held, [true, true, false, false, true, false, true]);
    assert_eq!(export(db, &analyst).await.unwrap_err().kind(), ProblemKind::Forbidden);
    let file = export(db, &auditor).await.unwrap();
    assert!(file.starts_with("permission,meaning,Owner,Admin,Analyst,Executive,Auditor,Member,'=Reader\r\n"), "{file}");
    assert!(file.contains("\r\naudit:read,Read the audit log,yes,yes,no,no,yes,no,yes\r\n"), "{file}");
    assert_eq!(audited(&test, "roles").await, "roles.exported");
    test.close().await;
}

#[tokio::test]
async fn roles_of_another_organization_are_answered_like_none() {
    let test = TestDb::new().await;
    let Actors { admin, outsider, .. } = test.actors().await;
    let db = &test.db;
    let theirs = create(db, &admin, &draft("Reader", &[Permission::AuditRead], &[])).await.unwrap();
    for asked in [theirs, RoleId(admin.new_id())] {
        let answers = [
            said(read(db, &outsider, Some(RoleRef::Custom(asked))).await),
            said(update(db, &outsider, asked, &draft("x", &[], &[]), 1).await),
            said(delete(db, &outsider, asked, "Reader").await),
        ];
        for (kind, words) in answers {
            assert_eq!(
                (kind, words.as_str()),
                (ProblemKind::NotFound, "There is no such role, or you may not see it.")
            );
        }
        let parent = create(db, &outsider, &draft("Child", &[], &[RoleRef::Custom(asked)])).await.unwrap_err();
        assert_eq!(fields(parent)[0].0, "parents");
    }
    test.close().await;
}
