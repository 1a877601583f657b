use std::collections::BTreeSet;

/// One of the five fields of a cron expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// As it was written.
    pub(super) text: String,
    /// The numbers it stands for.
    pub(super) values: BTreeSet<u8>,
    /// Whether it begins with `*`: then a day has to be in both fields for days, else in one of them.
    pub(super) starred: bool,
}

/// What may stand in a field.
pub(super) struct Kind {
    /// What it is called.
    pub(super) called: &'static str,
    lowest: u8,
    highest: u8,
    names: &'static [&'static str],
}

/// The fields in their order.
pub(super) const KINDS: [Kind; 5] = [
    Kind { called: "minute", lowest: 0, highest: 59, names: &[] },
    Kind { called: "hour", lowest: 0, highest: 23, names: &[] },
    Kind { called: "day of month", lowest: 1, highest: 31, names: &[] },
    Kind {
        called: "month",
        lowest: 1,
        highest: 12,
        names: &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    },
    // 7 is Sunday too.
    Kind {
        called: "day of week",
        lowest: 0,
        highest: 7,
        names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
    },
];

impl Field {
    /// Reads a field: `*`, numbers or names, ranges, steps, and lists of them.
    pub(super) fn read(text: &str, kind: &Kind) -> Result<Self, String> {
        let mut values = BTreeSet::new();
        for item in text.split(',') {
            let (range, step) = match item.split_once('/') {
                Some((range, step)) => (range, Some(number(step, kind)?)),
                None => (item, None),
            };
            let (from, to) = match range.split_once('-') {
                _ if range == "*" => (kind.lowest, kind.last()),
                Some((from, to)) => (value(from, kind)?, value(to, kind)?),
                // Not every cron knows a step behind a single number.
                None if step.is_some() => return Err(format!("the step in {item:?} wants a range or *")),
                None => (value(range, kind)?, value(range, kind)?),
            };
            if from > to || step == Some(0) {
                return Err(format!("{item:?} holds no {}", kind.called));
            }
            values.extend((from..=to).step_by(usize::from(step.unwrap_or(1))).map(|v| kind.folded(v)));
        }
        Ok(Self { text: text.to_owned(), values, starred: text.starts_with('*') })
    }

    /// True when every number is in it.
    pub(super) fn is_all(&self, kind: &Kind) -> bool {
        self.values.len() == usize::from(kind.last() - kind.lowest) + 1
    }
}

impl Kind {
    fn is_weekday(&self) -> bool {
        self.highest == 7
    }

    /// The highest number that means something of its own.
    fn last(&self) -> u8 {
        if self.is_weekday() { 6 } else { self.highest }
    }

    fn folded(&self, value: u8) -> u8 {
        if self.is_weekday() { value % 7 } else { value }
    }
}

fn value(text: &str, kind: &Kind) -> Result<u8, String> {
    if let Some(at) = kind.names.iter().position(|name| name.eq_ignore_ascii_case(text)) {
        // There are a dozen names at most.
        return Ok(u8::try_from(at).unwrap_or(u8::MAX).saturating_add(kind.lowest));
    }
    number(text, kind).and_then(|number| {
        if (kind.lowest..=kind.highest).contains(&number) {
            Ok(number)
        } else {
            Err(format!("the {} is {} to {}, not {text}", kind.called, kind.lowest, kind.highest))
        }
    })
}

fn number(text: &str, kind: &Kind) -> Result<u8, String> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits).ok_or_else(|| format!("{text:?} is no {}", kind.called))
}
