use plywood::prelude::*;

const HIDDEN: usize = 8;

model! {
    struct Iris {
        Dense<4, HIDDEN, relu>,
        Dense<{ HIDDEN + 1 }, 3, softmax>,
    }
}

fn main() {
    println!("{}", Iris::new(42).count_params());
}
