//! Accepting an invitation: as somebody new, or as somebody who has an account.

use crate::fields::name_problem;
use crate::limits::Limit;
use crate::sign_in::{self, OpenedSession, SessionLimits};
use crate::store::account;
use crate::store::identity::Proof;
use crate::store::invitations as store;
use crate::{PasswordHasher, check_new_password};
use cauldron_core::{ApiError, SecretToken, TokenHash, Visit};
use cauldron_db::{Db, OnConstraint as _};
use cauldron_types::{InvitationView, Membership, OrganizationId, Problem, ProblemKind, UserId};

/// Why a link cannot be used, or not by whoever is here.
#[derive(Debug, thiserror::Error)]
enum LinkError {
    #[error("This invitation has been used. Sign in with the account that it was accepted with.")]
    Used,
    #[error("This invitation has expired. Ask whoever invited you to send it again.")]
    Expired,
    #[error("This invitation was taken back. Ask whoever invited you for another.")]
    Revoked,
    #[error("This is not an invitation of this installation, or a newer link has replaced it. Use the newest one.")]
    Unknown,
    #[error("The organization is suspended and takes nobody in at the moment. Ask whoever invited you.")]
    Suspended,
    #[error("The organization has as many people as it may have. Ask whoever invited you.")]
    Full,
    #[error("This address has an account already. Sign in with it, then open the link again.")]
    HasAccount,
    #[error("This invitation is for another address. Sign out, and sign in with the address it was sent to.")]
    OtherEmail,
    #[error("You belong to this organization already, and your access is suspended. Ask one of its admins.")]
    SuspendedMember,
}

impl LinkError {
    fn of(outcome: &str) -> Self {
        match outcome {
            "used" => Self::Used,
            "expired" => Self::Expired,
            "revoked" => Self::Revoked,
            "suspended" => Self::Suspended,
            "full" => Self::Full,
            "has_account" => Self::HasAccount,
            "other_email" => Self::OtherEmail,
            "suspended_member" => Self::SuspendedMember,
            _ => Self::Unknown,
        }
    }
}

impl From<LinkError> for ApiError {
    fn from(error: LinkError) -> Self {
        Self::problem(ProblemKind::Invalid, error.to_string())
    }
}

/// Reads the secret of a link.
fn token(link: &str) -> Result<SecretToken, ApiError> {
    SecretToken::parse(link.trim()).ok_or_else(|| LinkError::Unknown.into())
}

/// What the page of a link shows. `signed_in_as` is the address of whoever is signed in.
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence for a link that cannot be used (any more); what the database answers.
pub async fn view(db: &Db, visit: &Visit, link: &str, signed_in_as: Option<&str>) -> Result<InvitationView, ApiError> {
    let token = token(link)?;
    let mut tx = db.visit_tx(visit).await?;
    let linked = store::linked(&mut tx, &token.hash()).await?;
    tx.commit().await?;
    let Some(linked) = linked else { return Err(LinkError::Unknown.into()) };
    if linked.state != "valid" {
        return Err(LinkError::of(&linked.state).into());
    }
    Ok(InvitationView {
        organization: linked.organization_name,
        email: linked.email,
        role: linked.role.parse().map_err(ApiError::internal)?,
        invited_by: linked.invited_by,
        has_account: linked.has_account,
        signed_in_as: signed_in_as.map(str::to_owned),
    })
}

/// What somebody new typed.
#[derive(Clone)]
pub struct NewAccount {
    /// The secret of the link.
    pub link: String,
    /// Name.
    pub display_name: String,
    /// Password.
    pub password: String,
}

impl std::fmt::Debug for NewAccount {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("NewAccount(…)")
    }
}

/// Makes an account for the invited address and signs its person in.
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence a field, or one for the link; what the database answers.
pub async fn accept_as_new(
    db: &Db,
    hasher: &PasswordHasher,
    limits: SessionLimits,
    visit: &Visit,
    account: &NewAccount,
) -> Result<OpenedSession, ApiError> {
    let view = view(db, visit, &account.link, None).await?;
    if view.has_account {
        return Err(LinkError::HasAccount.into());
    }
    let mut problem = Problem::new(ProblemKind::Invalid, "Some fields need your attention.");
    if let Some(sentence) = name_problem(&account.display_name, "your name") {
        problem = problem.with_field("display_name", sentence);
    }
    let known = [view.email.as_str(), &account.display_name, &view.organization];
    if let Err(sentence) = check_new_password(&account.password, &known) {
        problem = problem.with_field("password", sentence);
    }
    if !problem.fields.is_empty() {
        return Err(problem.into());
    }
    let password_hash = hasher.hash(&visit.ambient, &account.password).await?;
    let user = UserId(visit.ambient.new_id());
    let token = token(&account.link)?;
    let mut tx = db.visit_tx(visit).await?;
    let (name, standard) = (account.display_name.trim(), Limit::People.standard());
    let outcome = store::accept_as_new(&mut tx, &token.hash(), user, name, &password_hash, standard)
        .await
        .on_constraint("invitations_full", || LinkError::Full.into())?;
    if outcome != "entered" {
        return Err(LinkError::of(&outcome).into());
    }
    tx.commit().await?;
    let proof = Proof { user, keys: sign_in::attempt_keys(visit, &view.email), password_hash };
    let opened = sign_in::open(db, limits, visit, &proof, None).await?;
    opened.ok_or_else(|| ApiError::internal("the member just made has no membership"))
}

/// Accepts as whoever holds the session, and takes the session to the organization. Returns its token from now on. The second
/// press of a button that was pressed twice comes out like the first.
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence for a link that cannot be used, or not by this person;
/// [`ProblemKind::Unauthenticated`] when the session is over; what the database answers.
pub async fn accept(db: &Db, visit: &Visit, session: &TokenHash, link: &str) -> Result<SecretToken, ApiError> {
    let token = token(link)?;
    let mut tx = db.visit_tx(visit).await?;
    let (outcome, organization) =
        store::accept_as_member(&mut tx, session, &token.hash(), Limit::People.standard()).await?;
    let over = || ApiError::problem(ProblemKind::Unauthenticated, "Your session has ended. Sign in again.");
    let organization = match (outcome.as_str(), organization) {
        ("entered", Some(organization)) => OrganizationId(organization),
        ("signed_out", _) => return Err(over()),
        (other, _) => return Err(LinkError::of(other).into()),
    };
    let renewed = SecretToken::generate(&visit.ambient);
    if account::switch(&mut tx, session, &renewed.hash(), organization).await? != Some(true) {
        return Err(over());
    }
    tx.commit().await?;
    Ok(renewed)
}

/// The organizations that whoever holds the session may join without an invitation, because their address is proved and in one of
/// the organization's domains.
///
/// # Errors
/// What the database answers.
pub async fn joinable(db: &Db, visit: &Visit, session: &TokenHash) -> Result<Vec<Membership>, ApiError> {
    let mut tx = db.visit_tx(visit).await?;
    let found = store::joinable(&mut tx, session).await?;
    tx.commit().await?;
    found
        .into_iter()
        .map(|row| {
            let role = row.role.parse().map_err(ApiError::internal)?;
            Ok(Membership { organization: OrganizationId(row.id), name: row.name, role, current: false })
        })
        .collect()
}

/// Joins one of them, and takes the session there. Returns its token from now on.
///
/// # Errors
/// [`ProblemKind::NotFound`] for an organization that cannot be joined so, which includes one that is not there;
/// [`ProblemKind::Invalid`] when it is full; [`ProblemKind::Unauthenticated`] when the session is over; what the database answers.
pub async fn join(
    db: &Db,
    visit: &Visit,
    session: &TokenHash,
    organization: OrganizationId,
) -> Result<SecretToken, ApiError> {
    let mut tx = db.visit_tx(visit).await?;
    match store::join(&mut tx, session, organization, Limit::People.standard()).await?.as_str() {
        "entered" => {}
        "full" => return Err(LinkError::Full.into()),
        _ => return Err(ApiError::not_found("organization")),
    }
    let renewed = SecretToken::generate(&visit.ambient);
    if account::switch(&mut tx, session, &renewed.hash(), organization).await? != Some(true) {
        return Err(ApiError::problem(ProblemKind::Unauthenticated, "Your session has ended. Sign in again."));
    }
    tx.commit().await?;
    Ok(renewed)
}
