//! One polite client under every service.
//!
//! A [`Call`] says what is asked; the [`Client`] adds who asks, keeps to the rate the service allows, waits and tries
//! again where that may help, and hands back an [`Answer`] only if it is one: a page of a proxy, an error dressed up as
//! a success or half an answer is a [`CallError`].
//!
//! The limiter and the waits between attempts are ours, not a library's: services change their rate with every answer
//! and a 429 has to hold back every call to the service, not only the one that met it, which governor (a fixed quota)
//! and backon (one call's waits) do not do. Both are a page of code.

mod address;
mod answer;
mod call;
mod client;
mod content;
mod error;
mod exchange;
mod headers;
mod limits;
mod redirect;
mod secret;
mod settings;
#[cfg(test)]
mod tests;

pub use answer::Answer;
pub use call::{Call, CallKind, Expect, Pool, Service};
pub use client::{Client, Done, Watcher};
pub use error::{CallError, SettingsError};
pub use secret::Secret;
pub use settings::{Bases, Deadlines, Settings};
