use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Column;

/// Which columns of a table hold what, for tables whose columns have names of one's own.
///
/// In `dataset.toml` it stands under its source:
///
/// ```toml
/// [sources.columns]
/// title = "Titel"
/// author = "Verfasser"
/// separator = ";"
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMap {
    /// What stands between the values of one cell (authors, keywords).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// The name of the column that holds a field, in the words of the table's header. Case, punctuation and spaces at
    /// its ends do not matter.
    #[serde(flatten)]
    pub columns: BTreeMap<Column, String>,
}

impl ColumnMap {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.separator.is_none()
    }
}
