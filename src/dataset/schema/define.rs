use super::{Kind, Table};

/// A day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub i32);

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp(pub i64);

/// One cell on its way to a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing is known.
    Null,
    /// Text.
    Text(&'a str),
    /// Any integer.
    Integer(i64),
    /// A number.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// A day.
    Date(i32),
    /// A point in time.
    Timestamp(i64),
}

/// A row of a table.
pub trait Row {
    /// The table it belongs to.
    const TABLE: &'static Table;

    /// Hands over every cell in the order of the table's columns.
    fn visit<'a>(&'a self, cell: &mut dyn FnMut(Value<'a>));
}

/// A Rust type that can stand in a cell.
pub trait Cell {
    const KIND: Kind;
    const NULLABLE: bool = false;
    fn value(&self) -> Value<'_>;
}

macro_rules! cells {
    ($($ty:ty, $kind:ident, $self:ident => $value:expr;)+) => {
        $(impl Cell for $ty {
            const KIND: Kind = Kind::$kind;
            fn value(&$self) -> Value<'_> { $value }
        })+
    };
}

cells! {
    String, Text, self => if self.is_empty() { Value::Null } else { Value::Text(self) };
    &'static str, Text, self => Value::Text(self);
    i16, I16, self => Value::Integer(i64::from(*self));
    i32, I32, self => Value::Integer(i64::from(*self));
    i64, I64, self => Value::Integer(*self);
    f64, F64, self => Value::Number(*self);
    bool, Bool, self => Value::Bool(*self);
    Date, Date, self => Value::Date(self.0);
    Timestamp, Timestamp, self => Value::Timestamp(self.0);
}

impl<T: Cell> Cell for Option<T> {
    const KIND: Kind = T::KIND;
    const NULLABLE: bool = true;
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, T::value)
    }
}

/// The column's name for a field's: raw identifiers (`r#type`) lose their prefix.
pub const fn plain(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

/// Declares a table and the type of its rows.
macro_rules! table {
    (
        $(#[doc = $meaning:literal])+
        $row:ident = $name:literal,
        key [$($key:literal),+]
        $(, unique [$([$($unique:literal),+]),+])?
        $(, foreign [$([$($from:literal),+] -> $target:literal [$($to:literal),+]),+])?
        $(, compared $comparison:expr)?;
        $($column:ident: $ty:ty, $domain:expr, $doc:literal;)+
    ) => {
        $(#[doc = $meaning])+
        #[derive(Clone, Debug)]
        pub struct $row {
            $(#[doc = $doc] pub $column: $ty,)+
        }

        impl $crate::dataset::schema::Row for $row {
            // One static behind it, so that tables can be told apart by their address.
            const TABLE: &'static $crate::dataset::schema::Table = {
                static TABLE: $crate::dataset::schema::Table = $crate::dataset::schema::Table {
                name: $name,
                meaning: concat!($($meaning),+).trim_ascii(),
                columns: &[$($crate::dataset::schema::Column {
                    name: $crate::dataset::schema::define::plain(stringify!($column)),
                    kind: <$ty as $crate::dataset::schema::define::Cell>::KIND,
                    nullable: <$ty as $crate::dataset::schema::define::Cell>::NULLABLE,
                    domain: $domain,
                    meaning: $doc.trim_ascii(),
                },)+],
                key: &[$($key),+],
                unique: &[$($(&[$($unique),+]),+)?],
                foreign: &[$($($crate::dataset::schema::ForeignKey {
                    columns: &[$($from),+],
                    table: $target,
                    target: &[$($to),+],
                }),+)?],
                comparison: $crate::dataset::schema::Comparison::or_all(&[$($comparison)?]),
                };
                &TABLE
            };

            fn visit<'a>(&'a self, cell: &mut dyn FnMut($crate::dataset::schema::Value<'a>)) {
                use $crate::dataset::schema::define::Cell;
                $(cell(self.$column.value());)+
            }
        }
    };
}
pub(super) use table;
