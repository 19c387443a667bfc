"""Whatever is filled in: a score lies in its range, and a missing answer is never a number."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.care.filled_in import ALL

from commonweal.blueprint.instruments import Version
from commonweal.blueprint.instruments_questions import Question
from commonweal.care.instruments.scoring import NotScored, Scored, score


def answering(question: Question) -> st.SearchStrategy[object]:
    """Any answer that a question may have."""
    if question.answer == "whole":
        return st.integers(int(question.low or 0), int(question.high or 0))
    if question.answer == "decimal":
        return st.decimals(question.low, question.high, places=3)
    if question.answer == "text":
        return st.text("abc ", min_size=1).filter(str.strip)
    return st.sampled_from(question.choices)


@st.composite
def filled_in(draw: st.DrawFn) -> tuple[Version, dict[str, object]]:
    """Any instrument that comes with us, with an answer to every question."""
    _, chosen = draw(st.sampled_from(ALL))
    return chosen, {question.id: draw(answering(question)) for question in chosen.questions}


@settings(max_examples=150, deadline=None)
@given(filled_in())
def test_a_score_lies_within_its_range_and_has_its_band(filled: tuple[Version, dict[str, object]]) -> None:
    form, answers = filled
    found = score(form, answers)
    if isinstance(found, NotScored):
        assert set(found.reasons) <= {refusal.because for refusal in form.not_for}
    else:
        assert found.total is None or form.totals.holds(found.total)
        assert (found.band is None) == (not form.bands)
        assert all(one.scored.holds(found.parts[one.id]) for one in form.parts if one.id in found.parts)


@settings(max_examples=100, deadline=None)
@given(filled_in(), st.data())
def test_without_one_scored_answer_there_is_no_number(
    filled: tuple[Version, dict[str, object]], data: st.DataObject
) -> None:
    form, answers = filled
    found = score(form, answers)
    if isinstance(found, Scored) and found.parts:
        lost = data.draw(st.sampled_from(sorted(found.parts)))
        without = score(form, {id: answer for id, answer in answers.items() if id != lost})
        assert isinstance(without, NotScored)
        assert any(f"({lost}) is missing" in reason for reason in without.reasons)


@settings(max_examples=60, deadline=None)
@given(filled_in(), st.randoms())
def test_the_order_of_answers_has_no_bearing(
    filled: tuple[Version, dict[str, object]], chance: Random
) -> None:
    form, answers = filled
    shuffled = list(answers.items())
    chance.shuffle(shuffled)
    assert score(form, dict(shuffled)) == score(form, answers)
