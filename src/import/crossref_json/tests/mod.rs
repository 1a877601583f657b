//! Records invented to show one trait each, and the recorded ones where they are at hand.

mod records;
mod shared;
mod updates;
