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
            // A place in a document: its heading, in lower case with hyphens.
            let (file, heading) = file.split_once('#').unwrap_or((file, ""));
            if file.is_empty() {
                let anchor =
                    |line: &str| line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
                let mut headings = text.lines().filter(|line| line.starts_with('#')).map(anchor);
                assert!(headings.any(|anchor| anchor == heading), "{document} names #{heading}");
                continue;
            }
            assert!(path.with_file_name(file).exists(), "{document} names {file}");
        }
    }
}
