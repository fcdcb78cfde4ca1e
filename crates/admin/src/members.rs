//! The people of an organization: the list, one of them, and what is done to them.

mod acts;
mod export;

pub use acts::{leave, remove, restore, set_role, suspend, transfer_ownership};
pub use export::csv;

use crate::search_text::patterns;
use crate::store::belongings::{self, Belongings};
use crate::store::members::{self as store, Cursor, MemberFilter, MemberRow};
use cauldron_core::{Actor, ApiError, Ctx};
use cauldron_db::pattern::literal;
use cauldron_db::{Db, OrgTx, answered};
use cauldron_types::{
    Instant, MemberStatus, PeopleBlock, PeopleQuery, PeopleSort, Permission, PersonDetail, PersonRow, ProblemKind,
    Role, UnknownName, UserId, filter_parts,
};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use uuid::Uuid;

/// Most people in a block.
pub const LARGEST_BLOCK: u16 = 200;

/// Whether the actor may give somebody a base role: nobody gives what they do not hold, and owners are made by owners.
pub(crate) fn may_grant(ctx: &Ctx, role: Role) -> bool {
    let own = match &ctx.actor {
        Actor::Person { role, .. } => Some(*role),
        _ => None,
    };
    if role == Role::Owner {
        return own == Some(Role::Owner);
    }
    if own == Some(Role::Owner) {
        return true;
    }
    let held = ctx.permissions();
    cauldron_core::permissions_of(role, ctx.tenant.operating).iter().all(|permission| held.contains(permission))
}

/// Every base role that the actor may give.
pub(crate) fn grantable(ctx: &Ctx) -> Vec<Role> {
    Role::ALL.iter().copied().filter(|role| may_grant(ctx, *role)).collect()
}

fn choice<T>(key: &str, operator: &str, values: Vec<String>) -> Result<(Vec<String>, bool), ApiError>
where
    T: std::str::FromStr<Err = UnknownName>,
{
    if !matches!(operator, "is" | "not") {
        return Err(ApiError::field(key, "People can be filtered by what this is, or is not."));
    }
    for value in &values {
        value.parse::<T>().map_err(|unknown| ApiError::field(key, &format!("{unknown}.")))?;
    }
    Ok((values, operator == "not"))
}

/// Patterns of names of teams.
fn by_team(operator: &str, values: &[String]) -> Result<(Vec<String>, bool), ApiError> {
    if values.len() > 50 || values.iter().any(|value| value.chars().count() > 200 || value.contains('\0')) {
        return Err(ApiError::field("team", "A filter has at most 50 values of up to 200 characters."));
    }
    let pattern = |value: &String| match operator {
        "has" => format!("%{}%", literal(value)),
        "starts" => format!("{}%", literal(value)),
        _ => literal(value),
    };
    Ok((values.iter().map(pattern).collect(), operator == "not"))
}

fn read(query: &PeopleQuery) -> Result<MemberFilter, ApiError> {
    let sort: PeopleSort = if query.sort.is_empty() {
        PeopleSort::Name
    } else {
        query.sort.parse().map_err(|unknown: UnknownName| {
            ApiError::field("sort", &format!("There is no such order; use one of: {}.", unknown.known.join(", ")))
        })?
    };
    let mut filter = MemberFilter { words: patterns("q", &query.q)?, sort: sort.as_str(), ..MemberFilter::default() };
    for (key, text) in &query.filters {
        let (operator, values) = filter_parts(text);
        if values.is_empty() {
            continue;
        }
        match key.as_str() {
            "role" => filter.roles = Some(choice::<Role>(key, operator, values)?),
            "status" => filter.statuses = Some(choice::<MemberStatus>(key, operator, values)?),
            "team" => filter.teams = Some(by_team(operator, &values)?),
            _ => {
                let sentence = format!("People can be filtered by {}.", PeopleQuery::FILTERS.join(", "));
                return Err(ApiError::field(key, &sentence));
            }
        }
    }
    if filter.statuses.is_none() {
        filter.statuses = Some((vec![MemberStatus::Removed.as_str().to_owned()], true));
    }
    Ok(filter)
}

fn cursor(text: &str) -> Result<Option<Uuid>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        ApiError::problem(
            ProblemKind::Invalid,
            "This link to a further page is damaged. Start again from the first page.",
        )
    })
}

pub(crate) fn instant(at: DateTime<Utc>) -> Instant {
    Instant(at.timestamp_millis())
}

fn person(
    row: MemberRow,
    seen: &HashMap<Uuid, DateTime<Utc>>,
    teams: &mut HashMap<Uuid, Vec<String>>,
) -> Result<PersonRow, ApiError> {
    Ok(PersonRow {
        user: UserId(row.user),
        name: row.name,
        email: row.email,
        role: row.role.parse().map_err(ApiError::internal)?,
        status: row.status.parse().map_err(ApiError::internal)?,
        teams: teams.remove(&row.user).unwrap_or_default(),
        joined: instant(row.joined),
        seen: seen.get(&row.user).copied().map(instant),
    })
}

/// A block of members: the first, or the one behind or before a cursor. A cursor that points nowhere (any more) leads to the
/// beginning.
///
/// # Errors
/// Without `person:read`; [`ProblemKind::Invalid`] with a sentence for what cannot be read; what the database answers.
pub async fn list(db: &Db, ctx: &Ctx, query: &PeopleQuery, limit: u16) -> Result<PeopleBlock, ApiError> {
    ctx.require(Permission::PersonRead)?;
    let filter = read(query)?;
    let place = Cursor { after: cursor(&query.after)?, before: cursor(&query.before)? };
    if place.after.is_some() && place.before.is_some() {
        let sentence = "This link asks for people behind and before a place at once. Start again from the first page.";
        return Err(ApiError::problem(ProblemKind::Invalid, sentence));
    }
    let limit = usize::from(limit.clamp(1, LARGEST_BLOCK));
    let asked = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut tx = db.list_tx(ctx).await?;
    let mut rows = answered(store::list(&mut tx, &filter, place, asked).await)?;
    if rows.is_empty() && (place.after.is_some() || place.before.is_some()) {
        rows = answered(store::list(&mut tx, &filter, Cursor::default(), asked).await)?;
    }
    rows.sort_by_key(|row| row.place);
    let ids: Vec<Uuid> = rows.iter().map(|row| row.user).collect();
    let seen = answered(store::last_seen(&mut tx, &ids).await)?;
    let mut teams = answered(store::teams(&mut tx, &ids).await)?;
    tx.commit().await?;
    let first = rows.first().map_or(0, |row| row.place);
    let total = rows.first().map_or(0, |row| row.total);
    let last = rows.last().map_or(0, |row| row.place);
    Ok(PeopleBlock {
        previous: rows.first().filter(|_| first > 1).map(|row| UserId(row.user)),
        next: rows.last().filter(|_| last < total).map(|row| UserId(row.user)),
        people: rows.into_iter().map(|row| person(row, &seen, &mut teams)).collect::<Result<_, _>>()?,
        first,
        total,
        now: instant(ctx.now()),
        offsets: Vec::new(),
    })
}

/// A member with the roles and standing that decide what may be done to them.
struct Known {
    member: store::Member,
    role: Role,
    status: MemberStatus,
}

async fn known(tx: &mut OrgTx, user: UserId) -> Result<Known, ApiError> {
    let member = store::find(tx, user).await?.ok_or_else(|| ApiError::not_found("person"))?;
    let role = member.role.parse().map_err(ApiError::internal)?;
    let status = member.status.parse().map_err(ApiError::internal)?;
    Ok(Known { member, role, status })
}

fn words(belongings: Belongings) -> Vec<String> {
    let mut words = Vec::new();
    if belongings.is_contact {
        words.push("being the primary contact".to_owned());
    }
    match belongings.invitations {
        0 => {}
        1 => words.push("1 open invitation".to_owned()),
        count => words.push(format!("{count} open invitations")),
    }
    words
}

/// One person with what the reader may do to them.
///
/// # Errors
/// Without `person:read`; [`ProblemKind::NotFound`] for anybody who never belonged here; what the database answers.
pub async fn open(db: &Db, ctx: &Ctx, user: UserId) -> Result<PersonDetail, ApiError> {
    ctx.require(Permission::PersonRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let Known { member, role, status } = known(&mut tx, user).await?;
    let seen = store::last_seen(&mut tx, &[user.0]).await?;
    let teams = store::teams(&mut tx, &[user.0]).await?.remove(&user.0).unwrap_or_default();
    let is_self = ctx.actor.user() == Some(user);
    let writable = ctx.tenant.suspended.is_none();
    let above = may_grant(ctx, role);
    let belongs = status != MemberStatus::Removed;
    let may_write = writable && above && !is_self && belongs && ctx.may(Permission::PersonWrite);
    let may_remove = writable && above && !is_self && belongs && ctx.may(Permission::PersonDelete);
    let (owns, heirs) = if may_remove {
        let heirs = store::names(&mut tx).await?.into_iter().filter(|(heir, _)| *heir != user).collect();
        (words(belongings::of(&mut tx, user).await?), heirs)
    } else {
        (Vec::new(), Vec::new())
    };
    tx.commit().await?;
    Ok(PersonDetail {
        person: PersonRow {
            user,
            name: member.name,
            email: member.email,
            role,
            status,
            teams,
            joined: instant(member.joined),
            seen: seen.get(&user.0).copied().map(instant),
        },
        version: member.version,
        is_self,
        roles: if may_write { grantable(ctx) } else { Vec::new() },
        may_suspend: may_write,
        may_remove,
        owns,
        heirs,
        now: instant(ctx.now()),
        offsets: Vec::new(),
    })
}
