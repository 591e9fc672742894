//! What the documents say is so.

use std::path::Path;

#[test]
fn architecture_names_files_that_exist() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let text = std::fs::read_to_string(docs.join("ARCHITECTURE.md")).unwrap();
    let links: Vec<&str> = text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.len() > 20);
    for link in links {
        assert!(docs.join(link).exists(), "docs/ARCHITECTURE.md names {link}");
    }
}
