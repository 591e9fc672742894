//! A table with numbers, words and holes: from a CSV file to a saved model that predicts from a raw record.
//!
//! `cargo run --release --example tabular`

use plywood::data::Preparation;
use plywood::prelude::*;

model! {
    /// Tells three species of penguins apart.
    struct Penguins {
        Dense<9, 16, relu>,
        Dense<16, 3, softmax>,
    }
}

/// The raw table, for a file of your own `Table::read_csv("penguins.csv")?`: 344 penguins of Palmer Archipelago, Antarctica, by K. B.
/// Gorman, T. D. Williams and W. R. Fraser, in the public domain (CC0).
fn penguins() -> plywood::Result<Table> {
    Ok(Table::from_csv(datasets::penguins::CSV)?.missing_values(["NA"]))
}

fn main() -> plywood::Result<()> {
    // 1. Data preparation: what the columns become is learnt from the training part alone.
    let (train, test) = penguins()?.shuffle(4).stratified_split("species", 0.8)?;
    let schema = Schema::new()
        .columns(
            ["bill_length_mm", "bill_depth_mm", "flipper_length_mm"],
            Numeric::standardized().fill_mean(),
        )
        .column("body_mass_g", Numeric::standardized().fill_median())
        .column("island", OneHot::new())
        .column("sex", OneHot::new().unknown_as_zeros().fill_most_frequent())
        .classes("species");
    let preparation = schema.fit(&train)?;
    println!("{preparation}\n");
    let (train, test) = (preparation.dataset(&train)?, preparation.dataset(&test)?);

    // 2. Construction, 3. compile.
    let mut model = Penguins::new(42).compile(
        Adam::new(0.01),
        SparseCategoricalCrossentropy::default(),
        (Accuracy::default(),),
    );
    model.set_preparation(preparation.clone())?;

    // 4. Fit: the species are not equally frequent, so each counts the same.
    let fit = Fit::epochs(40).validation_data(&test).class_weight(train.balanced_class_weight());
    let history = model.fit(&train, fit)?;

    // 5. Evaluate.
    println!("on {} penguins that it has never seen: {}\n", test.len(), model.evaluate(&test)?);
    history.save_svg("penguins.svg")?;
    let matrix = ConfusionMatrix::of(&test, &model.predict(&test))?;
    matrix.class_names(preparation.classes()).picture().save_svg("penguins-confusion.svg")?;
    model.save("penguins.safetensors")?;

    // 6. Predict, in another program: weights and preparation come from the one file.
    let mut model = Penguins::new(0);
    model.load_weights("penguins.safetensors")?;
    let preparation = Preparation::load("penguins.safetensors")?;
    let found = Record::new()
        .set("island", "Biscoe")
        .set("bill_length_mm", 47.5)
        .set("bill_depth_mm", 15.0)
        .set("flipper_length_mm", 218)
        .set("body_mass_g", 4950)
        .set("sex", "");
    let probabilities = preparation.predict(&model, &found)?;
    for (species, probability) in preparation.classes().iter().zip(probabilities) {
        println!("{species:9} {:5.1} %", 100.0 * probability);
    }
    Ok(())
}
