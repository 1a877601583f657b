//! PubMed: what its services are asked and answer.
//!
//! Nothing in here opens a socket: [`requests`] says what to send, the others read what came back.

pub mod ecitmatch;
pub mod efetch;
pub mod esearch;
pub mod esummary;
pub mod requests;
pub mod term;
