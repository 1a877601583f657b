use std::process::Command;

use super::super::{ScheduleError, When};

fn when(every: &str) -> When {
    When::new(every, Some("4:30").filter(|_| !every.contains(' ')), "seed").unwrap()
}

#[test]
fn words_and_expressions_for_each_reader() {
    for (every, cron, calendar) in [
        ("daily", "30 4 * * *", vec!["*-*-* 04:30:00"]),
        ("weekly", "30 4 * * 1", vec!["Mon *-*-* 04:30:00"]),
        ("monthly", "30 4 1 * *", vec!["*-*-01 04:30:00"]),
        ("* * * * *", "* * * * *", vec!["*-*-* *:*:00"]),
        ("  5   4 * *\t7 ", "5 4 * * 7", vec!["Sun *-*-* 04:05:00"]),
        ("0 3 * * mon-FRI", "0 3 * * mon-FRI", vec!["Mon,Tue,Wed,Thu,Fri *-*-* 03:00:00"]),
        ("0 3 * jan,7 *", "0 3 * jan,7 *", vec!["*-01,07-* 03:00:00"]),
        ("*/20 1-9/4 * * *", "*/20 1-9/4 * * *", vec!["*-*-* 01,05,09:00,20,40:00"]),
        // cron means one day or the other, systemd both at once: two lines.
        ("0 3 1,15 * 5", "0 3 1,15 * 5", vec!["*-*-01,15 03:00:00", "Fri *-*-* 03:00:00"]),
        (
            "0 3 */2 * 5",
            "0 3 */2 * 5",
            vec!["Fri *-*-01,03,05,07,09,11,13,15,17,19,21,23,25,27,29,31 03:00:00"],
        ),
        ("0 3 * * 5-7", "0 3 * * 5-7", vec!["Sun,Fri,Sat *-*-* 03:00:00"]),
        ("0 3 * * 0-6", "0 3 * * 0-6", vec!["*-*-* 03:00:00"]),
        ("0 3 29 2 *", "0 3 29 2 *", vec!["*-02-29 03:00:00"]),
    ] {
        let when = when(every);
        assert_eq!(when.cron(), cron);
        assert_eq!(when.on_calendar(), calendar, "{every}");
    }
}

#[test]
fn what_is_no_rhythm_is_refused_with_the_reason() {
    for (every, reason) in [
        ("hourly", "1 fields"),
        ("@daily", "1 fields"),
        ("", "0 fields"),
        ("0 3 * *", "4 fields"),
        ("0 3 * * * root", "6 fields"),
        ("60 3 * * *", "the minute is 0 to 59, not 60"),
        ("0 24 * * *", "the hour is 0 to 23"),
        ("0 3 0 * *", "the day of month is 1 to 31"),
        ("0 3 * 13 *", "the month is 1 to 12"),
        ("0 3 * * 8", "the day of week is 0 to 7"),
        ("0 3 * * maandag", "is no day of week"),
        ("0 9-3 * * *", "holds no hour"),
        ("*/0 3 * * *", "holds no minute"),
        ("5/10 3 * * *", "wants a range"),
        ("0 3 31 feb,4 *", "never comes"),
        ("+5 3 * * *", "is no minute"),
        ("0 3 * * *\n* * * * * id", "fields"),
        ("0\n3 * * *", "4 fields"),
        ("0,, 3 * * *", "is no minute"),
    ] {
        let error = When::new(every, None, "seed").unwrap_err();
        assert!(matches!(error, ScheduleError::Rhythm { .. }), "{every:?}: {error}");
        assert!(error.to_string().contains(reason), "{every:?}: {error}");
    }
    for at in ["", "24:00", "4", "4:3", "4:60", "004:00", "+4:00", "4:00pm", " 4:00"] {
        assert_eq!(When::new("daily", Some(at), ""), Err(ScheduleError::TimeOfDay { text: at.to_owned() }));
    }
    assert!(matches!(When::new("0 3 * * *", Some("4:00"), ""), Err(ScheduleError::TwoTimes { .. })));
}

#[test]
fn without_a_time_each_schedule_has_its_own_small_hour() {
    let of = |seed: &str| When::new("daily", None, seed).unwrap().cron();
    assert_eq!(of("/home/me/melanoma"), of("/home/me/melanoma"));
    let times: std::collections::BTreeSet<String> = (0..200).map(|n| of(&format!("/home/me/{n}"))).collect();
    assert!(times.len() > 120, "{} times", times.len());
    for time in times {
        let parts: Vec<u8> = time.split(' ').take(2).map(|n| n.parse().unwrap()).collect();
        assert!((1..59).contains(&parts[0]) && (1..6).contains(&parts[1]), "{time}");
    }
}

#[test]
fn systemd_reads_the_calendar() {
    for every in [
        "daily",
        "weekly",
        "monthly",
        "*/20 1-9/4 * * *",
        "0 3 1,15 feb-jul 5",
        "0 3 */2 * 5",
        "0 3 29 2 *",
        "* * * * *",
    ] {
        for calendar in when(every).on_calendar() {
            let Ok(output) =
                Command::new("systemd-analyze").args(["calendar", &calendar]).env("TZ", "UTC").output()
            else {
                eprintln!("skipped: there is no systemd-analyze here");
                return;
            };
            let told = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(output.status.success() && told.contains("Next elapse"), "{every}: {calendar}: {told}");
            assert!(!told.contains("never"), "{every}: {told}");
        }
    }
}
