//! Exports as CSV, a few lines in memory at a time: the same bytes over HTTP and on the command line.
//!
//! A task reads the database's cursor and waits whenever the reader is slower. What a line holds is said in
//! `domain::register`.

use crate::error::Error;
use crate::record::{Refresh, refresh_due};
use crate::state::AppState;
use crate::store::{Store, StoreError};
use bytes::Bytes;
use chrono::NaiveDate;
use domain::access::{Event, filters_of};
use domain::api::finding::{FindingQuery, FindingRow};
use domain::api::register::{RegisterQuery, RegisterRow};
use domain::id::OrgId;
use domain::register::{csv, findings_csv};
use futures::stream::{self, BoxStream};
use futures::{StreamExt as _, TryStreamExt as _};
use std::time::Duration;
use tokio::sync::mpsc;

/// Size from which on a chunk is sent, in bytes.
const CHUNK: usize = 32 * 1024;
/// Chunks that may wait for the reader.
const WAITING: usize = 2;
/// How long one chunk may wait for the reader.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Export {
    /// The register.
    Register(RegisterQuery),
    /// The findings.
    Findings(FindingQuery),
}

impl Export {
    /// The name of the file, with its date.
    #[must_use]
    pub fn file_name(&self, today: NaiveDate) -> String {
        let noun = match self {
            Export::Register(_) => "register",
            Export::Findings(_) => "findings",
        };
        format!("{noun}-{today}.csv")
    }

    /// What is recorded of it.
    #[must_use]
    pub fn event(&self) -> Event {
        match self {
            Export::Register(query) => Event::RegisterExported { filters: filters_of(query) },
            Export::Findings(query) => Event::FindingsExported { filters: filters_of(query) },
        }
    }

    fn header(&self) -> Vec<u8> {
        match self {
            Export::Register(_) => csv::header(),
            Export::Findings(_) => findings_csv::header(),
        }
    }

    fn rows<'a>(&self, store: &'a Store, org: &OrgId, today: NaiveDate) -> BoxStream<'a, Result<String, StoreError>> {
        match self {
            Export::Register(query) => store.stream_register(org, query),
            Export::Findings(query) => store.stream_findings(org, query, today),
        }
    }

    /// The line of a stored row.
    fn line(&self, body: &str) -> Result<Vec<u8>, Error> {
        Ok(match self {
            Export::Register(_) => csv::line(&serde_json::from_str::<RegisterRow>(body)?),
            Export::Findings(_) => findings_csv::line(&serde_json::from_str::<FindingRow>(body)?),
        })
    }

    /// The file in chunks, as of today. The first chunk is there when this returns, so that a database that does not
    /// answer is told before anything is sent.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn chunks(
        self,
        state: &AppState,
        org: &OrgId,
        refresh: Refresh,
    ) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        refresh_due(state, org, refresh).await?;
        let (sender, receiver) = mpsc::channel(WAITING);
        tokio::spawn(self.write(state.store.clone(), org.clone(), state.clock.today(), sender));
        let mut chunks = stream::unfold(Some(receiver), |chunks| async move { next(chunks?).await }).boxed();
        let first = chunks.try_next().await?;
        Ok(stream::iter(first.map(Ok)).chain(chunks).boxed())
    }

    async fn write(self, store: Store, org: OrgId, today: NaiveDate, sender: mpsc::Sender<Piece>) {
        let mut rows = self.rows(&store, &org, today);
        let mut chunk = self.header();
        while let Some(row) = rows.next().await {
            match row.map_err(Error::from).and_then(|body| self.line(&body)) {
                Ok(line) => chunk.extend_from_slice(&line),
                Err(error) => {
                    tracing::error!(?error, %org, "an export broke off");
                    let _gone = sender.send(Piece::Broken(error)).await;
                    return;
                }
            }
            // A reader who has gone away or stands still must not keep the database's cursor.
            if chunk.len() >= CHUNK {
                let piece = Piece::Chunk(std::mem::take(&mut chunk).into());
                if sender.send_timeout(piece, PATIENCE).await.is_err() {
                    return;
                }
            }
        }
        drop(rows);
        let _gone = sender.send(Piece::Chunk(chunk.into())).await;
        let _gone = sender.send(Piece::End).await;
    }
}

/// What the writing task gives to the reading one.
enum Piece {
    Chunk(Bytes),
    Broken(Error),
    End,
}

/// The next chunk, and where those after it come from. A file that ends without its end is not passed off as whole.
async fn next(mut pieces: mpsc::Receiver<Piece>) -> Option<(Result<Bytes, Error>, Option<mpsc::Receiver<Piece>>)> {
    match pieces.recv().await {
        Some(Piece::Chunk(chunk)) => Some((Ok(chunk), Some(pieces))),
        Some(Piece::Broken(error)) => Some((Err(error), None)),
        Some(Piece::End) => None,
        None => Some((Err(Error::Internal("the export was given up".into())), None)),
    }
}
