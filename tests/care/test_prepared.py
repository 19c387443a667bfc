"""Questions of every page: planned once for a connection, and several asked at once."""

import pytest
from django.db import connection
from tests.care.conftest import ViewerOf

from commonweal.care.access import acting, facts
from commonweal.care.prepared import Question, answer, ask, expect
from commonweal.care.sharing.models import Clause

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F4")]
ONE = Question("SELECT count(*) AS n FROM care_clause WHERE name = %s", ("nobody's",))
TWO = Question("SELECT 2 AS n, 'b' AS said UNION ALL SELECT 3, 'c' ORDER BY n")
NONE = Question("SELECT 1 AS n WHERE false")


def test_a_question_is_planned_once_for_a_connection() -> None:
    assert ask("SELECT %s::int + 41", [1]) == [(42,)]
    assert ask("SELECT %s::int + 41", [2]) == [(43,)]
    planned = "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE '%%+ 41'"
    assert ask(planned) == [(2,)]


def test_what_is_expected_is_asked_together_and_given_out_once(viewer: ViewerOf) -> None:
    with acting(viewer("lead")):
        expect(ONE, TWO, NONE)
        assert answer(TWO) == [(2, "b"), (3, "c")]
        known = connection.known["expected", connection.acting]
        assert known == {ONE: [(0,)], NONE: []}
        assert answer(NONE) == []
        assert answer(ONE) == [(0,)]
        assert known == {}
        assert answer(ONE) == [(0,)]


def test_nothing_expected_outlives_whoever_acted(viewer: ViewerOf) -> None:
    with acting(viewer("lead")):
        expect(ONE)
        answer(TWO)
        assert ONE in connection.known["expected", connection.acting]
    assert connection.known is None
    assert answer(TWO) == [(2, "b"), (3, "c")]


def test_a_clause_that_changes_or_goes_is_read_again(viewer: ViewerOf) -> None:
    def titles() -> set[str]:
        with acting(viewer("lead")):
            return {term.title for term in facts.terms()}

    first = Clause.objects.order_by("name").first()
    assert first
    assert first.title in titles()
    Clause.objects.filter(pk=first.pk).update(title="Said in other words")
    assert "Said in other words" in titles()
    Clause.objects.filter(pk=first.pk).delete()
    assert "Said in other words" not in titles()
