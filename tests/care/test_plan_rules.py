"""What a section takes, what a sign-off needs, and what changed between two versions: without a database."""

from datetime import date, timedelta

import pytest

from commonweal.blueprint.plan import FROM_THE_RECORD, Content, starter
from commonweal.care.plans.contents import FIELDS, tidy
from commonweal.care.plans.differences import differences
from commonweal.care.plans.recorded import READ
from commonweal.care.plans.rules import Signing, check_review, check_signing, soonest
from commonweal.care.possible import NotPossible

pytestmark = pytest.mark.requirement("T2")
TODAY = date(2026, 11, 22)
SOON = TODAY + timedelta(days=90)
FALL = {"if": "She falls", "do": "Look for pain"}


@pytest.mark.parametrize(
    ("content", "said", "kept"),
    [
        ("words", [{"text": " Tea \r\n and toast "}], [{"text": "Tea \n and toast"}]),
        ("list", [{"text": "a"}, {"text": "  "}, {"text": " b  c "}], [{"text": "a"}, {"text": "b c"}]),
        ("list", [{"text": "a\x00b", "more": "no such field"}], [{"text": "ab"}]),
        ("actions", [{"owner": "person"}, {"what": ""}], []),
        ("contingency", [FALL], [FALL]),
    ],
)
def test_items_are_kept_tidily(
    content: Content, said: list[dict[str, str]], kept: list[dict[str, str]]
) -> None:
    found = tidy(content, said)
    assert [{name: words for name, words in item.items() if name != "key"} for item in found] == kept
    assert len({item["key"] for item in found}) == len(found)
    assert [item["key"] for item in tidy(content, found)] == [item["key"] for item in found]


@pytest.mark.parametrize(
    ("content", "said", "about", "message"),
    [
        ("contingency", [{}, {"if": "A fall"}], "do-1", "Fill in ‘Do this’"),
        ("words", [{"text": "a" * 6001}], "text-0", "at most 6,000 letters"),
        ("actions", [{"what": "Rails", "owner": "person", "by": "soon"}], "by-0", "Give a day"),
        ("list", [{"text": "a"}] * 61, "items", "at most 60 entries"),
    ],
)
def test_what_is_missing_is_said_where_it_is_missing(
    content: Content, said: list[dict[str, str]], about: str, message: str
) -> None:
    with pytest.raises(NotPossible, match=message) as missing:
        tidy(content, said)
    assert missing.value.about == about


@pytest.mark.parametrize(
    ("signing", "about"),
    [
        (Signing("", "Read aloud", SOON), "agreed"),
        (Signing("person", "", SOON), "how"),
        (Signing("person", "Read aloud", None), "review_by"),
        (Signing("person", "Read aloud", TODAY - timedelta(days=1)), "review_by"),
        (Signing("person", "Read aloud", date(2040, 1, 1)), "review_by"),
        (Signing("representative", "Read aloud", SOON), "representative"),
    ],
)
def test_what_a_sign_off_cannot_do_without(signing: Signing, about: str) -> None:
    with pytest.raises(NotPossible) as missing:
        check_signing(signing, TODAY)
    assert missing.value.about == about


def test_who_agreed_is_kept_only_where_it_was_somebody_else() -> None:
    said = Signing("person", " Read aloud ", SOON, "Kim")
    assert check_signing(said, TODAY) == Signing("person", "Read aloud", SOON, "")


def test_a_section_is_read_again_as_said_or_as_its_file_has_it() -> None:
    sections = {one.id: one for one in starter()}
    assert check_review(sections["contingency"], None, TODAY) == TODAY + timedelta(days=180)
    assert check_review(sections["contingency"], SOON, TODAY) == SOON
    assert check_review(sections["strengths"], None, TODAY) is None
    assert soonest([None, SOON, TODAY]) == TODAY


def test_words_that_came_and_went_are_told_apart() -> None:
    before, after = [{"text": "a cup of tea"}], [{"text": "a cup of weak tea, please"}]
    ((_, pieces),) = differences("words", before, after)[0].fields
    assert [(one.kind, one.words) for one in pieces if one.words.strip()] == [
        ("same", "a cup of "),
        ("removed", "tea"),
        ("added", "weak tea, please"),
    ]


def test_an_item_is_the_same_one_wherever_it_stands() -> None:
    one, two, three = ({"text": text, "key": text * 8} for text in "abc")
    found = differences("list", [one, two], [three, {**one, "text": "A"}])
    assert [(difference.kind, difference.fields[0][1][-1].words) for difference in found] == [
        ("added", "c"),
        ("changed", "A"),
        ("removed", "b"),
    ]


def test_every_kind_of_content_has_its_fields_and_what_is_recorded_elsewhere_its_query() -> None:
    assert set(FIELDS) == set(Content.__args__)  # type: ignore[attr-defined]  # a Literal has them
    assert set(READ) == FROM_THE_RECORD
