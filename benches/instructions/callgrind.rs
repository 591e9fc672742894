use std::error::Error;
use std::process::Command;

/// The first argument with which this program does a workload so many times, and nothing else.
pub const CHILD: &str = "repeat";

/// The instructions of one repetition: what so many more than one take more.
pub fn count(name: &str, repetitions: usize) -> Result<u64, Box<dyn Error>> {
    let (once, more) = (collected(name, 1)?, collected(name, 1 + repetitions)?);
    Ok((more - once) / repetitions as u64)
}

/// What a run of this program takes in all.
fn collected(name: &str, repetitions: usize) -> Result<u64, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args([CHILD, name, &repetitions.to_string()])
        .output()
        .map_err(|error| format!("valgrind: {error}\nhelp: install it: apt-get install valgrind"))?;
    let printed = String::from_utf8_lossy(&output.stderr);
    let count = printed.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    match count {
        Some(count) if output.status.success() => Ok(count),
        _ => Err(format!("valgrind counted nothing:\n{printed}").into()),
    }
}

/// What runs under valgrind.
pub fn child(name: &str, repetitions: usize) -> Result<(), Box<dyn Error>> {
    #[cfg(target_arch = "x86_64")]
    let is_of_baseline = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
    #[cfg(not(target_arch = "x86_64"))]
    let is_of_baseline = false;
    if !is_of_baseline {
        return Err("the baseline is for x86-64 with AVX2 and FMA".into());
    }
    repeat(name, repetitions);
    Ok(())
}

pub fn repeat(name: &str, repetitions: usize) {
    plywood_benches::named(name).expect("a workload").prepare()(repetitions);
}
