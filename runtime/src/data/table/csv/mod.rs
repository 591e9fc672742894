//! Tables from CSV.

mod advice;
mod encoding;
mod names;
mod parser;
mod read;
mod reader;
mod settings;

pub use encoding::Encoding;
pub use parser::Delimiter;
pub use reader::Chunks;
pub use settings::Csv;
