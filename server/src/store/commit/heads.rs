//! Where streams stand: each head is moved from where the batch saw it, or the batch conflicts.
//!
//! A batch that knows the hash of the last record, from folding the stream, spares the database a look; the move itself
//! makes sure that it is still so.

use super::guard;
use crate::store::batch::{Append, Batch, Head, Still};
use crate::store::row::{count, stored, without_nul};
use crate::store::statement::Statement;
use crate::store::{Backend, StoreError};
use domain::id::OrgId;
use domain::journal::{Hash, Link, Timestamp, body_hash, hex, record_hash};
use rand::RngCore;
use sqlx::{AnyConnection, Row as _};

/// One record as it will be stored.
pub(super) struct Record<'a> {
    pub(super) version: u64,
    pub(super) at: Timestamp,
    pub(super) by: String,
    pub(super) body: &'a str,
    pub(super) salt: String,
    pub(super) body_hash: Hash,
    pub(super) hash: Hash,
}

/// What one batch adds to one stream.
pub(super) struct Move<'a> {
    /// The place of the batch among those carried out together.
    batch: usize,
    pub(super) org: &'a OrgId,
    pub(super) stream: &'a str,
    from: Place,
    pub(super) records: Vec<Record<'a>>,
}

#[derive(Clone, Copy)]
struct Place {
    version: u64,
    at: Timestamp,
    hash: Hash,
}

impl Move<'_> {
    fn to(&self) -> Place {
        let last = self.records.last().map(|last| Place { version: last.version, at: last.at, hash: last.hash });
        last.unwrap_or(self.from)
    }

    /// Whether `still` does not hold after this move. A new stream may be one more of those that were counted.
    fn unsettles(&self, still: &Still) -> bool {
        match still {
            Still::At(stream, _) => self.stream == stream.as_str(),
            Still::Assessments(..) | Still::Streams(_) => self.from.version == 0,
        }
    }

    fn conflict(&self) -> StoreError {
        StoreError::Conflict(self.stream.to_owned())
    }
}

/// Where the streams of one batch stand after its moves.
pub(super) fn of_batch(moves: &[Move<'_>], batch: usize) -> Vec<Head> {
    let own = moves.iter().filter(|one| one.batch == batch);
    own.map(|one| {
        let to = one.to();
        Head { org: one.org.clone(), stream: one.stream.to_owned(), version: to.version, hash: hex(&to.hash) }
    })
    .collect()
}

/// Moves the head of every stream that a batch appends to, and makes sure that what each batch was computed from still
/// stands.
pub(super) async fn move_all<'a>(
    conn: &mut AnyConnection,
    backend: Backend,
    batches: &[&'a Batch],
) -> Result<Vec<Move<'a>>, StoreError> {
    if backend == Backend::Postgres {
        guard::lock(conn, batches).await?;
    }
    let mut moves: Vec<Move<'a>> = Vec::new();
    for (place, batch) in batches.iter().enumerate() {
        // Streams in order of name: two batches never wait for each other crosswise.
        let mut appends: Vec<&'a Append> = batch.appends.iter().filter(|append| !append.bodies.is_empty()).collect();
        appends.sort_by(|a, b| a.stream.cmp(&b.stream));
        for append in appends {
            match moves.iter_mut().find(|one| one.org == &batch.org && one.stream == append.stream.as_str()) {
                Some(earlier) if earlier.batch == place && earlier.to().version == append.expected => {
                    extend(earlier, append)?;
                }
                Some(other) => return Err(other.conflict()),
                None => moves.push(begin(conn, place, &batch.org, append).await?),
            }
        }
    }
    must_not_cross(&moves, batches)?;
    let (new, known): (Vec<&Move<'a>>, Vec<&Move<'a>>) = moves.iter().partition(|one| one.from.version == 0);
    put_new(conn, &new).await?;
    put_known(conn, &known, batches).await?;
    Ok(moves)
}

/// Batches carried out together do not see each other's moves: one that moves what another was computed from must come
/// before or after it. Then nothing is written, and each is carried out by itself.
fn must_not_cross(moves: &[Move<'_>], batches: &[&Batch]) -> Result<(), StoreError> {
    for (place, batch) in batches.iter().enumerate() {
        let mut others = moves.iter().filter(|one| one.batch != place && one.org == &batch.org);
        let crossing = others.find(|other| batch.still.iter().any(|still| other.unsettles(still)));
        if let Some(other) = crossing {
            return Err(other.conflict());
        }
    }
    Ok(())
}

async fn begin<'a>(
    conn: &mut AnyConnection,
    batch: usize,
    org: &'a OrgId,
    append: &'a Append,
) -> Result<Move<'a>, StoreError> {
    let stream = append.stream.as_str();
    let from = match append.previous {
        Some(hash) => Place { version: append.expected, at: append.at, hash },
        None => read_head(conn, org, stream).await?,
    };
    let mut begun = Move { batch, org, stream, from, records: Vec::new() };
    if from.version != append.expected {
        return Err(begun.conflict());
    }
    extend(&mut begun, append)?;
    Ok(begun)
}

fn extend<'a>(to: &mut Move<'a>, append: &'a Append) -> Result<(), StoreError> {
    let Place { version, at, mut hash } = to.to();
    let at = append.at.max(at);
    for (body, version) in append.bodies.iter().zip(version + 1..) {
        let (body, salt) = (without_nul(body)?, new_salt());
        let body_hash = body_hash(&salt, body);
        hash = record_hash(&hash, Link { org: to.org, stream: to.stream, version, at, by: &append.by }, &body_hash);
        to.records.push(Record { version, at, by: append.by.to_string(), body, salt, body_hash, hash });
    }
    Ok(())
}

async fn put_new(conn: &mut AnyConnection, new: &[&Move<'_>]) -> Result<(), StoreError> {
    let Some(first) = new.first() else { return Ok(()) };
    let mut insert = Statement::new("INSERT INTO stream_head (org, stream, version, at, hash) VALUES ");
    for (place, one) in new.iter().enumerate() {
        let to = one.to();
        insert.text(if place == 0 { "(" } else { ", (" }).value(one.org.as_str())?;
        insert.text(", ").value(one.stream)?.text(", ").value(stored(to.version)?)?;
        insert.text(", ").value(to.at.0)?.text(", ").value(hex(&to.hash))?.text(")");
    }
    insert.text(" ON CONFLICT (org, stream) DO NOTHING");
    if insert.execute(conn).await? == new.len() as u64 { Ok(()) } else { Err(first.conflict()) }
}

async fn put_known(conn: &mut AnyConnection, known: &[&Move<'_>], batches: &[&Batch]) -> Result<(), StoreError> {
    if known.is_empty() {
        return guard::check(conn, batches).await;
    }
    let mut update = Statement::new("WITH moved (org, stream, before, previous, version, at, hash) AS (VALUES ");
    for (place, one) in known.iter().enumerate() {
        let to = one.to();
        update.text(if place == 0 { "(" } else { ", (" }).value(one.org.as_str())?;
        update.text(", ").value(one.stream)?.text(", ").number(stored(one.from.version)?)?;
        update.text(", ").value(hex(&one.from.hash))?.text(", ").number(stored(to.version)?)?;
        update.text(", ").number(to.at.0)?.text(", ").value(hex(&to.hash))?.text(")");
    }
    update.text(
        ") UPDATE stream_head SET version = moved.version, at = moved.at, hash = moved.hash FROM moved
         WHERE stream_head.org = moved.org AND stream_head.stream = moved.stream
         AND stream_head.version = moved.before AND stream_head.hash = moved.previous",
    );
    guard::add(&mut update, batches)?;
    update.text(" RETURNING stream_head.stream");
    let done = update.rows(conn).await?;
    if done.len() == known.len() {
        return guard::check_rest(conn, batches).await;
    }
    let done = done.iter().map(|row| row.try_get::<String, _>(0)).collect::<Result<Vec<_>, _>>()?;
    let missed = known.iter().find(|one| !done.iter().any(|stream| stream == one.stream));
    Err(missed.map_or_else(|| StoreError::Conflict("a stream".into()), |one| one.conflict()))
}

async fn read_head(conn: &mut AnyConnection, org: &OrgId, stream: &str) -> Result<Place, StoreError> {
    let row = sqlx::query("SELECT version, at, hash FROM stream_head WHERE org = $1 AND stream = $2")
        .bind(org.as_str())
        .bind(stream)
        .fetch_optional(conn)
        .await?;
    let Some(row) = row else { return Ok(Place { version: 0, at: Timestamp(i64::MIN), hash: [0; 32] }) };
    let hash: String = row.try_get(2)?;
    Ok(Place {
        version: count(row.try_get(0)?)?,
        at: Timestamp(row.try_get(1)?),
        hash: parse_hash(&hash).ok_or_else(|| StoreError::Corrupt(format!("the head of {stream}")))?,
    })
}

/// Reads a hash from 64 hexadecimal digits.
pub(in crate::store) fn parse_hash(text: &str) -> Option<Hash> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, index) in hash.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(text.get(index..index + 2)?, 16).ok()?;
    }
    Some(hash)
}

fn new_salt() -> String {
    let mut salt = [0; 16];
    rand::rng().fill_bytes(&mut salt);
    hex(&salt)
}
