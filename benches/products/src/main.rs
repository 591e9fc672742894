//! plywood's products of matrices beside those of crates, all on one thread.
//!
//! `cargo run --release --manifest-path benches/products/Cargo.toml` prints the table of docs/performance.md; with
//! ` -- gradient 64-64` at its end only the rows in which one of these words is.

mod implementations;
mod product;

#[path = "../../harness/mod.rs"]
#[allow(dead_code, reason = "the table of that harness is another one")]
mod harness;

use harness::{measure, minimum_and_median};
use implementations::IMPLEMENTATIONS;
use plywood::benches::Sizes;
use plywood_benches::products::{SAMPLES, WIDTHS, sizes};
use product::{Kind, Product};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let is_wanted = |row: &str| words.is_empty() || words.iter().any(|word| row.contains(word.as_str()));
    let samples = SAMPLES.map(|samples| samples.to_string()).join(" | ");
    println!("| product | layer | {samples} |");
    println!("|---|---|{}", "--:|".repeat(SAMPLES.len()));
    for kind in [Kind::Forward, Kind::KernelGradient, Kind::InputGradient] {
        for widths in WIDTHS {
            let [inputs, outputs] = widths;
            let row = format!("{} | {inputs}-{outputs}", kind.name());
            if is_wanted(&row) {
                let cells = SAMPLES.map(|samples| cell(kind, sizes(widths, samples)));
                println!("| {row} | {} |", cells.join(" | "));
            }
        }
    }
}

/// The rate of plywood's product in GFLOP/s, and how many times as long the best of the others takes.
fn cell(kind: Kind, sizes: Sizes) -> String {
    let product = Product::new(kind, sizes);
    let mut works = IMPLEMENTATIONS.map(|(name, run)| product.repeat(name, run));
    let times = measure(&mut works).times;
    let rate = product.flop() as f64 / minimum_and_median(&times[0])[0] / 1e9;
    let ratio = |other: &[f64]| {
        let ratios: Vec<f64> = other.iter().zip(&times[0]).map(|(other, own)| other / own).collect();
        minimum_and_median(&ratios)[1]
    };
    let others = IMPLEMENTATIONS.iter().zip(&times).skip(1);
    let best = others.map(|((name, _), times)| (ratio(times), name)).min_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or(String::new(), |(ratio, name)| format!("{rate:.1} ({name} {ratio:.2})"))
}
