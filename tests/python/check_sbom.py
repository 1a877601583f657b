"""Is the bill of materials what CycloneDX says one is, and does it hold what the lock file holds?"""

import json
import re
import sys
import tomllib
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

path = Path(sys.argv[1])
text = path.read_text(encoding="utf-8")
fault = JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)
if fault is not None:
    sys.exit(f"{path} is no CycloneDX 1.5: {fault}")
bill = json.loads(text)
if re.search(r"file:///", text):
    sys.exit(f"{path} tells where it was made")
locked = {
    (package["name"], package["version"]): package.get("checksum")
    for package in tomllib.loads(Path("Cargo.lock").read_text(encoding="utf-8"))["package"]
}
for part in bill["components"]:
    known = locked.get((part["name"], part["version"]), "missing")
    stated = next((h["content"] for h in part.get("hashes", []) if h["alg"] == "SHA-256"), None)
    if known == "missing" or known != stated:
        sys.exit(f"{part['name']} {part['version']} is not what Cargo.lock says")
    if not part.get("licenses"):
        sys.exit(f"{part['name']} has no licence")
print(f"{path}: {len(bill['components'])} components, all as locked, with licence and hash")
