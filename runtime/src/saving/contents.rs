//! An open file: its header, and those of its tensors that somebody asks for.

use alloc::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use bytemuck::Pod;
use safetensors::tensor::{Dtype, TensorInfo};

use super::bytes::{checksum, little_endian};
use super::header::{Header, VERSION, read_exact};
use super::state::Array;
use super::{State, Values};
use crate::error::{Error, Reason, Result, quoted};
use crate::files::open_regular;

const NOT_OURS: &str =
    "it was not written by plywood, so it has no more than weights: `load_weights` reads those";

/// A file, or the bytes of one, whose header was read.
pub(crate) struct Contents<R> {
    source: R,
    header: Header,
    /// The names of the tensors, in their order in the file.
    names: Vec<String>,
    /// The checksums by the name of their tensor, if plywood wrote the file.
    checksums: Option<BTreeMap<String, String>>,
}

impl Contents<File> {
    /// Opens a file, and reads no more than its header.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let (file, length) = open_regular(path).map_err(|error| Error::cannot_be_read(path, error))?;
        Self::new(file, length).map_err(|message| Error::file(path, message))
    }

    /// The same; `None` if there is no such file.
    pub(crate) fn open_if_there(path: &Path) -> Result<Option<Self>> {
        match open_regular(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::cannot_be_read(path, error)),
            Ok((file, length)) => {
                Self::new(file, length).map(Some).map_err(|message| Error::file(path, message))
            }
        }
    }
}

impl<'a> Contents<Cursor<&'a [u8]>> {
    /// The bytes of a file.
    pub(crate) fn of(bytes: &'a [u8]) -> Result<Self, Reason> {
        Self::new(Cursor::new(bytes), bytes.len() as u64)
    }
}

impl<R: Read + Seek> Contents<R> {
    fn new(mut source: R, length: u64) -> Result<Self, Reason> {
        let mut header = Header::read(&mut source, length)?;
        let names = header.tensors.offset_keys();
        let checksums = header.manifest.take().map(|manifest| checksums(&names, &manifest)).transpose()?;
        Ok(Self { source, header, names, checksums })
    }

    /// The shape of a tensor, if it is there.
    pub(crate) fn shape(&self, name: &str) -> Option<&[usize]> {
        self.header.tensors.info(name).map(|tensor| tensor.shape.as_slice())
    }

    /// The names of all tensors, in alphabetical order.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// The same, if plywood wrote the file.
    pub(crate) fn of_ours(self) -> Result<Self, Reason> {
        if self.checksums.is_some() { Ok(self) } else { Err(NOT_OURS.to_owned().into()) }
    }

    /// All of it.
    pub(crate) fn state(&mut self) -> Result<State, Reason> {
        self.tensors(|name| Some(name))
    }

    /// The tensors for which `name_here` has a name, under that name. No other one is read.
    pub(crate) fn tensors(&mut self, name_here: impl Fn(&str) -> Option<&str>) -> Result<State, Reason> {
        let mut state = State::new();
        for name in &self.names {
            let (Some(name_here), Some(tensor)) = (name_here(name), self.header.tensors.info(name)) else {
                continue;
            };
            let place = self.header.start + tensor.data_offsets.0 as u64;
            self.source.seek(SeekFrom::Start(place)).map_err(Reason::cannot_be_read)?;
            let (values, checksum) = read(&mut self.source, name, tensor)?;
            match self.checksums.as_ref().and_then(|checksums| checksums.get(name)) {
                Some(written) if *written != checksum => {
                    return Err(Reason::from(format!(
                        "it is damaged: the checksum of {} is {checksum}, where {written} is written",
                        quoted(name)
                    )));
                }
                _ => state.insert(name_here.to_owned(), Array { shape: tensor.shape.clone(), values }),
            }
        }
        Ok(state)
    }
}

/// The values of a tensor that begins here, and their checksum.
fn read(source: &mut impl Read, name: &str, tensor: &TensorInfo) -> Result<(Values, String), Reason> {
    fn fill<T: Pod>(
        source: &mut impl Read,
        name: &str,
        tensor: &TensorInfo,
    ) -> Result<(Vec<T>, String), Reason> {
        let TensorInfo { dtype, shape, data_offsets: (start, end) } = tensor;
        let (count, mut values) = ((end - start) / size_of::<T>(), Vec::new());
        values
            .try_reserve_exact(count)
            .map_err(|error| format!("{} has {} bytes: {error}", quoted(name), end - start))?;
        values.resize(count, T::zeroed());
        read_exact(source, bytemuck::cast_slice_mut(&mut values))?;
        let checksum = checksum(name, *dtype, shape, little_endian(&values));
        Ok((values, checksum))
    }
    match tensor.dtype {
        Dtype::F32 => fill(source, name, tensor).map(|(values, sum)| (Values::F32(values), sum)),
        Dtype::F64 => fill(source, name, tensor).map(|(values, sum)| (Values::F64(values), sum)),
        Dtype::U64 => fill(source, name, tensor).map(|(values, sum)| (Values::U64(values), sum)),
        Dtype::U8 => fill(source, name, tensor).map(|(values, sum)| (Values::U8(values), sum)),
        other => {
            Err(format!("{} is of type {other}; those that can be read are F32 and F64", quoted(name)).into())
        }
    }
}

/// The checksums that plywood wrote, by the name of their tensor: one for each tensor.
fn checksums(names: &[String], manifest: &str) -> Result<BTreeMap<String, String>, String> {
    let (version, lines) = manifest.split_once('\n').unwrap_or((manifest, ""));
    if version != VERSION {
        return Err(format!("it is of another kind, {}; this plywood reads `{VERSION}`", quoted(version)));
    }
    let mut without: BTreeMap<String, &String> =
        names.iter().map(|name| (name.escape_debug().to_string(), name)).collect();
    let mut checksums = BTreeMap::new();
    for line in lines.lines() {
        let (checksum, name) = line.split_once(' ').unwrap_or_default();
        match without.remove(name) {
            Some(name) => checksums.insert(name.clone(), checksum.to_owned()),
            None => return Err(format!("it is damaged: {} is missing", quoted(name))),
        };
    }
    match without.keys().next() {
        Some(name) => Err(format!("it is damaged: {} has no checksum", quoted(name))),
        None => Ok(checksums),
    }
}
