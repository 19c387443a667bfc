"""Where small areas lie: boundaries of a file, otherwise hexagons."""

import gzip
import json

import pytest

from commonweal.blueprint import SmallArea
from commonweal.web.population.outlines import boundaries, hexagons

pytestmark = [pytest.mark.requirement("P2"), pytest.mark.numbers]


def area(code: str, column: int, row: int) -> SmallArea:
    return SmallArea(code=code, title=code, decile=1, people=1, column=column, row=row)


def square(west: float, south: float) -> list[list[float]]:
    return [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]


def feature(code: str, *rings: list[list[float]], key: str = "lsoa21_code") -> dict:
    return {
        "type": "Feature",
        "properties": {key: code},
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]},
    }


def file_of(folder, name, *features):
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    path = folder / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def test_one_hexagon_each_odd_rows_half_a_place_over():
    drawn = hexagons([area("E01990001", 0, 0), area("E01990002", 0, 1)])
    assert (drawn.wide, drawn.high) == (104, 137)
    assert drawn.shapes["E01990001"] == "M36.1 6l30.1 17.4 0 34.7 -30.1 17.4 -30.1 -17.4 0 -34.7z"


def test_a_few_hexagons_are_not_blown_up():
    assert hexagons([area("E01990001", 3, 3)]).wide < 100


@pytest.mark.parametrize("name", ["areas.geojson", "areas.geojson.gz"])
@pytest.mark.parametrize("key", ["lsoa21_code", "lsoa11_code", "LSOA21CD"])
def test_boundaries_come_from_a_file_plain_or_packed(tmp_path, name, key):
    path = file_of(tmp_path, name, feature("E01000001", square(0, 50), key=key))
    drawn = boundaries(path, frozenset({"E01000001"}))
    assert drawn.shapes["E01000001"].count("M") == 1
    assert drawn.wide < drawn.high  # a degree east is shorter than a degree north


def test_an_area_of_several_parts_is_one_shape(tmp_path):
    path = file_of(tmp_path, "two.geojson", feature("E01000001", square(0, 50), square(3, 50)))
    assert boundaries(path, frozenset({"E01000001"})).shapes["E01000001"].count("M") == 2


def test_a_file_without_these_areas_draws_nothing(tmp_path):
    path = file_of(tmp_path, "other.geojson", feature("E01000001", square(0, 50)))
    assert boundaries(path, frozenset({"E01000009"})) is None


def test_published_boundaries_are_read_as_they_come(shared):
    path = shared / "data" / "geography" / "boundaries_lsoa21.geojson.gz"
    if not path.is_file():
        pytest.skip("the published boundaries are not in the shared folder")
    drawn = boundaries(path, frozenset({"E01015023"}))
    assert drawn is not None
    assert set(drawn.shapes) == {"E01015023"}
