"""JSON Schemas of the declared files, for editors that complete and check while one writes."""

from __future__ import annotations

from typing import Any

from commonweal.blueprint.files import AGREEMENT, CASE_RULE, INSTRUMENT, LISTS, PARTNERSHIP, PATHWAY, SOURCE

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Name of a declared YAML file, or of the folder for any file in it → JSON Schema."""
    files = [file for file in (PARTNERSHIP, *LISTS) if file.name.endswith(".yaml")]
    named = {file.name.removesuffix(".yaml"): file.shape for file in files}
    folders = (SOURCE, AGREEMENT, PATHWAY, INSTRUMENT, CASE_RULE)
    named |= {file.name.partition("/")[0]: file.shape for file in folders}
    return {name: {"$schema": DIALECT, **shape.model_json_schema()} for name, shape in named.items()}
