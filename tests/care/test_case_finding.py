"""Case finding: whom a rule finds and why, what is kept of it, and what a team does about it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from tests.care.control import person_of
from tests.care.teamwork import NOON, TODAY, open_posts, who

from commonweal.blueprint.case_finding import CaseRule, replaced
from commonweal.care import access, moments
from commonweal.care.audit.models import Entry
from commonweal.care.case_finding import actions, keeping, reads, sight, trying
from commonweal.care.case_finding.models import Finding, FindingAnswer
from commonweal.care.caseloads import actions as caseloads
from commonweal.care.caseloads.models import CaseloadPlace
from commonweal.care.caseloads.rules import Noted
from commonweal.care.extents import blueprint
from commonweal.care.objections.models import Objection, OptOut, Restriction
from commonweal.care.possible import NotPossible
from commonweal.care.published.models import PersonHospital, PersonProfile

pytestmark = pytest.mark.requirement("P5")
MONTH = timedelta(days=30)


@pytest.fixture(autouse=True)
def at_noon(published: None) -> Iterator[None]:
    """Wednesday noon, with everybody at work."""
    with moments.at(NOON):
        open_posts()
        yield


@pytest.fixture
def rule() -> CaseRule:
    """Aged at least 75, at least 9 deficits, not in a care home."""
    return sight.rule("frail-at-home")


def kept(on: date = TODAY) -> None:
    keeping.keep(blueprint().case_rules, on)


def names(
    rule: CaseRule, which: str = "to-look-at", by: str = "rita", area: str = "riverside", **more
) -> list[str]:
    return [line.given for line in reads.listed(who(by), rule, area, which, **more).lines]


def test_whom_it_finds_and_why(rule: CaseRule) -> None:
    """Dan has too few deficits, Eve and Hal are young, Olive has died, Ida is registered elsewhere."""
    found = names(rule)
    assert (found[0], set(found[1:3]), found[3:]) == ("Ann", {"Ben", "Finn"}, ["Cleo", "Grace"])
    line = reads.listed(who("rita"), rule, "riverside", "to-look-at").lines[0]
    assert actions.said(rule, line) == (
        "Found by “Frail at home”: aged 85, 15 of the 36 frailty deficits, does not live in a care home"
    )
    assert names(rule, by="hilda", area="hillside") == ["Finn", "Grace"]


def test_nobody_is_found_of_whom_anything_it_asks_is_shut(rule: CaseRule) -> None:
    """An objection to any category it asks, to our organisation or to all, and a record kept private."""
    Objection.objects.create(person_id=person_of("Ann"), category="gp_record")
    Objection.objects.create(person_id=person_of("Ben"), organisation="ZZ1")
    Objection.objects.create(person_id=person_of("Cleo"), category="hospital")
    Restriction.objects.create(person_id=person_of("Finn"))
    OptOut.objects.create(person_id=person_of("Grace"))
    assert set(names(rule)) == {"Cleo", "Grace"}
    PersonHospital.objects.update(emergency_admissions=2)
    often = replaced(sight.rule("rising"), 0, at_least=40).model_copy(update={"in_use": True})
    assert set(names(often)) == {"Dan", "Eve", "Grace", "Hal"}
    kept()
    assert set(Finding.objects.values_list("person__given", flat=True)) >= {"Ben", "Finn"}
    assert not Finding.objects.filter(person__given="Ann").exists()
    with access.acting(who("rita"), "case_finding"):
        assert set(Finding.objects.values_list("person__given", flat=True)) == {"Cleo", "Grace"}


def test_a_rule_that_asks_what_no_agreement_opens_is_refused() -> None:
    """No clause opens social care to lists; it is said on the overview, and recorded as a refusal."""
    shut = {one.rule.id: one.shut for one in reads.overview(who("rita"), "riverside")}
    assert "no agreement" in shut.pop("home-care")
    assert set(shut.values()) == {""}
    with pytest.raises(access.Refused):
        names(sight.rule("home-care"))
    assert Entry.objects.filter(deed="case_finding.refused").count() == 1
    with pytest.raises(access.Refused):
        reads.overview(who("carla"), "riverside")
    with pytest.raises(access.Refused, match="not in use"):
        names(sight.rule("rising"))


def test_what_was_found_when_is_kept_and_never_changed(rule: CaseRule) -> None:
    """A second refresh writes only what is different; the wording that found somebody stays with them."""
    kept(date(2026, 9, 1))
    PersonProfile.objects.filter(person__given="Ben").update(deficits=8)
    PersonProfile.objects.filter(person__given="Dan").update(deficits=9, age=75)
    kept(date(2026, 11, 1))
    rows = Finding.objects.filter(rule=rule.id, person__practice__in=["Z99001"]).order_by(
        "since", "person__given"
    )
    assert [(one.person.given, one.since.month, getattr(one, "over", None) is None) for one in rows] == [
        ("Ann", 9, True),
        ("Ben", 9, False),
        ("Cleo", 9, True),
        ("Dan", 11, True),
    ]
    assert rows[3].known == {"deficits": 9, "age": 75, "care_home": False}
    assert CaseRule.model_validate_json(rows[0].version.document) == rule
    keeping.keep([], date(2026, 11, 2), others=[rule])
    assert Finding.objects.filter(over=None, rule=rule.id).exists()
    keeping.keep([], date(2026, 11, 2))
    assert not Finding.objects.filter(over=None).exists()


def test_found_and_not_seen_and_seen_and_not_found(rule: CaseRule) -> None:
    """Whoever is on a caseload is seen; Dan is, whom the rule does not find; Grace was found weeks ago."""
    kept(TODAY - MONTH)
    caseloads.add(who("rita"), [person_of(one) for one in ("Ann", "Dan")], Noted("falls", 2, TODAY + MONTH))
    listed = reads.listed(who("rita"), rule, "riverside", "not-seen")
    assert {line.given for line in listed.lines} == {"Ben", "Cleo", "Finn", "Grace"}
    assert (listed.many, listed.late) == (4, 4)
    assert names(rule, "not-found") == ["Dan"]
    assert names(rule) == [line.given for line in listed.lines]
    assert listed.numbers == reads.Numbers(found=5, to_look_at=4, left_out=1, aside=0)
    kept(TODAY)
    assert {line.since for line in listed.lines} == {TODAY - MONTH}


def test_people_are_put_on_the_caseload_with_why_each_was_found(rule: CaseRule) -> None:
    """All of them or nobody; whom the rule does not find now is not put on."""
    ann, dan = person_of("Ann"), person_of("Dan")
    noted = Noted("", 1, TODAY + MONTH)
    with pytest.raises(NotPossible, match="does not find all"):
        actions.put_on(who("rita"), rule, "riverside", [ann, dan], noted)
    assert not CaseloadPlace.objects.exists()
    (place,) = actions.put_on(who("rita"), rule, "riverside", [ann, ann], noted)
    assert (place.entry, place.priority) == ("case_finding", 1)
    assert place.reason.startswith("Found by “Frail at home”: aged 85, 15 of the 36")
    assert FindingAnswer.objects.get().involvement_id == place.pk
    assert "Ann" not in names(rule)
    with pytest.raises(access.Refused):
        actions.put_on(who("carla"), rule, "riverside", [ann], noted)


def test_somebody_put_aside_is_listed_again_on_the_day(rule: CaseRule) -> None:
    """By the team that put them aside; others still list them, and they are still not seen."""
    finn = person_of("Finn")
    actions.put_aside(who("rita"), rule, "riverside", [finn], "in hospital now", TODAY + MONTH)
    assert "Finn" not in names(rule)
    assert names(rule, "aside") == ["Finn"]
    assert "Finn" in names(rule, "not-seen")
    assert "Finn" in names(rule, by="hilda", area="hillside")
    with moments.at(NOON + MONTH):
        assert "Finn" in names(rule)
    with pytest.raises(NotPossible):
        actions.put_aside(who("rita"), rule, "riverside", [finn], "later", TODAY)


def test_a_dry_run_counts_step_by_step_and_changes_nothing(rule: CaseRule) -> None:
    """Eight are registered there; six are 75 or older, five of them frail; a draft says whom it adds."""
    actions.put_aside(who("rita"), rule, "riverside", [person_of("Finn")], "in hospital now", TODAY + MONTH)
    caseloads.add(who("rita"), [person_of("Ann")], Noted("falls", 2, TODAY + MONTH))
    trial = trying.tried(who("rita"), rule, rule, "riverside")
    assert (trial.here, trial.left, trial.left_out, trial.aside, trial.to_look_at) == (8, (6, 5, 5), 1, 1, 3)
    assert {one.practice: (one.here, one.found, one.to_look_at) for one in trial.practices} == {
        "Z99001": (5, 3, 2),
        "Z99002": (3, 2, 1),
    }
    draft = trying.tried(who("rita"), replaced(rule, 1, at_least=6), rule, "riverside")
    assert (draft.found, draft.more, draft.fewer) == (6, 1, 0)
    assert not Finding.objects.exists()
