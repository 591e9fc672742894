use plywood::prelude::*;

model! {
    struct Mlp<const IN: usize, const HIDDEN: usize> {
        Dense<IN, HIDDEN, relu>,
        Dense<IN, 3, softmax>,
    }
}

fn main() {
    println!("{}", Mlp::<4, 8>::new(42).count_params());
}
