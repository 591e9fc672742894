//! A text as a CSV table: it is read or refused, and whatever was read can be fitted or is refused, and comes back from a file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plywood::data::Preparation;
use plywood::prelude::*;
use plywood::saving::State;

fuzz_target!(|text: &str| {
    let Ok(table) = Table::from_csv(text) else { return };
    let columns = || table.columns().iter().map(String::as_str);
    let mut schemas = vec![
        Schema::new().columns(columns(), Numeric::standardized().fill_median()),
        Schema::new().columns(columns(), Numeric::min_max().fill_mean()),
        Schema::new().columns(columns(), OneHot::new().fill_most_frequent().unknown_as_zeros()),
        Schema::new().columns(columns(), Ordinal::new().fill_with("0").unknown_as_category()),
    ];
    if let Some(first) = table.columns().first() {
        let others = Schema::new().columns(columns().skip(1), OneHot::new().fill_with("none"));
        schemas.push(others.clone().classes(first));
        schemas.push(others.values([first.as_str()]));
        let _ = table.stratified_split(first, 0.5);
    }
    for schema in schemas {
        let Ok(preparation) = schema.fit(&table) else { continue };
        let _ = preparation.dataset::<Features<2>, Classes<2>, f32>(&table);
        let _ = preparation.dataset::<Features<2>, Features<1>, f32>(&table);
        let mut state = State::new();
        state.put("p", &preparation);
        assert_eq!(state.get::<Preparation>("p"), Ok(preparation));
    }
});
