//! Who acts.

use cauldron_types::{JobId, Permission, Role, SessionId, UserId};
use uuid::Uuid;

/// Who acts within an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody in front of a browser.
    Person {
        /// The person.
        user: UserId,
        /// Their name, copied into audit entries.
        display_name: String,
        /// The session they act through.
        session: SessionId,
        /// Their role in the organization of the context.
        role: Role,
    },
    /// A program with an API key; may do what its key was given, and no more than its owner.
    ServiceAccount {
        /// The key.
        key: Uuid,
        /// The key's name, and whose it is.
        name: String,
        /// The person whose key it is; none for a service account's.
        owner: Option<UserId>,
        /// The key's scopes.
        scopes: Vec<Permission>,
    },
    /// Somebody who followed a public link; may read what the link shows.
    ShareLink {
        /// The link.
        link: Uuid,
        /// What it shows.
        scopes: Vec<Permission>,
    },
    /// Background work, for somebody or for the system itself.
    Job {
        /// The job.
        job: JobId,
        /// What it does.
        kind: String,
        /// The person who asked for it.
        on_behalf_of: Option<UserId>,
        /// What it may do: what that person could, or what the job's kind needs.
        scopes: Vec<Permission>,
    },
    /// Whoever runs the installation, from its command line.
    Operator {
        /// The account on the machine.
        account: String,
    },
}

/// The kind of an actor, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// See [`Actor::Person`].
    Person,
    /// See [`Actor::ServiceAccount`].
    ServiceAccount,
    /// See [`Actor::ShareLink`].
    ShareLink,
    /// See [`Actor::Job`].
    Job,
    /// Cauldron itself: the workers of a process.
    System,
    /// See [`Actor::Operator`].
    Operator,
    /// Nobody known.
    Visitor,
}

impl ActorKind {
    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::ServiceAccount => "service_account",
            Self::ShareLink => "share_link",
            Self::Job => "job",
            Self::System => "system",
            Self::Operator => "operator",
            Self::Visitor => "visitor",
        }
    }
}

impl Actor {
    /// How Cauldron itself is named in logs that people read.
    pub const SYSTEM_LABEL: &'static str = "Cauldron";
    /// How whoever runs the installation is named in them; an account may follow.
    pub const OPERATOR_LABEL: &'static str = "Operator";

    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> ActorKind {
        match self {
            Self::Person { .. } => ActorKind::Person,
            Self::ServiceAccount { .. } => ActorKind::ServiceAccount,
            Self::ShareLink { .. } => ActorKind::ShareLink,
            Self::Job { .. } => ActorKind::Job,
            Self::Operator { .. } => ActorKind::Operator,
        }
    }

    /// The id under which the actor is recorded.
    #[must_use]
    pub const fn id(&self) -> Option<Uuid> {
        match self {
            Self::Person { user, .. } => Some(user.0),
            Self::ServiceAccount { key, .. } => Some(*key),
            Self::ShareLink { link, .. } => Some(*link),
            Self::Job { job, .. } => Some(job.0),
            Self::Operator { .. } => None,
        }
    }

    /// The person who acts or for whom is acted; row-level security knows them as `app.user_id`.
    #[must_use]
    pub const fn user(&self) -> Option<UserId> {
        match self {
            Self::Person { user, .. } => Some(*user),
            Self::Job { on_behalf_of, .. } => *on_behalf_of,
            Self::ServiceAccount { owner, .. } => *owner,
            Self::ShareLink { .. } | Self::Operator { .. } => None,
        }
    }

    /// How the actor is named in logs that people read.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Person { display_name, .. } => display_name.clone(),
            Self::ServiceAccount { name, .. } => format!("API key {name}"),
            Self::ShareLink { .. } => "Share link".to_owned(),
            Self::Job { kind, .. } => format!("Job {kind}"),
            Self::Operator { account } => format!("{} {account}", Self::OPERATOR_LABEL),
        }
    }
}
