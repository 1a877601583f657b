use std::time::Duration;

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// The limits that an answer's headers state.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Limits {
    /// So many requests in such a time.
    pub(super) rate: Option<(u32, Duration)>,
    /// So many requests at once.
    pub(super) at_once: Option<usize>,
}

/// Reads Crossref's `x-rate-limit-limit`, `x-rate-limit-interval` and `x-concurrency-limit`, and NCBI's
/// `x-ratelimit-limit`, which is always by the second. What makes no sense is as if it were not there.
pub(super) fn limits(headers: &HeaderMap) -> Limits {
    let limit = text(headers, "x-rate-limit-limit").or_else(|| text(headers, "x-ratelimit-limit"));
    let interval = text(headers, "x-rate-limit-interval").or_else(|| text(headers, "x-ratelimit-interval"));
    let interval = interval.map_or(Some(Duration::from_secs(1)), interval_of);
    let rate = limit.and_then(|limit| limit.parse::<u32>().ok()).filter(|limit| *limit > 0).zip(interval);
    let at_once = text(headers, "x-concurrency-limit").and_then(|limit| limit.parse::<usize>().ok());
    Limits { rate, at_once: at_once.filter(|limit| *limit > 0) }
}

/// How long the service asks us to wait, in seconds or as a date; nothing where it says nothing that makes sense.
///
/// A date is compared with the answer's own `Date`, so that our clock does not matter.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = text(headers, RETRY_AFTER.as_str())?;
    if text.bytes().all(|b| b.is_ascii_digit()) {
        // More seconds than a number holds are as many as it holds.
        return Some(Duration::from_secs(text.parse().unwrap_or(u32::MAX).into()));
    }
    let date = |text: &str| jiff::fmt::rfc2822::parse(text).ok().map(|date| date.timestamp());
    let until = date(text)?;
    let now = headers.get(DATE).and_then(|now| date(now.to_str().ok()?)).unwrap_or_else(jiff::Timestamp::now);
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim).filter(|text| !text.is_empty())
}

/// `1s`, `500ms`, `1m`, `1h`, at most an hour.
fn interval_of(text: &str) -> Option<Duration> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: u64 = text[..digits].parse().ok()?;
    let milliseconds = match &text[digits..] {
        "ms" => number,
        "" | "s" => number.checked_mul(1000)?,
        "m" => number.checked_mul(60_000)?,
        "h" => number.checked_mul(3_600_000)?,
        _ => return None,
    };
    (1..=3_600_000).contains(&milliseconds).then(|| Duration::from_millis(milliseconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn limits_are_read_from_either_services_headers() {
        let crossref = headers(&[
            ("x-rate-limit-limit", "10"),
            ("x-rate-limit-interval", "1s"),
            ("x-concurrency-limit", "3"),
        ]);
        let second = Duration::from_secs(1);
        assert_eq!(limits(&crossref), Limits { rate: Some((10, second)), at_once: Some(3) });
        let ncbi = headers(&[("x-ratelimit-limit", "3"), ("x-ratelimit-remaining", "0")]);
        assert_eq!(limits(&ncbi), Limits { rate: Some((3, second)), at_once: None });
    }

    #[test]
    fn limits_that_make_no_sense_are_none() {
        for (limit, interval) in
            [("0", "1s"), ("-1", "1s"), ("many", "1s"), ("5", "0s"), ("5", "1 fortnight"), ("5", "é")]
        {
            let Ok(value) = reqwest::header::HeaderValue::from_bytes(interval.as_bytes()) else { continue };
            let mut headers = headers(&[("x-rate-limit-limit", limit), ("x-concurrency-limit", "0")]);
            headers.insert("x-rate-limit-interval", value);
            let read = limits(&headers);
            assert!(read.at_once.is_none());
            assert!(read.rate.is_none() || interval == "é", "{limit} {interval}");
        }
    }

    #[test]
    fn a_wait_is_seconds_or_a_date() {
        let wait = |pairs: &[(&'static str, &str)]| retry_after(&headers(pairs));
        assert_eq!(wait(&[("retry-after", "7")]), Some(Duration::from_secs(7)));
        let date = "Tue, 16 Jun 2026 13:05:51 GMT";
        let now = ("date", "Tue, 16 Jun 2026 13:04:51 GMT");
        assert_eq!(wait(&[("retry-after", date), now]), Some(Duration::from_mins(1)));
        let past = "Tue, 16 Jun 2020 13:05:51 GMT";
        assert_eq!(wait(&[("retry-after", past), now]), Some(Duration::ZERO));
        assert_eq!(wait(&[("retry-after", past)]), Some(Duration::ZERO));
        assert!(wait(&[("retry-after", "99999999999999999999999")]).unwrap() > Duration::from_secs(1 << 30));
        for bad in ["-5", "soon", "1.5", "Tue, 99 Jun 2026"] {
            assert_eq!(wait(&[("retry-after", bad)]), None, "{bad}");
        }
        assert_eq!(wait(&[]), None);
    }
}
