"""Runs every Python and SQL example of a document.

    check_docs.py [FILE.md...]

Takes the fenced python and sql blocks of docs/LOADING.md (or the files given) and runs each alone, in the folder that
holds output/. A block fails when it raises an error. Blocks of another language are counted and named, not run. Ends
with a line of counts; the exit code is 1 when anything failed.
"""

import contextlib
import io
import os
import re
import sys
from collections import Counter
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def run(language, code, where):
    if language == "python":
        # What the examples print is for readers of the document, not of this check.
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(code, where, "exec"), {"__name__": "example"})
    else:
        with duckdb.connect() as db:
            rows = None
            for statement in duckdb.extract_statements(code):
                rows = db.execute(statement).fetchall()
            if rows is None:
                raise ValueError("no statement in it")


def main():
    files = [Path(a).resolve() for a in sys.argv[1:]] or [ROOT / "docs" / "LOADING.md"]
    os.chdir(ROOT)
    passed, failed, left = 0, 0, Counter()
    for file in files:
        text = file.read_text(encoding="utf-8")
        for block in BLOCK.finditer(text):
            language, code = block.groups()
            if language not in ("python", "sql"):
                left[language] += 1
                continue
            where = f"{file.name}:{text.count(chr(10), 0, block.start(2)) + 1}"
            try:
                run(language, code, where)
                passed += 1
            except Exception as error:  # whatever an example throws is a fault of the document
                failed += 1
                print(f"FAILED {where}: {type(error).__name__}: {error}")
    if left:
        print("not run:", ", ".join(f"{n} in {language}" for language, n in left.items()))
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0 or passed == 0)


main()
