"""Records that were brought together count as one person from the next refresh on."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.insight.conftest import Refreshed
from tests.insight.small_store import read, store_of
from tests.village import quiet

from commonweal.analytics.tables import TABLES
from commonweal.care.identity import actions
from commonweal.care.identity.models import Pair
from commonweal.care.people.models import Person
from commonweal.care.published.models import FrailtyCell, PersonContacts, PersonFrailty, PersonProfile
from commonweal.insight.run import RefreshFault
from commonweal.store.folder import Store

pytestmark = pytest.mark.requirement("T9")
TWICE = """
person     |family |given |born       |sex    |practice |lives     |deficits |contacts |died
9990000018 |Adair  |Ann   |1940-05-01 |female |Z99001   |E01999001 |5        |2        |
local-1    |ADAIR  |Ann   |1940-05-01 |female |Z99001   |E01999001 |3        |1        |
local-2    |Baker  |Ben   |1940-05-01 |male   |Z99001   |E01999001 |0        |1        |
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_of(tmp_path, read(TWICE))


def by_key() -> dict[str, Person]:
    return {person.key: person for person in Person.objects.all()}


def counted() -> int | None:
    [people] = FrailtyCell.objects.filter(
        audience="care",
        population="registered",
        area="Z99001",
        small_area="",
        ages="all",
        sex="all",
        band="all",
    ).values_list("people", flat=True)
    return people


def test_they_count_once_with_what_both_had_and_twice_again_when_it_is_undone(
    refreshed: Refreshed, store: Store
) -> None:
    refreshed(store)
    people = by_key()
    ann, other = people["9990000018"].pk, people["local-1"].pk
    assert (counted(), PersonContacts.objects.filter(person=ann).count()) == (3, 1)
    [pair] = Pair.objects.all()
    assert ({pair.first_id, pair.second_id}, pair.verdict) == ({ann, other}, "possible")

    actions.merge(by=None, kept=ann, gone=other, because="The same woman")
    refreshed(store, profiles=True)
    assert counted() == 2
    assert PersonFrailty.objects.get(person=ann).deficits == 5
    assert set(PersonProfile.objects.values_list("person", "deficits")) == {
        (ann, 5),
        (people["local-2"].pk, 0),
    }
    assert not PersonFrailty.objects.filter(person=other).exists()
    gone = Person.objects.get(pk=other)
    assert (gone.practice, gone.lsoa, Person.objects.count()) == ("", "", 3)

    actions.unmerge(by=None, kept=ann, gone=other, because="They are two")
    refreshed(store)
    assert counted() == 3
    assert PersonFrailty.objects.get(person=other).deficits == 3


def test_the_one_without_a_number_is_kept_and_has_the_number(refreshed: Refreshed, store: Store) -> None:
    refreshed(store)
    people = by_key()
    ann, other = people["9990000018"].pk, people["local-1"].pk
    actions.merge(by=None, kept=other, gone=ann, because="The same woman")
    refreshed(store)
    kept = Person.objects.get(pk=other)
    assert (kept.key, kept.nhs_number, kept.practice, counted()) == ("9990000018", "9990000018", "Z99001", 2)
    assert PersonFrailty.objects.get(person=other).deficits == 5


def test_a_source_that_learns_a_number_makes_no_second_person(refreshed: Refreshed, tmp_path: Path) -> None:
    """The known gap of before: an id of the source first, then the number, made two people."""
    before = store_of(tmp_path / "before", read(TWICE))
    refreshed(before)
    ben = by_key()["local-2"].pk
    after = store_of(tmp_path / "after", read(TWICE.replace("local-2   ", "9990000026")))
    renamed(after, "9990000026", source_id="local-2")
    refreshed(after)
    assert by_key()["9990000026"].pk == ben
    assert Person.objects.count() == 3


def test_nothing_is_published_of_people_who_were_brought_together_meanwhile(
    refreshed: Refreshed, store: Store
) -> None:
    refreshed(store)
    people = by_key()
    ann, other = people["9990000018"].pk, people["local-1"].pk

    def merging(title: str):
        if title == "publishing":
            actions.merge(by=None, kept=ann, gone=other, because="The same woman")
        return quiet(title)

    with pytest.raises(RefreshFault, match="brought together"):
        refreshed(store, progress=merging)
    assert counted() == 3


def renamed(store: Store, person: str, *, source_id: str) -> None:
    """The source still calls them by its own id."""
    [file] = store.files("person")
    rows = pq.read_table(file).to_pylist()
    for row in rows:
        if row["person"] == person:
            row["source_id"] = source_id
    pq.write_table(pq.read_table(file).from_pylist(rows, schema=TABLES["person"].arrow()), file)
