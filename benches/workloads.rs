//! How long the workloads take, and how much of what one core can do that is.
//!
//! `cargo bench -p plywood-benches --bench workloads -- W1 W6` measures those whose names begin so, without names all.
//! With `--test`, each is done once.
//!
//! Times are the minimum and the median of several samples; rates are those of the minimum. The peak is measured
//! between the samples.

mod harness;

use std::io::{self, Write};
use std::process::ExitCode;

use harness::table::{self, Line};
use harness::{Measured, measure, minimum_and_median};
use plywood_benches::{WORKLOADS, Workload};

fn main() -> io::Result<ExitCode> {
    let (settings, names): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with('-'));
    let is_test = settings.iter().any(|setting| setting == "--test");
    let is_meant = |workload: &&Workload| names.iter().any(|name| workload.name.starts_with(name.as_str()));
    let chosen: Vec<&Workload> =
        WORKLOADS.iter().filter(|workload| names.is_empty() || is_meant(workload)).collect();
    let mut out = io::stdout();
    if chosen.is_empty() {
        let known = WORKLOADS.map(|workload| workload.name).join(", ");
        writeln!(io::stderr(), "error: no workload has such a name\nhelp: there are {known}")?;
        return Ok(ExitCode::FAILURE);
    }
    if !is_test {
        table::head(&mut out)?;
    }
    for workload in chosen {
        if is_test {
            workload.prepare()(1);
            writeln!(out, "{}: ok", workload.name)?;
        } else {
            time(workload, &mut out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Measures a workload, and prints its lines of the table.
fn time(workload: &Workload, out: &mut impl Write) -> io::Result<()> {
    let Measured { times, peak } = measure(&mut [workload.prepare()]);
    for times in times {
        let (minimum, median) = minimum_and_median(times);
        let times = [minimum, median].map(|seconds| seconds / workload.units as f64);
        let rate = workload.flop as f64 / times[0];
        let Workload { name, unit, published, description: remark, .. } = *workload;
        Line { name, unit, times, rate, peak, remark }.write(out)?;
        if published > 1 {
            let (unit, times) =
                (&format!("{published} {unit}s"), times.map(|seconds| published as f64 * seconds));
            Line { name: "", unit, times, rate, peak, remark: "" }.write(out)?;
        }
    }
    Ok(())
}
