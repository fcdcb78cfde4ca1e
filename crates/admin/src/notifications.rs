//! What people are told: written by whoever has something to tell, read in one's inbox.

use crate::preferences::person;
use crate::search_text::place;
use crate::store::notifications::{self as store, Fresh};
use cauldron_core::{ApiError, AuditEvent, BusEvent, Ctx, place_text};
use cauldron_db::{Db, OrgTx};
use cauldron_platform::mail::{self, NewMail};
use cauldron_types::{
    Inbox, InboxQuery, Instant, NotificationChoice, NotificationId, NotificationKind, Permission, ProblemKind, UserId,
};
use chrono::DateTime;
use serde_json::json;

/// Something to be told.
#[derive(Clone, Debug)]
pub struct NewNotification<'a> {
    /// What it is about.
    pub kind: NotificationKind,
    /// What happened, in a sentence without its full stop. No secrets.
    pub title: &'a str,
    /// What to do about it; may be empty.
    pub body: &'a str,
    /// Where it leads: a path of ours, or empty.
    pub href: &'a str,
}

/// Tells a member of the organization something, in the caller's transaction; who does not want the kind is not told. Of an
/// invitation people of other organizations are told too.
///
/// # Errors
/// What the database answers.
pub async fn notify(tx: &mut OrgTx, user: UserId, new: &NewNotification<'_>) -> Result<(), ApiError> {
    let id = tx.ctx().new_id();
    let fresh = Fresh { id, kind: new.kind, title: new.title, body: new.body, href: new.href };
    if let Some(email) = store::notify(tx, user, &fresh).await? {
        mail::queue(tx, &letter(email, new.kind, new.title, new.body)).await?;
    }
    tx.publish(&BusEvent::Notified { user }).await?;
    Ok(())
}

/// What goes by mail of a notification. It holds no link: whoever reads of their account in a mail should not get used to following
/// one.
pub(crate) fn letter(to: String, kind: NotificationKind, title: &str, body: &str) -> NewMail {
    let body = if body.is_empty() { String::new() } else { format!("{body}\n\n") };
    NewMail {
        to,
        subject: title.to_owned(),
        text: format!(
            "{title}.\n\n{body}Cauldron has this under Notifications, where you also choose what comes by mail ({}).\n",
            kind.label()
        ),
        kind: "notification.sent",
    }
}

/// Tells whoever has an account of this address; nobody, when there is none.
///
/// # Errors
/// What the database answers.
pub async fn notify_address(tx: &mut OrgTx, email: &str, new: &NewNotification<'_>) -> Result<(), ApiError> {
    match store::account_of(tx, email).await? {
        Some(user) => notify(tx, user, new).await,
        None => Ok(()),
    }
}

/// One's inbox, newest first.
///
/// # Errors
/// [`ProblemKind::Forbidden`] for who is no person; [`ProblemKind::Invalid`] for what cannot be read; what the database answers.
pub async fn inbox(db: &Db, ctx: &Ctx, query: &InboxQuery, limit: u16) -> Result<Inbox, ApiError> {
    let user = person(ctx)?;
    let unread = match query.show.as_str() {
        "" => false,
        "unread" => true,
        _ => return Err(ApiError::field("show", "Show all notifications, or those that are unread.")),
    };
    let kind = match query.kind.as_str() {
        "" => None,
        kind => Some(kind.parse::<NotificationKind>().map_err(|_| {
            let known = NotificationKind::NAMES.join(", ");
            ApiError::field("kind", &format!("There is no such kind of notification. Kinds: {known}."))
        })?),
    };
    let (place, limit) = (place(&query.before)?, usize::from(limit.max(1)));
    let mut tx = db.org_tx(ctx).await?;
    let asked = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut found = store::older(&mut tx, user, (unread, kind), place, asked).await?;
    let unread = store::unread(&mut tx, user).await?;
    tx.commit().await?;
    let goes_on = found.len() > limit;
    found.truncate(limit);
    Ok(Inbox {
        older: found.last().filter(|_| goes_on).map(|((time, id), _)| place_text(*time, *id)),
        notifications: found.into_iter().map(|(_, notification)| notification).collect(),
        unread,
        now: Instant(ctx.now().timestamp_millis()),
        offsets: Vec::new(),
    })
}

/// Marks one of one's notifications as read. One that was read, or is not there, stays as it is.
///
/// # Errors
/// [`ProblemKind::Forbidden`] for who is no person; what the database answers.
pub async fn mark_read(db: &Db, ctx: &Ctx, id: NotificationId) -> Result<(), ApiError> {
    let user = person(ctx)?;
    let mut tx = db.org_tx(ctx).await?;
    if store::mark_read(&mut tx, user, Some(id), ctx.now()).await? > 0 {
        tx.publish(&BusEvent::Notified { user: UserId(user) }).await?;
    }
    Ok(tx.commit().await?)
}

/// Marks everything up to `until` as read. Returns how many.
///
/// # Errors
/// As [`mark_read`]; [`ProblemKind::Invalid`] for a time that is none.
pub async fn mark_all_read(db: &Db, ctx: &Ctx, until: Instant) -> Result<u64, ApiError> {
    let user = person(ctx)?;
    let until = DateTime::from_timestamp_millis(until.0)
        .ok_or_else(|| ApiError::problem(ProblemKind::Invalid, "This is not a time."))?;
    // What happened within the millisecond that the page showed counts as shown.
    let until = (until + chrono::TimeDelta::milliseconds(1)).min(ctx.now());
    let mut tx = db.org_tx(ctx).await?;
    let read = store::mark_read(&mut tx, user, None, until).await?;
    if read > 0 {
        tx.publish(&BusEvent::Notified { user: UserId(user) }).await?;
    }
    tx.commit().await?;
    Ok(read)
}

/// What holds for somebody who chose nothing.
const fn usual(kind: NotificationKind) -> NotificationChoice {
    NotificationChoice { kind, in_app: true, by_mail: matches!(kind, NotificationKind::Security) }
}

/// What one wants of every kind.
///
/// # Errors
/// [`ProblemKind::Forbidden`] for who is no person; what the database answers.
pub async fn choices(db: &Db, ctx: &Ctx) -> Result<Vec<NotificationChoice>, ApiError> {
    let user = person(ctx)?;
    let mut tx = db.org_tx(ctx).await?;
    let chosen = store::choices(&mut tx, user).await?;
    tx.commit().await?;
    let of = |kind: &NotificationKind| chosen.iter().find(|choice| choice.kind == *kind).copied();
    Ok(NotificationKind::ALL.iter().map(|kind| of(kind).unwrap_or(usual(*kind))).collect())
}

/// Keeps what one wants of some kinds.
///
/// # Errors
/// Without `preference:write`; [`ProblemKind::Invalid`] when security is to be switched off in the app; what the database
/// answers.
pub async fn choose(db: &Db, ctx: &Ctx, wanted: &[NotificationChoice]) -> Result<(), ApiError> {
    ctx.require(Permission::PreferenceWrite)?;
    let user = person(ctx)?;
    if wanted.iter().any(|choice| choice.kind == NotificationKind::Security && !choice.in_app) {
        let sentence = "What concerns the security of your account is always shown in the app.";
        return Err(ApiError::field("in_app", sentence));
    }
    let mut tx = db.org_tx(ctx).await?;
    for choice in wanted {
        store::keep_choice(&mut tx, user, *choice).await?;
    }
    let kept = |choice: &NotificationChoice| {
        (choice.kind.to_string(), json!({ "in_app": choice.in_app, "by_mail": choice.by_mail }))
    };
    tx.audit(AuditEvent {
        action: "preference.updated",
        subject_kind: "user",
        subject_id: user.to_string(),
        detail: json!({ "notifications": wanted.iter().map(kept).collect::<serde_json::Map<_, _>>() }),
    })
    .await?;
    Ok(tx.commit().await?)
}
