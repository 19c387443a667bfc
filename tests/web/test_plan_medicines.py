"""The medicines issued to a person stand on each page of their plan, and say what they are not."""

import json
import sys

import pytest
from tests.care import planned
from tests.care.planned import ann
from tests.web.reading import text

from commonweal.care.objections.models import Objection
from commonweal.care.published.models import PersonMedicines

pytestmark = pytest.mark.requirement("T2")
NOT_TAKEN = "As at 30 June 2025; issued in the last 12 months; from the GP record, may not be what is taken."
APIXABAN = ["Apixaban 5 mg", "s", "11", "2024-08-01", "2025-06-01", 9]


@pytest.fixture(autouse=True)
def issued(published: None) -> None:
    planned.open_posts()
    said = json.dumps([APIXABAN])
    PersonMedicines.objects.create(person=ann(), practice=ann().practice, medicines=said)


def test_every_page_of_a_plan_shows_them_with_their_day() -> None:
    at_work = [("river", f"/people/{ann().pk}/{page}") for page in ("plan", "plan/easy", "crisis")]
    own = [("ann", f"/own/{page}") for page in ("plan", "plan/easy", "crisis")]
    for who, address in at_work + own:
        page = text(planned.browser(who).get(address))
        assert NOT_TAKEN in page, address
        assert "Apixaban 5 mg" in page, address
    assert "Apixaban 5 mg, last issued 1 June 2025; 9 times since 1 August 2024" in page


def test_so_does_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the program that makes the file stands one that passes on what it is given."""
    passes_on = "import sys; sys.stdout.write('%PDF' + sys.stdin.read())"
    monkeypatch.setattr("commonweal.web.plans.paper.MAKES", (sys.executable, "-c", passes_on))
    for file in ("plan.pdf", "plan/easy.pdf"):
        paper = text(planned.browser("river").get(f"/people/{ann().pk}/{file}"))
        assert NOT_TAKEN in paper, file
        assert "Apixaban 5 mg" in paper, file


def test_whoever_may_not_see_the_gp_record_reads_why() -> None:
    Objection.objects.create(person=ann(), category="gp_record")
    page = text(planned.browser("river").get(f"/people/{ann().pk}/crisis"))
    assert "The GP record is not open to you" in page
    assert "Apixaban" not in page
