//! How much programs may ask: token buckets for each key, each organization and each address that shows secrets nobody knows.
//!
//! They are in the memory of this process, so that a request costs no statement; several processes allow as many times more.

use crate::config::ApiConfig;
use cauldron_types::OrganizationId;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// Secrets that nobody knows, shown by one address within a minute, before it has to wait.
const UNKNOWN_SECRETS: u32 = 60;
/// Buckets remembered at once. Full ones are forgotten first: they say nothing.
const MOST: usize = 50_000;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Of {
    Key(Uuid),
    Organization(OrganizationId),
    Address(Option<IpAddr>),
}

/// A bucket that fills within a minute.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    at: DateTime<Utc>,
}

impl Bucket {
    /// As it is now; a clock that was set back takes nothing away and gives nothing.
    fn filled(self, limit: u32, now: DateTime<Utc>) -> Self {
        let seconds = (now - self.at).to_std().map_or(0.0, |passed| passed.as_secs_f64());
        let tokens = (self.tokens + seconds * f64::from(limit) / 60.0).min(f64::from(limit));
        Self { tokens, at: now }
    }
}

/// What an answer says about the limit that is nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Requests a minute.
    pub limit: u32,
    /// Requests that are left now.
    pub remaining: u32,
    /// Seconds until all of them are there again.
    pub reset: u32,
    /// Seconds after which the next request is answered; none when this one was.
    pub wait: Option<u32>,
}

/// All buckets of the process.
#[derive(Debug)]
pub struct ApiLimits {
    config: ApiConfig,
    buckets: Mutex<HashMap<Of, Bucket>>,
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between zero and a million")]
fn whole(number: f64) -> u32 {
    number.clamp(0.0, 1_000_000.0) as u32
}

fn rate(bucket: Bucket, limit: u32, taken: bool) -> Rate {
    let second = f64::from(limit) / 60.0;
    // A millionth of a token is no reason to wait another second: sixtieths are no binary fractions.
    let until = |tokens: f64| whole(((tokens - bucket.tokens - 1e-6) / second).ceil());
    Rate {
        limit,
        remaining: whole(bucket.tokens.floor()),
        reset: until(f64::from(limit)),
        wait: (!taken).then(|| until(1.0).max(1)),
    }
}

impl ApiLimits {
    /// With empty hands: every bucket begins full.
    #[must_use]
    pub fn new(config: ApiConfig) -> Self {
        Self { config, buckets: Mutex::default() }
    }

    /// Takes one request of a key. What the organization refuses does not count on the key, and the other way round.
    pub fn take(&self, key: Uuid, organization: OrganizationId, now: DateTime<Utc>) -> Rate {
        let wanted = [
            (Of::Key(key), self.config.key_requests_per_minute),
            (Of::Organization(organization), self.config.organization_requests_per_minute),
        ];
        self.take_all(&wanted, now)
    }

    /// Counts a secret that nobody knows.
    pub fn unknown_secret(&self, address: Option<IpAddr>, now: DateTime<Utc>) {
        self.take_all(&[(Of::Address(address), UNKNOWN_SECRETS)], now);
    }

    /// Seconds for which an address has to wait that showed too many secrets which nobody knows.
    pub fn must_wait(&self, address: Option<IpAddr>, now: DateTime<Utc>) -> Option<u32> {
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.get(&Of::Address(address))?.filled(UNKNOWN_SECRETS, now);
        (bucket.tokens < 1.0).then(|| rate(bucket, UNKNOWN_SECRETS, false).wait).flatten()
    }

    /// Takes one of each, or none at all. Tells of the one that is nearest to its end.
    fn take_all(&self, wanted: &[(Of, u32)], now: DateTime<Utc>) -> Rate {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| now < bucket.at + TimeDelta::minutes(1));
        }
        if buckets.len() >= MOST {
            buckets.clear();
        }
        let full = |limit: u32| Bucket { tokens: f64::from(limit), at: now };
        let mut found: Vec<(Of, u32, Bucket)> = wanted
            .iter()
            .map(|(of, limit)| (*of, *limit, buckets.get(of).map_or(full(*limit), |bucket| bucket.filled(*limit, now))))
            .collect();
        let taken = found.iter().all(|(_, _, bucket)| bucket.tokens >= 1.0);
        for (of, _, bucket) in &mut found {
            if taken {
                bucket.tokens -= 1.0;
            }
            buckets.insert(*of, *bucket);
        }
        let nearest = found.iter().min_by(|one, other| one.2.tokens.total_cmp(&other.2.tokens));
        nearest.map_or(Rate { limit: 0, remaining: 0, reset: 0, wait: None }, |(_, limit, bucket)| {
            rate(*bucket, *limit, taken)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn limits() -> ApiLimits {
        ApiLimits::new(ApiConfig { key_requests_per_minute: 3, organization_requests_per_minute: 5 })
    }

    #[test]
    fn a_key_that_asks_too_much_waits_and_goes_on() {
        let (limits, key, here) = (limits(), Uuid::from_u128(1), OrganizationId(Uuid::from_u128(2)));
        let left: Vec<(u32, Option<u32>)> =
            (0..4).map(|_| limits.take(key, here, at(0))).map(|rate| (rate.remaining, rate.wait)).collect();
        assert_eq!(left, [(2, None), (1, None), (0, None), (0, Some(20))]);
        assert_eq!(limits.take(key, here, at(19)).wait, Some(1));
        assert_eq!(limits.take(key, here, at(20)).wait, None);
        assert_eq!(limits.take(key, here, at(3600)), Rate { limit: 3, remaining: 2, reset: 20, wait: None });
        assert!(limits.take(key, here, at(0)).remaining <= 1, "a clock that was set back gives nothing");
    }

    #[test]
    fn the_keys_of_an_organization_share_its_limit_and_no_other_s() {
        let (limits, here, there) = (limits(), OrganizationId(Uuid::from_u128(1)), OrganizationId(Uuid::from_u128(2)));
        let answered = (0..9).filter(|key| limits.take(Uuid::from_u128(*key), here, at(0)).wait.is_none()).count();
        assert_eq!(answered, 5);
        assert_eq!(limits.take(Uuid::from_u128(9), there, at(0)).wait, None);
        assert_eq!(limits.take(Uuid::from_u128(8), here, at(60)).wait, None, "refused ones did not count");
    }

    #[test]
    fn whoever_guesses_secrets_waits() {
        let (limits, address) = (limits(), Some(IpAddr::from([192, 0, 2, 7])));
        for _ in 0..UNKNOWN_SECRETS {
            assert_eq!(limits.must_wait(address, at(0)), None);
            limits.unknown_secret(address, at(0));
        }
        assert_eq!(limits.must_wait(address, at(0)), Some(1));
        assert_eq!(limits.must_wait(None, at(0)), None);
        assert_eq!(limits.must_wait(address, at(2)), None);
    }
}
