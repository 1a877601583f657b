//! Any bytes are read as a workbook and as a backup of Citavi: nothing panics, and nothing is unpacked without bounds.

#![no_main]

use std::io::Cursor;

use refloom::import::table::{ColumnMap, detect_xlsx, open_xlsx};
use refloom::import::{Records, citavi};
use refloom::ingest::Limits;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { record_bytes: 4096, ..Limits::default() };
    let drain = |mut records: Box<dyn Records>| while let Ok(Some(_)) = records.next() {};
    let _ = (detect_xlsx(bytes), citavi::detect(bytes));
    if let Ok(records) = open_xlsx(Box::new(Cursor::new(bytes.to_vec())), &limits, &ColumnMap::default()) {
        drain(records);
    }
    if let Ok(records) = citavi::open(Box::new(Cursor::new(bytes.to_vec())), &limits) {
        drain(records);
    }
});
