"""Two records, and what the rules make of them: one person, possibly one, or two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.care.identity.rules import Identity, Thresholds, compare, in_order, normal, to_confirm, told

pytestmark = pytest.mark.requirement("T9")

ADA = Identity(
    family="Vale-Moore",
    given="Ada Jane",
    birth_date=date(1943, 5, 3),
    sex="female",
    address="1 Mill Lane",
    postcode="EX1 1AA",
    practice="Z00001",
)
NUMBER, OTHER = "9990000018", "9990000026"
TABLE = [  # what the other record says otherwise, the verdict, the points
    ({}, "same", 74),
    ({"practice": ""}, "same", 70),  # the fewest points of ‘same’
    ({"practice": "", "address": ""}, "possible", 68),  # the postcode alone
    ({"practice": "", "address": "", "postcode": ""}, "possible", 58),
    ({"family": "VALE MOORE"}, "same", 74),
    ({"family": "Válé-Moore"}, "same", 74),
    ({"family": "ValeMoore"}, "same", 74),
    ({"given": "Ada"}, "same", 71),
    ({"given": "A"}, "possible", 64),
    ({"given": "Addie"}, "different", 34),  # a nickname is another name; at one address, it could be a twin
    ({"family": "Moore"}, "possible", 69),
    ({"family": "Moore", "practice": "", "address": "2 High Street", "postcode": "EX2 2BB"}, "possible", 53),
    ({"family": "Carr"}, "possible", 49),  # a name changed by marriage
    ({"family": "Carr", "practice": ""}, "possible", 45),  # the fewest points of ‘possible’
    ({"family": "Carr", "practice": "", "address": ""}, "different", 43),
    ({"family": "Ada Jane", "given": "Vale-Moore"}, "possible", 69),
    ({"birth_date": date(1943, 3, 5)}, "possible", 64),  # day and month have changed places
    ({"birth_date": date(1943, 5, 13)}, "possible", 54),
    ({"birth_date": date(1934, 5, 3)}, "possible", 54),
    ({"birth_date": date(1943, 6, 4)}, "different", 9),
    ({"birth_date": date(1970, 8, 1)}, "different", 9),  # mother and daughter of one name
    ({"birth_date": None}, "possible", 49),
    ({"given": "Eva", "sex": "female"}, "different", 34),  # twins
    ({"given": "Tom", "sex": "male"}, "different", 21),  # twins
    ({"given": "Ada Rose"}, "different", 34),  # twins who share a first name
    ({"sex": "male"}, "possible", 61),
    ({"sex": "unknown"}, "same", 71),
    ({"address": "unknown", "postcode": "ZZ99 3VZ"}, "possible", 62),
    ({"nhs_number": NUMBER}, "same", 74),
    ({"source_id": "x"}, "same", 74),
    ({"family": "", "given": ""}, "different", 44),
    ({"given": ""}, "possible", 59),
]


@pytest.mark.parametrize(("otherwise", "kind", "points"), TABLE)
def test_what_two_records_agree_and_differ_in_adds_up(
    otherwise: dict[str, object], kind: str, points: int
) -> None:
    verdict = compare(ADA, replace(ADA, **otherwise))
    assert (verdict.score, verdict.kind) == (points, kind), verdict.reasons
    assert sum(reason.points for reason in verdict.reasons) == verdict.score


@pytest.mark.parametrize(
    ("mine", "theirs", "otherwise", "kind"),
    [
        (NUMBER, NUMBER, {}, "same"),
        (NUMBER, NUMBER, {"family": "Carr", "address": "", "postcode": ""}, "same"),
        (NUMBER, NUMBER, {"given": "Eva"}, "same"),  # a number is of one person, twins or not
        (NUMBER, NUMBER, {"family": "Carr", "given": "Eva", "birth_date": date(1970, 8, 1)}, "different"),
        (NUMBER, OTHER, {}, "different"),
        (NUMBER, None, {}, "same"),
    ],
)
def test_a_number_weighs_most_and_two_numbers_are_of_two_people(
    mine: str, theirs: str | None, otherwise: dict[str, object], kind: str
) -> None:
    one, other = replace(ADA, nhs_number=mine), replace(ADA, nhs_number=theirs, **otherwise)
    assert compare(one, other).kind == kind


def test_thresholds_may_be_others() -> None:
    moved = replace(ADA, practice="", address="", postcode="")
    kinds = [
        compare(ADA, moved, Thresholds(possible, same)).kind
        for possible, same in ((59, 70), (58, 70), (1, 58))
    ]
    assert kinds == ["different", "possible", "same"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("O'Brien", ("OBRIEN",)),
        ("O’Brien-Núñez", ("OBRIEN", "NUNEZ")),
        ("van der Berg", ("VAN", "DER", "BERG")),
        ("  ", ()),
        ("王 小明", ("王", "小明")),
        ("straße", ("STRASSE",)),
    ],
)
def test_names_are_compared_plainly(name: str, words: tuple[str, ...]) -> None:
    assert normal(name) == words


def test_whose_record_is_kept() -> None:
    numbered, nowhere = replace(ADA, nhs_number=NUMBER, practice=""), replace(ADA, practice="")
    assert in_order(ADA, numbered) == in_order(numbered, ADA) == (numbered, ADA)
    assert in_order(nowhere, ADA) == (ADA, nowhere)


@pytest.mark.parametrize(
    ("otherwise", "words"),
    [
        ({}, ()),
        ({"died": date(2025, 1, 1)}, ("one of them has died and the other has not",)),
        ({"given": "Eva"}, ("what is recorded of them is of two different people, by the rules",)),
    ],
)
def test_what_has_to_be_confirmed(otherwise: dict[str, object], words: tuple[str, ...]) -> None:
    assert to_confirm(ADA, replace(ADA, **otherwise)) == words


NAMES = st.sampled_from(["", "Ada", "Ada Jane", "A", "Eva", "Vale", "Vale-Moore", "Ó Dá"])
IDENTITIES = st.builds(
    Identity,
    family=NAMES,
    given=NAMES,
    birth_date=st.sampled_from(
        [None, date(1943, 5, 3), date(1943, 3, 5), date(1943, 5, 4), date(1970, 1, 1)]
    ),
    sex=st.sampled_from(["female", "male", "unknown"]),
    nhs_number=st.sampled_from([None, NUMBER, OTHER]),
    address=st.sampled_from(["", "1 Mill Lane", "unknown"]),
    postcode=st.sampled_from(["", "EX1 1AA", "EX2 2BB", "ZZ99 3VZ"]),
    practice=st.sampled_from(["", "Z00001"]),
)


@given(IDENTITIES, IDENTITIES)
def test_it_does_not_matter_which_comes_first(one: Identity, other: Identity) -> None:
    assert compare(one, other) == compare(other, one)
    assert told(one, other) == told(other, one)
