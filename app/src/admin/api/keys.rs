//! API keys: one's own, and everybody's.

use crate::AppError;
use cauldron_types::{ApiKeyId, FreshKey, OrganizationKeys, OwnKeys};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use {
    crate::server::{as_person, contexts, instant, is_plain_form, offsets, send_fresh_key, take_fresh_key},
    cauldron_admin::api_keys::{self as use_cases, NewKey},
    cauldron_core::{ApiError, Ctx},
    cauldron_types::{ApiKeyRow, KeyOwner, Permission, Problem, ProblemKind, ServiceAccountId, UtcOffset},
    chrono::TimeDelta,
};

/// The key whose secret came with the request, by its name in the list.
#[cfg(feature = "ssr")]
fn fresh(keys: &[ApiKeyRow], taken: Option<(ApiKeyId, String)>) -> Option<FreshKey> {
    let (id, secret) = taken?;
    let key = keys.iter().find(|key| key.id == id)?;
    Some(FreshKey { id, name: key.name.clone(), secret })
}

/// Offsets of the organization's zone from the oldest time that a list of keys shows to the last that matters.
#[cfg(feature = "ssr")]
fn key_offsets(ctx: &Ctx, keys: &[ApiKeyRow]) -> Vec<UtcOffset> {
    let now = ctx.now();
    let oldest = keys.iter().map(|key| key.created_at.0).min().and_then(chrono::DateTime::from_timestamp_millis);
    offsets(&ctx.tenant.time_zone, oldest.unwrap_or(now).max(now - TimeDelta::days(1500)), now + TimeDelta::days(400))
}

/// One's own keys.
#[server(prefix = "/api/admin", endpoint = "keys/own", input = GetUrl)]
pub(crate) async fn read_own_keys() -> Result<OwnKeys, AppError> {
    let taken = take_fresh_key(&contexts().0);
    as_person(async move |app, ctx| {
        let keys = use_cases::own(&app.db, &ctx).await?;
        Ok(OwnKeys {
            fresh: fresh(&keys, taken),
            grantable: if ctx.may(Permission::ApiKeyCreate) { ctx.permissions() } else { Vec::new() },
            now: instant(ctx.now()),
            offsets: key_offsets(&ctx, &keys),
            keys,
        })
    })
    .await
}

/// Everybody's keys, and service accounts.
#[server(prefix = "/api/admin", endpoint = "keys", input = GetUrl)]
pub(crate) async fn read_organization_keys() -> Result<OrganizationKeys, AppError> {
    let taken = take_fresh_key(&contexts().0);
    as_person(async move |app, ctx| {
        let (keys, more) = use_cases::all(&app.db, &ctx).await?;
        Ok(OrganizationKeys {
            more,
            accounts: cauldron_admin::service_accounts::list(&app.db, &ctx).await?,
            grantable: ctx.permissions(),
            editable: ctx.may(Permission::ApiKeyManage),
            fresh: fresh(&keys, taken),
            now: instant(ctx.now()),
            offsets: key_offsets(&ctx, &keys),
            keys,
        })
    })
    .await
}

/// Permissions by name, as a form sends them.
#[cfg(feature = "ssr")]
pub(crate) fn scopes_of(names: &[String]) -> Result<Vec<Permission>, ApiError> {
    let named = |name: &String| {
        name.parse()
            .map_err(|_| ApiError::field("scopes", "One of these permissions is not known. Load the page anew."))
    };
    names.iter().map(named).collect()
}

/// Makes a key: one's own, or with an account that account's. `days` is how long it is to live; empty for ever.
#[server(prefix = "/api/admin", endpoint = "keys/create")]
pub(crate) async fn create_key(
    #[server(default)] account: String,
    name: String,
    #[server(default)] scopes: Vec<String>,
    #[server(default)] networks: String,
    #[server(default)] days: String,
) -> Result<FreshKey, AppError> {
    let plain = is_plain_form();
    let app = contexts().0;
    let made = as_person(async move |app, ctx| {
        let owner = match (account.is_empty(), ctx.actor.user()) {
            (true, Some(user)) => KeyOwner::Person(user),
            _ => {
                let id = account.parse().map_err(|_| ApiError::not_found("service account"))?;
                KeyOwner::ServiceAccount(ServiceAccountId(id))
            }
        };
        let lifetime = match days.trim() {
            "" => None,
            text => Some(text.parse::<u16>().map_err(|_| {
                ApiError::from(
                    Problem::new(ProblemKind::Invalid, "Some fields need your attention.")
                        .with_field("expires_at", "Choose one of these times."),
                )
            })?),
        };
        let expires_at = lifetime.map(|days| ctx.now() + TimeDelta::days(i64::from(days)));
        let new = NewKey { owner, name, scopes: scopes_of(&scopes)?, networks: vec![networks], expires_at };
        use_cases::create(&app.db, &ctx, &new).await
    })
    .await?;
    if plain {
        send_fresh_key(&app, &made);
    }
    Ok(made)
}

/// Gives a key another secret.
#[server(prefix = "/api/admin", endpoint = "keys/rotate")]
pub(crate) async fn rotate_key(id: ApiKeyId, overlap_hours: u32) -> Result<FreshKey, AppError> {
    let plain = is_plain_form();
    let app = contexts().0;
    let made = as_person(async move |app, ctx| use_cases::rotate(&app.db, &ctx, id, overlap_hours).await).await?;
    if plain {
        send_fresh_key(&app, &made);
    }
    Ok(made)
}

/// Makes a key worthless. `confirm` is its name, typed by whoever knows what they do.
#[server(prefix = "/api/admin", endpoint = "keys/revoke")]
pub(crate) async fn revoke_key(id: ApiKeyId, confirm: String) -> Result<(), AppError> {
    as_person(async move |app, ctx| {
        let key = use_cases::get(&app.db, &ctx, id).await?;
        if key.name.trim() != confirm.trim() {
            return Err(ApiError::field("confirm", "Type the name of the key as it is written."));
        }
        use_cases::revoke(&app.db, &ctx, id).await
    })
    .await
}
