use serde::{Serialize, Serializer};

use crate::model::{Field, Name, PartialDate, Reference, Role};

/// A name variable's value.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CslName<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    non_dropping_particle: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    literal: Option<&'a str>,
}

/// `date-parts` holds the year, then month and day as far as they are known.
#[derive(Serialize)]
pub struct CslDate {
    #[serde(rename = "date-parts")]
    parts: [DateParts; 1],
}

struct DateParts(PartialDate);

impl CslDate {
    /// A date variable's value.
    pub fn of(field: Option<&Field<PartialDate>>) -> Option<Self> {
        field.map(|f| Self { parts: [DateParts(f.value)] })
    }
}

/// Everybody of one role.
pub fn names(reference: &Reference, role: Role) -> Vec<CslName<'_>> {
    reference
        .with_role(role)
        .map(|c| match &c.name.value {
            Name::Group(name) => CslName {
                family: None,
                given: None,
                suffix: None,
                non_dropping_particle: None,
                literal: Some(name),
            },
            Name::Person(p) => CslName {
                family: Some(&p.family),
                given: p.given.as_deref(),
                suffix: p.suffix.as_deref(),
                non_dropping_particle: p.particle.as_deref(),
                literal: None,
            },
        })
        .collect()
}

impl Serialize for DateParts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let year = self.0.year;
        let parts = [Some(year), self.0.month.map(i16::from), self.0.day.map(i16::from)];
        serializer.collect_seq(parts.into_iter().map_while(|part| part))
    }
}
