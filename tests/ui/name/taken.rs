use plywood::prelude::*;

model! {
    struct Net {
        a: Dense<4, 8, relu>,
        new: Dense<8, 8, relu>,
        a: Dense<8, 3, softmax>,
    }
}

fn main() {
    println!("{:?}", Net::new(42).a().kernel());
}
