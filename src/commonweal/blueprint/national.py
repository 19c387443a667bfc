"""Sources that read the national data sets; they come with the project, to be used or copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

from commonweal.blueprint.document import Document, read_yaml
from commonweal.blueprint.sources import Source


@dataclass(frozen=True)
class DeclaredSource:
    """A source, and the file that declares it."""

    source: Source
    document: Document


@cache
def national_sources() -> Mapping[str, DeclaredSource]:
    """By id; a partnership's own source of the same id goes before."""
    with as_file(files("commonweal.blueprint") / "starter" / "sources") as folder:
        documents = [read_yaml(path) for path in sorted(folder.glob("*.yaml"))]
    found = [DeclaredSource(Source.model_validate(each.content), each) for each in documents]
    return {each.source.id: each for each in found}
