"""Lists of people, the page of one, the search, and the record that each look leaves."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from tests.care.conftest import ViewerOf

from commonweal.care.access import NotSeen, Refused
from commonweal.care.audit.models import Entry
from commonweal.care.people import reads
from commonweal.care.people.lists import SORTS, Chosen, Row
from commonweal.care.people.models import Person

pytestmark = pytest.mark.requirement("P2")


def given(rows: tuple[Row, ...]) -> str:
    return " ".join(row.given for row in rows)


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (Chosen("exampleshire"), "Ann Ben Finn Cleo Grace Dan Ida Hal Eve Jo"),
        (Chosen("hillside"), "Finn Grace Ida Hal Jo"),
        (Chosen("Z99001"), "Ann Ben Cleo Dan Eve"),
        (Chosen("exampleshire", practice="Z99002"), "Finn Grace Hal"),
        (Chosen("exampleshire", band="severe"), "Ann Ben Finn"),
        (Chosen("exampleshire", band="severe", sex="female"), "Ann"),
        (Chosen("exampleshire", sex="male"), "Ben Finn Dan Jo"),
        (Chosen("exampleshire", ages="75+"), "Ann Ben Finn Cleo Grace Dan Ida"),
        (Chosen("exampleshire", ages="75-79"), "Cleo Dan Ida"),
        (Chosen("exampleshire", ages="90+"), "Finn Grace"),
        (Chosen("exampleshire", ages="18-64"), "Hal Eve"),
        (Chosen("exampleshire", risers=True), "Ann Finn Cleo Grace Ida"),
        (Chosen("exampleshire", small_area="E01999002"), "Finn Cleo Dan"),
        (Chosen("exampleshire", population="resident"), "Ann Ben Finn Cleo Grace Dan Ida Hal Eve Jo"),
        (Chosen("E01999003", population="resident"), "Grace Ida Hal Jo"),
        (Chosen("riverside", population="resident"), "Ann Ben Finn Cleo Dan Eve"),
        (Chosen("E01999003"), ""),
    ],
    ids=str,
)
def test_a_list_holds_those_chosen(viewer: ViewerOf, chosen: Chosen, names: str) -> None:
    """Most deficits first; registered and resident people are different people."""
    shown = reads.list_people(viewer("lead"), chosen).rows
    assert set(given(shown).split()) == set(names.split())
    assert [row.deficits for row in shown] == sorted((row.deficits for row in shown), reverse=True)


def test_a_list_shows_only_people_cared_for(viewer: ViewerOf) -> None:
    """A wider area than the post's own adds nobody."""
    everyone = Chosen("exampleshire")
    assert set(given(reads.list_people(viewer("abbey"), everyone).rows).split()) == {
        "Ann",
        "Ben",
        "Cleo",
        "Dan",
        "Eve",
    }
    assert not reads.list_people(viewer("abbey"), Chosen("Z99003")).rows


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("rise", "Finn Ida Ann Cleo Grace"),
        ("age", "Finn Grace Ann Ida Cleo"),
        ("name", "Ann Ida Cleo Finn Grace"),
    ],
)
def test_a_list_in_another_order(viewer: ViewerOf, sort: str, names: str) -> None:
    """By how much worse they are than a year ago, by age, or by name."""
    risers = Chosen("exampleshire", risers=True)
    assert given(reads.list_people(viewer("lead"), risers, sort=sort).rows) == names


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("size", [1, 3, 4, 10])
def test_leafing_through_a_list_shows_everyone_once_forwards_and_backwards(
    viewer: ViewerOf, sort: str, size: int
) -> None:
    """Whatever the order and however many to a page, also where many have the same number of deficits."""
    lead, everyone = viewer("lead"), Chosen("exampleshire")
    whole = reads.list_people(lead, everyone, sort=sort).rows
    pages = [reads.list_people(lead, everyone, sort=sort, size=size)]
    while pages[-1].after:
        pages.append(reads.list_people(lead, everyone, sort=sort, size=size, after=pages[-1].after))
    assert [row for page in pages for row in page.rows] == list(whole)
    for place in range(len(pages) - 1, 0, -1):
        back = reads.list_people(lead, everyone, sort=sort, size=size, before=pages[place].before)
        assert back == pages[place - 1]
    assert pages[0].before is None


def test_a_page_begins_again_where_its_mark_is_in_the_list_no_more(viewer: ViewerOf) -> None:
    """The person at whom the page began or ended may have left since the address was copied."""
    lead, everyone = viewer("lead"), Chosen("exampleshire")
    first = reads.list_people(lead, everyone, size=3)
    assert reads.list_people(lead, everyone, size=3, after=uuid4()) == first
    assert reads.list_people(lead, everyone, size=3, before=uuid4()) == first


def test_a_mark_in_the_address_tells_nothing_of_someone_out_of_sight(viewer: ViewerOf) -> None:
    """Beginning at a person of another practice is beginning at nobody."""
    abbey, everyone = viewer("abbey"), Chosen("exampleshire")
    finn = Person.objects.get(given="Finn").pk
    assert reads.list_people(abbey, everyone, after=finn).rows == reads.list_people(abbey, everyone).rows


def test_an_export_holds_every_row_of_the_list(viewer: ViewerOf) -> None:
    """The same people in the same order as on the pages."""
    lead, everyone = viewer("lead"), Chosen("exampleshire")
    assert tuple(reads.export_people(lead, everyone)) == reads.list_people(lead, everyone).rows


@pytest.mark.requirement("P1")
def test_a_persons_page_has_their_frailty_its_evidence_and_their_contacts(viewer: ViewerOf) -> None:
    """Fifteen deficits of thirty-six, twelve of them a year before; three contacts, the oldest first."""
    known = reads.person(viewer("lead"), Person.objects.get(given="Ann").pk)
    frailty = known.frailty
    assert frailty
    assert (frailty.age, frailty.deficits, frailty.band) == (85, 15, "severe")
    assert (frailty.deficits_year_ago, frailty.band_year_ago) == (12, "moderate")
    assert (frailty.rise, frailty.riser) == (3, True)
    assert len(frailty.evidence) == 15
    assert frailty.evidence[0].keys() == {"deficit", "first_date", "code", "system", "term"}
    assert [year["deficits"] for year in frailty.course] == [12] * 9 + [15]
    assert frailty.course[-1] == {"on": "2025-06-30", "deficits": 15, "band": "severe"}
    assert known.contacts == [
        ["gp", "2020-01-01", "2020-01-01", 3000, "visit"],
        ["gp", "2020-04-11", "2020-04-11", 3001, "visit"],
        ["gp", "2020-07-20", "2020-07-20", 3002, "visit"],
    ]


def test_someone_who_died_keeps_a_page_without_frailty(viewer: ViewerOf) -> None:
    """Their contacts stay readable for those who cared for them."""
    known = reads.person(viewer("lead"), Person.objects.get(given="Olive").pk)
    assert known.frailty is None
    assert len(known.contacts) == 2


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("999 000 0018", "Ann"),
        ("9990000018", "Ann"),
        ("adair", "Ann Ida"),
        ("ADAIR, ann", "Ann"),
        ("ann adair", "Ann"),
        ("ca", "Cleo Dan"),
        ("carr 1950-05-01", "Cleo Dan"),
        ("1 May 1950", "Cleo Dan"),
        ("01/05/1950 dan", "Dan"),
        ("1.5.1950", "Cleo Dan"),
        ("c 1950-05-01", "Cleo Dan"),
        ("c", ""),
        ("c d", ""),
        ("12345", ""),
        ("9990000019", ""),
        ("31/02/1950", ""),
        ("%", ""),
        ("  ", ""),
    ],
)
def test_finding_a_person(viewer: ViewerOf, words: str, names: str) -> None:
    """By NHS number, by the beginnings of names in any order, by date of birth; never by a wrong number."""
    assert " ".join(one.given for one in reads.search(viewer("lead"), words).people) == names


def test_a_search_finds_only_people_cared_for(viewer: ViewerOf) -> None:
    """The NHS number of somebody else's patient finds nobody."""
    assert not reads.search(viewer("abbey"), "9990000069").people


LOOKS: dict[str, Callable[[reads.Viewer | None, UUID], object]] = {
    "people.listed": lambda by, _: reads.list_people(by, Chosen("Z99001", band="severe"), sort="age"),
    "people.exported": lambda by, _: list(reads.export_people(by, Chosen("Z99001"))),
    "people.searched": lambda by, _: reads.search(by, "adair"),
    "person.read": lambda by, ann: reads.person(by, ann),
}
DETAIL = {
    "area": "Z99001",
    "population": "registered",
    "practice": "",
    "small_area": "",
    "ages": "all",
    "sex": "all",
    "band": "all",
    "risers": False,
    "having": "",
    "of": "",
    "sort": "deficits",
}
TOLD = {
    "people.listed": DETAIL | {"band": "severe", "sort": "age"},
    "people.exported": DETAIL,
    "people.searched": {"words": "adair"},
    "person.read": {},
}


@pytest.mark.parametrize("deed", LOOKS)
def test_every_look_leaves_a_record(viewer: ViewerOf, deed: str) -> None:
    """Who, in which role and for which area, what, about whom, and with which filter."""
    by, ann = viewer("abbey"), Person.objects.get(given="Ann").pk
    LOOKS[deed](by, ann)
    entry = Entry.objects.latest("id")
    assert by
    assert (entry.deed, entry.by_id, entry.role, entry.area) == (deed, by.user, "team-lead", "Z99001")
    assert entry.about_id == (ann if deed == "person.read" else None)
    assert entry.detail == TOLD[deed]


@pytest.mark.parametrize("who", [None, "scheduler", "analyst", "data"], ids=str)
@pytest.mark.parametrize("deed", LOOKS)
def test_those_who_do_not_care_for_people_see_nobody(viewer: ViewerOf, who: str | None, deed: str) -> None:
    """Not in a list, an export or a search, and no page."""
    with pytest.raises(Refused):
        LOOKS[deed](viewer(who), Person.objects.get(given="Ann").pk)


def test_a_refusal_is_recorded_too(viewer: ViewerOf) -> None:
    """Who tried to see whom; they are not told whether there is such a person."""
    by, finn = viewer("abbey"), Person.objects.get(given="Finn").pk
    with pytest.raises(NotSeen, match="no person here whom you may see"):
        reads.person(by, finn)
    entry = Entry.objects.latest("id")
    assert by
    assert (entry.deed, entry.by_id, entry.detail) == ("person.refused", by.user, {"person": str(finn)})
