//! A text as a history: it is read or refused, and what was read is written the same, as a text and in a file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plywood::History;
use plywood::saving::State;

fuzz_target!(|text: &str| {
    if let Ok(history) = History::from_json(text) {
        let written = history.to_json();
        assert_eq!(History::from_json(&written).unwrap().to_json(), written);
        let mut state = State::new();
        state.put("history", &history);
        let state = State::from_bytes(&state.to_bytes().unwrap()).unwrap();
        assert_eq!(state.get::<History>("history").unwrap().to_json(), written);
        assert!(history.to_svg().ends_with("</svg>\n"));
    }
});
