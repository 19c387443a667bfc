"""A refresh: what it publishes, done again, cut off, and gone on with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from tests.insight.conftest import Refreshed, crowd
from tests.insight.recount import Told, as_planned, assert_hidden_at_most, here, recount
from tests.insight.small_store import ON, read, store_of

from commonweal.blueprint import Blueprint
from commonweal.care.audit.models import Entry
from commonweal.care.people.models import Person
from commonweal.care.published.models import FrailtyCell, PersonContacts, PersonFrailty, Refresh
from commonweal.insight.run import Progress, RefreshFault
from commonweal.store.folder import Store

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("P10")]
ADA = "person | born | sex | practice | lives | deficits | contacts\n"
ADA += "ada | 1940-05-01 | female | Z99001 | E01999001 | {deficits} | {contacts}"
STEPS = (
    "who is here",
    "records alike",
    "frailty year by year",
    "evidence for each deficit",
    "evidence in words",
    "each person's frailty",
    "counts",
    "small numbers suppressed",
    "contacts",
    "medicines",
    "publishing",
)


def cells(audience: str) -> Told:
    columns = ("population", "area", "small_area", "ages", "sex", "band", "people", "risers")
    rows = FrailtyCell.objects.filter(audience=audience).values_list(*columns)
    return {row[:6]: row[6:] for row in rows}


def ada(tmp_path: Path, deficits: int, contacts: int = 1, load: str = "first") -> Store:
    return store_of(tmp_path, read(ADA.format(deficits=deficits, contacts=contacts)), load=load)


@pytest.mark.requirement("P1", "P2")
def test_every_cell_is_what_a_recount_person_by_person_gives(
    refreshed: Refreshed, exampleshire: Blueprint, tmp_path: Path
) -> None:
    """For people of every age, sex, place and fate, exact and as shown to those who plan."""
    people = crowd(300, seed=1)
    refreshed(store_of(tmp_path, people))
    expected = recount(people, exampleshire)
    assert cells("care") == expected
    assert_hidden_at_most(cells("planning"), as_planned(expected), share=0.05)
    assert max(count for count, _ in expected.values()) > 100
    assert {row["person"] for row in people if here(row)} == set(
        PersonFrailty.objects.values_list("person__key", flat=True)
    )


def test_a_second_refresh_keeps_ids_and_doubles_nothing(refreshed: Refreshed, tmp_path: Path) -> None:
    """Addresses that were sent to a colleague stay good, and every row is there once."""
    store = store_of(tmp_path, crowd(60, seed=3))
    refreshed(store)
    before, first = ids(), (cells("care"), cells("planning"))
    second = refreshed(store)
    assert ids() == before
    assert (cells("care"), cells("planning")) == first
    assert Refresh.objects.get(current=True) == second
    assert set(PersonFrailty.objects.values_list("refresh", flat=True)) == {second.pk}
    assert Entry.objects.filter(deed="refresh.published").count() == 2


def test_what_changed_in_the_records_shows_after_a_refresh(refreshed: Refreshed, tmp_path: Path) -> None:
    """More deficits, another contact; the same person."""
    refreshed(ada(tmp_path, deficits=3))
    before = ids()
    refreshed(ada(tmp_path, deficits=9, contacts=2, load="second"))
    assert ids() == before
    assert PersonFrailty.objects.get().band == "moderate"
    assert PersonContacts.objects.get().contacts.count("gp") == 2


@pytest.mark.parametrize("fate", ["died", "left"])
def test_someone_who_died_or_left_keeps_their_place_in_the_index(
    refreshed: Refreshed, tmp_path: Path, fate: str
) -> None:
    """Without frailty and in no count, and with the contacts there were."""
    refreshed(ada(tmp_path, deficits=3))
    before = ids()
    (person,) = read(ADA.format(deficits=3, contacts=1))
    refreshed(store_of(tmp_path, [{**person, fate: "2025-06-01"}], load="second"))
    assert ids() == before
    assert not PersonFrailty.objects.exists()
    assert not FrailtyCell.objects.exists()
    assert PersonContacts.objects.count() == 1


def test_someone_the_records_lost_is_registered_nowhere(refreshed: Refreshed, tmp_path: Path) -> None:
    """They keep their id, and nobody finds them in a practice's list."""
    refreshed(ada(tmp_path, deficits=3))
    (ben,) = read(ADA.format(deficits=3, contacts=1).replace("ada", "ben"))
    refreshed(store_of(tmp_path, [ben], load="second"))
    assert Person.objects.get(key="ada").practice == ""
    assert Person.objects.get(key="ben").practice == "Z99001"


def test_cut_off_in_every_step_it_goes_on_and_ends_as_if_it_had_not_been(
    refreshed: Refreshed, tmp_path: Path
) -> None:
    """Meanwhile pages show the refresh before; steps that were finished are not done again."""
    refreshed(ada(tmp_path, deficits=3))
    before, kept = cells("care"), ids()
    store = ada(tmp_path, deficits=9, contacts=2, load="second")
    for place, step in enumerate(STEPS):
        begun: list[str] = []
        with pytest.raises(KeyboardInterrupt):
            refreshed(store, progress=cut_off_in(step, begun))
        assert begun == list(STEPS[max(place - 1, 0) : place + 1])
        assert cells("care") == before
        assert PersonFrailty.objects.get().deficits == 3
    refreshed(store)
    assert PersonFrailty.objects.get().deficits == 9
    assert ids() == kept
    assert not list((tmp_path / "refresh").glob("*/*"))


def test_a_publication_that_fails_half_way_changes_nothing(refreshed: Refreshed, tmp_path: Path) -> None:
    """The index, the frailty and the counts change together or not at all."""
    refreshed(ada(tmp_path, deficits=3))
    before = cells("care")

    @contextmanager
    def losing_a_file(title: str) -> Iterator[None]:
        if title == "publishing":
            next((tmp_path / "refresh").glob("*/shown.parquet")).unlink()
        yield

    store = ada(tmp_path, deficits=9, load="second")
    with pytest.raises(FileNotFoundError):
        refreshed(store, progress=losing_a_file)
    assert cells("care") == before
    assert PersonFrailty.objects.get().deficits == 3
    refreshed(store)
    assert PersonFrailty.objects.get().deficits == 9


def test_a_load_that_comes_in_meanwhile_is_not_mixed_in(refreshed: Refreshed, tmp_path: Path) -> None:
    """Half of one store and half of the next would be a population that never was."""

    @contextmanager
    def loading(title: str) -> Iterator[None]:
        yield
        if title == "counts":
            ada(tmp_path, deficits=9, load="second")

    with pytest.raises(RefreshFault, match="refresh again"):
        refreshed(ada(tmp_path, deficits=3), progress=loading)
    assert not Refresh.objects.exists()


def test_two_refreshes_of_a_store_do_not_run_at_once(refreshed: Refreshed, tmp_path: Path) -> None:
    """The second says so and leaves the first alone."""
    store = ada(tmp_path, deficits=3)

    @contextmanager
    def another(title: str) -> Iterator[None]:
        with pytest.raises(RefreshFault, match="being refreshed already"):
            refreshed(store)
        yield

    refreshed(store, progress=another)
    assert Refresh.objects.count() == 1


def test_an_empty_store_is_not_published(refreshed: Refreshed, tmp_path: Path) -> None:
    """Wrong folder is the likeliest reason, and pages full of noughts the worst answer."""
    with pytest.raises(RefreshFault, match="nobody is in"):
        refreshed(Store(tmp_path))


def test_pages_can_say_which_loads_and_day_they_show(refreshed: Refreshed, tmp_path: Path) -> None:
    """Freshness comes with the numbers."""
    done = refreshed(ada(tmp_path, deficits=3))
    assert (done.as_at, done.blueprint, done.counts["here"]) == (ON, "exampleshire", 1)
    assert [load["id"] for load in done.loads] == ["first"]
    assert done.started < done.finished


def ids() -> dict[str, UUID]:
    return dict(Person.objects.values_list("key", "id"))


def cut_off_in(step: str, begun: list[str]) -> Progress:
    """Notes which steps were begun, and cuts the run off as this one begins."""

    @contextmanager
    def progress(title: str) -> Iterator[None]:
        begun.append(title)
        if title == step:
            raise KeyboardInterrupt
        yield

    return progress
