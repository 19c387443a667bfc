"""The file of the small areas' boundaries, where there is one."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

CODES = ("lsoa21_code", "lsoa11_code", "LSOA21CD", "LSOA11CD")  # our names and the publisher's own


def geometries(path: Path) -> dict[str, Mapping[str, Any]]:
    """Code of a small area → its geometry, of a GeoJSON file that may be packed."""
    raw = path.read_bytes()
    content = orjson.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    features: list[dict[str, Any]] = content["features"]
    return {_code(feature["properties"]): feature["geometry"] for feature in features}


def _code(properties: Mapping[str, Any]) -> str:
    return next((str(properties[key]) for key in CODES if key in properties), "")
