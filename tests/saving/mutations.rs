//! Files with random mistakes: nothing panics, and what is refused has changed nothing.

use plywood::prelude::*;
use plywood::rng::{Purpose, Rng, Streams};
use plywood::saving::{State, Values};

use crate::errors::{full, same_kind};

/// Random numbers that are the same in every run.
struct Numbers(Rng);

impl Numbers {
    fn new(seed: u64) -> Self {
        Self(Streams::new(seed).rng(Purpose::Dataset, 0))
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0.below(bound as u32) as usize
    }
}

/// Bytes that are changed, left out, put in or repeated; most often in the header, where they do most.
fn damaged(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=numbers.below(3) {
        let reach = if numbers.below(4) == 0 { bytes.len() } else { bytes.len().min(4000) };
        let at = numbers.below(reach.max(1)).min(bytes.len().saturating_sub(1));
        match numbers.below(6) {
            0 => bytes[at] = numbers.below(256) as u8,
            1 => bytes[at] ^= 1 << numbers.below(8),
            2 => bytes[at] = b"0123456789{}[]\",:-e."[numbers.below(20)],
            3 => drop(bytes.drain(at..(at + numbers.below(20) + 1).min(bytes.len()))),
            4 => {
                let part = bytes[at..(at + numbers.below(20) + 1).min(bytes.len())].to_vec();
                bytes.splice(at..at, part);
            }
            _ => bytes.truncate(at.max(1)),
        }
    }
    bytes
}

#[test]
fn damaged_bytes_are_refused() {
    let bytes = full().to_bytes().unwrap();
    let (mut numbers, mut refused) = (Numbers::new(1), 0);
    for _ in 0..20_000 {
        let damaged = damaged(&bytes, &mut numbers);
        match State::from_bytes(&damaged) {
            Err(_) => refused += 1,
            Ok(read) => assert_eq!(read, full()),
        }
    }
    assert!(refused > 19_000, "{refused}");
}

/// The checksums are right here, so that what is behind them is reached.
#[test]
fn states_of_any_content_are_taken_over_or_refused() {
    let full = full();
    let names: Vec<&str> = full.names().collect();
    let (mut numbers, mut refused, mut taken) = (Numbers::new(2), 0, 0);
    let mut model = same_kind();
    for _ in 0..2_000 {
        let mut state = full.clone();
        for _ in 0..=numbers.below(2) {
            let name = names[numbers.below(names.len())];
            let (shape, values) = full.array(name).unwrap();
            let (mut shape, mut values) = (shape.to_vec(), values.clone());
            let length = shape.iter().product::<usize>();
            match numbers.below(4) {
                0 => (shape, values) = (vec![0], Values::F32(vec![])),
                1 => {
                    (shape, values) =
                        (vec![], Values::U64(vec![(numbers.below(1 << 30) as u64) << numbers.below(40)]))
                }
                2 => match &mut values {
                    Values::F32(values) if length > 0 => values[numbers.below(length)] = f32::INFINITY,
                    Values::F64(values) if length > 0 => values[numbers.below(length)] = f64::NAN,
                    Values::U64(values) if length > 0 => values[numbers.below(length)] = u64::MAX,
                    Values::U8(values) if length > 0 => values[numbers.below(length)] ^= 0xff,
                    _ => {}
                },
                _ => {
                    let other = names[numbers.below(names.len())];
                    let (other_shape, other_values) = full.array(other).unwrap();
                    (shape, values) = (other_shape.to_vec(), other_values.clone());
                }
            }
            state.put_array(name, &shape, values);
        }
        let before = model.state();
        match model.set_state(&state) {
            Err(_) => {
                // What is not a number is equal to nothing.
                assert_eq!(before.to_bytes(), model.state().to_bytes());
                refused += 1;
            }
            Ok(()) => {
                taken += 1;
                let early = EarlyStopping::new().monitor("loss");
                let fit =
                    Fit::epochs(4).resume(true).callbacks((early, ReduceLROnPlateau::new().monitor("loss")));
                // An error is as good as an end.
                let _ = model.fit(&crate::resume::data(), fit);
                model = same_kind();
            }
        }
    }
    assert!(refused > 1_000 && taken > 100, "{refused} refused, {taken} taken over");
}
