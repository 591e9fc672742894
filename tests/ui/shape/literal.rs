use plywood::prelude::*;

model! {
    struct Iris {
        hidden: Dense<4, 8, relu>,
        Dense<9, 3, softmax>,
    }
}

fn main() -> plywood::Result<()> {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Iris::new(42).compile(Adam::new(0.005), loss, ());
    model.fit(&datasets::iris(), Fit::epochs(1))?;
    println!("{}", model.hidden().kernel());
    Ok(())
}
