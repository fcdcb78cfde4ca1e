//! The id under which everything that one request did can be found.

use crate::Ambient;

/// Sixteen random bytes in hexadecimal, as in W3C Trace Context.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct TraceId(String);

impl TraceId {
    /// A new one.
    #[must_use]
    pub fn generate(ambient: &Ambient) -> Self {
        Self(ambient.random_bytes::<16>().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The trace id of a `traceparent` header (W3C Trace Context, section 3.2); none when it is malformed.
    #[must_use]
    pub fn from_traceparent(header: &str) -> Option<Self> {
        let mut parts = header.split('-');
        let (version, trace) = (parts.next()?, parts.next()?);
        let hex = |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let usable = version.len() == 2
            && hex(version)
            && trace.len() == 32
            && hex(trace)
            && trace.bytes().any(|byte| byte != b'0');
        usable.then(|| Self(trace.to_owned()))
    }

    /// The text, 32 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for TraceId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_well_formed_trace_ids_are_taken_over() {
        let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assert_eq!(TraceId::from_traceparent(good).unwrap().as_str(), "4bf92f3577b34da6a3ce929d0e0e4736");
        for bad in ["", "00-xyz-1-1", "00-00000000000000000000000000000000-1-1", "00-<script>alert(1)</script>-1-01"] {
            assert_eq!(TraceId::from_traceparent(bad), None, "{bad}");
        }
    }
}
