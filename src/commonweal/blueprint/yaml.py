"""YAML as its version 1.2 has it, read by libyaml: no, 08:30 and 0123 are text, and only true is true."""

from __future__ import annotations

import re
from typing import Any

import yaml

DAY, TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
PLAIN = {
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "bool": (r"true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    "int": (r"[-+]?(?:0|[1-9][0-9_]*)", [*"-+0123456789"]),
    "float": (
        r"[-+]?(?:(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+)",
        [*"-+.0123456789"],
    ),
    "timestamp": (rf"{DAY}(?:[Tt ]{TIME}(?:Z|[-+][0-9]{{2}}:[0-9]{{2}})?)?", [*"0123456789"]),
}


class Loader(yaml.CSafeLoader):
    """What stands without quotes is nothing, a truth, a number or a day as `PLAIN` has it, else text."""


Loader.yaml_implicit_resolvers = {}  # those of version 1.1 take "no" for false, and 10:30 for 630
for _kind, (_written, _first) in PLAIN.items():
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(rf"(?:{_written})\Z"), _first)


def load(text: str) -> Any:
    """What a file of our own says; yaml.YAMLError where it is no YAML."""
    return yaml.load(text, Loader)  # noqa: S506 (a safe loader by another name)
