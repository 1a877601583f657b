"""Checks that a dataset can be used where its users live.

    check_data.py DIR

Validates DIR/datapackage.json with frictionless, then reads every table with pandas, polars and DuckDB, from CSV and
from Parquet, and compares columns, types and row counts with the description. Ends with a line of counts and exits
with 1 when anything failed.
"""

import json
import sys
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
from frictionless import Package, system

DUCKDB_TYPES = {
    "string": "VARCHAR",
    "integer": {"SMALLINT", "INTEGER", "BIGINT"},
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP WITH TIME ZONE",
}
POLARS_TYPES = {
    "string": {pl.String},
    "integer": {pl.Int16, pl.Int32, pl.Int64},
    "number": {pl.Float64},
    "boolean": {pl.Boolean},
    "date": {pl.Date},
    "datetime": {pl.Datetime},
}
PANDAS_TYPES = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "string",
    "datetime": "string",
}

passed, failures = 0, []


def check(claim, holds):
    """Counts a claim."""
    global passed
    if holds:
        passed += 1
    else:
        failures.append(claim)


def frictionless_validates(folder):
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    for task in report.tasks:
        errors = [e.message for e in task.errors[:3]]
        check(f"frictionless: {task.name}: {errors}", task.valid)
    check(f"frictionless: {[e.message for e in report.errors]}", not report.errors)


def read_csv(path, fields):
    dtypes = {f["name"]: PANDAS_TYPES[f["type"]] for f in fields}
    return pd.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""])


def duckdb_type_fits(found, kind):
    wanted = DUCKDB_TYPES[kind]
    return found in wanted if isinstance(wanted, set) else found == wanted


def table_reads(folder, resource):
    name, rows = resource["name"], resource["rows"]
    fields = resource["schema"]["fields"]
    columns = [f["name"] for f in fields]
    csv = folder / resource["path"]
    parquet = folder / resource["alternates"][0]["path"]

    frame = read_csv(csv, fields)
    check(f"pandas: {csv.name}", list(frame.columns) == columns and len(frame) == rows)
    from_parquet = pd.read_parquet(parquet)
    check(f"pandas: {parquet.name}", list(from_parquet.columns) == columns and len(from_parquet) == rows)

    schema = pl.read_parquet_schema(parquet)
    fits = all(type(schema[f["name"]]) in POLARS_TYPES[f["type"]] or schema[f["name"]] in POLARS_TYPES[f["type"]] for f in fields)
    check(f"polars: types of {parquet.name}: {schema}", fits)
    frame = pl.read_parquet(parquet)
    check(f"polars: {parquet.name}", frame.columns == columns and frame.height == rows)
    text = pl.read_csv(csv, schema_overrides={c: pl.String for c in columns}, infer_schema=False)
    check(f"polars: {csv.name}", text.columns == columns and text.height == rows)

    described = duckdb.sql(f"describe select * from '{parquet}'").fetchall()
    fits = all(duckdb_type_fits(d[1], f["type"]) for d, f in zip(described, fields))
    check(f"duckdb: types of {parquet.name}: {described}", fits and [d[0] for d in described] == columns)
    check(f"duckdb: {parquet.name}", duckdb.sql(f"select count(*) from '{parquet}'").fetchone()[0] == rows)
    count = duckdb.sql(f"select count(*) from read_csv('{csv}', header=true, all_varchar=true)").fetchone()[0]
    check(f"duckdb: {csv.name}", count == rows)
    return name, rows


def text_stays_text(folder):
    volumes = pl.read_parquet(folder / "works.parquet")["volume"].drop_nulls()
    check("volumes are text", volumes.dtype == pl.String)
    works = json.loads((folder / "datapackage.json").read_text())
    fields = next(r for r in works["resources"] if r["name"] == "works")["schema"]["fields"]
    frame = read_csv(folder / "works.csv", fields)
    check("pandas reads the volumes polars reads", frame["volume"].dropna().tolist() == volumes.to_list())


def main():
    folder = Path(sys.argv[1])
    package = json.loads((folder / "datapackage.json").read_text())
    frictionless_validates(folder)
    for resource in package["resources"]:
        table_reads(folder, resource)
    text_stays_text(folder)
    for failure in failures:
        print("FAILED", failure)
    print(f"{passed} passed, {len(failures)} failed")
    sys.exit(bool(failures))


main()
