/// How rows of a table are compared with those of another dataset.
#[derive(Clone, Copy, Debug)]
pub struct Comparison {
    /// Said of a table that is not compared at all: it tells of runs, or all of it follows from tables that are.
    pub skipped: bool,
    /// Columns by which rows are paired; the key where there are none. Rows alike in them are paired in their order.
    pub paired_by: &'static [&'static str],
    /// Columns that are not compared: they tell of runs and of when a source was asked, repeat what another table tells,
    /// or follow from where something stands.
    pub left_out: &'static [&'static str],
    /// Columns that say where something stands. Numbers in them move with everything before them and are not compared;
    /// where one of both is no number, they are.
    pub places: &'static [&'static str],
    /// Columns that hold keys of documents, references, works or authors, besides those whose domain says so.
    pub points: &'static [&'static str],
    /// Two columns whose keys stand in their own order.
    pub unordered: Option<[&'static str; 2]>,
    /// Rows with a word in a column that tell of the run and not of the data: they are not compared.
    pub passed_over: Option<[&'static str; 2]>,
    /// Of rows paired alike only the one with the greatest value in this column is compared.
    pub newest: Option<&'static str>,
}

impl Comparison {
    /// Rows are paired by their key, and every column is compared.
    pub const ALL: Self = Self {
        skipped: false,
        paired_by: &[],
        left_out: &[],
        places: &[],
        points: &[],
        unordered: None,
        passed_over: None,
        newest: None,
    };

    /// The only one of a list, [`ALL`](Self::ALL) of an empty one: what a table declares may be left away.
    pub const fn or_all(declared: &[Self]) -> Self {
        match declared {
            [one, ..] => *one,
            [] => Self::ALL,
        }
    }
}
