use plywood::prelude::*;

fn main() {
    let model = model![Dense<4, 8, relu>, Dense<9, 3, softmax>, Dense<4, 1>];
    println!("{:?}", model.predict(&[0.0; 4]));
}
