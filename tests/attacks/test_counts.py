"""Counts: what is withheld cannot be had by taking the others away, nor by holding a count beside a list."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from tests.attacks.addresses import written
from tests.insight.small_store import ON, store_of
from tests.village import people, quiet
from tests.web.reading import table, text

from commonweal.blueprint import load
from commonweal.care.access import acting
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.models import User
from commonweal.care.objections.models import Objection, Restriction
from commonweal.care.people.models import Person
from commonweal.care.published.groups import AGES, BAND_GROUPS, FIVE_YEAR_AGES, SEXES
from commonweal.care.published.models import FrailtyCell
from commonweal.insight.nightly import refresh

pytestmark = [pytest.mark.requirement("P2", "R1"), pytest.mark.numbers]
Group = tuple[str, str, str, str, str, str]  # population, area, small area, ages, sex, band
Range = tuple[int, int]
MOST = 200  # more people than there are
PARTS = {  # ages that are made of others, each counted by itself
    "all": ("0-17", "18-64", "65+"),
    "65+": ("65-69", "70-74", "75+"),
    "75+": ("75-79", "80-84", "85+"),
    "85+": ("85-89", "90+"),
}
YOUNG = tuple(name for name, (_, oldest) in FIVE_YEAR_AGES.items() if oldest <= 64)


def ranges(cells: dict[Group, int | None]) -> dict[Group, Range]:
    """What each published number says by itself: 1 to 7 or a nought within, rounded to five, or nobody."""
    return {
        group: (0, 7) if shown is None else (0, 0) if shown == 0 else (shown - 2, shown + 2)
        for group, shown in cells.items()
    }


def sums(areas: dict[str, list[str]]) -> Iterator[tuple[Group, list[Group], bool]]:
    """Each group with those that make it up, and whether these are all of it."""
    every = sorted({*areas, *(part for parts in areas.values() for part in parts)})
    for area, ages, sex, band in product(every, AGES, SEXES, BAND_GROUPS):
        whole = ("registered", area, "", ages, sex, band)
        if band == "all":
            yield whole, [(*whole[:5], one) for one in BAND_GROUPS[1:]], True
        if sex == "all":
            yield whole, [(*whole[:4], one, band) for one in SEXES[1:]], False
        if ages in ("65+", "75+", "85+"):
            yield whole, [(*whole[:3], one, sex, band) for one in PARTS[ages]], True
        if ages == "all":
            parts = [*FIVE_YEAR_AGES]
            yield whole, [(*whole[:3], one, sex, band) for one in parts], True
        if area in areas:
            yield whole, [("registered", one, "", ages, sex, band) for one in areas[area]], True


def tightened(known: dict[Group, Range], areas: dict[str, list[str]]) -> dict[Group, Range]:
    """Every range as narrow as all sums together make it: what somebody patient can work out."""
    relations, changed = list(sums(areas)), True
    nobody = (0, 0)
    while changed:
        changed = False
        for whole, parts, complete in relations:
            low, high = known.get(whole, nobody)
            lows = [known.get(part, nobody)[0] for part in parts]
            highs = [known.get(part, nobody)[1] for part in parts]
            least, most = sum(lows), sum(highs) if complete else MOST
            new = {whole: (max(low, least), min(high, most))}
            for part, part_low, part_high in zip(parts, lows, highs, strict=True):
                below = low - (most - part_high) if complete else 0
                new[part] = (max(part_low, below), min(part_high, high - (least - part_low)))
            for group, found in new.items():
                assert found[0] <= found[1], group
                if group in known and known[group] != found:
                    known[group], changed = found, True
    return known


AREAS = {"hamlet": ["Z00001", "Z00002", "Z00003", "Z00004"], "mill": ["Z00001", "Z00002"]}


@pytest.fixture
def planned(village) -> dict[Group, int | None]:
    """Every cell that the database gives an analyst."""
    analyst = accounts.viewer(User.objects.get(username="analyst"), {})
    columns = ("population", "area", "small_area", "ages", "sex", "band", "people")
    with acting(analyst, "planning"):
        assert not FrailtyCell.objects.exclude(audience="planning").exists()
        return {tuple(row[:6]): row[6] for row in FrailtyCell.objects.values_list(*columns)}


@pytest.fixture
def truth(village) -> dict[Group, int]:
    """How many there are in each of these groups, which the database's owner knows."""
    columns = ("population", "area", "small_area", "ages", "sex", "band", "people")
    exact = FrailtyCell.objects.filter(audience="care").values_list(*columns)
    return {tuple(row[:6]): row[6] for row in exact}


def test_no_withheld_count_is_worked_out_from_all_that_are_shown(planned, truth):
    """Bands, sexes, ages and practices, added and taken away in every order until nothing moves."""
    withheld = {group for group, shown in planned.items() if shown is None and group[0] == "registered"}
    assert len(withheld) > 100
    known = tightened(ranges(planned), AREAS)
    for group, (low, high) in known.items():
        assert low <= truth.get(group, 0) <= high, group
    told = {group: known[group] for group in withheld if known[group][0] == known[group][1] > 0}
    assert told == {}


def test_without_rounding_the_same_sums_would_find_some(planned, truth):
    """What the test above looks for is there to be found: withheld counts beside exact ones."""
    exact = {group: shown if shown is None else truth.get(group, 0) for group, shown in planned.items()}
    known = {group: (0, 7) if shown is None else (shown, shown) for group, shown in exact.items()}
    found = tightened(known, AREAS)
    withheld = [group for group, shown in exact.items() if shown is None]
    assert sum(found[group][0] == found[group][1] > 0 for group in withheld) > 5


def test_the_pages_of_those_who_plan_show_no_count_that_the_database_withholds(signed_in, planned):
    """Neither page nor file has a number of people from 1 to 9."""
    analyst = signed_in("analyst")
    for area in ("hamlet", "mill", "Z00003", "E01990003"):
        for name in ("ages-file", "practices-file", "small-areas-file"):
            page = analyst.get(written(name, area))
            if page.status_code != 200:
                continue
            head, *lines = table(page)
            counted = [
                place for place, title in enumerate(head) if re.search("people|risers|fit|mild|severe", title)
            ]
            told = {line[place] for line in lines for place in counted if line[place].isdigit()}
            assert not {cell for cell in told if 1 <= int(cell) <= 9}, (area, name)


def test_a_count_beside_a_list_does_not_tell_of_whoever_is_not_in_it(
    village, signed_in, village_blueprint, tmp_path
):
    """Ada restricts and Formula objects: the exact count of women like them is that of the list."""
    lead, ada = signed_in("lead"), Person.objects.get(family="Vale")
    address = "/population/hamlet/people?practice=Z00001&sex=female&band=severe"
    assert "10 people are in this list." in text(lead.get(address))
    Restriction.objects.create(person=ada)
    Objection.objects.create(person=Person.objects.get(given="Formula"), category="gp_record")
    store, declared = store_of(tmp_path, people()), load(village_blueprint).model_copy(update={"risk": ()})
    refresh(store, declared, on=ON, codelists=None, progress=quiet, profiles=False)
    page = lead.get(address)
    assert "VALE" not in page.content.decode()
    assert "Formula" not in page.content.decode()
    assert "8 people are in this list." in text(page)
