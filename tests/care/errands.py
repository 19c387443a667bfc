"""Errands that are run: steps of the smallest pathway, written as times on the clocks of Britain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.blueprint.errand import errand

from commonweal.blueprint import Pathway
from commonweal.care.pathways.rules import BEGIN, Step

HERE = ZoneInfo("Europe/London")
NEEDED = {"reason": "wish", "instruments": ("list",), "outcome": "well"}


def at(text: str, *, second: bool = False) -> datetime:
    """A moment as a clock in Britain shows it; `second` for the later of an hour that comes twice."""
    return datetime.fromisoformat(text).replace(tzinfo=HERE, fold=int(second)).astimezone(UTC)


def begun(pathway: Pathway, when: datetime) -> Step:
    """The referral comes in."""
    return Step("0", "ann", when, when, BEGIN, "", pathway.first.id)


def step(pathway: Pathway, id: str, when: datetime, number: int = 1, source: str = "") -> Step:
    """A move made at this moment and recorded at once, from its first stage if none is said."""
    move = pathway.move(id)
    assert move is not None
    return Step(str(number), "ann", when, when, id, source or move.starts[0], move.to)


def run(pathway: Pathway, *made: tuple[str, str]) -> list[Step]:
    """The steps of an errand: when it was asked for, then each move with its time, from where it stands."""
    (_, first), *rest = made
    steps = [begun(pathway, at(first))]
    for number, (id, when) in enumerate(rest, 1):
        steps.append(replace(step(pathway, id, at(when), number), source=steps[-1].to))
    return steps


@pytest.fixture(scope="module")
def pathway(tmp_path_factory: pytest.TempPathFactory) -> Pathway:
    return errand(tmp_path_factory.mktemp("errands"))
