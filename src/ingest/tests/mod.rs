//! Whole documents through the stage's door.
