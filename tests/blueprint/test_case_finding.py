"""case-finding/*.yaml: whom to look for, checked before anybody is found, and said in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.blueprint.hamlet import ANSWERED, write
from tests.blueprint.test_faults import faults

from commonweal.blueprint import load
from commonweal.blueprint.case_finding import CaseRule, replaced
from commonweal.blueprint.case_finding_columns import COLUMNS, DERIVED
from commonweal.blueprint.case_finding_words import because, fails, said

pytestmark = pytest.mark.requirement("P5")
RULE = (
    ANSWERED
    + """\
id: frail
title: Frail and often in hospital
in_use: true
feeds: {teams: [home_visiting]}
where:
  - {column: age, at_least: 65}
  - {column: band, one_of: [moderate, severe]}
  - any:
      - {column: emergency_admissions, at_least: 2}
      - {column: hospital_frailty, between: [50, 150]}
  - not: {column: care_home, is: true}
"""
)
TITLES = {"copd": "lung disease", "Z00001": "Mill Lane"}


def hamlet(folder: Path, text: str = RULE) -> Path:
    """The hamlet, which looks for people by this rule."""
    (write(folder) / "case-finding").mkdir()
    (folder / "case-finding" / "frail.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def rule(tmp_path: Path) -> CaseRule:
    (found,) = load(hamlet(tmp_path)).case_rules
    return found


def test_a_rule_is_said_in_words(rule: CaseRule) -> None:
    """Amounts are said in the unit that people know: the score is declared in tenths."""
    assert [said(one, TITLES) for one in rule.where] == [
        "aged at least 65",
        "moderate or severe frailty",
        "at least 2 emergency admissions in twelve months or a Hospital Frailty Risk Score of 5 to 15",
        "does not live in a care home",
    ]
    assert rule.categories == ("gp_record", "hospital")


def test_why_somebody_was_found_and_why_not(rule: CaseRule) -> None:
    """Only what holds is a reason; what is missing is said with what there is instead."""
    known = {
        "age": 84,
        "band": "severe",
        "emergency_admissions": 3,
        "hospital_frailty": None,
        "care_home": False,
    }
    assert because(rule.where, known, TITLES) == [
        "aged 84",
        "severe frailty",
        "3 emergency admissions in twelve months",
        "does not live in a care home",
    ]
    assert fails(rule.where, known | {"age": 60, "emergency_admissions": 1}, TITLES) == [
        "aged at least 65 (aged 60)",
        "at least 2 emergency admissions in twelve months or a Hospital Frailty Risk Score of 5 to 15"
        " (1 emergency admission in twelve months and Hospital Frailty Risk Score, in tenths not known)",
    ]


def test_a_model_of_risk_is_asked_by_its_name(tmp_path: Path) -> None:
    """What it says rests on both records; not everybody has a chance, so a list goes by something else."""
    text = RULE.replace("{column: age, at_least: 65}", "{column: risk-rank:rising-frailty, at_least: 95}")
    (rule,) = load(hamlet(tmp_path, text)).case_rules
    assert (rule.models, rule.categories) == (("rising-frailty",), ("gp_record", "hospital"))
    assert said(rule.where[0], {}) == (
        "a chance higher than that of at least 95 in 100 people here, by the model rising frailty"
    )
    with pytest.raises(ValueError, match="not everybody has an amount of risk:rising-frailty"):
        CaseRule.model_validate(rule.model_dump(by_alias=True) | {"first": "risk:rising-frailty"})


def test_a_threshold_can_be_replaced_and_the_file_stays(rule: CaseRule) -> None:
    """Of the third test, which stands within others; what cannot be is refused as in a file."""
    tried = replaced(rule, 2, at_least=1)
    assert said(tried.where[2], TITLES).startswith("at least 1 emergency admission in twelve months or")
    assert rule.where[2] != tried.where[2]
    with pytest.raises(ValueError, match="whole number"):
        replaced(rule, 0, at_least=64.5)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "{column: age, at_least: 65}",
            "{column: risk:emergency-admision, at_least: 20}",
            "9: where: there is no model of risk 'emergency-admision'; did you mean 'emergency-admission'?",
        ),
        (
            "column: age,",
            "column: agge,",
            "10: where[1].column: there is no column 'agge'; did you mean 'age'?",
        ),
        (
            "at_least: 65",
            "one_of: [old]",
            "10: where[1]: age is a whole number; write at_least or at_most or between or",
        ),
        ("at_least: 65", "at_least: old", "10: where[1].at_least: should be a number, not 'old'"),
        (
            "at_least: 65",
            "at_least: 65.5",
            "10: where[1]: age is a whole number; take out the part behind the point",
        ),
        ("severe]", "sever]", "11: where[2]: band is never 'sever'; did you mean 'severe'?"),
        ("[50, 150]", "[150, 50]", "14: where[3].any[2]: between runs backwards; write [50, 150]"),
        ("is: true", "is: often", "15: where[4].not.is: should be true or false, not 'often'"),
        (
            "is: true",
            "known: true",
            "15: where[4].not: care_home is true or false; write is instead of known",
        ),
        ("column: age,", "", "10: where[1]: should have exactly one of column, all, any and not"),
        ("in_use: true", "in_use: true\nfirst: band", "8: first: not everybody has an amount of band"),
        ("[home_visiting]", "[reablement]", "8: feeds.teams: there is no team of the kind 'reablement'"),
        (
            "{teams: [home_visiting]}",
            "{pathway: falls}",
            "8: feeds.pathway: there is no pathway 'falls'; declare",
        ),
        ("{teams: [home_visiting]}", "{}", "8: feeds: should have teams, a pathway or both"),
        ("id: frail", "id: frailty", "5: id: should be 'frail', as the file is called"),
        (
            "{column: age, at_least: 65}",
            "{column: practice, one_of: [Z00009]}",
            "9: where: there is no practice 'Z00009'; did you mean",
        ),
        (
            "{column: age, at_least: 65}",
            "{column: registers, has_any: [gout-of-the-moon]}",
            "9: where: there is no register 'gout-of-the-moon'",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_a_remedy(
    tmp_path: Path, old: str, new: str, line: str
) -> None:
    (fault,) = faults(hamlet(tmp_path, RULE.replace(old, new, 1)))
    assert fault.startswith(f"case-finding/frail.yaml:{line}")


def test_the_columns_are_those_of_the_profile() -> None:
    """Each with the kind it has there; what care costs is asked of nobody."""
    profile = pytest.importorskip("commonweal.analytics.profile").PROFILE
    kinds = {
        one.name: (one.kind, not one.required) for one in profile.columns if not one.name.startswith("cost")
    }
    kinds.pop("person")
    asked = {one.name: (one.kind, one.may_be_unknown) for one in COLUMNS.values() if one.name not in DERIVED}
    assert asked == kinds
