use plywood::prelude::*;
use plywood::{Compiled, Scalar};

use crate::case::Case;

crate::repeat!("masks", run);

macro_rules! masked {
    ($($name:ident [$($layers:tt)*];)*) => {
        $(model! { struct $name { Input<6, 2>, Masking, $($layers)*, output: Dense<2> } })*
    };
}

masked! {
    SimpleConcat [Bidirectional<SimpleRNN<2, Sequences>>, DropMask, Flatten];
    LstmConcat [Bidirectional<LSTM<2, Sequences>>, DropMask, Flatten];
    GruConcat [Bidirectional<GRU<2, Sequences>>, DropMask, Flatten];
    LstmSum [Bidirectional<LSTM<2, Sequences>, Sum>, DropMask, Flatten];
    GruMul [Bidirectional<GRU<2, Sequences>, Mul>, DropMask, Flatten];
    SimpleAve [Bidirectional<SimpleRNN<2, Sequences>, Ave>, DropMask, Flatten];
    Stacked [Bidirectional<LSTM<2, Sequences>>, Bidirectional<GRU<3>, Sum>];
    Convolution [DropMask, Conv1D<3, 2, tanh>, LSTM<2>];
    Backwards [LSTM<3, Sequences>(go_backwards = true), GRU<2>];
    Keeping [
        Dense<3, tanh>,
        LayerNormalization,
        PReLU,
        Activation<softplus>,
        UnitNormalization,
        Rescaling(2.0, offset = -0.5),
        TimeDistributed<Dense<2>>,
        LSTM<2>
    ];
    LstmSequences [LSTM<3, Sequences>, DropMask, Flatten];
    Mean [Dense<3, tanh>, GlobalAveragePooling1D];
    ZeroGru [GRU<3, Sequences>(zero_output_for_mask = true), DropMask, Flatten];
    ZeroLstmBackwards [LSTM<3, Sequences>(zero_output_for_mask = true, go_backwards = true), DropMask, Flatten];
    ZeroSimple [SimpleRNN<3, Sequences>(zero_output_for_mask = true), DropMask, Flatten];
}

fn run<T: Scalar>(case: &Case) {
    match case.name.as_str() {
        "bidirectional_simple_rnn_concat" => case.check(sgd(SimpleConcat::<T>::new(0))),
        "bidirectional_lstm_concat" => case.check(sgd(LstmConcat::<T>::new(0))),
        "bidirectional_gru_concat" => case.check(sgd(GruConcat::<T>::new(0))),
        "bidirectional_lstm_sum" => case.check(sgd(LstmSum::<T>::new(0))),
        "bidirectional_gru_mul" => case.check(sgd(GruMul::<T>::new(0))),
        "bidirectional_simple_rnn_ave" => case.check(sgd(SimpleAve::<T>::new(0))),
        "bidirectional_stacked" => case.check(sgd(Stacked::<T>::new(0))),
        "convolution" => case.check(sgd(Convolution::<T>::new(0))),
        "go_backwards" => case.check(sgd(Backwards::<T>::new(0))),
        "keeping" => case.check(sgd(Keeping::<T>::new(0))),
        "lstm_sequences" => case.check(sgd(LstmSequences::<T>::new(0))),
        "mean" => case.check(sgd(Mean::<T>::new(0))),
        "zero_output_gru" => case.check(sgd(ZeroGru::<T>::new(0))),
        "zero_output_lstm_backwards" => case.check(sgd(ZeroLstmBackwards::<T>::new(0))),
        "zero_output_simple_rnn" => case.check(sgd(ZeroSimple::<T>::new(0))),
        other => panic!("{other}"),
    }
}

fn sgd<M: Model<Output = Features<2>>>(model: M) -> Compiled<M, SGD, MeanSquaredError, ()> {
    model.compile(SGD::new(0.2), MeanSquaredError::default(), ())
}
