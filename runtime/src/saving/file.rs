//! States as files.

use std::path::Path;

use safetensors::tensor::{Dtype, TensorView};

use super::bytes::{checksum, little_endian};
use super::contents::Contents;
use super::header::{MANIFEST, VERSION};
use super::state::{Array, error};
use super::{State, Values};
use crate::error::{Error, Result};
use crate::files::replace;

impl State {
    /// Writes all of it to a file, as [the module](super) describes. What was there is replaced in one go.
    ///
    /// # Errors
    /// [`Error::File`] if the file cannot be written; what was there is still there.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        replace(path, &encode(self).map_err(|message| Error::file(path, message))?)
    }

    /// Reads a file. The [module](super#memory) says how much memory that takes.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be read, is damaged, or was not written by plywood, with what is wrong with it.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let contents = Contents::open(path)?.of_ours();
        contents.and_then(|mut contents| contents.state()).map_err(|message| Error::file(path, message))
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
        Contents::of(bytes)
            .and_then(Contents::of_ours)
            .and_then(|mut contents| contents.state())
            .map_err(error)
    }
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
        manifest.push_str(&format!("\n{} {}", checksum(name, dtype, shape, data), name.escape_debug()));
        tensors.push((name, tensor));
    }
    let metadata = core::iter::once((MANIFEST.to_owned(), manifest)).collect();
    safetensors::serialize(tensors, Some(metadata)).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

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

    /// Whatever bit is turned, the file is no longer read, or it says the same: some bits mean nothing, spaces behind
    /// the header.
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

    #[test]
    fn a_header_names_each_tensor_once_and_tells_of_all_data() {
        let wrong = |header: &str, data: usize| {
            let length = (header.len() as u64).to_le_bytes();
            let bytes = [&length[..], header.as_bytes(), &vec![0; data]].concat();
            let error = State::from_bytes(&bytes).unwrap_err().to_string();
            assert!(error.len() < 500, "{error}");
            error
        };
        let tensor = |name: &str, start: usize, end: usize| {
            format!(r#""{name}":{{"dtype":"U8","shape":[{}],"data_offsets":[{start},{end}]}}"#, end - start)
        };
        let (a, again) = (tensor("a", 0, 2), tensor("a", 2, 2));
        assert!(wrong(&format!("{{{a}}}"), 2).contains("it was not written by plywood"));
        assert!(wrong(&format!("{{{a},{again}}}"), 2).contains("`a` is there twice"));
        let twice = wrong(&format!("{{{},{0}}}", tensor(&"n".repeat(100_000), 0, 0)), 0);
        assert!(twice.contains("is there twice"), "{twice}");
        for data in [1, 3] {
            assert!(wrong(&format!("{{{a}}}"), data).contains("lie behind the header, which tells of 2"));
        }
        assert!(
            wrong(&format!("{{{}}}", tensor("a", 1, 2)), 2).contains("it is damaged, or no safetensors file")
        );
        assert!(wrong(&format!("{{{:?}: 0}}", "x".repeat(100_000)), 0).contains("the header: "));
        let name = "x".repeat(100_000);
        let manifest = format!(r#"{{"__metadata__":{{"plywood":"version 1\n0 {name}"}}}}"#);
        assert!(wrong(&manifest, 0).ends_with("…` is missing"));
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
