"""Travel is an estimate from where small areas lie; the numbers behind it are declared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.care.conftest import exampleshire

from commonweal.blueprint import SmallArea, TravelEstimate
from commonweal.care.visits import country
from commonweal.care.visits.travel import Country, on_the_grid, on_the_map

__all__ = ["exampleshire"]
pytestmark = pytest.mark.requirement("F3")
ESTIMATE = TravelEstimate(kilometres_a_step=2, kilometres_an_hour=30, detour=1.5, nearby=4)
GRID = """
    N 0 0
    E 1 0
    F 4 0
    S 0 1
"""


def areas() -> list[SmallArea]:
    rows = (row.split() for row in GRID.strip().splitlines())
    return [
        SmallArea.model_construct(code=code, column=int(column), row=int(row)) for code, column, row in rows
    ]


def here() -> Country:
    return Country(on_the_grid(areas(), ESTIMATE), ESTIMATE)


def test_steps_times_detour_by_speed():
    """Two kilometres a step, half as far again by road, thirty an hour: six minutes a step."""
    assert {there: here().minutes("N", there) for there in "NEFS"} == {"N": 4, "E": 6, "F": 24, "S": 6}
    assert here().minutes("F", "N") == here().minutes("N", "F")


def test_an_unknown_place_lies_in_the_middle():
    """Middle of the four: one and a half steps right of N, a quarter row down."""
    assert here().minutes("N", "nowhere") == here().minutes("nowhere", "N") == 9
    assert here().middle("FE") == "E"
    assert here().middle("x") == ""


def test_degrees_are_kilometres():
    points = on_the_map({"one": (-1.5, 53.0), "other": (-1.5, 53.1)})
    assert Country(points, ESTIMATE).minutes("one", "other") == 34  # 11.12 km, 16.7 by road


def test_boundaries_come_before_the_grid(tmp_path: Path, settings: Settings, exampleshire: None):
    """Northgate and Southgate far apart; a file that knows only some of the areas is not used."""
    ring = [[0, 0], [0.01, 0], [0, 0.01]]
    codes = {"E01999001": 53.0, "E01999002": 53.0, "E01999003": 54.0}
    shapes = [_feature(code, [[lon, lat + north] for lon, lat in ring]) for code, north in codes.items()]
    near = country.country().minutes("E01999001", "E01999003")
    for known, minutes in ((shapes[:2], near), (shapes, 347)):
        file = tmp_path / f"{len(known)}.geojson"
        file.write_text(json.dumps({"features": known}))
        settings.BOUNDARIES = str(file)
        assert country.country().minutes("E01999001", "E01999003") == minutes


def _feature(code: str, ring: list[list[float]]) -> dict:
    return {
        "properties": {"LSOA21CD": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def test_without_an_address_the_practice_says_where(exampleshire: None):
    assert country.place_of("E01999003", "Z99001") == ("E01999003", True)
    assert country.place_of("", "Z99001") == ("E01999001", False)
    assert country.place_of("", "") == country.place_of("E09999999", "Y00001") == ("E01999001", False)
    assert country.place_of_team("hillside") == "E01999002"
