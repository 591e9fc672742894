//! From tables to samples: what the columns become, what is said of cells that cannot be read, and that a model keeps
//! it.

use std::path::PathBuf;

use plywood::data::{Csv, Preparation};
use plywood::prelude::*;
use plywood::saving::State;
use plywood::{Compiled, Error};
use proptest::prelude::*;

model! { struct Penguins { Dense<9, 8, relu>, Dense<8, 3, softmax> } }

type Trained = Compiled<Penguins, Adam, SparseCategoricalCrossentropy, (Accuracy,)>;

fn fresh(seed: u64) -> Trained {
    Penguins::new(seed).compile(
        Adam::new(0.01),
        SparseCategoricalCrossentropy::default(),
        (Accuracy::default(),),
    )
}

fn schema() -> Schema {
    Schema::new()
        .columns(
            ["bill_length_mm", "bill_depth_mm", "flipper_length_mm"],
            Numeric::standardized().fill_mean(),
        )
        .column("body_mass_g", Numeric::min_max().fill_median())
        .column("island", OneHot::new())
        .column("sex", OneHot::new().fill_most_frequent().unknown_as_zeros())
        .classes("species")
}

/// A file of its own for a test.
fn file(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("plywood-{}-{name}", std::process::id()))
}

#[test]
fn the_embedded_table_is_the_one_that_csv_reads() {
    let read = Table::from_csv(datasets::penguins::CSV).unwrap().missing_values(["NA"]);
    let embedded = datasets::penguins();
    assert_eq!(read.columns(), embedded.columns());
    for column in read.columns() {
        assert!(read.column(column).unwrap().eq(embedded.column(column).unwrap()), "{column}");
    }
    let count = |label: &str| embedded.column("species").unwrap().filter(|cell| *cell == label).count();
    assert_eq!(["Adelie", "Chinstrap", "Gentoo"].map(count), [152, 68, 124]);
}

#[test]
fn a_preparation_is_fitted_on_the_rows_that_it_sees() {
    let table = datasets::penguins();
    let preparation = schema().fit(&table).unwrap();
    let data: Dataset<Features<9>, Classes<3>, f64> = preparation.dataset(&table).unwrap();
    for feature in 0..3 {
        let values = data.samples().iter().map(|sample| sample[feature]);
        // The mean stands for what is missing, so the mean of all is 0 too.
        assert!(values.sum::<f64>().abs() < 1e-10);
    }
    let mass = || data.samples().iter().map(|sample| sample[3]);
    assert_eq!((mass().fold(1.0, f64::min), mass().fold(0.0, f64::max)), (0.0, 1.0));
    for sample in data.samples() {
        assert_eq!((sample[4] + sample[5] + sample[6], sample[7] + sample[8]), (1.0, 1.0));
    }
    let (first, _) = table.split(0.1).unwrap();
    assert_ne!(schema().fit(&first).unwrap(), preparation);
}

#[test]
fn a_model_keeps_its_preparation() {
    let path = file("kept.safetensors");
    let (train, test) = datasets::penguins().shuffle(1).stratified_split("species", 0.8).unwrap();
    let preparation = schema().fit(&train).unwrap();
    let mut model = fresh(1);
    let record = test.record(0).unwrap();
    assert_eq!(model.predict_record(&record).unwrap_err(), Error::NoPreparation);
    model.set_preparation(preparation.clone()).unwrap();
    model.fit(&preparation.dataset(&train).unwrap(), Fit::epochs(5)).unwrap();
    model.save(&path).unwrap();

    let mut again = fresh(2);
    again.load(&path).unwrap();
    assert_eq!(again.preparation(), Some(&preparation));
    let rows = preparation.samples::<Features<9>, f32>(&test).unwrap();
    let predictions = model.predict(&rows);
    for (row, prediction) in predictions.iter().enumerate() {
        let record = test.record(row).unwrap();
        assert_eq!(&again.predict_record(&record).unwrap(), prediction);
        let mut alone = Penguins::new(3);
        alone.load_weights(&path).unwrap();
        assert_eq!(&Preparation::load(&path).unwrap().predict(&alone, &record).unwrap(), prediction);
    }
    // A model that is compiled anew has it still; weights alone do not.
    assert!(again.compile(Adam::new(0.1), SparseCategoricalCrossentropy::new(), ()).preparation().is_some());
    model.save_weights(&path).unwrap();
    let none = Error::NoPreparation.to_string();
    assert_eq!(Preparation::load(&path).unwrap_err().to_string(), format!("{}: {none}", path.display()));
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a_preparation_of_another_width_changes_nothing() {
    let table = datasets::penguins();
    let narrow = Schema::new().column("island", OneHot::new()).column("year", Numeric::unscaled());
    let mut model = fresh(1);
    let message = "the columns give 4 values, where a sample has 9: `island` 3 (island=Biscoe, island=Dream, \
                   island=Torgersen), `year`\nhelp: let the first layer take 4";
    let narrow = narrow.fit(&table).unwrap();
    assert_eq!(model.set_preparation(narrow.clone()).unwrap_err().to_string(), message);
    let mut state = model.state();
    state.put(".preparation", &narrow);
    let before: State = model.state();
    assert!(model.set_state(&state).is_err());
    assert_eq!(model.state(), before);
}

/// What is said of a table that is read from a file with these contents.
fn message(contents: &str, schema: &Schema, name: &str) -> String {
    let path = file(name);
    std::fs::write(&path, contents).unwrap();
    let result = Table::read_csv(&path).and_then(|table| {
        let preparation = schema.fit(&table)?;
        preparation.dataset::<Features<2>, Classes<2>, f32>(&table)
    });
    std::fs::remove_file(&path).unwrap();
    result.unwrap_err().to_string().replace(&path.display().to_string(), "file.csv")
}

#[test]
fn errors_name_file_line_and_column() {
    let schema = Schema::new().columns(["a", "b"], Numeric::standardized()).classes("c");
    let said = |contents: &str| message(contents, &schema, "errors.csv");
    assert_eq!(
        said("a,b,c\n1,2,x\n\n1,n/a,y\n"),
        "file.csv, line 4, column `b`: `n/a` is no finite number\n\
         help: if it marks a missing value, say so with `missing_values([\"n/a\"])`"
    );
    assert!(
        said("a,b,c\n1,2,x\n,2,y\n")
            .starts_with("file.csv, line 3, column `a`: the value is missing\nhelp: ")
    );
    assert!(
        said("a,b,c\n1,2,x\n1,2,x\n")
            .starts_with("file.csv: the schema gives 1 classes, those of `c`: `x`, where")
    );
    assert_eq!(said("a,b,c\n"), "file.csv: there are no samples");
    assert!(
        said("a,b,c\n1,2,x\n1,2,\n1,2,y\n").starts_with(
            "file.csv, line 3, column `c`: the value is missing, and it is to be learnt\nhelp: "
        )
    );
    assert_eq!(said("a,c\n1,x\n"), "file.csv: there is no column `b`, but `a`, `c`");
    assert_eq!(said("a,b,c\n1,2\n"), "file.csv: line 2 has 2 cells, where 3 are needed");
    let wide = Schema::new().columns(["a", "b"], OneHot::new()).classes("c");
    assert!(message("a,b,c\n1,2,x\n2,2,y\n", &wide, "wide.csv").starts_with(
        "file.csv: the columns give 3 values, where a sample has 2: `a` 2 (a=1, a=2), `b`\nhelp: "
    ));
}

#[test]
fn schemas_that_are_none_are_errors() {
    let table = datasets::penguins();
    let said = |schema: Schema| schema.fit(&table).unwrap_err().to_string();
    assert_eq!(said(Schema::new().classes("species")), "the schema has no columns");
    let twice = Schema::new().column("island", OneHot::new()).classes("island");
    assert_eq!(said(twice), "the schema uses the column `island` twice");
    let order = Schema::new().column("island", OneHot::new()).classes_in_order("species", ["a", "a"]);
    assert_eq!(said(order), "column `species`: the category `a` is there twice");
}

#[test]
fn a_number_in_another_notation_is_no_hole() {
    let schema = Schema::new().columns(["a", "b"], Numeric::standardized()).classes("c");
    let said = |cell: &str| message(&format!("a,b,c\n1,2,x\n1,\"{cell}\",y\n"), &schema, "notation.csv");
    let wrong = |cell: &str| format!("file.csv, line 3, column `b`: `{cell}` is no finite number\nhelp: ");
    let read = |number: &str, how: &str| format!("if it is {number}, read the file with `Csv::{how}`");
    assert_eq!(said("1,5"), wrong("1,5") + &read("1.5", "decimal_comma()"));
    assert_eq!(
        said("1,234"),
        wrong("1,234") + &read("1.234", "decimal_comma()") + "; " + &read("1234", "thousands(',')")
    );
    assert_eq!(
        said("1.234,5"),
        wrong("1.234,5") + &read("1234.5", "decimal_comma()` and `Csv::thousands('.')")
    );
    let learnt = Schema::new().columns(["a", "c"], Numeric::unscaled()).values(["b"]);
    assert!(
        message("a,b,c\n1,\"2,5\",3\n", &learnt, "learnt.csv").ends_with(&read("2.5", "decimal_comma()"))
    );
}

#[test]
fn the_same_number_is_the_same_category() {
    // As pandas writes a column of whole numbers with a hole.
    let (whole, holes) = ("rooms,class\n1,0\n2,1\n3,0\n", "rooms,class\n1.0,0.0\n2.0,1.0\n,0.0\n");
    let schema = Schema::new().column("rooms", OneHot::new().unknown_as_zeros()).classes("class");
    let preparation = schema.fit(&Table::from_csv(whole).unwrap()).unwrap();
    let holes = Table::from_csv(holes).unwrap().drop_missing();
    let data: Dataset<Features<3>, Classes<2>> = preparation.dataset(&holes).unwrap();
    assert_eq!(data.samples(), [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]);
    assert!(data.targets().eq([0, 1]));
    let sample = |record: Record| preparation.sample::<Features<3>, f32>(&record).unwrap();
    assert_eq!(sample(Record::new().set("rooms", 2.0)), [0.0, 1.0, 0.0]);
    assert_eq!(sample(Record::new().set("rooms", "3e0")), [0.0, 0.0, 1.0]);
    assert_eq!(sample(Record::new().set("rooms", "03")), [0.0; 3]);
    let mut state = State::new();
    state.put("p", &preparation);
    assert_eq!(state.get::<Preparation>("p").unwrap(), preparation);
    let mixed = Table::new(["class"], [["1"], ["1.0"], ["2"], ["2.0"]]).unwrap();
    let (first, second) = mixed.stratified_split("class", 0.5).unwrap();
    assert!(
        first.column("class").unwrap().eq(["1", "2"]) && second.column("class").unwrap().eq(["1.0", "2.0"])
    );
}

#[test]
fn values_are_targets_too() {
    let table = Table::new(["x", "y", "z"], [["1", "2", "3"], ["4", "5", "6"]]).unwrap();
    let preparation = Schema::new().column("x", Numeric::unscaled()).values(["z", "y"]).fit(&table).unwrap();
    let data: Dataset<Features<1>, Features<2>> = preparation.dataset(&table).unwrap();
    assert!(data.targets().eq([[3.0, 2.0], [6.0, 5.0]]));
    let wrong = preparation.dataset::<Features<1>, Classes<2>, f32>(&table).unwrap_err().to_string();
    assert_eq!(wrong, "the schema gives 2 values: `z`, `y`, where the dataset's targets are 2 classes");
}

#[test]
fn what_is_to_be_learnt_is_looked_at_when_a_schema_is_fitted() {
    let table = Table::new(["x", "y", "z"], [["1", "2", ""], ["4", "b", ""]]).unwrap();
    let said = |change: fn(Schema) -> Schema| {
        change(Schema::new().column("x", Numeric::unscaled())).fit(&table).unwrap_err().to_string()
    };
    assert_eq!(said(|schema| schema.values(["typo"])), "there is no column `typo`, but `x`, `y`, `z`");
    assert_eq!(said(|schema| schema.classes("typo")), "there is no column `typo`, but `x`, `y`, `z`");
    assert!(
        said(|schema| schema.values(["y"])).starts_with("row 1, column `y`: `b` is no finite number\nhelp: ")
    );
    let learnt = "row 0, column `z`: the value is missing, and it is to be learnt\nhelp: ";
    assert!(said(|schema| schema.values(["z"])).starts_with(learnt));
    assert!(said(|schema| schema.classes("z")).starts_with(learnt));
    assert_eq!(
        said(|schema| schema.values([])),
        "the schema is to learn values, but names no column of them"
    );
    let order = |schema: Schema| schema.classes_in_order("y", ["2", "a"]);
    assert_eq!(said(order), "row 1, column `y`: `b` is none of `2`, `a`");
    assert_eq!(said(|schema| schema.classes_in_order("y", [""; 0])), "column `y`: there are no categories");
}

#[test]
fn tokens_and_large_numbers_are_found_in_the_file() {
    let path = file("tokens.csv");
    std::fs::write(&path, "a,b,c\n1,2,x\n1,9,y\n1e300,0,y\n").unwrap();
    let table = Table::read_csv(&path).unwrap();
    let preparation =
        Schema::new().columns(["a", "b"], Numeric::unscaled()).classes("c").fit(&table).unwrap();
    let said = |error: Error| error.to_string().replace(&path.display().to_string(), "file.csv");
    let tokens = preparation.dataset::<Tokens<2, 5>, Classes<2>, f64>(&table).unwrap_err();
    assert_eq!(said(tokens), "file.csv, line 3, column `b`: 9 is no token: the vocabulary is 0 to 4");
    let large = "line 4, column `a`: 1e300 makes a value that is too large for f32, which ends at 3.4e38";
    let numbers = preparation.dataset::<Features<2>, Classes<2>, f32>(&table).unwrap_err();
    assert_eq!(said(numbers), format!("file.csv, {large}"));
    let targets = Schema::new().column("b", Numeric::unscaled()).values(["a"]).fit(&table).unwrap();
    let targets = targets.dataset::<Features<1>, Features<1>, f32>(&table).unwrap_err();
    assert_eq!(said(targets), format!("file.csv, {large}"));
    assert!(preparation.dataset::<Features<2>, Classes<2>, f64>(&table).is_ok());
    std::fs::write(&path, "a,b,c\n").unwrap();
    let none = preparation.dataset::<Features<2>, Classes<2>, f32>(&Table::read_csv(&path).unwrap());
    assert_eq!(said(none.unwrap_err()), "file.csv: there are no samples");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn what_is_said_of_many_categories_has_an_end() {
    let table = Table::new(["a"], (0..1000).map(|n| [format!("c{n:03}")])).unwrap();
    let preparation = Schema::new().column("a", OneHot::new()).fit(&table).unwrap();
    let record = Record::new().set("a", "z".repeat(1_000_000));
    let unknown = preparation.sample::<Features<1000>, f32>(&record).unwrap_err().to_string();
    assert!(unknown.len() < 500 && unknown.ends_with("`c019`, … and 980 more"), "{unknown}");
    let narrow = preparation.sample::<Features<2>, f32>(&record).unwrap_err().to_string();
    assert!(narrow.len() < 500 && narrow.contains("a=c019, … and 980 more)"), "{narrow}");
}

#[test]
fn a_preparation_shows_small_numbers_too() {
    let table = Table::new(["a", "b"], [["0.00001", "10"], ["0.00002", "20"]]).unwrap();
    let preparation = Schema::new().columns(["a", "b"], Numeric::min_max()).fit(&table).unwrap();
    assert_eq!(preparation.to_string(), "a: (x − 1.0000e-5) / 1.0000e-5\nb: (x − 10.0000) / 10.0000");
}

#[test]
fn records_have_the_columns_of_the_schema() {
    let preparation = schema().fit(&datasets::penguins()).unwrap();
    let said = |record: Record| preparation.sample::<Features<9>, f32>(&record).unwrap_err().to_string();
    let record = datasets::penguins().record(3).unwrap();
    assert!(preparation.sample::<Features<9>, f32>(&record).is_ok());
    assert_eq!(
        said(record.clone().set("island", "Bisco")),
        "the record, column `island`: `Bisco` is none of `Biscoe`, `Dream`, `Torgersen`"
    );
    assert!(
        said(record.set("island", ""))
            .starts_with("the record, column `island`: the value is missing\nhelp: ")
    );
    let spaced = datasets::penguins().record(3).unwrap().set("island", " Torgersen ").set("sex", " ");
    assert_eq!(
        preparation.sample::<Features<9>, f32>(&spaced),
        preparation.sample::<Features<9>, f32>(&datasets::penguins().record(3).unwrap())
    );
    let record = Record::new().set("Island", "Biscoe").set("bill_length_mm", 47.5);
    assert_eq!(said(record), "there is no column `bill_depth_mm`, but `Island`, `bill_length_mm`");
}

#[test]
fn a_file_is_read_in_parts() {
    let path = file("parts.csv");
    std::fs::write(&path, datasets::penguins::CSV).unwrap();
    let whole = Table::read_csv(&path).unwrap();
    for size in [1, 100, 344, 1000] {
        let parts: Vec<Table> = Csv::new().chunks(&path, size).unwrap().map(Result::unwrap).collect();
        assert_eq!(parts.len(), 344usize.div_ceil(size));
        let rows = parts.iter().flat_map(|part| (0..part.len()).map(|row| part.record(row).unwrap()));
        assert!(rows.eq((0..whole.len()).map(|row| whole.record(row).unwrap())));
    }
    std::fs::write(&path, "a,b\n1,2\n3,4\n5\n").unwrap();
    let parts: Vec<_> = Csv::new().chunks(&path, 1).unwrap().collect();
    assert_eq!(parts.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, false]);
    assert!(Csv::new().chunks(&path, 0).is_err());
    std::fs::remove_file(path).unwrap();
}

/// `cell` as it stands in a CSV file.
fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #[test]
    fn what_was_written_as_csv_is_read(cells in prop::collection::vec(prop::array::uniform3("\\PC*|[a-z,\" \n;]*"), 1..20)) {
        let lines = cells.iter().map(|row| row.each_ref().map(|cell| quoted(cell)).join(","));
        let text = format!("a,b,c\n{}\n", lines.collect::<Vec<_>>().join("\n"));
        let table = Table::from_csv(&text).unwrap();
        prop_assert_eq!(table.len(), cells.len());
        for (column, name) in ["a", "b", "c"].into_iter().enumerate() {
            let trimmed = cells.iter().map(|row| row[column].trim());
            prop_assert!(table.column(name).unwrap().eq(trimmed));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-c0-9,.\"\r\n -]*") {
        if let Ok(table) = Table::from_csv(&text) {
            let columns: Vec<&str> = table.columns().iter().map(String::as_str).collect();
            let schemas = [
                Schema::new().columns(columns.iter().copied(), Numeric::standardized().fill_mean()),
                Schema::new().columns(columns.iter().copied(), OneHot::new().fill_most_frequent()),
                Schema::new().columns(columns.iter().copied(), Ordinal::new().fill_with("a").unknown_as_category()),
            ];
            for schema in schemas {
                if let Ok(preparation) = schema.fit(&table) {
                    let _ = preparation.samples::<Features<2>, f32>(&table);
                    let mut state = State::new();
                    state.put("p", &preparation);
                    prop_assert_eq!(state.get::<Preparation>("p"), Ok(preparation));
                }
            }
        }
    }
}
