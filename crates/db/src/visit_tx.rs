//! A transaction before anybody is known.

use crate::{Db, DbError};
use cauldron_core::Visit;
use sqlx::{PgConnection, PgTransaction};

/// A transaction of the runtime role without an organization: every policy shows it nothing, and only the identity
/// functions, which take a token's hash or an e-mail address, answer.
#[derive(Debug)]
pub struct VisitTx {
    transaction: PgTransaction<'static>,
    db: Db,
    visit: Visit,
    published: bool,
}

impl VisitTx {
    pub(crate) async fn begin(db: &Db, visit: &Visit) -> Result<Self, DbError> {
        Ok(Self { transaction: db.begin_app().await?, db: db.clone(), visit: visit.clone(), published: false })
    }

    /// The connection, for store functions.
    pub fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    /// The visit it was begun with.
    #[must_use]
    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    /// Notes that an identity function that puts events on the bus was called.
    pub fn published(&mut self) {
        self.published = true;
    }

    /// Makes everything durable and wakes whoever waits for what was published.
    ///
    /// # Errors
    /// The commit fails: nothing was changed, unless it is [`DbError::Unsettled`], which does not know.
    pub async fn commit(self) -> Result<(), DbError> {
        self.transaction.commit().await.map_err(DbError::of_commit)?;
        if self.published {
            self.db.wake().outbox_written();
        }
        Ok(())
    }
}
