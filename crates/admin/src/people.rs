//! What an operator does to people from the command line.

use crate::fields::{name_problem, plausible_email};
use crate::sign_in::normalized_email;
use crate::store::people;
use crate::{PasswordHasher, check_new_password};
use cauldron_core::{Actor, ApiError, BusEvent, SecurityNotice};
use cauldron_db::{Db, OnConstraint as _, SystemPurpose, SystemTx};
use cauldron_types::{OrganizationId, ProblemKind, Role, UserId};
use serde_json::{Value, json};

/// A person to be created.
#[derive(Clone)]
pub struct NewPerson {
    /// E-mail address.
    pub email: String,
    /// Name.
    pub display_name: String,
    /// Role in the organization.
    pub role: Role,
    /// Slug of the organization; none for the operating one.
    pub organization: Option<String>,
    /// Password; checked like any other.
    pub password: String,
}

impl std::fmt::Debug for NewPerson {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("NewPerson(…)")
    }
}

/// Creates a person with a membership.
///
/// # Errors
/// A sentence for whatever is wrong with the input, or what the database answers.
pub async fn create(db: &Db, hasher: &PasswordHasher, person: &NewPerson) -> Result<UserId, ApiError> {
    let email = normalized_email(&person.email);
    if !plausible_email(&email) {
        return Err(invalid(format!("\"{}\" is not an e-mail address.", person.email)));
    }
    if let Some(sentence) = name_problem(&person.display_name, "a name") {
        return Err(invalid(format!("Name: {sentence}")));
    }
    check_new_password(&person.password, &[&email, &person.display_name]).map_err(invalid)?;
    let password_hash = hasher.hash(db.ambient(), &person.password).await?;
    let user = UserId(db.ambient().new_id());
    let mut tx = db.system_tx(SystemPurpose::Reason("create a person from the command line")).await?;
    let organization =
        people::organization_by_slug(&mut tx, person.organization.as_deref()).await?.ok_or_else(|| {
            invalid(match &person.organization {
                Some(slug) => format!("There is no organization \"{slug}\"."),
                None => "Cauldron is not set up yet: open the set-up link that it prints when it starts.".to_owned(),
            })
        })?;
    people::insert_user(&mut tx, user, &email, person.display_name.trim())
        .await
        .on_constraint("users_email_key", || {
            ApiError::problem(ProblemKind::Conflict, format!("{email} has an account already."))
        })?;
    people::set_password(&mut tx, user, &password_hash).await?;
    people::insert_membership(&mut tx, organization, user, person.role.as_str()).await?;
    note(&mut tx, organization, user, "person.created", &json!({ "user": user, "role": person.role.as_str() })).await?;
    tx.commit().await?;
    Ok(user)
}

/// Replaces a person's password and ends all their sessions. Returns how many.
///
/// # Errors
/// A sentence for whatever is wrong with the input, or what the database answers.
pub async fn reset_password(db: &Db, hasher: &PasswordHasher, email: &str, password: &str) -> Result<u64, ApiError> {
    let email = normalized_email(email);
    check_new_password(password, &[&email]).map_err(invalid)?;
    let password_hash = hasher.hash(db.ambient(), password).await?;
    let mut tx = db.system_tx(SystemPurpose::Reason("reset a password from the command line")).await?;
    let user = people::user_by_email(&mut tx, &email)
        .await?
        .ok_or_else(|| ApiError::problem(ProblemKind::NotFound, format!("There is no account {email}.")))?;
    people::set_password(&mut tx, user, &password_hash).await?;
    let ended = people::end_sessions(&mut tx, user, db.ambient().now()).await?;
    for organization in people::organizations_of(&mut tx, user).await? {
        note(&mut tx, organization, user, "password.reset", &json!({ "user": user, "sessions_ended": ended })).await?;
    }
    tx.commit().await?;
    Ok(ended)
}

fn invalid(sentence: String) -> ApiError {
    ApiError::problem(ProblemKind::Invalid, sentence)
}

async fn note(
    tx: &mut SystemTx,
    organization: OrganizationId,
    user: UserId,
    what: &'static str,
    detail: &Value,
) -> Result<(), ApiError> {
    tx.audit(organization, what, "user", &user.to_string(), detail).await?;
    let ambient = tx.db().ambient().clone();
    let notice = SecurityNotice {
        what: what.to_owned(),
        time: ambient.now(),
        // The operator has no account; the person is whom it was done to.
        actor_id: None,
        actor_label: Actor::OPERATOR_LABEL.to_owned(),
        address: None,
        detail: detail.clone(),
    };
    tx.publish(organization, ambient.new_id(), &BusEvent::Security(notice)).await?;
    Ok(())
}
