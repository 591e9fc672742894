//! Tensors as bytes, and their checksums.

use bytemuck::Pod;
use crc::{CRC_32_ISCSI, Crc, Table};
use safetensors::tensor::Dtype;

/// CRC-32C by sixteen tables: as fast as a disk.
const CRC: Crc<u32, Table<16>> = Crc::<u32, Table<16>>::new(&CRC_32_ISCSI);

/// Numbers as they lie in a file.
pub(super) fn little_endian<T: Pod>(values: &[T]) -> &[u8] {
    const { assert!(cfg!(target_endian = "little"), "files are written and read by little-endian computers") };
    bytemuck::cast_slice(values)
}

/// The CRC-32C of a tensor's name, type, shape and bytes.
pub(super) fn checksum(name: &str, dtype: Dtype, shape: &[usize], bytes: &[u8]) -> String {
    let mut digest = CRC.digest();
    digest.update(name.as_bytes());
    digest.update(format!("{dtype}{shape:?}").as_bytes());
    digest.update(bytes);
    format!("{:08x}", digest.finalize())
}
