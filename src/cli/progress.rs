//! Progress bars, on a terminal only; and Ctrl-C.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use refloom::pipeline::{Progress, Stage};

use super::terminal::Terminal;

static STOPPED: AtomicBool = AtomicBool::new(false);

/// From here on Ctrl-C asks the run to stop instead of killing it. Pressed twice, it kills.
pub fn stop_on_ctrl_c() {
    // Without a handler Ctrl-C kills the run, which is safe too: the next one sweeps up.
    let _ = ctrlc::set_handler(|| {
        if STOPPED.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    });
}

/// Whether Ctrl-C was pressed.
pub fn stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}

/// One bar for the stage at hand.
pub struct Bars {
    bar: Mutex<ProgressBar>,
    shown: bool,
    terminal: Terminal,
}

impl Bars {
    /// Bars for a run; from here on Ctrl-C asks it to stop instead of killing it. Pressed twice, it kills.
    pub fn new(terminal: Terminal) -> Self {
        stop_on_ctrl_c();
        Self { bar: Mutex::new(ProgressBar::hidden()), shown: terminal.shows_progress(), terminal }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Ok(bar) = self.bar.lock() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bars {
    fn stage(&self, stage: Stage, steps: u64) {
        let Ok(mut bar) = self.bar.lock() else { return };
        bar.finish_and_clear();
        if !self.shown {
            if stage == Stage::Waiting {
                self.terminal.say("another run is writing to the same folder; waiting for it to end");
            }
            return;
        }
        let word = match stage {
            Stage::Waiting => "Waiting for another run to end",
            Stage::Surveying => "Looking for reference lists",
            Stage::Reading => "Reading references",
            Stage::Asking => "Asking services",
            Stage::Writing => "Writing tables",
            Stage::Publishing => "Publishing",
        };
        *bar = ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::stderr());
        let template = match stage {
            _ if steps == 0 => "{spinner} {msg}",
            // The services set the pace: it is worth showing.
            Stage::Asking => "{msg:28} {bar:30} {percent:>3}%  {per_sec}  {eta} left",
            _ => "{msg:28} {bar:30} {percent:>3}%  {eta} left",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(word);
        if steps == 0 {
            bar.enable_steady_tick(std::time::Duration::from_millis(120));
        }
    }

    fn advance(&self, steps: u64) {
        if let Ok(bar) = self.bar.lock() {
            bar.inc(steps);
        }
    }

    fn stopped(&self) -> bool {
        stopped()
    }
}
