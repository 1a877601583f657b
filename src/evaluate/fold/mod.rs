//! Forms in which two printings of one value are the same: case, accents, punctuation, dashes and the words that only
//! introduce a value do not count.

mod doi;
mod numbers;
mod titles;
mod words;

use std::collections::BTreeMap;

use super::{Field, Flat, Value};

/// The fields of a reference in the form they are compared in.
pub fn folded(flat: &Flat) -> BTreeMap<Field, Value> {
    let mut folded: BTreeMap<Field, Value> =
        flat.values.iter().filter_map(|(&field, value)| Some((field, one(field, value)?))).collect();
    complete_last_page(&mut folded);
    folded
}

/// A value in the form it is compared in; `None` when nothing is left of it.
fn one(field: Field, value: &Value) -> Option<Value> {
    match value {
        Value::Names(names) => {
            let names: Vec<String> =
                names.iter().map(|name| titles::family(name)).filter(|name| !name.is_empty()).collect();
            (!names.is_empty()).then_some(Value::Names(names))
        }
        Value::Text(text) => {
            let form = match field {
                Field::Title | Field::Publisher | Field::Authors | Field::Editors => {
                    words::words(text).concat()
                }
                Field::Journal => titles::container(text),
                Field::Year => numbers::year(text),
                Field::Volume | Field::Issue => numbers::number(text),
                Field::PageFirst | Field::PageLast => numbers::page(text),
                Field::Doi => doi::doi(text),
            };
            (!form.is_empty()).then_some(Value::Text(form))
        }
    }
}

/// `580-6` means 586 and `S95-120` means S120; a last page that is the first says nothing.
fn complete_last_page(folded: &mut BTreeMap<Field, Value>) {
    let text = |field| match folded.get(&field) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let (Some(first), Some(last)) = (text(Field::PageFirst), text(Field::PageLast)) else { return };
    let split = |page: &str| {
        let (letters, digits) = page.split_at(page.bytes().take_while(u8::is_ascii_lowercase).count());
        let fine = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        fine.then(|| (letters.to_owned(), digits.to_owned()))
    };
    let mut full = last.clone();
    if let (Some((letters, digits)), Some((other, end))) = (split(&first), split(&last))
        && (other.is_empty() || other == letters)
    {
        let missing = digits.len().saturating_sub(end.len());
        full = format!("{letters}{}{end}", &digits[..missing]);
    }
    if full == first {
        folded.remove(&Field::PageLast);
    } else {
        folded.insert(Field::PageLast, Value::Text(full));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_pages() {
        let of = |first: &str, last: &str| {
            let mut flat = Flat::default();
            flat.set(Field::PageFirst, Some(first));
            flat.set(Field::PageLast, Some(last));
            folded(&flat).remove(&Field::PageLast)
        };
        let text = |text: &str| Some(Value::Text(text.into()));
        assert_eq!(of("580", "6"), text("586"));
        assert_eq!(of("S95", "S120"), text("s120"));
        assert_eq!(of("S95", "9"), text("s99"));
        assert_eq!(of("e100", "f5"), text("f5"));
        assert_eq!(of("12a", "5"), text("5"));
        assert_eq!(of("907", "907"), None);
        assert_eq!(of("907", "7"), None);
    }
}
