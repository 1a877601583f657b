use serde::{Deserialize, Serialize};

/// A page range. Both ends are text: letters before and after the digits (`S11`, `612s`, `e1001747`) belong to them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pages {
    /// First page as printed.
    pub first: String,
    /// Last page; written out in full once normalized (`1169-75` gives `1175`).
    pub last: Option<String>,
}
