mod golden;
pub mod invented;
mod properties;
