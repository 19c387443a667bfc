"""Somebody acts on one of two records while they are brought together, or the connection is lost in it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from uuid import UUID

import pytest
from django.db import OperationalError, connection, transaction
from tests.care.referred import MONDAY, asked, holding, open_posts
from tests.care.twice import everything, person_of, row_about, second

from commonweal.care import moments
from commonweal.care.identity import actions
from commonweal.care.identity.models import Merge
from commonweal.care.identity.rules import Overtaken
from commonweal.care.objections.models import Objection
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import About, Made
from commonweal.care.referrals.rules import Overtaken as Faster

pytestmark = [pytest.mark.requirement("T9"), pytest.mark.usefixtures("transactional_exampleshire")]
A_MOMENT = 0.3  # long enough that whoever waits does wait
MANY = 8


def merged(kept: UUID, gone: UUID) -> str:
    """What became of it."""
    try:
        actions.merge(by=None, kept=kept, gone=gone, because="The same")
        return "merged"
    except (NotPossible, Overtaken):
        return "told"
    finally:
        connection.close()


def merged_slowly(kept: UUID, gone: UUID, begun: Event) -> None:
    with transaction.atomic():
        actions.merge(by=None, kept=kept, gone=gone, because="The same")
        begun.set()
        sleep(A_MOMENT)
    connection.close()


def merged_and_lost(kept: UUID, gone: UUID) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        actions.merge(by=None, kept=kept, gone=gone, because="The same")
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def test_one_of_many_who_merge_at_once_does_and_the_others_are_told() -> None:
    kept, gone = person_of("Ann"), second()
    with ThreadPoolExecutor(MANY) as people:
        found = list(people.map(lambda turn: merged(*((kept, gone)[:: 1 if turn % 2 else -1])), range(MANY)))
    assert sorted(found) == ["merged"] + ["told"] * (MANY - 1)
    assert Merge.objects.count() == 1


def test_what_is_begun_during_a_merge_lands_with_the_one_person() -> None:
    kept, gone = person_of("Ann"), second()
    begun = Event()
    with ThreadPoolExecutor(1) as people:
        merging = people.submit(merged_slowly, kept, gone, begun)
        assert begun.wait(30)
        row = row_about(gone, "care_objection", "person_id", category="hospital")  # waits for the merge
        merging.result(30)
    assert Objection.objects.get(pk=row.pk).person_id == kept


def test_steps_and_merges_at_once_lose_nothing() -> None:
    """Referrals of both move on while the two are brought together and taken apart."""
    open_posts()
    kept, gone = person_of("Ann"), second()
    with moments.at(MONDAY):
        references = [
            referrals.receive(None, asked(About(person=person))).referral.reference
            for person in (kept, gone, kept, gone)
        ]

    def moved(reference: str) -> int:
        hub, done = holding("hub"), 0
        for move in ("give", "wait", "wake", "wait"):
            said = {"give": {"team": "riverside-team"}, "wait": {"reason": "wish"}}.get(move, {})
            steps = Referral.objects.get(reference=reference).steps
            try:
                referrals.move(hub, reference, Made(move=move, seen=steps, **said))
                done += 1
            except Faster:
                pass
        connection.close()
        return done

    def settled() -> int:
        done = 0
        for _ in range(6):
            try:
                actions.merge(by=None, kept=kept, gone=gone, because="The same")
                actions.unmerge(by=None, kept=kept, gone=gone, because="Two people")
                done += 1
            except Overtaken:
                pass
            except NotPossible:
                actions.unmerge(by=None, kept=kept, gone=gone, because="Two people")
        connection.close()
        return done

    with ThreadPoolExecutor(5) as people:
        settling = people.submit(settled)
        moving = [people.submit(moved, reference) for reference in references]
        assert sum(one.result(120) for one in moving) == 16
        assert settling.result(120) > 0
    whose = dict(Referral.objects.values_list("reference", "person"))
    assert [whose[reference] for reference in references] == [kept, gone, kept, gone]


def test_a_connection_lost_in_a_merge_leaves_everything_as_it_was() -> None:
    kept, gone = person_of("Ann"), second()
    row_about(gone, "care_objection", "person_id")
    before = everything()
    with pytest.raises(OperationalError):
        merged_and_lost(kept, gone)
    connection.close()
    assert (everything(), Merge.objects.count()) == (before, 0)
