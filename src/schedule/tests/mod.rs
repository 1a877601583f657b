//! Schedules read back by those they are written for.

mod cron;
mod github;
mod made;
mod systemd;
mod when;
mod words;
