use plywood::prelude::*;

model! {
    struct Net {
        Input<3>,
        Dense<4, 8>,
    }
}

const WIDTH: usize = 3;

model! {
    struct OtherNet {
        Input<WIDTH>,
        Dense<4, 8>,
    }
}

fn main() {
    println!("{:?}", Net::new(42).predict(&[0.0; 3]));
    println!("{:?}", OtherNet::new(42).predict(&[0.0; 3]));
}
