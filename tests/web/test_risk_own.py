"""What a model of risk says to the person themselves: what the partnership declares, in words for all."""

import re
import shutil
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from tests.care.planned import browser, open_posts
from tests.web.reading import text
from tests.web.test_risk_pages import put_card

from commonweal.care.extents import blueprint
from commonweal.care.risk.models import RiskCard
from commonweal.care.risk.said import Reason
from commonweal.terms.risk import FEATURES
from commonweal.web.risk.own import plainly

pytestmark = pytest.mark.requirement("P6")
RISK = """\
why_it_matters: Who is likely to need help can be asked in time.
written_by: A
checked_by: B
review_by: 2027-11-30
risk:
  - id: admission
    title: Emergency admission
    why: Ask what would help.
    outcome: emergency_admission
    features: [age, emergency_admissions, sex]
    shown_to_person: {}
    what_to_do: [Ask your practice to go through all your medicines with you.]
"""


@pytest.fixture
def anns_page(published: None) -> Client:
    """Ann's browser, where there is a chance of hers by a model that passed."""
    open_posts()
    put_card(base=-4.0)
    return browser("ann")


def declared(settings: Settings, folder: Path, shown: str) -> None:
    """The same partnership, which shows a chance to the person or does not."""
    shutil.copytree(settings.BLUEPRINT, folder / shown)
    (folder / shown / "risk.yaml").write_text(RISK.format(shown), encoding="utf-8")
    settings.BLUEPRINT = str(folder / shown)
    assert blueprint().risk[0].shown_to_person == (shown == "true")


def ahead(client: Client) -> str:
    """The part of the page that looks ahead; empty where there is none."""
    found = text(client.get("/own/"))
    return found.partition("Looking ahead")[2].partition("What is known about my health")[0]


def grade(words: str) -> float:
    """Flesch-Kincaid: years at school to read this, by words a sentence and syllables a word."""
    sentences = [one for one in re.split(r"[.:?]\s+", words) if one.strip()]
    each = re.findall(r"[A-Za-z&]+", words)
    syllables = sum(max(len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", one.lower()))), 1) for one in each)
    return 0.39 * len(each) / len(sentences) + 11.8 * syllables / len(each) - 15.59


def test_a_partnership_that_shows_it_tells_what_why_and_what_to_do(
    anns_page: Client, settings: Settings, tmp_path: Path
) -> None:
    """In words for somebody of nine to eleven; nothing of a model that failed."""
    declared(settings, tmp_path, "true")
    found = ahead(anns_page)
    assert "In the next year, about 37 of 100 people like you go into hospital in an emergency." in found
    assert "The others, about 63, do not." in found
    assert (
        "You had 3 stays in hospital after an emergency in the last year. This makes the number go up."
        in found
    )
    assert "Ask your practice to go through all your medicines with you." in found
    assert grade(found) <= 6
    RiskCard.objects.update(passed=False, failures=["It is wrong."])
    assert ahead(anns_page) == ""


def test_one_that_does_not_says_that_there_is_a_number_and_whom_to_ask(
    anns_page: Client, settings: Settings, tmp_path: Path
) -> None:
    declared(settings, tmp_path, "false")
    found = ahead(anns_page)
    assert "It has a number for you too. We do not show it here" in found
    assert "You can ask your practice what it says, and why." in found
    assert "37" not in found
    assert grade(found) <= 6


def test_all_that_may_be_known_can_be_said_plainly() -> None:
    for name in (*FEATURES, "register:heart-failure"):
        for value, odds in ((0, 0.5), (1, 1.0), (7, 3.0)):
            said = plainly(Reason(name, value, odds))
            assert said.startswith(("You", "We", "With"))
            assert "{" not in said
            assert grade(said) <= 8
