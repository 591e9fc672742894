//! Counts the instructions of some workloads, which hardly changes from run to run, and compares them with
//! `baseline.txt`. More than 5 % more is a failure. It needs valgrind.
//!
//! `cargo bench -p plywood-benches --bench instructions -- --renew` writes the counts to `baseline.txt`. With `--test`,
//! each workload is done once, and nothing is counted.
//!
//! plywood takes the instructions that the processor has, so a baseline holds for processors of one kind: x86-64 with
//! AVX2 and FMA. Valgrind knows of no AVX-512.

mod baseline;
mod callgrind;

use std::error::Error;
use std::process::ExitCode;

/// How much larger than in the baseline a count may be.
const TOLERANCE: f64 = 0.05;

/// The workloads, and how many repetitions make a count that does not depend on where in memory things happen to lie.
const COUNTED: [(&str, usize); 5] = [("W1", 1), ("W2", 10), ("W6a", 1000), ("W6b", 100), ("W8", 1)];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [callgrind::CHILD, name, repetitions] => callgrind::child(name, repetitions.parse()?),
        ["--test"] => {
            test();
            Ok(())
        }
        ["--renew"] => Ok(baseline::write(&count()?)?),
        [] => compare(),
        _ => Err("the only arguments are --renew and --test".into()),
    }
}

fn test() {
    for (name, _) in COUNTED {
        callgrind::repeat(name, 1);
        println!("{name}: ok");
    }
}

/// The instructions of one repetition of each workload.
fn count() -> Result<Vec<(&'static str, u64)>, Box<dyn Error>> {
    COUNTED.into_iter().map(|(name, repetitions)| Ok((name, callgrind::count(name, repetitions)?))).collect()
}

fn compare() -> Result<(), Box<dyn Error>> {
    let baseline = baseline::read()?;
    let mut is_worse = false;
    println!("{:<5} {:>13} {:>13} {:>8}", "", "instructions", "baseline", "change");
    for (name, count) in count()? {
        let before = *baseline.get(name).ok_or_else(|| format!("the baseline has no {name}: --renew it"))?;
        let change = count as f64 / before as f64 - 1.0;
        let mark = if change > TOLERANCE { "  too many" } else { "" };
        println!("{name:<5} {count:>13} {before:>13} {:>+6.1} %{mark}", 100.0 * change);
        is_worse |= change > TOLERANCE;
    }
    if is_worse {
        let help = "help: if that has to be, `.ci/instructions --renew`, and say why in the commit";
        return Err(format!("more instructions than the baseline allows\n{help}").into());
    }
    Ok(())
}
