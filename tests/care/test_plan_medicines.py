"""The medicines that a plan shows from the GP record: to whom, as at which day, and why none."""

import json
from datetime import date

import pytest
from tests.care import planned
from tests.care.planned import ann
from tests.care.referred import holding

from commonweal.care import access
from commonweal.care.audit.models import Entry
from commonweal.care.objections.models import Objection
from commonweal.care.plans import reads
from commonweal.care.plans.reads import NONE_ISSUED, NOT_PUBLISHED, Shown
from commonweal.care.published.models import PersonMedicines, Refresh
from commonweal.terms.codes import SNOMED

pytestmark = pytest.mark.requirement("T2", "R1")
APIXABAN = ["Apixaban 5 mg", SNOMED, "11", "2024-08-01", "2025-06-01", 9]
NAMELESS = [None, SNOMED, "22", "2025-05-31", "2025-05-31", 1]


@pytest.fixture(autouse=True)
def issued(published: None) -> None:
    planned.open_posts()
    said = json.dumps([APIXABAN, NAMELESS])
    PersonMedicines.objects.create(person=ann(), practice=ann().practice, medicines=said)


def shown(who: str) -> Shown:
    found = reads.crisis(holding(who), ann().pk).shown
    return next(one for one in found if one.section.id == "medicines-issued")


def test_they_stand_as_at_the_day_of_the_refresh() -> None:
    for who in ("river", "ann"):
        found = shown(who)
        assert (found.as_at, found.nothing) == (date(2025, 6, 30), "")
        assert found.items == [
            {"name": "Apixaban 5 mg", "first": "2024-08-01", "last": "2025-06-01", "times": "9 times"},
            {
                "name": "A medicine that the record names only by its code, 22",
                "first": "2025-05-31",
                "last": "2025-05-31",
                "times": "once",
            },
        ]
        look = Entry.objects.filter(deed="plan.crisis_read").latest("pk")
        assert look.detail["clauses"]["gp_record"] == look.clause


def test_without_the_gp_record_they_are_withheld_with_the_reason_and_by_the_database() -> None:
    with access.acting(holding("river"), "direct_care"):
        assert PersonMedicines.objects.exists()
    Objection.objects.create(person=ann(), category="gp_record")
    found = shown("river")
    assert (found.items, found.as_at) == ([], None)
    assert found.nothing.startswith("The GP record is not open to you: ")
    with access.acting(holding("river"), "direct_care"):
        assert not PersonMedicines.objects.exists()


def test_nothing_issued_and_nothing_published_are_told_apart() -> None:
    PersonMedicines.objects.all().delete()
    assert shown("river").nothing == NONE_ISSUED
    Refresh.objects.filter(current=True).update(counts={"people": 1})
    assert (shown("river").nothing, shown("river").as_at) == (NOT_PUBLISHED, None)
