use std::path::Path;

use proptest::prelude::*;

use super::super::cron::{line, put, take_out};
use super::super::{Name, ScheduleError, When};
use super::made::{Stand, folder, hostile, job, word};

fn when() -> When {
    When::new("weekly", Some("04:30"), "").unwrap()
}

#[test]
fn a_line_as_a_person_reads_it() {
    let mut job = job(Path::new("/usr/local/bin/refloom"), Path::new("/home/me/my review"), "x");
    job.options = super::super::Options { keep: Some(12), ..Default::default() };
    assert_eq!(
        line(&job, &when(), &folder("/home/me/.config/refloom/environment"), Some(&word("refresh.log")))
            .unwrap(),
        "30 4 * * 1 set -a; [ ! -r /home/me/.config/refloom/environment ] || . /home/me/.config/refloom/environment; set +a; \
         cd '/home/me/my review' && /usr/local/bin/refloom --quiet refresh --keep=12 >>refresh.log 2>&1 \
         # refloom schedule: melanoma"
    );
}

/// The command as the crons of this world hand it to the shell: up to the first `%` that has no backslash; the backslash
/// before a `%` kept (Vixie), taken away (Debian), or that of two backslashes too (ISC).
fn as_cron_reads(line: &str) -> [String; 3] {
    let command = line.splitn(6, ' ').nth(5).unwrap();
    let mut read = [String::new(), String::new(), String::new()];
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        let escaped = (c == '\\').then(|| chars.next()).flatten();
        match (c, escaped) {
            ('%', _) => break,
            (_, None) => read.iter_mut().for_each(|text| text.push(c)),
            (_, Some(after)) => {
                let keeps = [true, after != '%', after != '%' && after != '\\'];
                for (text, keep) in read.iter_mut().zip(keeps) {
                    text.extend(keep.then_some('\\'));
                    text.push(after);
                }
            }
        }
    }
    read
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn every_cron_and_the_shell_give_the_same_arguments_back(text in hostile(), name in hostile()) {
        let name = name.replace('/', "_");
        let stand = Stand::new(&format!("a{name}"));
        let job = job(&stand.program, &stand.runs_in, &text);
        let environment = stand.runs_in.join("environment");
        std::fs::write(&environment, "REFLOOM_EMAIL='me@example.org'\n").unwrap();
        match line(&job, &when(), &folder(&environment), Some(&word(&format!("{name}.log")))) {
            Ok(line) => for command in as_cron_reads(&line) {
                prop_assert_eq!(stand.seen(&command), stand.expected(&job), "{}", command);
                let log = stand.runs_in.join(format!("{name}.log"));
                prop_assert!(log.is_file(), "{}", command);
            },
            Err(error) => prop_assert!(matches!(error, ScheduleError::LongLine { .. }), "{}", error),
        }
    }

    #[test]
    fn what_is_not_ours_stays_as_it_is(lines in proptest::collection::vec("[ -~]{0,30}", 0..6), ends in any::<bool>()) {
        let mut crontab = lines.join("\n");
        if ends { crontab.push('\n'); }
        let name = Name::new("melanoma").unwrap();
        let ours = "1 2 * * * true # refloom schedule: melanoma";
        let with = put(&crontab, &name, ours);
        prop_assert_eq!(with.lines().filter(|line| *line == ours).count(), 1);
        prop_assert_eq!(put(&with, &name, ours), with.clone());
        let without = take_out(&with, &name).unwrap();
        prop_assert_eq!(without.trim_end_matches('\n'), crontab.trim_end_matches('\n'));
    }
}

#[test]
fn a_second_line_of_the_name_replaces_the_first_and_others_stay() {
    let name = Name::new("melanoma").unwrap();
    let crontab = "MAILTO=me\n1 1 * * * a # refloom schedule: melanoma\n# 1 1 * * * off # refloom schedule: melanoma\n\
                   2 2 * * * b # refloom schedule: melanoma-2\n3 3 * * * c # x-refloom schedule: melanoma\n\
                   4 4 * * * d # refloom schedule: melanoma  \n";
    let with = put(crontab, &name, "5 5 * * * e # refloom schedule: melanoma");
    assert_eq!(
        with,
        "MAILTO=me\n5 5 * * * e # refloom schedule: melanoma\n# 1 1 * * * off # refloom schedule: melanoma\n\
         2 2 * * * b # refloom schedule: melanoma-2\n3 3 * * * c # x-refloom schedule: melanoma\n"
    );
    let without = take_out(&with, &name).unwrap();
    assert_eq!(without, with.replace("5 5 * * * e # refloom schedule: melanoma\n", ""));
    assert_eq!(take_out(&without, &name), None);
}

#[test]
fn a_line_that_cron_would_refuse_is_refused_here() {
    let at_length = |n: usize| {
        let mut job = job(Path::new("/r"), Path::new("/d"), "x");
        job.options = super::super::Options { config: Some(word(&"c".repeat(n))), ..Default::default() };
        line(&job, &when(), &folder("/e"), None)
    };
    let spare = 998 - (at_length(1).unwrap().len() - "30 4 * * 1 ".len() - 1);
    assert!(at_length(spare).is_ok());
    assert_eq!(at_length(spare + 1), Err(ScheduleError::LongLine { bytes: 999, most: 998 }));
}

#[test]
fn an_environment_file_that_is_not_there_is_no_fault() {
    let stand = Stand::new("plain");
    let job = job(&stand.program, &stand.runs_in, "x");
    let line = line(&job, &when(), &folder("/nowhere/environment"), None).unwrap();
    assert_eq!(stand.seen(&as_cron_reads(&line)[0]), stand.expected(&job));
}
