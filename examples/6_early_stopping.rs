//! A training that looks after itself: regularized, with a rate that falls when nothing improves, ended when it no longer
//! helps, with the best weights kept. Then a look at what is still confused with what.
//!
//! `cargo run --release --example early_stopping`

use plywood::prelude::*;

model! {
    struct Digits {
        Input<8, 8, 1>,
        Flatten,
        Dense<_, 48, gelu>(kernel_initializer = HeNormal, kernel_regularizer = L2(1e-4)),
        Dropout(0.2),
        Dense<_, 10, softmax>,
    }
}

fn main() -> plywood::Result<()> {
    let (train, test) = datasets::digits().shuffle(1).stratified_split(0.8)?;
    let (train, validation) = train.stratified_split(0.8)?;
    let scaler = MinMaxScaler::fit(&train);
    let [train, validation, test] = [&train, &validation, &test].map(|data| scaler.transform(data));

    let mut model = Digits::new(1).compile(
        AdamW::new(0.003).global_clipnorm(5.0),
        SparseCategoricalCrossentropy::default(),
        (Accuracy::default(), SparseTopKCategoricalAccuracy::new().k(2)),
    );
    let mut plateau = ReduceLROnPlateau::new().factor(0.3).patience(4);
    let mut early = EarlyStopping::new().patience(12).restore_best_weights(true);
    let fit = Fit::epochs(200).validation_data(&validation).callbacks((&mut plateau, &mut early));
    let history = model.fit(&train, fit)?;

    let rates = history.get("learning_rate").unwrap_or(&[]);
    println!("{} epochs, the last with a rate of {:.1e}", history.epochs().len(), rates[rates.len() - 1]);
    if let Some((epoch, loss)) = early.best_epoch().zip(early.best()) {
        println!("best after epoch {}, with a validation loss of {loss:.4}", epoch + 1);
    }
    println!("on test data: {}", model.evaluate(&test)?);

    let matrix = ConfusionMatrix::of(&test, &model.predict(&test))?;
    println!("\n{matrix}\n{}", ClassificationReport::new(&matrix));
    Ok(())
}
