//! The networks of the workloads.

use plywood::prelude::*;

model! {
    /// W1 and W6a.
    pub struct Iris { Dense<4, 8, relu>, Dense<8, 3, softmax> }
}

model! {
    /// W2.
    pub struct Small { Dense<24, 8, tanh>, Dense<8, 2, linear, NoBias> }
}

model! {
    /// W3, W6b and W6c.
    pub struct Images { Dense<784, 128, relu>, Dense<128, 10, softmax> }
}

model! {
    /// W4.
    pub struct Deep { Dense<784, 512, relu>, Dense<512, 512, relu>, Dense<512, 10, softmax> }
}

model! {
    /// W5.
    pub struct LeNet {
        Input<28, 28, 1>,
        Conv2D<6, 5, relu>,
        MaxPooling2D<2>,
        Conv2D<16, 5, relu>,
        MaxPooling2D<2>,
        Flatten,
        Dense<120, relu>,
        Dense<84, relu>,
        Dense<10, softmax>,
    }
}

model! {
    /// W7.
    pub struct Memory { Input<32, 16>, LSTM<32>, Dense<1> }
}

model! {
    /// W8.
    pub struct Regressor { Dense<32, 64, tanh>, Dense<64, 64, tanh>, Dense<64, 1> }
}

model! {
    /// W9.
    pub struct Exponential { Dense<4, 32, tanh>, Dense<32, 16, tanh>, Dense<16, 4> }
}

model! {
    /// W10.
    pub struct Transformer {
        Input<32, 64>,
        Residual(LayerNormalization, MultiHeadAttention<4, 16>),
        Residual(LayerNormalization, Dense<128, gelu>, Dense<64>),
        GlobalAveragePooling1D,
        Dense<1>,
    }
}
