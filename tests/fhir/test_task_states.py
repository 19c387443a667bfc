"""Wherever a referral can stand on any pathway, its Task and its request say where that is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commonweal.blueprint import Pathway, load
from commonweal.care.pathways.rules import BEGIN, Step, read
from commonweal.fhir.resources.service_request import STATUSES
from commonweal.fhir.resources.task import status_of

pytestmark = pytest.mark.requirement("F7")
BEGAN = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
EXPECTED = """
received                     | received
received ask                 | on-hold
received ask answer          | received
received allocate            | accepted
received allocate hand-back  | received
received allocate arrive     | in-progress
received allocate arrive close | completed
received redirect            | rejected
received withdraw            | cancelled
"""


def steps(pathway: Pathway, *moves: str) -> tuple[Step, ...]:
    """A minute apart, from the beginning."""
    made = [Step("0", "", BEGAN, BEGAN, BEGIN, "", pathway.first.id)]
    for number, id in enumerate(moves, start=1):
        move, at = pathway.move(id), BEGAN + timedelta(minutes=number)
        assert move
        made.append(Step(str(number), "", at, at, id, made[-1].to, move.to))
    return tuple(made)


def ways(pathway: Pathway) -> Iterator[tuple[str, ...]]:
    """The shortest way to each stage, and each move from there."""
    reached: dict[str, tuple[str, ...]] = {pathway.first.id: ()}
    ahead = [pathway.first.id]
    while ahead:
        stage = ahead.pop(0)
        yield reached[stage]
        for move in pathway.moves:
            if stage in move.starts:
                yield (*reached[stage], move.id)
                if move.to not in reached:
                    reached[move.to] = (*reached[stage], move.id)
                    ahead.append(move.to)


@pytest.mark.parametrize("name", ["derbyshire", "exeter"])
def test_wherever_a_referral_stands_there_is_a_state(repository: Path, name: str) -> None:
    for pathway in load(repository / "blueprints" / name).pathways:
        for way in ways(pathway):
            journey = read(pathway, steps(pathway, *way), BEGAN + timedelta(hours=1))
            status = status_of(pathway, journey)
            assert STATUSES[status]
            assert (status in ("completed", "rejected", "cancelled")) == journey.ended, (pathway.id, way)


def test_the_states_of_an_urgent_response(repository: Path) -> None:
    pathways = {one.id: one for one in load(repository / "blueprints" / "derbyshire").pathways}
    pathway = pathways["urgent-community-response"]
    for line in EXPECTED.strip().splitlines():
        way, expected = (part.strip() for part in line.split("|"))
        journey = read(pathway, steps(pathway, *way.split()[1:]), BEGAN + timedelta(hours=1))
        assert status_of(pathway, journey) == expected, way
