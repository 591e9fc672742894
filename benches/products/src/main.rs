//! plywood's products of matrices beside those of crates, all on one thread.
//!
//! `cargo run --release --manifest-path benches/products/Cargo.toml` prints the table of docs/performance.md; with
//! ` -- gradient 64-64` at its end only the lines in which one of these words is.

mod implementations;
mod product;

#[path = "../../harness/mod.rs"]
#[allow(dead_code, reason = "the table of that harness is another one")]
mod harness;

use harness::{measure, minimum_and_median};
use implementations::IMPLEMENTATIONS;
use plywood::Lanes;
use plywood::benches::Sizes;
use product::{Kind, Product};

const WIDTHS: [[usize; 2]; 9] =
    [[4, 8], [8, 3], [32, 64], [64, 64], [64, 1], [128, 10], [784, 128], [784, 512], [512, 512]];

const SAMPLES: [usize; 6] = [1, 5, 32, 64, 128, 1024];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let is_wanted = |case: &str| words.is_empty() || words.iter().any(|word| case.contains(word.as_str()));
    let names = IMPLEMENTATIONS.map(|(name, _)| name).join(" | ");
    println!("| product | layer, samples | {names} | best crate takes |");
    println!("|---|---|{}", "--:|".repeat(IMPLEMENTATIONS.len() + 1));
    for kind in [Kind::Forward, Kind::KernelGradient, Kind::InputGradient] {
        for [inputs, outputs] in WIDTHS {
            for samples in SAMPLES {
                let sizes = Sizes { inputs, outputs, lanes: Lanes::new(samples) };
                let case = format!("{} | {inputs}-{outputs}, {samples}", kind.name());
                if is_wanted(&case) {
                    println!("| {case} | {} |", line(kind, sizes));
                }
            }
        }
    }
}

/// The rates of all implementations in GFLOP/s, and how much longer than plywood's the best of the others takes.
fn line(kind: Kind, sizes: Sizes) -> String {
    let product = Product::new(kind, sizes);
    let mut works = IMPLEMENTATIONS.map(|(name, run)| product.repeat(name, run));
    let times = measure(&mut works).times;
    let rates = times.iter().map(|times| {
        let [minimum, _] = minimum_and_median(times);
        format!("{:.1}", product.flop() as f64 / minimum / 1e9)
    });
    let ratio = |other: &Vec<f64>| {
        let ratios: Vec<f64> = other.iter().zip(&times[0]).map(|(other, own)| other / own).collect();
        minimum_and_median(&ratios)[1]
    };
    let best = times[1..].iter().map(ratio).fold(f64::INFINITY, f64::min);
    format!("{} | {best:.2} ×", rates.collect::<Vec<_>>().join(" | "))
}
