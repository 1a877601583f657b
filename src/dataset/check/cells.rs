use regex::Regex;

use super::package::FieldSpec;

/// Checks the cells of one column.
pub struct CellCheck<'a> {
    field: &'a FieldSpec,
    pattern: Option<Regex>,
}

impl<'a> CellCheck<'a> {
    pub fn new(field: &'a FieldSpec) -> Self {
        // A pattern this library cannot read is not checked; ours are tested to be readable.
        let pattern = field.constraints.pattern.as_deref().and_then(|p| Regex::new(p).ok());
        Self { field, pattern }
    }

    /// What is wrong with a cell's text form.
    pub fn cell(&self, cell: Option<&str>) -> Result<(), String> {
        let name = &self.field.name;
        let limits = &self.field.constraints;
        let Some(text) = cell else {
            return if limits.required { Err(format!("{name} is null")) } else { Ok(()) };
        };
        let number: Option<f64> = match self.field.r#type.as_str() {
            "integer" => {
                Some(text.parse::<i64>().map(|n| n as f64).map_err(|_| self.wrong(text, "an integer"))?)
            }
            "number" => Some(text.parse().map_err(|_| self.wrong(text, "a number"))?),
            "boolean" if !matches!(text, "true" | "false") => return Err(self.wrong(text, "true or false")),
            "date" if text.parse::<jiff::civil::Date>().is_err() => return Err(self.wrong(text, "a date")),
            "datetime" if text.parse::<jiff::Timestamp>().is_err() => return Err(self.wrong(text, "a time")),
            _ => None,
        };
        if limits.r#enum.as_ref().is_some_and(|words| !words.iter().any(|w| w == text)) {
            return Err(self.wrong(text, "one of the listed words"));
        }
        if self.pattern.as_ref().is_some_and(|p| !p.is_match(text)) {
            return Err(self.wrong(text, "of the described form"));
        }
        let below = number.zip(limits.minimum).is_some_and(|(n, low)| n < low);
        let above = number.zip(limits.maximum).is_some_and(|(n, high)| n > high);
        if below || above {
            return Err(self.wrong(text, "within its bounds"));
        }
        Ok(())
    }

    fn wrong(&self, text: &str, what: &str) -> String {
        let shown: String = text.chars().take(40).collect();
        format!("{} is {shown:?}, which is not {what}", self.field.name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::package::Constraints;
    use super::*;

    fn field(kind: &str, constraints: Constraints) -> FieldSpec {
        FieldSpec { name: "x".into(), r#type: kind.into(), constraints }
    }

    #[test]
    fn every_type_refuses_what_it_is_not() {
        for (kind, good, bad) in [
            ("integer", "-3", "3.0"),
            ("number", "0.25", "quarter"),
            ("boolean", "true", "True"),
            ("date", "2024-02-29", "2023-02-29"),
            ("datetime", "1970-01-01T00:00:00.000Z", "yesterday"),
        ] {
            let field = field(kind, Constraints::default());
            let check = CellCheck::new(&field);
            assert_eq!(check.cell(Some(good)), Ok(()), "{kind}");
            assert!(check.cell(Some(bad)).is_err(), "{kind}");
        }
    }

    #[test]
    fn constraints_are_kept() {
        let required = field("string", Constraints { required: true, ..Constraints::default() });
        assert!(CellCheck::new(&required).cell(None).is_err());
        let bounded = field(
            "integer",
            Constraints { minimum: Some(1.0), maximum: Some(3.0), ..Constraints::default() },
        );
        assert!(CellCheck::new(&bounded).cell(Some("0")).is_err());
        assert!(CellCheck::new(&bounded).cell(Some("4")).is_err());
        assert!(CellCheck::new(&bounded).cell(Some("3")).is_ok());
        let listed =
            field("string", Constraints { r#enum: Some(vec!["a".into()]), ..Constraints::default() });
        assert!(CellCheck::new(&listed).cell(Some("b")).is_err());
        let formed = field("string", Constraints { pattern: Some("^a+$".into()), ..Constraints::default() });
        assert!(CellCheck::new(&formed).cell(Some("ab")).is_err());
        assert!(CellCheck::new(&formed).cell(None).is_ok());
    }
}
