use std::io::Read as _;

use sha2::{Digest as _, Sha256};

use crate::sources::http::{Call, CallKind};

/// A row of the cache: a question and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The question in its canonical form.
    pub(super) request: String,
    pub(super) kind: String,
    pub(super) status: i64,
    pub(super) fetched_at: i64,
    /// Of the answer as it came.
    pub(super) sha256: [u8; 32],
    /// The answer, compressed.
    pub(super) body: Vec<u8>,
}

/// Nothing larger is read back; the client takes nothing larger in.
const LARGEST: u64 = 1 << 30;

impl Row {
    /// Packs an answer; `None` if it cannot be.
    pub(super) fn new(
        request: String,
        kind: CallKind,
        status: u16,
        fetched_at: i64,
        body: &[u8],
    ) -> Option<Self> {
        let sha256 = Sha256::digest(body).into();
        let body = zstd::encode_all(body, 3).ok()?;
        Some(Self {
            request,
            kind: kind.as_str().to_owned(),
            status: status.into(),
            fetched_at,
            sha256,
            body,
        })
    }

    /// The hash that tells whether anything in the row has changed since it was written.
    pub(super) fn seal(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for part in [self.request.as_bytes(), self.kind.as_bytes(), &self.sha256[..], &self.body[..]] {
            // With its length, so that no byte can pass from one part to the next.
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hash.update(self.status.to_le_bytes());
        hash.update(self.fetched_at.to_le_bytes());
        hash.finalize().into()
    }

    /// The answer as it came; `None` where anything is not as it was written.
    pub(super) fn unpack(&self, seal: &[u8]) -> Option<Vec<u8>> {
        if self.seal() != seal {
            return None;
        }
        let mut body = Vec::new();
        let reader = zstd::Decoder::new(&self.body[..]).ok()?;
        reader.take(LARGEST).read_to_end(&mut body).ok()?;
        (<[u8; 32]>::from(Sha256::digest(&body)) == self.sha256).then_some(body)
    }
}

/// The key of a question: the hash of its canonical form.
pub(super) fn key(request: &str) -> [u8; 32] {
    Sha256::digest(request.as_bytes()).into()
}

/// The key of a call to a service at this place.
pub(in crate::sources) fn question(call: &Call, base: &str) -> [u8; 32] {
    key(&call.canonical(base))
}
