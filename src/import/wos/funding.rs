//! Grants (`FU`).

use crate::import::tagged::words::{one_line, semicolons};
use crate::model::{Grant, Record};

/// Reads `Agency [number, number]; Other agency`.
pub(super) fn read(record: &mut Record, text: &str) {
    let line = one_line(text);
    for part in semicolons(&line) {
        let (funder, numbers) = match part.split_once('[') {
            Some((funder, numbers)) => (funder.trim(), numbers.strip_suffix(']').unwrap_or(numbers)),
            None => (part, ""),
        };
        let funder = (!funder.is_empty()).then(|| funder.to_owned());
        let mut any = false;
        for number in numbers.split([',', ';']).map(str::trim).filter(|number| !number.is_empty()) {
            any = true;
            record.funding.push(Grant {
                funder: funder.clone(),
                award_id: Some(number.to_owned()),
                ..Grant::default()
            });
        }
        if !any && funder.is_some() {
            record.funding.push(Grant { funder, ..Grant::default() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants() {
        let mut record = Record::default();
        read(&mut record, "Foundation of\n Tests [12/3, 45]; Other Fund; Nested [[2012]10, [2013]9]; [X1]");
        let show = |g: &Grant| {
            format!("{}|{}", g.funder.clone().unwrap_or_default(), g.award_id.clone().unwrap_or_default())
        };
        let got: Vec<String> = record.funding.iter().map(show).collect();
        assert_eq!(
            got,
            [
                "Foundation of Tests|12/3",
                "Foundation of Tests|45",
                "Other Fund|",
                "Nested|[2012]10",
                "Nested|[2013]9",
                "|X1"
            ]
        );
    }
}
