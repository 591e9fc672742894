use plywood::prelude::*;

fn main() {
    let model = model![a: Dense<4, 8>, a: Dense<8>];
    println!("{:?}", model.predict(&[0.0; 4]));
}
