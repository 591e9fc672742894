use plywood::Scalar;
use plywood::prelude::*;

use crate::adam;
use crate::case::Case;

crate::repeat!("layers_recurrent", run);

model! { struct Summed { Input<6, 3>, Bidirectional<GRU<3, Sequences>, Sum>, Flatten, Dense<2> } }
model! { struct BothWays { Input<6, 3>, Bidirectional<LSTM<3>>, Dense<2> } }
model! { struct Gated { Input<6, 3>, GRU<4>, Dense<2> } }
model! { struct Backwards { Input<6, 3>, GRU<4>(go_backwards = true), Dense<2> } }
model! { struct ResetBeforehand { Input<6, 3>, GRU<4, ResetBefore>, Dense<2> } }
model! { struct Remembering { Input<6, 3>, LSTM<4>, Dense<2> } }
model! { struct StepByStep { Input<6, 3>, LSTM<4, Sequences>, Flatten, Dense<2> } }
model! { struct Stacked { Input<6, 3>, LSTM<4, Sequences>, LSTM<3>, Dense<2> } }
model! { struct Simple { Input<6, 3>, SimpleRNN<4>, Dense<2> } }

fn run<T: Scalar>(case: &Case) {
    match case.name.as_str() {
        "bidirectional_gru_sequences_sum" => case.check(adam(Summed::<T>::new(0))),
        "bidirectional_lstm" => case.check(adam(BothWays::<T>::new(0))),
        "gru" => case.check(adam(Gated::<T>::new(0))),
        "gru_backwards" => case.check(adam(Backwards::<T>::new(0))),
        "gru_reset_before" => case.check(adam(ResetBeforehand::<T>::new(0))),
        "lstm" => case.check(adam(Remembering::<T>::new(0))),
        "lstm_sequences" => case.check(adam(StepByStep::<T>::new(0))),
        "lstm_stacked" => case.check(adam(Stacked::<T>::new(0))),
        "simple_rnn" => case.check(adam(Simple::<T>::new(0))),
        other => panic!("{other}"),
    }
}
