//! How long each kernel takes, beside plain loops, or shared kernels, that compute the same, and how much of what one core can do that is.
//!
//! `cargo bench -p plywood-benches --bench kernels -- forward softmax` measures those whose names begin so, without names
//! all. With `--test`, each is done once.
//!
//! Before anything is timed, the two have to agree. Times are the minimum and the median of several samples;
//! rates are those of the minimum. The peak is that of multiply-adds for products. For everything else it is the rate at
//! which as many bytes are copied from one place to another, again and again, so that few of them come from beyond the
//! caches.

mod activations;
mod adam;
mod case;
mod denormals;
mod dense;
mod memory;
mod small;
mod window;

#[path = "../harness/mod.rs"]
mod harness;

use std::io::{self, Write};

use case::{Case, Work};
use harness::table::{self, Line};
use harness::{measure, minimum_and_median};

fn main() -> io::Result<()> {
    let (settings, names): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with('-'));
    let is_test = settings.iter().any(|setting| setting == "--test");
    let is_meant =
        |case: &Case| names.is_empty() || names.iter().any(|name| case.kernel.starts_with(name.as_str()));
    let mut out = io::stdout();
    let all = [
        dense::cases(),
        window::cases(),
        small::cases(),
        memory::cases(),
        activations::cases(),
        adam::cases(),
    ];
    let mut rate = "";
    for case in all.into_iter().flatten().chain(denormals::cases()).filter(is_meant) {
        if is_test {
            case.prepare().iter_mut().for_each(|work| work(1));
            writeln!(out, "{}, {}: ok", case.kernel, case.size)?;
            continue;
        }
        if case.work.rate() != rate {
            rate = case.work.rate();
            table::head(&mut out, rate)?;
        }
        print(&case, &mut out)?;
    }
    Ok(())
}

/// Times a kernel, and prints its line.
fn print(case: &Case, out: &mut impl Write) -> io::Result<()> {
    let mut works = Vec::from(case.prepare());
    if let Work::Bytes(bytes) = case.work {
        works.push(memory::copy(bytes));
    }
    let measured = measure(&mut works);
    let [minimum, median] = minimum_and_median(&measured.times[0]);
    let peak = match case.work {
        Work::Flop(_) => measured.peak,
        Work::Bytes(bytes) => Some(bytes as f64 / minimum_and_median(&measured.times[2])[0]),
    };
    let ratios: Vec<f64> =
        measured.times[1].iter().zip(&measured.times[0]).map(|(beside, own)| beside / own).collect();
    let [_, ratio] = minimum_and_median(&ratios);
    Line {
        name: &case.kernel,
        unit: &case.size,
        times: [minimum, median],
        rate: case.work.amount() as f64 / minimum,
        peak,
        remark: &format!("{} take {ratio:.2} times as long", case.beside),
    }
    .write(out)
}
