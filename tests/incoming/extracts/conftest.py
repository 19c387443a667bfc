"""The village is taken in once, and copied for each test that changes it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.incoming.extracts.village import village

from commonweal.store import Store


@pytest.fixture(scope="session")
def settled_village(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store that knows the four villagers; not to be changed."""
    return village(tmp_path_factory.mktemp("village"))


@pytest.fixture
def store(settled_village: Store, tmp_path: Path) -> Store:
    """A store of one's own that knows the four villagers."""
    return Store(shutil.copytree(settled_village.path, tmp_path / "store"))
