//! Roles and permissions by name. Which role holds which permission is decided in `cauldron-core`, on the server.

use serde::{Deserialize, Serialize};

/// A name that is not in the catalogue, with the catalogue it was looked up in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// What was given.
    pub given: String,
    /// What would have been understood.
    pub known: &'static [&'static str],
}

impl std::fmt::Display for UnknownName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "\"{}\" is not known; use one of: {}", self.given, self.known.join(", "))
    }
}

impl std::error::Error for UnknownName {}

macro_rules! named_enum {
    ($(#[$docs:meta])* $name:ident { $($(#[$variant_docs:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$docs])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_docs])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// The names, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($text,)+];

            /// The name as stored and sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::UnknownName { given: text.to_owned(), known: Self::NAMES }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use named_enum;

named_enum! {
    /// A system role, held by a membership.
    Role {
        /// May do everything in the organization.
        Owner = "owner",
        /// Runs the organization day to day; holds every permission there is so far.
        Admin = "admin",
        /// Works with events, metrics and knowledge.
        Analyst = "analyst",
        /// Reads dashboards and reports.
        Executive = "executive",
        /// Reads everything, the audit log included.
        Auditor = "auditor",
    }
}

impl Role {
    /// The role's name in a sentence or a menu.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::Analyst => "Analyst",
            Self::Executive => "Executive",
            Self::Auditor => "Auditor",
        }
    }
}

named_enum! {
    /// One `resource:action` of the permission catalogue.
    Permission {
        /// See the Overview and the figures on it.
        DashboardRead = "dashboard:read",
        /// Record samples of figures.
        MetricWrite = "metric:write",
        /// See the platform's security events.
        SecurityEventRead = "security_event:read",
        /// See the organization's profile and settings.
        OrganizationRead = "organization:read",
        /// Change the organization's profile and settings.
        OrganizationWrite = "organization:write",
        /// Read the audit log.
        AuditRead = "audit:read",
        /// See requests, errors, statements and jobs of the installation; held in the operating organization only.
        OperationsRead = "operations:read",
        /// Have the installation do work again, such as a failed job; held in the operating organization only.
        OperationsWrite = "operations:write",
        /// Change one's own preferences.
        PreferenceWrite = "preference:write",
    }
}
