"""Published counts as each viewer sees them."""

from itertools import product

import pytest
from tests.care.conftest import BLUEPRINT, ViewerOf
from tests.insight.small_store import ON

from commonweal.care.access import Refused
from commonweal.care.extents import every
from commonweal.care.published import reads
from commonweal.care.published.groups import AGES, BAND_GROUPS, SEXES
from commonweal.care.published.models import FrailtyCell
from commonweal.care.published.reads import NOBODY, Count

pytestmark = [pytest.mark.requirement("P2"), pytest.mark.numbers]
GROUPS = tuple(product(AGES, SEXES, BAND_GROUPS))
HIDDEN = Count(None, None)


@pytest.mark.parametrize(
    ("area", "population", "small_area", "group", "count"),
    [
        ("exampleshire", "registered", "", ("all", "all", "all"), Count(10, 5)),
        ("exampleshire", "registered", "", ("all", "female", "all"), Count(5, 4)),
        ("exampleshire", "registered", "", ("all", "male", "all"), Count(4, 1)),
        ("exampleshire", "registered", "", ("all", "all", "severe"), Count(3, 2)),
        ("exampleshire", "registered", "", ("90+", "male", "severe"), Count(1, 1)),
        ("exampleshire", "registered", "E01999001", ("all", "all", "all"), Count(3, 1)),
        ("exampleshire", "resident", "", ("all", "all", "all"), Count(12, 5)),
        ("riverside", "registered", "", ("all", "all", "all"), Count(8, 4)),
        ("riverside", "resident", "", ("all", "all", "all"), Count(8, 3)),
        ("Z99003", "registered", "", ("10-14", "male", "fit"), Count(1, 0)),
        ("E01999002", "resident", "", ("75+", "all", "all"), Count(4, 2)),
        ("Z99003", "registered", "", ("90+", "male", "severe"), NOBODY),
        ("Z99003", "resident", "", ("all", "all", "all"), NOBODY),
    ],
)
def test_counts_for_those_who_care_are_exact(
    viewer: ViewerOf, area: str, population: str, small_area: str, group: tuple[str, str, str], count: Count
) -> None:
    """Registered people are those of the practices, residents those of the small areas."""
    assert reads.counts(viewer("lead"), area, population, small_area).count(*group) == count


def test_counts_for_planning_are_suppressed_and_rounded(viewer: ViewerOf) -> None:
    """Ten show as 10, twelve as 10, five as nothing, and nobody as 0."""
    analyst = viewer("analyst")
    registered = reads.counts(analyst, "exampleshire", "registered")
    assert not registered.exact
    assert registered.count() == Count(10, None)
    assert registered.count(sex="female") == HIDDEN
    assert registered.count(ages="0-4") == NOBODY
    assert reads.counts(analyst, "exampleshire", "resident").count() == Count(10, None)


@pytest.mark.parametrize("who", ["scheduler", "analyst", "abbey"])
def test_no_exact_count_reaches_those_who_do_not_care_for_these_people(viewer: ViewerOf, who: str) -> None:
    """Whatever they ask for: nothing, a multiple of five from 10 on, or 0 where there is nobody."""
    by = viewer(who)
    asked = [place for place in every(BLUEPRINT) if not (who == "abbey" and place == "Z99001")]
    seen: list[Count] = []
    for area, population in product(asked, ("registered", "resident")):
        for small_area in ("", "E01999001", "E01999002", "E01999003"):
            found = reads.counts(by, area, population, small_area)
            assert not found.exact
            seen += [found.count(*group) for group in GROUPS]
        parts = reads.small_areas(by, area, population, band="severe")
        seen += [count for part in parts for count in (part.found, part.among)]
        practices = reads.practices(by, area, ages="65+")
        own = {"Z99001"} if who == "abbey" else set()
        seen += [part.count(band) for part in practices if part.place.id not in own for band in BAND_GROUPS]
    numbers = {number for count in seen for number in (count.people, count.risers) if number is not None}
    assert numbers <= {0, *range(10, 1000, 5)}
    assert HIDDEN in seen


def test_the_table_of_practices(viewer: ViewerOf) -> None:
    """People of 65 and over who live with severe frailty, among everyone of 65 and over."""
    parts = reads.practices(viewer("lead"), "exampleshire", ages="65+")
    assert [(part.place.title, part.count("severe"), part.count()) for part in parts] == [
        ("Abbey Surgery", Count(2, 1), Count(4, 2)),
        ("Bridge Surgery", Count(1, 1), Count(2, 2)),
        ("Castle Surgery", NOBODY, Count(1, 1)),
    ]
    assert all(part.exact for part in parts)


def test_the_table_of_practices_is_exact_for_ones_own_only(viewer: ViewerOf) -> None:
    """A team lead sees the practice they serve, and the others as anybody would."""
    parts = reads.practices(viewer("abbey"), "exampleshire")
    assert [(part.exact, part.count("severe")) for part in parts] == [
        (True, Count(2, 1)),
        (False, HIDDEN),
        (False, HIDDEN),
    ]


@pytest.mark.parametrize(
    ("population", "table"),
    [
        ("registered", {"Northgate": (2, 3), "Eastgate": (1, 3), "Southgate": (0, 2)}),
        ("resident", {"Northgate": (2, 4), "Eastgate": (2, 4)}),
    ],
)
def test_the_table_behind_the_map(
    viewer: ViewerOf, population: str, table: dict[str, tuple[int, int]]
) -> None:
    """Where the practices' people live, also outside the area; or who lives in the area's own small areas."""
    parts = reads.small_areas(viewer("riverside"), "riverside", population, band="severe")
    assert {part.place.title: (part.found.people, part.among.people) for part in parts} == table


def test_a_page_says_which_refresh_and_loads_its_numbers_come_from(viewer: ViewerOf) -> None:
    """The day counted on, the code lists, and each load with its date."""
    fresh = reads.freshness(viewer("analyst"))
    assert fresh
    assert fresh.as_at == ON
    assert fresh.codelist.startswith("starter")
    assert fresh.loads == (
        {"id": "first", "source": "practice.ndjson", "finished": "2025-07-01T01:05:00+00:00"},
    )


@pytest.mark.usefixtures("published")
def test_nobody_signed_in_sees_no_number() -> None:
    """Not even how fresh the numbers are."""
    for read in (
        lambda: reads.freshness(None),
        lambda: reads.counts(None, "exampleshire", "registered"),
        lambda: reads.practices(None, "exampleshire"),
        lambda: reads.small_areas(None, "exampleshire", "resident"),
    ):
        with pytest.raises(Refused, match="not signed in"):
            read()


def test_a_role_without_the_page_sees_no_number(viewer: ViewerOf) -> None:
    """A visiting nurse has people, not populations."""
    with pytest.raises(Refused, match="does not have the page population"):
        reads.counts(viewer("nurse"), "hillside", "registered")


@pytest.mark.usefixtures("published")
def test_the_database_itself_refuses_a_small_number_for_planning() -> None:
    """A mistake in the suppression would fail to publish rather than show."""
    cell = FrailtyCell.objects.filter(audience="care", people__lt=8).first()
    assert cell
    cell.pk, cell.audience, cell.ages = None, "planning", "none"
    with pytest.raises(Exception, match="planning_cell_is_rounded"):
        cell.save(force_insert=True)
