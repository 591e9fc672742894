use plywood::prelude::*;

model! {
    /// Tells three irises apart.
    pub struct Iris {
        hidden: Dense<4, 8, relu>,
        Dense<8, 3, softmax>,
    }
}

fn main() -> plywood::Result<()> {
    let (train, test) = datasets::iris().shuffle(7).split(0.8)?;
    let scaler = StandardScaler::fit(&train);
    let (train, test) = (scaler.transform(&train), scaler.transform(&test));

    let mut model = Iris::new(42).compile(
        Adam::new(0.005),
        SparseCategoricalCrossentropy::default(),
        (Accuracy::default(),),
    );
    let history = model.fit(&train, Fit::epochs(50).batch_size(5).validation_data(&test))?;
    let scores = model.evaluate(&test)?;
    let species = model.predict(&scaler.apply([5.1, 3.5, 1.4, 0.2]));
    history.save_svg("history.svg")?;
    println!("{scores} {species:?}");
    Ok(())
}
