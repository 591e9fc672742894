//! The training on the host, to be compared with.

fn main() -> plywood::Result<()> {
    print!("{}", iris::species()?);
    Ok(())
}
