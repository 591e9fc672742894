//! Time: how many spots will the sun have next year? An LSTM that has seen the last 22 years says so.
//!
//! `cargo run --release --example sequence`

use plywood::datasets::sunspots::FIRST_YEAR;
use plywood::prelude::*;

/// Two cycles of the sun.
const YEARS: usize = 22;

/// The first year that the network does not learn from.
const TEST: usize = 1930;

model! {
    /// Next year's value, from those of the years before.
    struct Sun {
        Input<YEARS, 1>,
        memory: LSTM<16>,
        next: Dense<1>,
    }
}

/// Large numbers of spots vary more: of their square roots, all vary alike.
fn scaled(spots: f32) -> f32 {
    spots.sqrt() / 10.0
}

fn spots(scaled: f32) -> f32 {
    (scaled * 10.0).powi(2)
}

/// The root of the mean square of the differences.
fn error(predicted: impl Iterator<Item = f32>, seen: &[f32]) -> f32 {
    let squares = predicted.zip(seen).map(|(a, b)| (a - b).powi(2));
    (squares.sum::<f32>() / seen.len() as f32).sqrt()
}

/// All windows of some years, with the year that comes after each.
fn windows(series: &[f32]) -> plywood::Result<Dataset<Sequence<YEARS, 1>, Features<1>>> {
    let samples = series.windows(YEARS + 1).map(|years| std::array::from_fn(|year| [scaled(years[year])]));
    let targets = series[YEARS..].iter().map(|&next| [scaled(next)]);
    Dataset::new(samples, targets)
}

fn main() -> plywood::Result<()> {
    let series = datasets::sunspots();
    let (before, seen) = series.split_at(TEST - FIRST_YEAR);
    let train = windows(before)?;
    let test = windows(&series[before.len() - YEARS..])?;

    let mut model = Sun::new(5).compile(Adam::new(0.005), MeanSquaredError::default(), ());
    let history = model.fit(&train, Fit::epochs(300).batch_size(32))?;
    for (epoch, loss) in history.points("loss").step_by(50) {
        println!("epoch {epoch:3}: loss {loss:.4}");
    }

    let predicted: Vec<f32> = model.predict(&test).into_iter().map(|[next]| spots(next)).collect();
    let last = series[before.len() - 1..].iter().copied();
    println!("typical error from {TEST} on, in spots:");
    println!("    the network             {:5.1}", error(predicted.iter().copied(), seen));
    println!("    \"as many as last year\"  {:5.1}", error(last, seen));

    println!("\n     seen  predicted");
    for (year, (seen, predicted)) in (TEST..).zip(seen.iter().zip(&predicted)).skip(50).step_by(2) {
        let bar = "*".repeat((seen / 4.0) as usize);
        println!("{year}  {seen:5.1}  {predicted:5.1}  {bar}");
    }
    Ok(())
}
