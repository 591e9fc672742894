//! JSON objects whose names must not repeat.

use core::fmt;
use core::marker::PhantomData;
use std::collections::btree_map::{BTreeMap, Entry};

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use crate::error::quoted;

/// An object: its values by their names. A name that is there twice is an error.
#[derive(Serialize)]
pub(crate) struct Object<V>(pub(crate) BTreeMap<String, V>);

/// A value in an [`Object`].
pub(crate) trait Member: Sized {
    /// What the object is, for errors: `an object with …`.
    const OBJECT: &'static str;

    /// Reads the next value of `object`, which stands under `name`.
    fn read<'de, A: MapAccess<'de>>(name: &str, object: &mut A) -> Result<Self, A::Error>;
}

impl<'de, V: Member> Deserialize<'de> for Object<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members(PhantomData))
    }
}

struct Members<V>(PhantomData<V>);

impl<'de, V: Member> Visitor<'de> for Members<V> {
    type Value = Object<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(V::OBJECT)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Object<V>, A::Error> {
        let mut members = BTreeMap::new();
        while let Some(name) = object.next_key::<String>()? {
            match members.entry(name) {
                Entry::Vacant(entry) => {
                    let value = V::read(entry.key(), &mut object)?;
                    entry.insert(value);
                }
                Entry::Occupied(entry) => {
                    return Err(A::Error::custom(format_args!("{} is there twice", quoted(entry.key()))));
                }
            }
        }
        Ok(Object(members))
    }
}
