//! How much an organization may have of something, and has.
//!
//! A module that limits something of its own adds a [`Limit`] with a standard and a way to count, and calls [`check`] (what there
//! is) or [`take`] (what is used up by the day) in the transaction that adds to it.

use crate::store::limits as store;
use cauldron_core::{ApiError, Ctx};
use cauldron_db::{Db, DbError, OrgTx};
use cauldron_types::{LimitView, OrganizationId, Permission, Problem, ProblemKind, SettingLevel};
use chrono::{NaiveTime, TimeDelta};
use serde_json::json;

/// Something that is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Members who are not removed.
    People,
    /// Bytes of files.
    Storage,
    /// Requests to the HTTP API on one day, by UTC.
    ApiRequests,
}

impl Limit {
    /// Every limit, in the order shown.
    pub const ALL: &[Self] = &[Self::People, Self::Storage, Self::ApiRequests];

    /// As stored.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Storage => "storage_bytes",
            Self::ApiRequests => "api_requests_per_day",
        }
    }

    /// The limit of a key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|limit| limit.key() == key)
    }

    /// Its name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::People => "People",
            Self::Storage => "Stored files",
            Self::ApiRequests => "API requests today",
        }
    }

    /// What is counted.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Storage => "bytes",
            Self::ApiRequests => "requests",
        }
    }

    /// What holds where nobody chose; none for no limit.
    #[must_use]
    pub const fn standard(self) -> Option<i64> {
        match self {
            Self::People => None,
            Self::Storage => Some(10 * 1024 * 1024 * 1024),
            Self::ApiRequests => Some(1_000_000),
        }
    }
}

/// What is used and what may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What is used.
    pub used: i64,
    /// What may be; none for no limit.
    pub most: Option<i64>,
}

impl Standing {
    /// How much more there may be; none without a limit.
    #[must_use]
    pub fn room(self) -> Option<i64> {
        self.most.map(|most| (most - self.used).max(0))
    }
}

/// What the transaction's organization has of something, and may have.
///
/// # Errors
/// What the database answers.
pub async fn standing(tx: &mut OrgTx, limit: Limit) -> Result<Standing, DbError> {
    let most = store::most(tx, limit.key(), limit.standard()).await?;
    let used = match limit {
        Limit::People => store::people(tx).await?,
        Limit::Storage => store::stored_bytes(tx).await?,
        Limit::ApiRequests => store::used_today(tx, limit.key()).await?,
    };
    Ok(Standing { used, most })
}

/// Refuses `more` of something when that would be over the limit.
///
/// # Errors
/// [`ProblemKind::Conflict`] with a sentence that says what is used, what may be and whom to ask; what the database answers.
pub async fn check(tx: &mut OrgTx, limit: Limit, more: i64) -> Result<Standing, ApiError> {
    let standing = standing(tx, limit).await?;
    if standing.room().is_some_and(|room| room < more) {
        return Err(ApiError::problem(ProblemKind::Conflict, over(limit, standing)));
    }
    Ok(standing)
}

fn over(limit: Limit, standing: Standing) -> String {
    let most = standing.most.unwrap_or(i64::MAX);
    let of = match limit {
        Limit::People => format!("This organization may have {most} people and has {}.", standing.used),
        Limit::Storage => format!(
            "This organization may store {} MiB of files and stores {} MiB.",
            most / (1024 * 1024),
            standing.used / (1024 * 1024)
        ),
        Limit::ApiRequests => format!("This organization may make {most} API requests a day, which it has today."),
    };
    format!("{of} Whoever runs this Cauldron can raise the limit.")
}

/// Uses up one of what is limited by the day, in a transaction of its own.
///
/// # Errors
/// [`ProblemKind::TooMany`] with the seconds until the next day when there is none left; what the database answers.
pub async fn take(db: &Db, ctx: &Ctx, limit: Limit) -> Result<Standing, ApiError> {
    let now = ctx.now();
    let mut tx = db.org_tx(ctx).await?;
    let most = store::most(&mut tx, limit.key(), limit.standard()).await?;
    if ctx.tenant.suspended.is_some() {
        // Read-only: nothing is counted, and what is left is not asked.
        let used = store::used_today(&mut tx, limit.key()).await?;
        tx.commit().await?;
        return Ok(Standing { used, most });
    }
    // What is refused is not counted: the row stands at the limit, not beyond.
    let used = store::take(&mut tx, limit.key(), now.date_naive(), most).await?;
    tx.commit().await?;
    match used {
        Some(used) => Ok(Standing { used, most }),
        None => {
            let tomorrow = (now + TimeDelta::days(1)).date_naive().and_time(NaiveTime::MIN).and_utc();
            let seconds = u32::try_from((tomorrow - now).num_seconds()).unwrap_or(1).max(1);
            let sentence = over(limit, Standing { used: most.unwrap_or_default(), most });
            Err(Problem { retry_after: Some(seconds), ..Problem::new(ProblemKind::TooMany, sentence) }.into())
        }
    }
}

/// What the organization has and may have of everything.
///
/// # Errors
/// Without `organization:read`; what the database answers.
pub async fn usage(db: &Db, ctx: &Ctx) -> Result<Vec<LimitView>, ApiError> {
    ctx.require(Permission::OrganizationRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let (own, standard) = (store::own(&mut tx).await?, store::standards(&mut tx).await?);
    let mut limits = Vec::new();
    for limit in Limit::ALL {
        let Standing { used, most } = standing(&mut tx, *limit).await?;
        let from = if own.iter().any(|key| key == limit.key()) {
            SettingLevel::Organization
        } else if standard.iter().any(|key| key == limit.key()) {
            SettingLevel::System
        } else {
            SettingLevel::BuiltIn
        };
        limits.push(LimitView {
            key: limit.key().to_owned(),
            label: limit.label().to_owned(),
            used,
            most,
            from,
            unit: limit.unit().to_owned(),
        });
    }
    tx.commit().await?;
    Ok(limits)
}

/// What is wanted of a limit: a number, no limit, or the next level's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// This many.
    Most(i64),
    /// As many as there are.
    Unlimited,
    /// What the installation has as a standard, or Cauldron itself.
    Inherited,
}

impl std::str::FromStr for Wanted {
    type Err = ApiError;

    /// Reads a field: a number, `none`, or nothing.
    fn from_str(text: &str) -> Result<Self, ApiError> {
        match text.trim() {
            "" => Ok(Self::Inherited),
            "none" => Ok(Self::Unlimited),
            text => match text.replace([' ', ',', '_'], "").parse::<i64>() {
                Ok(most) if most >= 0 => Ok(Self::Most(most)),
                _ => Err(ApiError::field(
                    "most",
                    "Enter a whole number, the word none for no limit, or nothing to inherit.",
                )),
            },
        }
    }
}

/// Sets a limit of an organization, or the installation's standard where none is named.
///
/// # Errors
/// Without `operations:manage`; [`ProblemKind::NotFound`] for an organization that is not there; [`ProblemKind::Invalid`] for a
/// limit that is not; what the database answers.
pub async fn set(
    db: &Db,
    ctx: &Ctx,
    organization: Option<OrganizationId>,
    key: &str,
    wanted: Wanted,
) -> Result<(), ApiError> {
    ctx.require(Permission::OperationsManage)?;
    let limit = Limit::of_key(key).ok_or_else(|| ApiError::field("key", "There is no such limit."))?;
    let mut tx = db.operator_tx(ctx, "set a limit").await?;
    let home = organization.unwrap_or(ctx.tenant.id);
    if let Some(organization) = organization {
        if !store::organization_exists(&mut tx, organization).await? {
            return Err(ApiError::not_found("organization"));
        }
        if organization != ctx.tenant.id {
            tx.enter(organization).await?;
        }
    }
    store::set(&mut tx, organization, limit.key(), wanted).await?;
    let after = match wanted {
        Wanted::Most(most) => json!(most),
        Wanted::Unlimited => json!("none"),
        Wanted::Inherited => json!("inherited"),
    };
    let subject = organization.map(|id| id.to_string()).unwrap_or_default();
    let kind = if organization.is_some() { "organization" } else { "installation" };
    tx.audit(home, "limit.updated", kind, &subject, &json!({ "limit": limit.key(), "most": after })).await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_have_keys_of_their_own() {
        for limit in Limit::ALL {
            assert_eq!(Limit::of_key(limit.key()), Some(*limit));
        }
    }

    #[test]
    fn a_field_is_a_number_none_or_nothing() {
        let read = |text: &str| text.parse::<Wanted>().ok();
        assert_eq!(read(" 10,000 "), Some(Wanted::Most(10_000)));
        assert_eq!(read("none"), Some(Wanted::Unlimited));
        assert_eq!(read(""), Some(Wanted::Inherited));
        for wrong in ["-1", "many", "1.5", "99999999999999999999"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
