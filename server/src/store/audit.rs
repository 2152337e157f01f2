//! Walks every chain and names what was changed, removed, added, reordered, cut off or blanked.
//!
//! A blank record is sound only where an erasure of the same stream covers it, which the chain itself vouches for. Within the database each stream is held against its head; against whoever rewrites everything, an exported copy of
//! the heads is held against the journal.

use super::batch::Head;
use super::commit::parse_hash;
use super::row::{count, id};
use super::{Backend, Store, StoreError};
use domain::actor::ActorRef;
use domain::assessment::Erasure;
use domain::id::OrgId;
use domain::journal::{Hash, Link, Timestamp, body_hash, hex, is_redacted, record_hash};
use futures::TryStreamExt;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};
use std::collections::{BTreeMap, HashMap};

/// One thing that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tampering {
    /// The organisation.
    pub org: String,
    /// The stream.
    pub stream: String,
    /// The version concerned; the first one, when several are missing.
    pub version: u64,
    /// What was found.
    pub what: What,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// The body is not the one that was hashed.
    #[error("the record's body was changed")]
    Body,
    /// Another field, or the place in the chain, is not the one that was hashed.
    #[error("the record was changed, moved or follows another record")]
    Record,
    /// Records are missing in the middle.
    #[error("records were removed from here on")]
    Removed,
    /// Records are missing at the end.
    #[error("records were cut off from here on")]
    CutOff,
    /// Records were added after the head.
    #[error("records were added after the head")]
    Added,
    /// The stream has no head, or the head is not its last record's.
    #[error("the head does not fit the stream")]
    Head,
    /// The text is gone, and no erasure of the stream covers it.
    #[error("the record's text was taken away, and no erasure covers it")]
    Blanked,
    /// An exported head has no such record.
    #[error("the record differs from the exported head")]
    Exported,
}

impl std::fmt::Display for Tampering {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} version {}: {}", self.org, self.stream, self.version, self.what)
    }
}

/// A record whose text was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted {
    /// The organisation.
    pub org: String,
    /// The stream.
    pub stream: String,
    /// The version.
    pub version: u64,
}

impl std::fmt::Display for Redacted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} version {}: the record's text was erased", self.org, self.stream, self.version)
    }
}

/// What a walk over the journal found.
#[derive(Debug, Default)]
pub struct Audit {
    /// Records that were read.
    pub records: u64,
    /// Streams that were walked.
    pub streams: u64,
    /// What is not as it was written, by stream and version.
    pub found: Vec<Tampering>,
    /// Records whose text was erased; their place in the chain is sound.
    pub redacted: Vec<Redacted>,
}

/// A stream while it is walked.
struct Walk {
    org: String,
    stream: String,
    last: u64,
    hash: String,
    previous: Hash,
    /// Blank records that no erasure has explained yet, with who made them.
    blank: Vec<(u64, String)>,
}

type Places = HashMap<(String, String), Vec<Head>>;

impl Store {
    /// Where every stream of every organisation stands, by organisation and name.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn heads(&self) -> Result<Vec<Head>, StoreError> {
        heads(&mut *self.pool().acquire().await?).await
    }

    /// Walks the whole journal, and holds it against `exported` heads too.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn verify(&self, exported: &[Head]) -> Result<Audit, StoreError> {
        // Heads and records as of one moment: a server may append meanwhile.
        let mut moment = self.pool().begin().await?;
        if self.backend() == Backend::Postgres {
            sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute(&mut *moment).await?;
        }
        walk(&mut moment, exported).await
    }
}

/// Walks the journal that `conn` sees, which must be that of one moment.
pub(super) async fn walk(conn: &mut AnyConnection, exported: &[Head]) -> Result<Audit, StoreError> {
    let heads = heads(&mut *conn).await?;
    let mut open: BTreeMap<(String, String), Head> =
        heads.into_iter().map(|head| ((head.org.to_string(), head.stream.clone()), head)).collect();
    let mut places = Places::new();
    for head in exported {
        places.entry((head.org.to_string(), head.stream.clone())).or_default().push(head.clone());
    }
    let mut audit = Audit::default();
    let mut walk: Option<Walk> = None;
    let mut rows = sqlx::query(
        "SELECT org, stream, version, at, actor, body, salt, body_hash, hash FROM journal
         ORDER BY org, stream, version",
    )
    .fetch(&mut *conn);
    while let Some(row) = rows.try_next().await? {
        let (org, stream): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        if walk.as_ref().is_none_or(|walk| walk.org != org || walk.stream != stream) {
            if let Some(done) = walk.take() {
                audit.end(&done, open.remove(&(done.org.clone(), done.stream.clone())));
            }
            audit.streams += 1;
            walk = Some(Walk { org, stream, last: 0, hash: String::new(), previous: [0; 32], blank: vec![] });
        }
        if let Some(walk) = &mut walk {
            audit.records += 1;
            audit.step(walk, &row, &mut places)?;
        }
    }
    drop(rows);
    if let Some(done) = walk {
        audit.end(&done, open.remove(&(done.org.clone(), done.stream.clone())));
    }
    for ((org, stream), _) in open {
        audit.found.push(Tampering { org, stream, version: 1, what: What::CutOff });
    }
    for ((org, stream), missing) in places {
        for head in missing {
            let (org, stream) = (org.clone(), stream.clone());
            audit.found.push(Tampering { org, stream, version: head.version, what: What::Exported });
        }
    }
    audit.found.sort_by(|a, b| (&a.org, &a.stream, a.version).cmp(&(&b.org, &b.stream, b.version)));
    Ok(audit)
}

async fn heads(conn: &mut AnyConnection) -> Result<Vec<Head>, StoreError> {
    let rows =
        sqlx::query("SELECT org, stream, version, hash FROM stream_head ORDER BY org, stream").fetch_all(conn).await?;
    rows.iter()
        .map(|row| {
            Ok(Head {
                org: id(row.try_get(0)?)?,
                stream: row.try_get(1)?,
                version: count(row.try_get(2)?)?,
                hash: row.try_get(3)?,
            })
        })
        .collect()
}

impl Audit {
    fn note(&mut self, walk: &Walk, version: u64, what: What) {
        self.found.push(Tampering { org: walk.org.clone(), stream: walk.stream.clone(), version, what });
    }

    fn step(&mut self, walk: &mut Walk, row: &AnyRow, places: &mut Places) -> Result<(), StoreError> {
        let version = u64::try_from(row.try_get::<i64, _>(2)?).unwrap_or(0);
        let (at, actor): (i64, String) = (row.try_get(3)?, row.try_get(4)?);
        let (body, salt): (String, String) = (row.try_get(5)?, row.try_get(6)?);
        let (stored_body_hash, stored_hash): (String, String) = (row.try_get(7)?, row.try_get(8)?);
        if version != walk.last + 1 {
            self.note(walk, walk.last + 1, What::Removed);
        }
        if is_redacted(&salt, &body) {
            walk.blank.push((version, actor.clone()));
        } else if hex(&body_hash(&salt, &body)) != stored_body_hash {
            self.note(walk, version, What::Body);
        } else if !walk.blank.is_empty() && walk.stream.starts_with("assessment/") {
            self.explain(walk, Erasure::read(version, &body));
        }
        // The chain is followed by what is stored, so that one changed record is named once and not every later one.
        let followed = match (OrgId::new(walk.org.clone()), ActorRef::try_from(actor), parse_hash(&stored_body_hash)) {
            (Ok(org), Ok(by), Some(body_hash)) => {
                let link = Link { org: &org, stream: &walk.stream, version, at: Timestamp(at), by: &by };
                hex(&record_hash(&walk.previous, link, &body_hash)) == stored_hash
            }
            _ => false,
        };
        if !followed && version == walk.last + 1 {
            self.note(walk, version, What::Record);
        }
        if let Some(heads) = places.get_mut(&(walk.org.clone(), walk.stream.clone())) {
            heads.retain(|head| head.version != version || head.hash != stored_hash);
        }
        walk.last = version;
        walk.previous = parse_hash(&stored_hash).unwrap_or([0; 32]);
        walk.hash = stored_hash;
        Ok(())
    }

    /// Takes what an erasure covers as erased.
    fn explain(&mut self, walk: &mut Walk, erasure: Option<Erasure>) {
        let Some(erasure) = erasure else { return };
        let (org, stream) = (walk.org.clone(), walk.stream.clone());
        walk.blank.retain(|(version, by)| {
            let covered = ActorRef::try_from(by.clone()).is_ok_and(|by| erasure.covers(*version, &by));
            if covered {
                let (org, stream) = (org.clone(), stream.clone());
                self.redacted.push(Redacted { org, stream, version: *version });
            }
            !covered
        });
    }

    fn end(&mut self, walk: &Walk, head: Option<Head>) {
        for (version, _) in &walk.blank {
            self.note(walk, *version, What::Blanked);
        }
        match head {
            None => self.note(walk, walk.last, What::Head),
            Some(head) if head.version > walk.last => self.note(walk, walk.last + 1, What::CutOff),
            Some(head) if head.version < walk.last => self.note(walk, head.version + 1, What::Added),
            Some(head) if head.hash != walk.hash => self.note(walk, walk.last, What::Head),
            Some(_) => {}
        }
    }
}
