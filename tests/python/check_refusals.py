"""Checks that frictionless really looks: a damaged dataset must be refused, and for the right reason.

    check_refusals.py [DIR]

Copies five tables of DIR (output/latest unless given), damages the copy in one way at a time and validates it with
frictionless. Size and hash are set right again after each damage, unless they are what is damaged, so that the check
meant finds it and not the hash. Ends with a line of counts; the exit code is 1 when anything failed.
"""

import csv
import hashlib
import json
import sys
import tempfile
from pathlib import Path

from frictionless import Package

# No foreign key of these leads to another table.
TABLES = ["runs", "documents", "refs", "works", "journals"]


def read(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def write(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def setter(column, value):
    """Changes a cell of the first row."""

    def damage(rows):
        rows[1][rows[0].index(column)] = value

    return damage


def repeat_first(rows):
    rows.append(rows[1])


def same_doi(rows):
    at = rows[0].index("doi")
    rows[1][at] = rows[2][at] = "10.1000/182"


def drop_last(rows):
    rows.pop()


def nothing(rows):
    pass


# What is damaged, in which table, how, which error must come, and whether the description is made to fit.
DAMAGES = [
    ("nothing at all", "works", nothing, None, True),
    ("a changed cell", "works", setter("title", "Another title"), "hash-count", False),
    ("a changed hash", "works", "hash", "hash-count", False),
    ("a missing row", "refs", drop_last, "row-count", True),
    ("a year that is no number", "works", setter("year", "MCMXC"), "type-error", True),
    ("a year out of bounds", "works", setter("year", "20177"), "constraint-error", True),
    ("an unknown type of work", "works", setter("type", "sonnet"), "constraint-error", True),
    ("an id of the wrong shape", "works", setter("last_changed_run", "yesterday"), "constraint-error", True),
    ("no match status", "refs", setter("match_status", ""), "constraint-error", True),
    ("a time that is none", "runs", setter("started_at", "noon"), "type-error", True),
    ("a row twice", "works", repeat_first, "primary-key", True),
    # Unique keys of several columns are `refloom check`'s alone: frictionless knows no others than of one.
    ("two works of one DOI", "works", same_doi, "unique-error", True),
    ("a work of no journal", "works", setter("journal_id", "j_0000000"), "foreign-key", True),
    ("a reference of no document", "refs", setter("document_id", "d_aaaaaaaaaaaaaaaa"), "foreign-key", True),
]


def errors_after(folder, package, name, damage, fits):
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        resources = [r for r in package["resources"] if r["name"] in TABLES]
        for resource in resources:
            (place / resource["path"]).write_bytes((folder / resource["path"]).read_bytes())
        # A deep copy: a damage must not reach the next one.
        copy = json.loads(json.dumps(package | {"resources": resources}))
        hit = next(r for r in copy["resources"] if r["name"] == name)
        path = place / hit["path"]
        if damage == "hash":
            hit["hash"] = "sha256:" + 64 * "0"
        elif damage is not nothing:
            rows = read(path)
            damage(rows)
            write(path, rows)
        if fits:
            content = path.read_bytes()
            hit["bytes"], hit["hash"] = len(content), "sha256:" + hashlib.sha256(content).hexdigest()
            if damage is repeat_first:
                hit["rows"] += 1
        (place / "datapackage.json").write_text(json.dumps(copy), encoding="utf-8")
        report = Package(str(place / "datapackage.json")).validate()
        return {e.type for task in report.tasks for e in task.errors} | {e.type for e in report.errors}


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "output/latest").resolve()
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    failed = 0
    for what, name, damage, wanted, fits in DAMAGES:
        errors = errors_after(folder, package, name, damage, fits)
        holds = wanted in errors if wanted else not errors
        failed += not holds
        if not holds:
            print(f"FAILED {what} in {name}: wanted {wanted}, frictionless says {sorted(errors) or 'all is well'}")
    print(f"{len(DAMAGES) - failed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
