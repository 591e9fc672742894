//! The header of a file: the names, types and shapes of its tensors, and the checksums that plywood wrote.

use alloc::collections::BTreeMap;
use std::io::Read;

use safetensors::tensor::{Metadata, TensorInfo};
use serde::de::MapAccess;

use super::object::{Member, Object};
use crate::error::{Reason, shortened};

/// The entry in the metadata that says that plywood wrote the file: a line with the version, then one for each
/// tensor with its checksum and its name. There is no other entry, since the order of several would be another
/// each time.
pub(super) const MANIFEST: &str = "plywood";

pub(super) const VERSION: &str = "version 1";

/// The key of the metadata, which is no tensor.
const METADATA: &str = "__metadata__";

/// The bytes in front that say how long the header is.
const LENGTH: u64 = 8;

/// The longest header that the format has.
const LONGEST: u64 = 100_000_000;

/// A header that fits the length of its file.
pub(super) struct Header {
    pub(super) tensors: Metadata,
    pub(super) manifest: Option<String>,
    /// Where the data begin.
    pub(super) start: u64,
}

impl Header {
    /// Reads the header of a file of this length. Nothing behind it is read: a file of another kind may be larger
    /// than memory.
    pub(super) fn read(file: &mut impl Read, length: u64) -> Result<Self, Reason> {
        let damaged = |why: String| {
            Reason::from(format!("it is damaged, or no safetensors file ({length} bytes): {why}"))
        };
        let mut first = [0; LENGTH as usize];
        if length < LENGTH {
            return Err(damaged("it has no header".to_owned()));
        }
        read_exact(file, &mut first)?;
        let header = u64::from_le_bytes(first);
        if header > LONGEST.min(length - LENGTH) {
            return Err(damaged(format!("the header would have {header} bytes")));
        }
        let mut bytes = vec![0; header as usize];
        read_exact(file, &mut bytes)?;
        let Object(entries) = serde_json::from_slice(&bytes)
            .map_err(|e| damaged(format!("the header: {}", shortened(&e.to_string(), 300))))?;
        drop(bytes);
        let (mut tensors, mut manifest) = (Vec::new(), None);
        for (name, entry) in entries {
            match entry {
                Entry::Tensor(tensor) => tensors.push((name, tensor)),
                Entry::Manifest(found) => manifest = found,
            }
        }
        tensors.sort_by_key(|(_, tensor)| tensor.data_offsets);
        let tensors = Metadata::new(None, tensors).map_err(|e| damaged(e.to_string()))?;
        let start = LENGTH + header;
        let data = tensors.data_len() as u64;
        if data != length - start {
            return Err(damaged(format!(
                "{} bytes lie behind the header, which tells of {data}",
                length - start
            )));
        }
        Ok(Self { tensors, manifest, start })
    }
}

/// Fills `bytes` from a file that was long enough when it was opened.
pub(super) fn read_exact(file: &mut impl Read, bytes: &mut [u8]) -> Result<(), Reason> {
    file.read_exact(bytes).map_err(Reason::cannot_be_read)
}

/// An entry of a header. A header is read entry by entry: `Metadata` would keep it as a tree first, which takes 50
/// times its length.
enum Entry {
    Tensor(TensorInfo),
    Manifest(Option<String>),
}

impl Member for Entry {
    const OBJECT: &'static str = "an object with an entry for each tensor";

    fn read<'de, A: MapAccess<'de>>(name: &str, header: &mut A) -> Result<Self, A::Error> {
        if name == METADATA {
            let mut metadata: BTreeMap<String, String> = header.next_value()?;
            return Ok(Self::Manifest(metadata.remove(MANIFEST)));
        }
        header.next_value().map(Self::Tensor)
    }
}
