//! A number to predict: how far does a car of the seventies go on a gallon of fuel?
//!
//! `cargo run --release --example regression`

use plywood::prelude::*;

model! {
    /// Guesses the miles per gallon of a car.
    struct Consumption {
        Dense<7, 64, relu>,
        Dense<_, 64, relu>,
        Dense<_, 1>,
    }
}

fn main() -> plywood::Result<()> {
    let (train, test) = datasets::auto_mpg().shuffle(1).split(0.8)?;
    let scaler = StandardScaler::fit(&train);
    let scaled_train = scaler.transform(&train);

    let metrics = (MeanAbsoluteError::default(),);
    let mut model = Consumption::new(1).compile(Adam::new(0.001), MeanSquaredError::default(), metrics);
    let history = model.fit(&scaled_train, Fit::epochs(150).validation_split(0.2))?;
    for epoch in (0..history.epochs().len()).step_by(25) {
        let value = |key| history.get(key).map_or(f64::NAN, |values| values[epoch]);
        println!("epoch {epoch:3}   loss {:8.3}   on validation {:8.3}", value("loss"), value("val_loss"));
    }

    let scores = model.evaluate(&scaler.transform(&test))?;
    println!("on {} cars that it has never seen: {scores}", test.len());
    for (&car, [miles]) in test.samples().iter().zip(test.targets()).take(5) {
        let [guess] = model.predict(&scaler.apply(car));
        println!("{car:6.0?}   {guess:4.1} miles per gallon, in truth {miles:4.1}");
    }
    Ok(())
}
