"""The village and Exampleshire, for whoever tries to get at more of them than is theirs."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.cache import cache
from tests.care.conftest import exampleshire, published, published_rows, viewer
from tests.web.conftest import (
    empty_village,
    signed_in,
    signed_in_empty,
    village,
    village_blueprint,
    village_rows,
)

from commonweal.care.people.models import Person

__all__ = [
    "empty_village",
    "exampleshire",
    "published",
    "published_rows",
    "signed_in",
    "signed_in_empty",
    "viewer",
    "village",
    "village_blueprint",
    "village_rows",
]


@pytest.fixture
def bea(village: None) -> Person:
    """Of Station Road: hidden from whoever works for Mill Lane alone, and from those who see no people."""
    return Person.objects.get(family="Marsh")


@pytest.fixture
def nobody() -> str:
    """An id that is nobody's."""
    return str(uuid4())


@pytest.fixture
def forgotten(db: None) -> Callable[[], None]:
    """Empties the counts of attempts, so that one case of a test does not lock out the next."""
    return cache.clear
