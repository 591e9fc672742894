//! Mistakes, and what the compiler says of them.
//!
//! The texts are those of one compiler, the one in `rust-toolchain.toml`. `TRYBUILD=overwrite cargo test -p
//! plywood-tests --test ui` writes them anew: read them before you keep them.

#[test]
fn mistakes_are_explained() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
