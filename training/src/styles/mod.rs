//! Prints works in real citation styles.

mod articles;
mod books;
pub mod kinds;
pub mod library;
mod others;
mod probes;
mod spans;
mod tidy;
mod words;
mod work;
