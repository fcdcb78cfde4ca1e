//! Forgotten passwords, other e-mail addresses, and the proof that an address is somebody's: by links that work once.
//!
//! A link goes by mail to a verified address while there is a mail server. Otherwise somebody hands it over: an operator to anybody,
//! an administrator to a person who belongs to no other organization.

use crate::fields::plausible_email;
use crate::sign_in::{attempt_keys, masked, normalized_email};
use crate::store::recovery::{self as store, Issue, LinkMail, NewLink};
use crate::{PasswordHasher, check_new_password, reauth};
use cauldron_core::{ApiError, Ctx, SecretToken, TokenHash, Visit, sha256};
use cauldron_db::{Db, SystemPurpose};
use cauldron_types::{IssuedLink, LinkKind, OwnEmail, Permission, Problem, ProblemKind, RecoveryLink};
use chrono::TimeDelta;
use serde_json::json;
use std::time::Duration;

/// How long a link can be used.
const LIFE: TimeDelta = TimeDelta::hours(1);
/// How long a link that is handed over can be used: somebody has to be found first.
const HANDED_LIFE: TimeDelta = TimeDelta::hours(24);
/// How long asking takes at least, so that the time tells nothing about whether there is an account.
const ASKING: Duration = Duration::from_millis(250);

/// Why a link cannot be used.
#[derive(Debug, thiserror::Error)]
enum LinkError {
    #[error("This link has been used, or a newer one has taken its place. Ask for another if you still need one.")]
    Used,
    #[error("This link has expired. Ask for another.")]
    Expired,
    #[error("This is not a link of this installation. Open it exactly as it was given to you, or ask for another.")]
    Unknown,
}

impl From<LinkError> for ApiError {
    fn from(error: LinkError) -> Self {
        Self::problem(ProblemKind::Invalid, error.to_string())
    }
}

fn new_link(visit: &Visit, life: TimeDelta) -> (SecretToken, NewLink) {
    let token = SecretToken::generate(&visit.ambient);
    let link = NewLink { hash: token.hash(), expires: visit.ambient.now() + life };
    (token, link)
}

fn address_of(url: &str, token: &SecretToken) -> String {
    format!("{url}/recover?link={}", token.reveal())
}

/// The key under which requests for one account are counted.
fn account_key(email: &str) -> [u8; 32] {
    sha256(&[b"recovery", email.as_bytes()])
}

fn too_many(seconds: i64) -> ApiError {
    let seconds = u32::try_from(seconds.max(1)).unwrap_or(900);
    let sentence = format!("Too many links were asked for. Try again in {seconds} seconds.");
    Problem { retry_after: Some(seconds), ..Problem::new(ProblemKind::TooMany, sentence) }.into()
}

/// Asks for a new password. The answer, and the time it takes, are the same whether there is such an account or not.
///
/// # Errors
/// [`ProblemKind::Invalid`] for what cannot be an address; [`ProblemKind::TooMany`] after too many requests; what the database
/// answers.
pub async fn request(db: &Db, visit: &Visit, url: &str, email: &str) -> Result<(), ApiError> {
    // It counts from here, whatever is done before it is awaited.
    let pace = tokio::time::sleep(ASKING);
    let email = normalized_email(email);
    if !plausible_email(&email) {
        return Err(ApiError::field("email", "Enter an e-mail address, such as mira@example.org."));
    }
    let (token, link) = new_link(visit, LIFE);
    let body = format!(
        "Somebody, hopefully you, asked for a new password for Cauldron.\n\nChoose it here, within an hour:\n{}\n\nIf it was not you, do nothing: your password stays as it is.\n",
        address_of(url, &token)
    );
    let mail = LinkMail { subject: "A new password for Cauldron", body: &body };
    let keys = attempt_keys(visit, &email);
    let mut tx = db.visit_tx(visit).await?;
    let until =
        store::request(&mut tx, &email, &masked(&email), (&account_key(&email), &keys.address), &link, &mail).await?;
    tx.commit().await?;
    pace.await;
    until.map_or(Ok(()), |until| Err(too_many((until - visit.ambient.now()).num_seconds())))
}

/// What a link is for.
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence that says what to do when it cannot be used; what the database answers.
pub async fn look_up(db: &Db, visit: &Visit, link: &str) -> Result<RecoveryLink, ApiError> {
    let token = SecretToken::parse(link).ok_or(LinkError::Unknown)?;
    let mut tx = db.visit_tx(visit).await?;
    let row = store::link(&mut tx, &token.hash()).await?.ok_or(LinkError::Unknown)?;
    match row.state.as_str() {
        "used" => return Err(LinkError::Used.into()),
        "expired" => return Err(LinkError::Expired.into()),
        _ => {}
    }
    Ok(RecoveryLink {
        kind: row.kind.parse().map_err(ApiError::internal)?,
        display_name: row.display_name,
        current_email: row.current_email,
        email: row.email,
    })
}

/// Sets a new password by a link, and ends all sessions of the person, who then signs in with it.
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence for `password`, or for the link; what the database answers.
pub async fn set_password(
    db: &Db,
    hasher: &PasswordHasher,
    visit: &Visit,
    link: &str,
    password: &str,
) -> Result<(), ApiError> {
    let found = look_up(db, visit, link).await?;
    let token = SecretToken::parse(link).ok_or(LinkError::Unknown)?;
    check_new_password(password, &[&found.current_email, &found.display_name])
        .map_err(|sentence| ApiError::field("password", &sentence))?;
    let password_hash = hasher.hash(&visit.ambient, password).await?;
    let mut tx = db.visit_tx(visit).await?;
    let done = store::recover(&mut tx, &token.hash(), &password_hash).await?;
    tx.commit().await?;
    if done { Ok(()) } else { Err(LinkError::Used.into()) }
}

/// Uses a link that needs nothing but a press: another address, or the proof of one.
///
/// # Errors
/// [`ProblemKind::Invalid`] when the link cannot be used, [`ProblemKind::Conflict`] when somebody has the address by now; what
/// the database answers.
pub async fn confirm_email(db: &Db, visit: &Visit, link: &str) -> Result<(), ApiError> {
    let found = look_up(db, visit, link).await?;
    let token = SecretToken::parse(link).ok_or(LinkError::Unknown)?;
    let mut tx = db.visit_tx(visit).await?;
    let outcome = match found.kind {
        LinkKind::Password => None,
        LinkKind::Verification => store::verify_email(&mut tx, &token.hash()).await?.then(|| "verified".to_owned()),
        LinkKind::Email => {
            let body = format!(
                "The address with which you sign in to Cauldron was changed. From now on it is another one, and this one is not used any more.\n\nIf that was not you, tell whoever runs Cauldron for you at once.\n\nThe change was made by a link for {}.\n",
                found.current_email
            );
            let notice = LinkMail { subject: "Your address for Cauldron was changed", body: &body };
            store::change_email(&mut tx, &token.hash(), &notice).await?
        }
    };
    tx.commit().await?;
    match outcome.as_deref() {
        Some("taken") => {
            let sentence = "Somebody else signs in with this address by now. Ask for a link to another one.";
            Err(ApiError::problem(ProblemKind::Conflict, sentence))
        }
        Some(_) => Ok(()),
        None => Err(LinkError::Used.into()),
    }
}

fn over() -> ApiError {
    ApiError::problem(ProblemKind::Unauthenticated, "Your session has ended. Sign in again; what you typed is kept.")
}

fn asked(outcome: Option<&str>) -> Result<(), ApiError> {
    match outcome {
        Some("no_mail") => Err(ApiError::problem(
            ProblemKind::Invalid,
            "There is no mail server, so no link can go there. Ask whoever runs Cauldron for you: they can make the link.",
        )),
        Some("blocked") => Err(too_many(3600)),
        Some(_) => Ok(()),
        None => Err(over()),
    }
}

/// Asks for another address: a link goes there, and the address changes when it is used.
///
/// # Errors
/// [`ProblemKind::ProofNeeded`] when the last proof is too old; [`ProblemKind::Invalid`] for `email`, or without a mail server;
/// [`ProblemKind::TooMany`]; what the database answers.
pub async fn request_email(db: &Db, ctx: &Ctx, token: &TokenHash, url: &str, email: &str) -> Result<(), ApiError> {
    let email = normalized_email(email);
    if !plausible_email(&email) {
        return Err(ApiError::field("email", "Enter an e-mail address, such as mira@example.org."));
    }
    reauth::require_recent(db, ctx).await?;
    let (link_token, link) = new_link(&ctx.visit, LIFE);
    let body = format!(
        "{} asked to sign in to Cauldron with this address from now on.\n\nConfirm it here, within an hour:\n{}\n\nIf you do not know of this, do nothing: nothing changes.\n",
        ctx.actor.label(),
        address_of(url, &link_token)
    );
    let mail = LinkMail { subject: "Confirm your new address for Cauldron", body: &body };
    let account = account_key(&ctx.actor.user().map(|user| user.to_string()).unwrap_or_default());
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let outcome = store::request_email(&mut tx, token, &email, &account, &link, &mail).await?;
    tx.commit().await?;
    asked(outcome.as_deref())
}

/// Asks for a link that proves one's address.
///
/// # Errors
/// [`ProblemKind::Invalid`] without a mail server; [`ProblemKind::TooMany`]; what the database answers.
pub async fn request_verification(db: &Db, ctx: &Ctx, token: &TokenHash, url: &str) -> Result<(), ApiError> {
    let (link_token, link) = new_link(&ctx.visit, HANDED_LIFE);
    let body = format!(
        "Show that this address is yours, within a day:\n{}\n\nThen Cauldron can send you a link when you forget your password.\n",
        address_of(url, &link_token)
    );
    let mail = LinkMail { subject: "Confirm your address for Cauldron", body: &body };
    let account = account_key(&ctx.actor.user().map(|user| user.to_string()).unwrap_or_default());
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let outcome = store::request_verification(&mut tx, token, &account, &link, &mail).await?;
    tx.commit().await?;
    asked(outcome.as_deref())
}

/// What the Account page says of one's address.
///
/// # Errors
/// What the database answers.
pub async fn own_email(db: &Db, ctx: &Ctx, token: &TokenHash) -> Result<OwnEmail, ApiError> {
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let (verified, mail_is_sent) = store::own_email(&mut tx, token).await?;
    Ok(OwnEmail { verified, mail_is_sent })
}

fn addresses(email: &str, new_email: &str) -> Result<(String, Option<String>), ApiError> {
    let (email, new_email) = (normalized_email(email), normalized_email(new_email));
    let sentence = "Enter an e-mail address, such as mira@example.org.";
    if !plausible_email(&email) {
        return Err(ApiError::field("email", sentence));
    }
    if !new_email.is_empty() && !plausible_email(&new_email) {
        return Err(ApiError::field("new_email", sentence));
    }
    Ok((email, Some(new_email).filter(|new_email| !new_email.is_empty())))
}

const TAKEN: &str = "Somebody signs in with this address already.";

/// Makes a link to hand over: for a new password, or for another address when `new_email` names one.
///
/// # Errors
/// Without `operations:manage` or `person:write`; [`ProblemKind::ProofNeeded`] when the last proof is too old;
/// [`ProblemKind::Invalid`] with a sentence for `email` or `new_email`; what the database answers.
pub async fn issue(
    db: &Db,
    ctx: &Ctx,
    token: &TokenHash,
    url: &str,
    email: &str,
    new_email: &str,
) -> Result<IssuedLink, ApiError> {
    let of_installation = ctx.may(Permission::OperationsManage);
    if !of_installation {
        ctx.require(Permission::PersonWrite)?;
    }
    let (email, new_email) = addresses(email, new_email)?;
    reauth::require_recent(db, ctx).await?;
    let (link_token, link) = new_link(&ctx.visit, HANDED_LIFE);
    let wanted = Issue { email: &email, new_email: new_email.as_deref(), of_installation };
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let outcome = store::issue(&mut tx, token, &wanted, &link).await?;
    tx.commit().await?;
    match outcome.as_deref() {
        Some("issued") => {}
        Some("taken") => return Err(ApiError::field("new_email", TAKEN)),
        Some("refused") => {
            return Err(ApiError::field(
                "email",
                "You cannot make a link for this person: they own an organization or belong to another one too. Whoever runs Cauldron for you can.",
            ));
        }
        Some(_) => return Err(ApiError::field("email", "Nobody with this address is here. Check the spelling.")),
        None => return Err(over()),
    }
    let kind = if new_email.is_some() { LinkKind::Email } else { LinkKind::Password };
    Ok(IssuedLink { email, url: address_of(url, &link_token), kind })
}

/// The same from the command line, for anybody.
///
/// # Errors
/// [`ProblemKind::Invalid`] for an address that is nobody's, or somebody's already; what the database answers.
pub async fn issue_by_operator(db: &Db, url: &str, email: &str, new_email: &str) -> Result<String, ApiError> {
    let (email, new_email) = addresses(email, new_email)?;
    let visit = Visit::internal(db.ambient());
    let (token, link) = new_link(&visit, HANDED_LIFE);
    let mut tx = db.system_tx(SystemPurpose::Reason("make a recovery link")).await?;
    let Some((user, organizations)) = store::person(&mut tx, &email).await? else {
        return Err(ApiError::field("email", "Nobody signs in with this address, or they are suspended."));
    };
    if let Some(new_email) = &new_email
        && store::is_taken(&mut tx, new_email).await?
    {
        return Err(ApiError::field("new_email", TAKEN));
    }
    let kind = if new_email.is_some() { LinkKind::Email } else { LinkKind::Password };
    let about = new_email.as_deref().unwrap_or(&email);
    store::replace_link(&mut tx, user, kind.as_str(), about, &link, db.ambient().now()).await?;
    for organization in organizations {
        let detail = json!({ "kind": kind.as_str() });
        tx.audit(organization, "recovery.issued", "user", &user.to_string(), &detail).await?;
    }
    tx.commit().await?;
    Ok(address_of(url, &token))
}
