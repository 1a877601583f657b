use super::error::ScheduleError;
use super::expression::{Field, KINDS};

/// When a refresh runs: a cron expression, in the five fields every cron knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    fields: [Field; 5],
}

const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/// The most days each month can have.
const DAYS: [u8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl When {
    /// Takes a rhythm (`daily`, `weekly` for Mondays, `monthly` for the first day, or a cron expression) and a time of day.
    /// Without a time, one between one and six in the morning is made of `seed`: always the same for one schedule, and
    /// another for the next, so that the services are not asked by everybody at once.
    ///
    /// # Errors
    /// When the rhythm or the time cannot be read, when there are two times, or when no day would ever come.
    pub fn new(every: &str, at: Option<&str>, seed: &str) -> Result<Self, ScheduleError> {
        let days = match every.trim() {
            "daily" => "* * *",
            "weekly" => "* * 1",
            "monthly" => "1 * *",
            expression if at.is_some() && expression.contains(' ') => {
                return Err(ScheduleError::TwoTimes { expression: expression.to_owned() });
            }
            expression => return Self::read(expression),
        };
        let (hour, minute) = match at {
            Some(text) => time_of_day(text)?,
            None => spread(seed),
        };
        Self::read(&format!("{minute} {hour} {days}"))
    }

    fn read(expression: &str) -> Result<Self, ScheduleError> {
        let refused = |problem: String| ScheduleError::Rhythm { text: expression.to_owned(), problem };
        let words: Vec<&str> = expression.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        let words: [&str; 5] =
            words.as_slice().try_into().map_err(|_| refused(format!("it has {} fields", words.len())))?;
        let field = |i: usize| Field::read(words[i], &KINDS[i]).map_err(refused);
        let fields = [field(0)?, field(1)?, field(2)?, field(3)?, field(4)?];
        let when = Self { fields };
        if when.never_comes() { Err(refused("that day never comes".to_owned())) } else { Ok(when) }
    }

    /// The 31st of February; a day of the week always comes.
    fn never_comes(&self) -> bool {
        let [_, _, days, months, weekdays] = &self.fields;
        let exists = |month: &u8| {
            DAYS.get(usize::from(*month).wrapping_sub(1))
                .is_some_and(|most| days.values.iter().any(|d| d <= most))
        };
        (weekdays.starred || days.starred) && !months.values.iter().any(exists)
    }

    /// As a crontab and GitHub write it.
    pub fn cron(&self) -> String {
        self.fields.each_ref().map(|field| field.text.as_str()).join(" ")
    }

    /// As `OnCalendar=` of systemd writes it: one line, or two where a cron expression means one day or another.
    pub fn on_calendar(&self) -> Vec<String> {
        let [minutes, hours, days, months, weekdays] = &self.fields;
        let numbers = |i: usize, field: &Field| {
            if field.is_all(&KINDS[i]) {
                "*".to_owned()
            } else {
                field.values.iter().map(|n| format!("{n:02}")).collect::<Vec<_>>().join(",")
            }
        };
        let time = format!("{}:{}:00", numbers(1, hours), numbers(0, minutes));
        let month = numbers(3, months);
        let day = numbers(2, days);
        let names: Vec<&str> = WEEKDAYS
            .into_iter()
            .zip(0_u8..)
            .filter_map(|(name, number)| weekdays.values.contains(&number).then_some(name))
            .collect();
        let weekday =
            if weekdays.is_all(&KINDS[4]) { String::new() } else { format!("{} ", names.join(",")) };
        if days.starred || weekdays.starred {
            vec![format!("{weekday}*-{month}-{day} {time}")]
        } else {
            vec![format!("*-{month}-{day} {time}"), format!("{weekday}*-{month}-* {time}")]
        }
    }
}

fn time_of_day(text: &str) -> Result<(u8, u8), ScheduleError> {
    let part = |text: &str, shortest: usize, below: u8| {
        let digits = (shortest..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u8>().ok().filter(|n| digits && *n < below)
    };
    text.split_once(':')
        .and_then(|(hour, minute)| Some((part(hour, 1, 24)?, part(minute, 2, 60)?)))
        .ok_or_else(|| ScheduleError::TimeOfDay { text: text.to_owned() })
}

/// An hour from 1 to 5 and a minute from 1 to 58, by FNV-1a. Full hours are left to those who write them by hand.
fn spread(seed: &str) -> (u8, u8) {
    let hash = seed.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let below = |n: u64, hash: u64| u8::try_from(hash % n).unwrap_or_default();
    (1 + below(5, hash >> 32), 1 + below(58, hash >> 8))
}
