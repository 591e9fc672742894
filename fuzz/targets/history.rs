//! A text as a history: it is read or refused, and what was read is written the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plywood::History;

fuzz_target!(|text: &str| {
    if let Ok(history) = History::from_json(text) {
        let written = history.to_json();
        assert_eq!(History::from_json(&written).unwrap().to_json(), written);
    }
});
