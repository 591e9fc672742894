//! States as files.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use bytemuck::Pod;
use crc::{CRC_32_ISCSI, Crc, Table};
use safetensors::tensor::{Dtype, SafeTensorError, SafeTensors, TensorInfo, TensorView};

use super::state::{Array, error};
use super::{State, Values};
use crate::replace::{not_regular, replace};
use crate::{Error, Result};

/// The entry in the metadata that says that plywood wrote the file: a line with the version, then one for each tensor with its
/// checksum and its name. There is no other entry, since the order of several would be another each time.
const MANIFEST: &str = "plywood";

const VERSION: &str = "version 1";

/// The bytes in front that say how long the header is.
const LENGTH: usize = 8;

/// The longest header that the format has.
const LONGEST_HEADER: u64 = 100_000_000;

/// CRC-32C by sixteen tables: as fast as a disk.
const CRC: Crc<u32, Table<16>> = Crc::<u32, Table<16>>::new(&CRC_32_ISCSI);

impl State {
    /// Writes all of it to a file, as [the module](super) describes. What was there is replaced in one go.
    ///
    /// # Errors
    /// [`Error::File`] if the file cannot be written; what was there is still there.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        replace(path, &encode(self).map_err(|message| Error::file(path, message))?)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be read, is damaged, or was not written by plywood, with what is wrong with it.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let (state, is_ours) = read(path.as_ref())?;
        if is_ours { Ok(state) } else { Err(Error::file(path.as_ref(), NOT_OURS)) }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// [`Error::Format`] for names that need more than 100 million bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        encode(self).map_err(error)
    }

    /// Reads the bytes of a file: of one that is part of a program, for example, by `include_bytes!`.
    ///
    /// # Errors
    /// [`Error::Format`] if they are damaged or no such file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        match decode(bytes) {
            Ok((state, true)) => Ok(state),
            Ok((_, false)) => Err(error(NOT_OURS.to_owned())),
            Err(message) => Err(error(message)),
        }
    }
}

const NOT_OURS: &str =
    "it was not written by plywood, so it has no more than weights: `load_weights` reads those";

/// Reads a file, and says whether plywood wrote it.
pub(crate) fn read(path: &Path) -> Result<(State, bool)> {
    let bytes = bytes(path).map_err(|error| Error::cannot_be_read(path, &error))?;
    bytes.and_then(|bytes| decode(&bytes)).map_err(|message| Error::file(path, message))
}

/// What is in a file, or what is wrong with its header: a file of another kind may be larger than memory.
fn bytes(path: &Path) -> std::io::Result<Result<Vec<u8>, String>> {
    // Whoever opens a pipe waits for its other end, and a device may have none.
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(not_regular());
    }
    let (mut file, mut bytes) = (File::open(path)?, Vec::new());
    file.by_ref().take(LENGTH as u64).read_to_end(&mut bytes)?;
    let header = bytes.first_chunk().map_or(0, |&length| u64::from_le_bytes(length));
    if header <= metadata.len().min(LONGEST_HEADER) {
        file.by_ref().take(header).read_to_end(&mut bytes)?;
    }
    match SafeTensors::read_metadata(&bytes) {
        Ok(_) | Err(SafeTensorError::MetadataIncompleteBuffer) => {}
        Err(error) => return Ok(Err(no_safetensors(metadata.len(), &error))),
    }
    file.read_to_end(&mut bytes)?;
    Ok(Ok(bytes))
}

/// `state` as the bytes of a file.
fn encode(state: &State) -> Result<Vec<u8>, String> {
    let (mut manifest, mut tensors) = (VERSION.to_owned(), Vec::new());
    for (name, Array { shape, values }) in state.arrays() {
        let (dtype, data) = match values {
            Values::F32(values) => (Dtype::F32, little_endian(values)),
            Values::F64(values) => (Dtype::F64, little_endian(values)),
            Values::U64(values) => (Dtype::U64, little_endian(values)),
            Values::U8(values) => (Dtype::U8, values.as_slice()),
        };
        let tensor = TensorView::new(dtype, shape.clone(), data).map_err(|e| e.to_string())?;
        manifest.push_str(&format!("\n{} {}", checksum(name, &tensor), name.escape_debug()));
        tensors.push((name, tensor));
    }
    let metadata = core::iter::once((MANIFEST.to_owned(), manifest)).collect();
    safetensors::serialize(tensors, Some(metadata)).map_err(|e| e.to_string())
}

/// What the bytes of a file say, and whether plywood wrote it.
pub(crate) fn decode(bytes: &[u8]) -> Result<(State, bool), String> {
    let explain = |error| no_safetensors(bytes.len() as u64, &error);
    let (length, header) = SafeTensors::read_metadata(bytes).map_err(explain)?;
    let data = &bytes[LENGTH + length..];
    let view = |(name, info): (String, &TensorInfo)| {
        let (start, end) = info.data_offsets;
        let tensor = TensorView::new(info.dtype, info.shape.clone(), &data[start..end]).map_err(explain)?;
        Ok((name, tensor))
    };
    let tensors: BTreeMap<String, TensorView<'_>> =
        header.tensors().into_iter().map(view).collect::<Result<_, String>>()?;
    let manifest = header.metadata().as_ref().and_then(|metadata| metadata.get(MANIFEST));
    if let Some(manifest) = manifest {
        check(&tensors, manifest)?;
    }
    let mut state = State::new();
    for (name, tensor) in tensors {
        let values = match tensor.dtype() {
            Dtype::F32 => Values::F32(from_little_endian(tensor.data())),
            Dtype::F64 => Values::F64(from_little_endian(tensor.data())),
            Dtype::U64 => Values::U64(from_little_endian(tensor.data())),
            Dtype::U8 => Values::U8(tensor.data().to_vec()),
            other => {
                return Err(format!("`{name}` is of type {other}; those that can be read are F32 and F64"));
            }
        };
        state.insert(name, Array { shape: tensor.shape().to_vec(), values });
    }
    Ok((state, manifest.is_some()))
}

fn no_safetensors(length: u64, error: &SafeTensorError) -> String {
    format!("it is damaged, or no safetensors file ({length} bytes): {error}")
}

/// Compares what is in a file with what was written.
fn check(tensors: &BTreeMap<String, TensorView<'_>>, manifest: &str) -> Result<(), String> {
    let mut lines = manifest.split('\n');
    match lines.next() {
        Some(version) if version == VERSION => {}
        version => {
            let version = version.unwrap_or_default();
            return Err(format!("it is of another kind, `{version}`; this plywood reads `{VERSION}`"));
        }
    }
    let mut found: BTreeMap<String, String> = tensors
        .iter()
        .map(|(name, tensor)| (name.escape_debug().to_string(), checksum(name, tensor)))
        .collect();
    for line in lines {
        let (written, name) = line.split_once(' ').unwrap_or_default();
        match found.remove(name) {
            Some(found) if found == written => {}
            Some(found) => {
                return Err(format!(
                    "it is damaged: the checksum of `{name}` is {found}, where {written} is written"
                ));
            }
            None => return Err(format!("it is damaged: `{name}` is missing")),
        }
    }
    match found.keys().next() {
        Some(name) => Err(format!("it is damaged: `{name}` has no checksum")),
        None => Ok(()),
    }
}

/// The CRC-32C of a tensor's name, type, shape and bytes.
fn checksum(name: &str, tensor: &TensorView<'_>) -> String {
    let mut digest = CRC.digest();
    digest.update(name.as_bytes());
    digest.update(format!("{}{:?}", tensor.dtype(), tensor.shape()).as_bytes());
    digest.update(tensor.data());
    format!("{:08x}", digest.finalize())
}

/// Numbers as they lie in a file.
fn little_endian<T: Pod>(values: &[T]) -> &[u8] {
    const { assert!(cfg!(target_endian = "little"), "files are written and read by little-endian computers") };
    bytemuck::cast_slice(values)
}

/// Numbers from a file, where they may lie anywhere.
fn from_little_endian<T: Pod>(bytes: &[u8]) -> Vec<T> {
    bytemuck::pod_collect_to_vec(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        let mut state = State::new();
        state.put_values("dense/kernel", &[2, 3], &[0.5f32, -1.0, 2.0, f32::MIN_POSITIVE, 0.0, -0.0]);
        state.put(".history/loss", &vec![0.1, f64::NAN.copysign(-1.0), f64::INFINITY]);
        state.put(".training/iterations", &u64::MAX);
        state.put(".model/architecture", &String::from("Größe"));
        state.put_array("nothing", &[3, 0], Values::F64(Vec::new()));
        state.put("odd\n\"name\"", &true);
        state
    }

    #[test]
    fn what_was_written_is_read_to_the_last_bit() {
        let bytes = state().to_bytes().unwrap();
        let read = State::from_bytes(&bytes).unwrap();
        // NaN is not equal to itself; its bytes are.
        assert_eq!(read.to_bytes().unwrap(), bytes);
        assert_eq!(read.array("dense/kernel").unwrap(), state().array("dense/kernel").unwrap());
        assert_eq!(read.get::<u64>(".training/iterations").unwrap(), u64::MAX);
        assert_eq!(read.array("nothing").unwrap().0, [3, 0]);
    }

    #[test]
    fn a_file_that_was_cut_is_an_error() {
        let bytes = state().to_bytes().unwrap();
        for end in 0..bytes.len() {
            assert!(State::from_bytes(&bytes[..end]).is_err(), "{end}");
        }
        let mut longer = bytes;
        longer.push(0);
        assert!(State::from_bytes(&longer).is_err());
    }

    /// Whatever bit is turned, the file is no longer read, or it says the same: some bits mean nothing, spaces behind the header.
    #[test]
    fn a_turned_bit_is_noticed() {
        let mut bytes = state().to_bytes().unwrap();
        let before = bytes.clone();
        let mut harmless = 0;
        for bit in 0..8 * bytes.len() {
            bytes[bit / 8] ^= 1 << (bit % 8);
            if let Ok(read) = State::from_bytes(&bytes) {
                assert_eq!(read.to_bytes().unwrap(), before, "bit {bit}");
                harmless += 1;
            }
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        assert!(harmless <= 4 * 8, "{harmless}");
    }

    #[test]
    fn errors_say_what_is_wrong() {
        let wrong = |bytes: &[u8]| State::from_bytes(bytes).unwrap_err().to_string();
        assert!(wrong(b"").contains("it is damaged, or no safetensors file (0 bytes)"));
        assert!(wrong(b"GIF89a, and then some").contains("no safetensors file (21 bytes)"));
        let written = state().to_bytes().unwrap();
        let replaced = |from: &str, to: &str| {
            assert_eq!(from.len(), to.len());
            let text = written.windows(from.len()).position(|part| part == from.as_bytes()).unwrap();
            let mut bytes = written.clone();
            bytes[text..text + to.len()].copy_from_slice(to.as_bytes());
            wrong(&bytes)
        };
        let version = "it is of another kind, `version 7`; this plywood reads `version 1`";
        assert!(replaced("version 1", "version 7").contains(version));
        assert!(replaced(r#""plywood""#, r#""plastic""#).contains("it was not written by plywood"));
        assert!(replaced(r"dense/kernel\n", r"dense/kornel\n").contains("`dense/kornel` is missing"));
        let damaged = replaced("\u{0}\u{0}\u{0}?", "\u{0}\u{1}\u{0}?");
        assert!(damaged.contains("the checksum of `dense/kernel` is"), "{damaged}");
    }

    /// Its length is one that nobody has memory for.
    #[test]
    fn a_large_file_of_another_kind_is_refused_at_its_beginning() {
        let path = std::env::temp_dir().join(format!("plywood-large-{}", std::process::id()));
        for beginning in
            [&b"GIF89a and then"[..], &[0; 8], &[&200_000_000_u64.to_le_bytes()[..], b"{}"].concat()]
        {
            fs::write(&path, beginning).unwrap();
            File::options().write(true).open(&path).unwrap().set_len(1 << 42).unwrap();
            let error = State::read(&path).unwrap_err().to_string();
            assert!(error.contains("no safetensors file (4398046511104 bytes)"), "{error}");
        }
        fs::remove_file(&path).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn nobody_waits_for_the_other_end_of_a_pipe() {
        let path = std::env::temp_dir().join(format!("plywood-pipe-{}", std::process::id()));
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert!(State::read(&path).unwrap_err().to_string().ends_with("it is not a regular file"));
        assert!(state().write(&path).unwrap_err().to_string().ends_with("it is not a regular file"));
        fs::remove_file(&path).unwrap();
    }

    #[test]
    fn a_file_is_replaced_in_one_go() {
        let folder = std::env::temp_dir().join(format!("plywood-file-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("model.safetensors");
        state().write(&path).unwrap();
        let mut other = State::new();
        other.put("x", &1.0);
        other.write(&path).unwrap();
        assert_eq!(State::read(&path).unwrap(), other);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        let missing = folder.join("missing").join("model");
        let error = other.write(&missing).unwrap_err().to_string();
        assert!(error.contains("missing") && error.contains("cannot be written"), "{error}");
        assert!(State::read(&folder).unwrap_err().to_string().contains("not a regular file"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
