//! Bytes as a file of weights, and as one of a training: they are read or refused, and what was read is written the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plywood::prelude::*;
use plywood::saving::State;

model! { struct Net { Dense<2, 2, tanh>, Dense<2, 1> } }

fuzz_target!(|bytes: &[u8]| {
    let mut net = Net::new(1);
    let _ = net.load_weights_from(bytes);
    if let Ok(state) = State::from_bytes(bytes) {
        let again = State::from_bytes(&state.to_bytes().unwrap()).unwrap();
        assert_eq!(again.to_bytes(), state.to_bytes());
        let mut model = net.compile(Adam::new(0.01), MeanSquaredError::default(), ());
        let _ = model.set_state(&state);
    }
});
