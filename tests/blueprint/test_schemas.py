"""An editor that knows the schemas sees what the loader sees."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from tests.blueprint.hamlet import HAMLET

from commonweal.blueprint.schemas import schemas
from commonweal.blueprint.yaml import Loader


class DaysAsText(Loader):
    """Reads days as the text that JSON has for them; one of our own, so that nobody else reads them so."""


DaysAsText.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def said(text: str) -> Any:
    """What a YAML file says, with days as text."""
    return yaml.load(text, DaysAsText)


@cache
def known() -> dict[str, Any]:
    """All of them: making them takes longer than reading a partnership by them."""
    return schemas()


def schema_of(name: str) -> jsonschema_rs.Validator:
    folder, _, file = name.rpartition("/")
    return jsonschema_rs.validator_for(known()[folder or Path(file).stem])


@pytest.mark.parametrize("name", [name for name in HAMLET if name.endswith(".yaml")])
def test_a_right_file_is_right_in_the_editor_and_a_misspelt_key_is_not(name: str) -> None:
    assert schema_of(name).is_valid(said(HAMLET[name]))
    assert not schema_of(name).is_valid(said(HAMLET[name].replace("written_by", "writen_by")))


@pytest.mark.parametrize("partnership", ["exeter", "derbyshire"])
def test_the_partnerships_are_right_in_the_editor(repository: Path, partnership: str) -> None:
    folder = repository / "blueprints" / partnership
    for file in folder.rglob("*.yaml"):
        name = str(file.relative_to(folder))
        assert schema_of(name).is_valid(said(file.read_text(encoding="utf-8"))), name
