"""The list of what Commonweal is built from (CycloneDX JSON), and whether its licences allow that.

Versions and hashes are those of the locks, licences those that the installed packages name. Fails where
something that runs with the site may be had under the GPL or AGPL only, or names no licence at all.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKED = re.compile(
    r"^(?P<requirement>[^\s#-][^\\\n]*?)\s*\\\n(?P<hashes>(?:\s+--hash=sha256:\w+.*\n?)+)", re.MULTILINE
)
COPYLEFT = re.compile(r"(?<![\w-])A?GPL|(?<!Lesser )(?<!Library )General Public License", re.IGNORECASE)
OTHERWISE_NAMED = {  # what a package says elsewhere than where its metadata has a place for it
    "qrcode": "BSD-3-Clause",
}

Component = dict[str, Any]


def main(words: list[str]) -> int:
    asked = _asked(words)
    parts = [*python_parts(asked.lock.read_text(), installed(asked.installed)), *node_parts(asked.node_lock)]
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(document(parts), indent=1) + "\n")
    found = list(faults(parts))
    for fault in found:
        print(f"sbom: {fault}", file=sys.stderr)  # noqa: T201
    return 1 if found else 0


def document(parts: list[Component]) -> dict[str, Any]:
    made = {"timestamp": datetime.now(UTC).isoformat(timespec="seconds")}
    itself = {"type": "application", "name": "commonweal", "licenses": [{"license": {"id": "MIT"}}]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid4().urn,
        "version": 1,
        "metadata": {**made, "component": itself},
        "components": parts,
    }


def python_parts(lock: str, found: dict[str, Distribution]) -> Iterator[Component]:
    """What the lock installs on a machine like this one."""
    for locked in LOCKED.finditer(lock):
        wanted = Requirement(locked["requirement"])
        if wanted.marker and not wanted.marker.evaluate():
            continue
        name = canonicalize_name(wanted.name)
        version = str(wanted.specifier).removeprefix("==")
        hashes = re.findall(r"sha256:(\w+)", locked["hashes"])
        yield component("pypi", name, version, licence(found.get(name)), [("SHA-256", one) for one in hashes])


def node_parts(lock: Path) -> Iterator[Component]:
    for path, told in json.loads(lock.read_text())["packages"].items():
        if not path or told.get("dev") or told.get("optional"):
            continue
        name = path.rpartition("node_modules/")[2]
        kind, _, digest = told["integrity"].partition("-")
        hashes = [(kind.upper().replace("SHA", "SHA-"), base64.b64decode(digest).hex())]
        yield component("npm", name, told["version"], str(told.get("license", "")), hashes)


def component(kind: str, name: str, version: str, licence: str, hashes: list[tuple[str, str]]) -> Component:
    address = f"pkg:{kind}/{name.replace('@', '%40')}@{version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        "licenses": [{"license": {"name": licence}}] if licence else [],
        "hashes": [{"alg": algorithm, "content": content} for algorithm, content in hashes],
    }


def installed(folders: list[Path]) -> dict[str, Distribution]:
    found = distributions(path=[str(folder) for folder in folders]) if folders else distributions()
    return {canonicalize_name(one.metadata["Name"]): one for one in found}


def licence(package: Distribution | None) -> str:
    """What a package says of its licence, the plainest first; several that it offers stand with OR."""
    if package is None:
        return ""
    told = package.metadata
    classified = [
        one.rpartition("::")[2].strip() for one in told.get_all("Classifier") or [] if "License ::" in one
    ]
    written = (told.get("License") or "").strip()
    plain = written if written and "\n" not in written else ""
    other = OTHERWISE_NAMED.get(canonicalize_name(told["Name"]), "")
    return told.get("License-Expression") or other or " OR ".join(classified) or plain


def faults(parts: list[Component]) -> Iterator[str]:
    for part in parts:
        named = " OR ".join(one["license"]["name"] for one in part["licenses"])
        if not named:
            yield f"{part['name']} {part['version']} names no licence; find it out, and name it above"
        elif is_copyleft_only(named):
            yield f"{part['name']} {part['version']} is under {named}, which a site under MIT cannot run with"


def is_copyleft_only(named: str) -> bool:
    """True where every choice that is offered has the GPL or AGPL in it. The LGPL may be run with."""
    choices = re.split(r"\s+OR\s+", re.sub(r"[()]", "", named), flags=re.IGNORECASE)
    return all(COPYLEFT.search(choice) for choice in choices)


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sbom", description=__doc__)
    parser.add_argument("out", type=Path, help="the file to write")
    parser.add_argument("--lock", type=Path, default=ROOT / "requirements" / "run.txt")
    parser.add_argument("--node-lock", type=Path, default=ROOT / "package-lock.json")
    parser.add_argument(
        "--installed", type=Path, nargs="*", help="folders of packages; this environment's if not said"
    )
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
