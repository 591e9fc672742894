use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crc::{CRC_32_ISCSI, Crc};

use super::{BatchLogs, Callback, EpochLogs, SaveFreq, Training};
use crate::error::Error;
use crate::files::check_folder;
use crate::saving::State;

/// Writes what TensorBoard shows: `tensorboard --logdir logs`.
///
/// As in Keras, `train/` has loss and metrics of the training under `epoch_loss`, `epoch_accuracy` and so on,
/// `validation/` those of the validation under the same names, over the epochs counted from 0, and `train/` the
/// learning rate of the next step under `epoch_learning_rate`; with [`update_freq`](Self::update_freq), `train/` has
/// `batch_loss` too, over the batches that were learnt from.
///
/// Defaults: after each epoch.
///
/// ```
/// use plywood::callbacks::TensorBoard;
/// use plywood::prelude::*;
///
/// # let logs = std::env::temp_dir().join(format!("logs-{}", std::process::id()));
/// let loss = SparseCategoricalCrossentropy::default();
/// let mut model = model![Dense<4, 3, softmax>].compile(Adam::new(0.01), loss, (Accuracy::default(),));
/// model.fit(&datasets::iris(), Fit::epochs(2).callbacks(TensorBoard::new(&logs)))?;
/// assert_eq!(std::fs::read_dir(logs.join("train")).unwrap().count(), 1);
/// # std::fs::remove_dir_all(logs).unwrap();
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// # Errors
/// When training begins: [`File`](Error::File) for a folder that cannot be written to, [`Setting`](Error::Setting) for
/// every 0 batches.
///
/// Source: the formats are those of TensorFlow's `event.proto` and `record_writer`.
#[derive(Debug)]
pub struct TensorBoard {
    log_dir: PathBuf,
    update_freq: SaveFreq,
    batches: usize,
    train: Option<Events>,
    validation: Option<Events>,
}

/// The folders in that of the logs.
const TRAIN: &str = "train";
const VALIDATION: &str = "validation";

impl TensorBoard {
    /// Files in this folder, which is made if it is not there.
    pub fn new(log_dir: impl Into<PathBuf>) -> Self {
        let log_dir = log_dir.into();
        Self { log_dir, update_freq: SaveFreq::Epoch, batches: 0, train: None, validation: None }
    }

    /// When numbers are written: after each epoch, as by default, or the loss after every so many batches too.
    #[must_use]
    pub fn update_freq(mut self, frequency: impl Into<SaveFreq>) -> Self {
        self.update_freq = frequency.into();
        self
    }

    /// Writes numbers into one of the two files, which is begun if it was not, for those from step `first` on.
    fn write(
        &mut self,
        name: &str,
        first: u64,
        step: u64,
        values: &[(String, f64)],
        training: &mut Training<'_>,
    ) {
        let events = if name == TRAIN { &mut self.train } else { &mut self.validation };
        let folder = self.log_dir.join(name);
        let result = match events {
            Some(events) => events.write(step, values),
            None => Events::begin(&folder, first).and_then(|begun| events.insert(begun).write(step, values)),
        };
        training.check(result.map_err(|error| Error::cannot_be_written(&folder, error)));
    }
}

impl Callback for TensorBoard {
    fn on_train_begin(&mut self, training: &mut Training<'_>) {
        training.check(self.update_freq.check());
        (self.train, self.validation, self.batches) = (None, None, 0);
        let folder = self.log_dir.join(TRAIN);
        let result = check_folder(&folder);
        training.check(result.map_err(|error| Error::cannot_be_written(&folder, error)));
    }

    fn on_train_batch_end(&mut self, logs: &BatchLogs, training: &mut Training<'_>) {
        if self.update_freq.is_due_after_batch(&mut self.batches) {
            let step = training.iterations();
            self.write(TRAIN, step, step, &[("batch_loss".to_owned(), logs.loss)], training);
        }
    }

    fn on_epoch_end(&mut self, logs: &mut EpochLogs, training: &mut Training<'_>) {
        let (mut of_training, mut of_validation) = (Vec::new(), Vec::new());
        for (name, value) in logs.iter() {
            match name.strip_prefix("val_") {
                Some(name) => of_validation.push((format!("epoch_{name}"), value)),
                None if name == "learning_rate" => {}
                None => of_training.push((format!("epoch_{name}"), value)),
            }
        }
        of_training.push(("epoch_learning_rate".to_owned(), training.learning_rate()));
        let epoch = logs.epoch as u64;
        // Where batches are written, they are the larger steps: those up to here count, which an earlier file may have.
        let first = if self.update_freq == SaveFreq::Epoch { epoch } else { training.iterations() + 1 };
        self.write(TRAIN, first, epoch, &of_training, training);
        if !of_validation.is_empty() {
            self.write(VALIDATION, epoch, epoch, &of_validation, training);
        }
    }

    fn on_train_end(&mut self, _: &mut Training<'_>) {
        (self.train, self.validation) = (None, None);
    }

    fn save_state(&self, state: &mut State) {
        state.put("batches", &self.batches);
    }

    fn load_state(&mut self, state: &State, training: &mut Training<'_>) {
        training.check(state.get("batches").map(|batches| self.batches = batches));
    }
}

/// A file of events.
#[derive(Debug)]
struct Events(File);

impl Events {
    /// A new file in this folder, for numbers from this step on: those that an interrupted training wrote for later
    /// ones do not count.
    fn begin(folder: &Path, step: u64) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let (time, process) = (now(), std::process::id());
        let name = |number| format!("events.out.tfevents.{time:.0}.plywood.{process}.{number}");
        let mut number = 0;
        let file = loop {
            match File::create_new(folder.join(name(number))) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
                other => break other?,
            }
        };
        let mut events = Self(file);
        events.event(0, |event| event.text(3, "brain.Event:2"))?;
        // `SessionLog { status: START }`
        events.event(step, |event| event.message(7, |log| log.number(1, 1)))?;
        Ok(events)
    }

    fn write(&mut self, step: u64, values: &[(String, f64)]) -> std::io::Result<()> {
        self.event(step, |event| {
            event.message(5, |summary| {
                for (tag, value) in values {
                    summary.message(1, |scalar| {
                        scalar.text(1, tag);
                        scalar.float(2, *value as f32);
                    });
                }
            });
        })
    }

    /// One record with an event of this moment.
    fn event(&mut self, step: u64, fill: impl FnOnce(&mut Message)) -> std::io::Result<()> {
        let mut event = Message::default();
        event.double(1, now());
        event.number(2, step);
        fill(&mut event);
        self.0.write_all(&record(&event.0))
    }
}

/// Length, its checksum, the bytes, their checksum.
fn record(bytes: &[u8]) -> Vec<u8> {
    let length = (bytes.len() as u64).to_le_bytes();
    [&length[..], &checksum(&length), bytes, &checksum(bytes)].concat()
}

/// CRC-32C, masked as it is done there, since a checksum of bytes that have checksums in them is a weak one.
fn checksum(bytes: &[u8]) -> [u8; 4] {
    const CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_ISCSI);
    let sum = CRC.checksum(bytes);
    sum.rotate_right(15).wrapping_add(0xa282_ead8).to_le_bytes()
}

/// Seconds since 1970.
fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |time| time.as_secs_f64())
}

/// A message in the form of protocol buffers: for each field its number, what kind it is, and its value.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    fn number(&mut self, field: u64, value: u64) {
        self.varint(field << 3);
        self.varint(value);
    }

    fn double(&mut self, field: u64, value: f64) {
        self.varint(field << 3 | 1);
        self.0.extend(value.to_le_bytes());
    }

    fn float(&mut self, field: u64, value: f32) {
        self.varint(field << 3 | 5);
        self.0.extend(value.to_le_bytes());
    }

    fn bytes(&mut self, field: u64, bytes: &[u8]) {
        self.varint(field << 3 | 2);
        self.varint(bytes.len() as u64);
        self.0.extend(bytes);
    }

    fn text(&mut self, field: u64, text: &str) {
        self.bytes(field, text.as_bytes());
    }

    fn message(&mut self, field: u64, fill: impl FnOnce(&mut Self)) {
        let mut inner = Self::default();
        fill(&mut inner);
        self.bytes(field, &inner.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::Fit;
    use crate::training::testing::{data, line, train};

    #[test]
    fn messages_are_protocol_buffers() {
        let mut message = Message::default();
        message.number(1, 300);
        message.text(2, "ab");
        message.message(3, |inner| inner.float(1, 1.0));
        assert_eq!(message.0, [8, 0xac, 2, 18, 2, b'a', b'b', 26, 5, 13, 0, 0, 0x80, 0x3f]);
    }

    #[test]
    fn records_have_masked_checksums() {
        // The checksum of "123456789" is e3069283.
        assert_eq!(u32::from_le_bytes(checksum(b"123456789")), 0xc78a_b0e5);
        let record = record(b"abc");
        assert_eq!((&record[..8], record.len()), (&[3, 0, 0, 0, 0, 0, 0, 0][..], 8 + 4 + 3 + 4));
    }

    #[test]
    fn every_record_is_whole() {
        let folder = std::env::temp_dir().join(format!("plywood-board-{}", std::process::id()));
        train(&mut line(0.1), 3, TensorBoard::new(&folder).update_freq(1)).unwrap();
        train(&mut line(0.1), 1, TensorBoard::new(&folder)).unwrap();
        let files: Vec<PathBuf> =
            std::fs::read_dir(folder.join("train")).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(files.len(), 2);
        assert!(!folder.join("validation").exists());
        for file in files {
            // The version, the start, and what was measured.
            let events = events(&std::fs::read(file).unwrap());
            assert!(events.len() == 2 + 3 * (2 + 1) || events.len() == 2 + 1, "{}", events.len());
            let rate = b"epoch_learning_rate\x15\xcd\xcc\xcc\x3d";
            assert!(events.last().unwrap().windows(rate.len()).any(|part| part == rate));
        }
        std::fs::remove_dir_all(folder).unwrap();
    }

    /// The events in a file.
    fn events(bytes: &[u8]) -> Vec<Vec<u8>> {
        let (mut rest, mut events) = (bytes, Vec::new());
        while let Some((length, behind)) = rest.split_first_chunk::<8>() {
            let (sum, behind) = behind.split_at(4);
            assert_eq!(checksum(length), sum);
            let (event, behind) = behind.split_at(u64::from_le_bytes(*length) as usize);
            assert_eq!(checksum(event), behind[..4]);
            events.push(event.to_vec());
            rest = &behind[4..];
        }
        assert!(rest.is_empty());
        events
    }

    /// Readers drop what earlier files have from the step of the start on.
    #[test]
    fn a_training_that_goes_on_keeps_the_batches_before() {
        let folder = std::env::temp_dir().join(format!("plywood-board-resumed-{}", std::process::id()));
        let mut model = line(0.1);
        let mut start = |frequency: SaveFreq, epochs| {
            let _ = std::fs::remove_dir_all(&folder);
            let board = TensorBoard::new(&folder).update_freq(frequency);
            let fit = Fit::epochs(epochs).batch_size(1).resume(true).callbacks(board);
            model.fit(&data(), fit).unwrap();
            let file = std::fs::read_dir(folder.join("train")).unwrap().next().unwrap().unwrap().path();
            let events = events(&std::fs::read(file).unwrap());
            // Behind the time.
            assert_eq!((events[1].len(), events[1][9]), (9 + 2 + 4, 2 << 3));
            events[1][10]
        };
        // Two batches in each epoch. The first number is of epoch 0, of batch 7, and of epoch 4, after batch 10.
        assert_eq!([start(SaveFreq::Epoch, 3), start(1.into(), 4), start(100.into(), 7)], [0, 7, 11]);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_made_ends_the_training() {
        let mut model = line(0.1);
        let error = train(&mut model, 1, TensorBoard::new("/proc/nowhere")).unwrap_err().to_string();
        assert!(error.starts_with("/proc/nowhere/train: it cannot be written: "), "{error}");
        assert_eq!(model.iterations(), 0);
        assert!(train(&mut line(0.1), 1, TensorBoard::new("/tmp").update_freq(0)).is_err());
    }
}
