"""Checks that a dataset can be used where its users live.

    check_data.py [DIR]

Validates DIR/datapackage.json with frictionless; then reads every table with pandas, polars and DuckDB, from CSV and
from Parquet, and holds columns, types, row counts and every single cell against the description and against each
other. DIR is output/latest unless given. Ends with a line of counts; the exit code is 1 when anything failed.
"""

import hashlib
import json
import sys
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
from frictionless import Package

# What a declared type is in each program. Integers have three widths in Parquet and one in CSV.
POLARS = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
    "datetime": pl.Datetime("ms", "UTC"),
}
POLARS_PARQUET = POLARS | {"integer": (pl.Int16, pl.Int32, pl.Int64)}
DUCKDB = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP WITH TIME ZONE",
}
DUCKDB_PARQUET = DUCKDB | {"integer": ("SMALLINT", "INTEGER", "BIGINT")}
# Dates are read as text first: pandas has no column type for dates without a time.
PANDAS = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "string",
    "datetime": "string",
}
PANDAS_PARQUET = {
    "string": ("str", "string"),
    "integer": ("Int16", "Int32", "Int64"),
    "number": ("Float64",),
    "boolean": ("boolean",),
    # Of columns without any date pandas says no more than that they hold objects.
    "date": ("object", "date32[day][pyarrow]"),
    "datetime": ("datetime64[ms, UTC]",),
}

passed, failures = 0, []


def check(claim, holds):
    """Counts a claim."""
    global passed
    if holds:
        passed += 1
    else:
        failures.append(claim)


def attempt(claim, act):
    """Counts a claim that an error refutes too, so that one bad table does not hide the others."""
    try:
        check(claim, act())
    except Exception as error:  # whatever a reader throws is a finding about the file
        failures.append(f"{claim}: {type(error).__name__}: {error}")


def one_of(found, wanted):
    return found in wanted if isinstance(wanted, tuple) else found == wanted


def unguarded(text):
    """A text cell as it was before the guard against spreadsheet formulas; see docs/LOADING.md."""
    return text.removeprefix("'") if isinstance(text, str) else text


def quoted(path):
    """A path as it stands between quotes in SQL."""
    return str(path).replace("'", "''")


def frictionless_validates(folder, package):
    report = Package(str(folder / "datapackage.json")).validate()
    for task in report.tasks:
        errors = [e.message for e in task.errors[:3]]
        check(f"frictionless: {task.name}: {errors}", task.valid)
    check(f"frictionless: {[e.message for e in report.errors]}", not report.errors)
    names = [r["name"] for r in package["resources"]]
    check("frictionless looked at every table", [t.name for t in report.tasks] == names)


def files_are_described(folder, package):
    """Sizes and hashes of all files; frictionless looks at the CSV files only."""
    described = {"datapackage.json"}
    for resource in package["resources"]:
        for file in [resource, *resource.get("alternates", [])]:
            content = (folder / file["path"]).read_bytes()
            described.add(file["path"])
            check(f"size of {file['path']}", len(content) == file["bytes"])
            check(f"hash of {file['path']}", "sha256:" + hashlib.sha256(content).hexdigest() == file["hash"])
    found = {p.name for p in folder.iterdir()}
    check(f"files without description: {found - described}", found == described)


def table_reads(folder, resource):
    fields = {f["name"]: f["type"] for f in resource["schema"]["fields"]}
    csv = folder / resource["path"]
    parquet = folder / resource["alternates"][0]["path"]
    rows, columns = resource["rows"], list(fields)
    text = [c for c in columns if fields[c] == "string"]

    # polars from Parquet is what the others are held against.
    truth = pl.read_parquet(parquet)
    check(f"polars: {parquet.name}: {truth.shape}", truth.columns == columns and truth.height == rows)
    for column, dtype in truth.schema.items():
        check(f"polars: {parquet.name}: {column} is {dtype}", one_of(dtype, POLARS_PARQUET[fields[column]]))
    check(f"{parquet.name} has empty text where null is meant", not any((truth[c] == "").any() for c in text))
    wide = truth.with_columns(pl.col(c).cast(pl.Int64) for c in columns if fields[c] == "integer")

    def polars_csv():
        frame = pl.read_csv(csv, schema={c: POLARS[fields[c]] for c in columns}, null_values=[""])
        return frame.with_columns(pl.col(text).str.strip_prefix("'")).equals(wide)

    attempt(f"polars: {csv.name} says what {parquet.name} says", polars_csv)

    def pandas_csv():
        frame = pd.read_csv(csv, dtype={c: PANDAS[fields[c]] for c in columns}, keep_default_na=False, na_values=[""])
        if list(frame.columns) != columns or len(frame) != rows:
            return False
        for column, kind in fields.items():
            cells = frame[column]
            if str(cells.dtype).lower() != PANDAS[kind].lower():
                return False
            if kind == "datetime":
                cells = pd.to_datetime(cells, utc=True)
            elif kind == "date":
                cells = pd.to_datetime(cells).dt.date
            found = [None if pd.isna(x) else unguarded(x) for x in cells]
            if found != wide[column].to_list():
                return False
        return True

    attempt(f"pandas: {csv.name} says what {parquet.name} says", pandas_csv)

    def pandas_parquet():
        frame = pd.read_parquet(parquet, dtype_backend="numpy_nullable")
        wrong = {c: str(t) for c, t in frame.dtypes.items() if str(t) not in PANDAS_PARQUET[fields[c]]}
        if wrong:
            raise TypeError(wrong)
        same = all([None if pd.isna(x) else x for x in frame[c]] == truth[c].to_list() for c in frame.columns)
        return same and list(frame.columns) == columns and len(frame) == rows

    attempt(f"pandas: {parquet.name}", pandas_parquet)

    with duckdb.connect() as db:
        db.execute("set timezone = 'UTC'")
        types = ", ".join(f"'{c}': '{DUCKDB[fields[c]]}'" for c in columns)
        db.execute(
            f"create view from_csv as select * from read_csv('{quoted(csv)}', header = true, delim = ',', quote = '\"',"
            f" escape = '\"', nullstr = '', columns = {{{types}}})"
        )
        db.execute(f"create view from_parquet as select * from '{quoted(parquet)}'")

        def described(view):
            return db.execute(f"describe {view}").fetchall()

        def duckdb_parquet():
            found = described("from_parquet")
            return [d[0] for d in found] == columns and all(one_of(d[1], DUCKDB_PARQUET[fields[d[0]]]) for d in found)

        def duckdb_csv():
            # `except all` counts equal rows; the number of rows then makes both sides the same.
            cells = ", ".join(
                f"""if("{c}"[1] = '''', "{c}"[2:], "{c}") as "{c}\"""" if c in text else f'"{c}"' for c in columns
            )
            differing = db.execute(
                f"select count(*) from (select {cells} from from_csv except all select * from from_parquet)"
            ).fetchall()[0][0]
            counts = db.execute(
                "select (select count(*) from from_csv), (select count(*) from from_parquet)"
            ).fetchall()[0]
            return differing == 0 and counts == (rows, rows)

        attempt(f"duckdb: types of {parquet.name}", duckdb_parquet)
        attempt(f"duckdb: {csv.name} says what {parquet.name} says", duckdb_csv)


def volumes_stay_text(folder):
    """A volume such as 17 is text for every reader that is told the types, and Parquet tells them."""
    volumes = pl.read_parquet(folder / "works.parquet")["volume"]
    check("polars: volumes are text", volumes.dtype == pl.String)
    digits = [v for v in volumes if v is not None and v.isdigit()]
    check("there are volumes of digits only", bool(digits))
    pandas = pd.read_parquet(folder / "works.parquet")["volume"].dropna()
    check("pandas: volumes are text", all(isinstance(v, str) for v in pandas) and len(pandas) >= len(digits))
    with duckdb.connect() as db:
        kinds = db.execute(f"select distinct typeof(volume) from '{quoted(folder / 'works.parquet')}'").fetchall()
    check(f"duckdb: volumes are text: {kinds}", kinds == [("VARCHAR",)])


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "output/latest").resolve()
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    if any("alternates" not in r for r in package["resources"]):
        sys.exit(f"{folder} holds one format of each table; this checks datasets with CSV and Parquet")
    frictionless_validates(folder, package)
    files_are_described(folder, package)
    for resource in package["resources"]:
        table_reads(folder, resource)
    volumes_stay_text(folder)
    for failure in failures:
        print("FAILED", failure)
    print(f"{passed} passed, {len(failures)} failed")
    sys.exit(bool(failures))


main()
