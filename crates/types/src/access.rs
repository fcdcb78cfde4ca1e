//! System roles and permissions by name. Which role holds which permission is decided in `cauldron-core`, on the server.

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
        /// Sees the organization, its people, teams and roles; everything else comes by teams and roles given besides.
        Member = "member",
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
            Self::Member => "Member",
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
        /// Take security events away as a file.
        SecurityEventExport = "security_event:export",
        /// See the organization's profile and settings.
        OrganizationRead = "organization:read",
        /// Change the organization's profile and settings.
        OrganizationWrite = "organization:write",
        /// Hand the organization over, and decide how its people have to sign in.
        OrganizationManage = "organization:manage",
        /// See who belongs to the organization.
        PersonRead = "person:read",
        /// Invite people.
        PersonCreate = "person:create",
        /// Invite many people at once, from a file.
        PersonImport = "person:import",
        /// Change people's base roles, suspend them and let them back in.
        PersonWrite = "person:write",
        /// Remove people from the organization.
        PersonDelete = "person:delete",
        /// Take the list of people away as a file.
        PersonExport = "person:export",
        /// See teams and who is in them.
        TeamRead = "team:read",
        /// Make teams.
        TeamCreate = "team:create",
        /// Change a team's name and purpose.
        TeamWrite = "team:write",
        /// Decide who is in a team and who runs it.
        TeamManage = "team:manage",
        /// Delete teams.
        TeamDelete = "team:delete",
        /// See roles and what they permit.
        RoleRead = "role:read",
        /// Make roles.
        RoleCreate = "role:create",
        /// Change what a role permits.
        RoleWrite = "role:write",
        /// Delete roles.
        RoleDelete = "role:delete",
        /// Take the matrix of roles and permissions away as a file.
        RoleExport = "role:export",
        /// See who may do what, and why.
        AccessRead = "access:read",
        /// Give roles to people and teams, and take them back.
        AccessManage = "access:manage",
        /// See which access nobody uses.
        AccessReport = "access:report",
        /// See the organization's API keys and service accounts.
        ApiKeyRead = "api_key:read",
        /// Make API keys for oneself.
        ApiKeyCreate = "api_key:create",
        /// Run service accounts, and revoke anybody's API keys.
        ApiKeyManage = "api_key:manage",
        /// Read the audit log.
        AuditRead = "audit:read",
        /// Take the audit log away as a file.
        AuditExport = "audit:export",
        /// See requests, errors, statements and jobs of the installation; held in the operating organization only.
        OperationsRead = "operations:read",
        /// Have the installation do work again, such as a failed job; held in the operating organization only.
        OperationsWrite = "operations:write",
        /// Make and suspend organizations, and choose the installation's settings; held in the operating organization only.
        OperationsManage = "operations:manage",
        /// Change one's own preferences.
        PreferenceWrite = "preference:write",
    }
}

impl Permission {
    /// What it is about: the part before the colon.
    #[must_use]
    pub fn resource(self) -> &'static str {
        self.as_str().split_once(':').map_or("", |(resource, _)| resource)
    }

    /// What may be done with it: the part behind the colon.
    #[must_use]
    pub fn action(self) -> &'static str {
        self.as_str().split_once(':').map_or("", |(_, action)| action)
    }
}
