use std::time::{Duration, Instant};

use super::*;

fn nobody(_: Option<&Holder>) {}

#[test]
fn a_second_run_leaves_at_once_and_says_who_is_there() {
    let folder = Folder::new();
    let _first = folder.open();
    let error = OutputDir::open(folder.root(), Patience::LeaveAtOnce).unwrap_err();
    assert!(matches!(&error, DatasetError::Busy { holder: Some(one), .. } if one.pid == std::process::id()));
    let said = error.to_string();
    assert!(said.contains(&format!("process {}", std::process::id())) && said.contains("--wait"), "{said}");
}

#[test]
fn a_second_run_waits_for_the_first() {
    let folder = Folder::new();
    let first = folder.open();
    let told = std::cell::RefCell::new(Vec::new());
    let waiting = |holder: Option<&Holder>| told.borrow_mut().push(holder.map(|h| h.pid));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(150));
            drop(first);
        });
        let patience =
            Patience::Wait { up_to: Duration::from_mins(1), waiting: &waiting, stopped: &|| false };
        OutputDir::open(folder.root(), patience).unwrap();
    });
    assert_eq!(*told.borrow(), [Some(std::process::id())]);
}

#[test]
fn patience_ends_and_can_be_ended() {
    let folder = Folder::new();
    let _first = folder.open();
    let up_to = Duration::from_millis(120);
    let began = Instant::now();
    let patience = Patience::Wait { up_to, waiting: &nobody, stopped: &|| false };
    let error = OutputDir::open(folder.root(), patience).unwrap_err();
    assert!(matches!(error, DatasetError::Busy { .. }) && began.elapsed() >= up_to);

    let stopped = || began.elapsed() > Duration::from_millis(200);
    let patience = Patience::Wait { up_to: Duration::from_mins(1), waiting: &nobody, stopped: &stopped };
    assert!(matches!(OutputDir::open(folder.root(), patience), Err(DatasetError::Stopped)));
    assert!(began.elapsed() < Duration::from_secs(30));
}

#[test]
fn what_a_dead_holder_said_of_itself_keeps_nobody_out() {
    let folder = Folder::new();
    for left in ["{\"pid\":1,\"since\":\"2026-01-01T00:00:00Z\"}", "torn {", ""] {
        fs::write(folder.path(".lock"), left).unwrap();
        drop(folder.open());
    }
}

#[test]
fn without_its_lock_file_a_run_publishes_nothing() {
    let folder = Folder::new();
    let output = folder.open();
    let staging = staged(&output, "one", &[("a.csv", "1")]);
    fs::remove_file(folder.path(".lock")).unwrap();
    // Another run takes the folder, since the lock of the first has no name any more, and sweeps.
    let second = folder.open();
    assert!(matches!(output.publish(staging, "one"), Err(DatasetError::LockLost { .. })));
    let staging = staged(&second, "two", &[("a.csv", "2")]);
    second.publish(staging, "two").unwrap();
    assert_eq!(folder.names(), ["two"]);
}
