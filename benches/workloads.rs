//! How long the workloads take, and how much of what one core can do that is.
//!
//! `cargo bench -p plywood-benches --bench workloads -- W1 W6` measures those whose names begin so, without names all.
//! With `--test`, each is done once.
//!
//! Times are the minimum and the median of several samples; rates are those of the minimum. The peak is measured
//! between the samples.

mod harness;
mod twins;

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
        table::head(&mut out, "GFLOP/s")?;
    }
    for workload in chosen {
        let (twins, of_twins): (Vec<_>, Vec<_>) = twins::prepare(workload.name).into_iter().unzip();
        let mut works = vec![workload.prepare()];
        works.extend(of_twins);
        if is_test {
            works.iter_mut().for_each(|work| work(1));
            writeln!(out, "{}: ok", workload.name)?;
        } else {
            print(workload, &twins, &measure(&mut works), &mut out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the lines of a workload, and of its twins.
fn print(
    workload: &Workload,
    twins: &[&str],
    Measured { times, peak }: &Measured,
    out: &mut impl Write,
) -> io::Result<()> {
    let line = |name, times: &[f64]| {
        let [minimum, median] = minimum_and_median(times).map(|seconds| seconds / workload.units as f64);
        let rate = workload.flop as f64 / minimum;
        Line { name, unit: workload.unit, times: [minimum, median], rate, peak: *peak, remark: "" }
    };
    let own = Line { remark: workload.description, ..line(workload.name, &times[0]) };
    own.write(out)?;
    if workload.published > 1 {
        let unit = &format!("{} {}s", workload.published, workload.unit);
        let times = own.times.map(|seconds| workload.published as f64 * seconds);
        Line { name: "", unit, times, remark: "", ..own }.write(out)?;
    }
    for (how, twin) in twins.iter().zip(&times[1..]) {
        let ratios: Vec<f64> = times[0].iter().zip(twin).map(|(own, twin)| own / twin).collect();
        let [_, ratio] = minimum_and_median(&ratios);
        let remark = format!("by hand, {how}; plywood takes {ratio:.2} times as long");
        Line { remark: &remark, ..line("  twin", twin) }.write(out)?;
    }
    Ok(())
}
