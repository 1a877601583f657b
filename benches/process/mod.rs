//! Runs whole processes and tells what they cost.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

/// What a process cost.
pub struct Cost {
    pub wall: Duration,
    /// Processor time of all threads, user and system, in seconds.
    pub cpu: f64,
    /// Largest resident size, in megabytes.
    pub peak: f64,
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> std::io::Result<Cost> {
    let start = Instant::now();
    let mut child = command.spawn()?;
    let (mut cpu, mut peak) = (0.0, 0.0);
    // The last look is a moment before the end; on a run of seconds that is nothing.
    let status = loop {
        if let Some((c, p)) = usage(child.id()) {
            (cpu, peak) = (c, p);
        }
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_micros(500));
    };
    let wall = start.elapsed();
    assert!(status.success(), "the run failed");
    Ok(Cost { wall, cpu, peak })
}

/// The costs of several runs, by wall time, the fastest first.
pub fn runs(n: usize, mut command: impl FnMut() -> Command) -> std::io::Result<Vec<Cost>> {
    let mut costs = (0..n).map(|_| run(&mut command())).collect::<std::io::Result<Vec<_>>>()?;
    costs.sort_by_key(|c| c.wall);
    Ok(costs)
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Processor seconds of this process so far.
pub fn own_cpu() -> f64 {
    usage(std::process::id()).map_or(0.0, |(cpu, _)| cpu)
}

/// Largest resident size of this process so far, in megabytes.
pub fn own_peak() -> f64 {
    usage(std::process::id()).map_or(0.0, |(_, peak)| peak)
}

/// Processor seconds and peak megabytes so far, as Linux tells them.
fn usage(pid: u32) -> Option<(f64, f64)> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = [11, 12].iter().filter_map(|i| fields.get(*i)?.parse::<f64>().ok()).sum();
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kb: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some((ticks / TICKS_PER_SECOND, kb / 1e3))
}
