//! Attention: a transformer that looks a name up in a telephone book, which is another one in each sample.
//!
//! `cargo run --release --example transformer`

use std::iter::repeat_with;

use plywood::prelude::*;
use plywood::rng::{Purpose, Rng, Streams};

/// How many names there are.
const NAMES: usize = 12;

/// How many numbers.
const NUMBERS: usize = 4;

/// How many entries a book has.
const ENTRIES: usize = 6;

/// The entries, and behind them the question: a name without a number.
const STEPS: usize = ENTRIES + 1;

/// The width of a step: which name it is, and which number.
const WIDTH: usize = NAMES + NUMBERS;

model! {
    /// Twelve names and four numbers. The question looks at all entries, and takes the number of the one that has its
    /// name.
    struct Reader {
        Input<7, 16>,
        Dense<32>,
        Residual(LayerNormalization, MultiHeadAttention<4, 8>),
        Residual(LayerNormalization, Dense<64, gelu>, Dense<32>),
        LayerNormalization,
        Cropping1D<6, 0>,
        Flatten,
        Dense<4, softmax>,
    }
}

model! {
    /// As many layers, in which no step sees another until the last one sees all.
    struct WithoutAttention {
        Input<7, 16>,
        Dense<32>,
        Residual(LayerNormalization, Dense<64, gelu>, Dense<32>),
        Residual(LayerNormalization, Dense<64, gelu>, Dense<32>),
        LayerNormalization,
        Flatten,
        Dense<4, softmax>,
    }
}

/// A book with a question, and the answer.
fn book(rng: &mut Rng) -> ([[f32; WIDTH]; STEPS], usize) {
    let mut names: [usize; NAMES] = std::array::from_fn(|name| name);
    rng.shuffle(&mut names);
    let asked = rng.below(ENTRIES as u32) as usize;
    let (mut steps, mut answer) = ([[0.0; WIDTH]; STEPS], 0);
    for (entry, step) in steps[..ENTRIES].iter_mut().enumerate() {
        let number = rng.below(NUMBERS as u32) as usize;
        (step[names[entry]], step[NAMES + number]) = (1.0, 1.0);
        if entry == asked {
            answer = number;
        }
    }
    steps[ENTRIES][names[asked]] = 1.0;
    (steps, answer)
}

fn main() -> plywood::Result<()> {
    let mut rng = Streams::new(1).rng(Purpose::Dataset, 0);
    let mut books = |count| repeat_with(|| book(&mut rng)).take(count).unzip::<_, _, Vec<_>, Vec<_>>();
    let data = |(books, answers)| Dataset::<Sequence<STEPS, WIDTH>, Classes<NUMBERS>>::new(books, answers);
    let (train, test) = (data(books(4000))?, data(books(1000))?);

    let fit = || Fit::epochs(12).batch_size(32).validation_data(&test);
    let mut reader = Reader::new(1).compile(
        Adam::new(0.003),
        SparseCategoricalCrossentropy::default(),
        (Accuracy::default(),),
    );
    let with = reader.fit(&train, fit())?;
    let mut other = WithoutAttention::new(1).compile(
        Adam::new(0.003),
        SparseCategoricalCrossentropy::default(),
        (Accuracy::default(),),
    );
    let without = other.fit(&train, fit())?;

    println!("{}", reader.summary());
    println!("\nright answers about books that were not learnt from");
    println!("epoch  with attention  without");
    let [with, without] = [&with, &without].map(|history| history.points("val_accuracy"));
    for ((epoch, with), (_, without)) in with.zip(without) {
        println!("{epoch:5}  {:13.0} %  {:5.0} %", 100.0 * with, 100.0 * without);
    }
    Ok(())
}
