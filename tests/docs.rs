//! What the documents say is so.

use std::path::Path;

#[test]
fn documents_name_files_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut documents = vec!["README.md", "CONTRIBUTING.md"];
    documents.extend(["docs/ARCHITECTURE.md", "docs/for-keras-users.md", "docs/keras-differences.md"]);
    for document in documents {
        let path = root.join(document);
        let text = std::fs::read_to_string(&path).unwrap();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let files: Vec<&str> = links.filter(|link| !link.starts_with("http")).collect();
        assert!(document != "docs/ARCHITECTURE.md" || files.len() > 20);
        for file in files {
            assert!(path.with_file_name(file).exists(), "{document} names {file}");
        }
    }
}
