"""Whatever is done in whatever order: one coordinator at most, and none lost by a hand-over."""

from contextlib import suppress

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.care.around import at, looked_after

from commonweal.care.access import Refused
from commonweal.care.coordination import actions, reads
from commonweal.care.coordination.models import CoordinationOffer, Coordinator
from commonweal.care.coordination.rules import Overtaken
from commonweal.care.possible import NotPossible

pytestmark = pytest.mark.requirement("T4")
WHO = ("cora", "cyd", "cleo")
DEEDS = st.sampled_from(("take", "offer", "accept", "decline", "withdraw", "end"))
Said = tuple[str, str, str]  # deed, by whom, to whom
FAULTS = (Overtaken, NotPossible, Refused)


class TakenBack(Exception):
    """Ends an example, and all that it did."""


@pytest.mark.usefixtures("published")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(DEEDS, st.sampled_from(WHO), st.sampled_from(WHO)), min_size=3, max_size=8))
def test_at_every_moment_there_is_at_most_one_and_a_hand_over_leaves_nobody_without(said: list[Said]) -> None:
    with suppress(TakenBack), transaction.atomic():
        person, had = looked_after(), False
        for deed, by, to in said:
            with suppress(*FAULTS), transaction.atomic():
                act(deed, by, to)
            connection.check_constraints()
            live = Coordinator.objects.filter(person=person, ended=None).count()
            waiting = CoordinationOffer.objects.filter(person=person, state="waiting").count()
            assert live <= 1
            assert waiting <= 1
            assert live == 1 or not had
            had = had or live == 1
            assert (reads.coordinator(at("cora"), person) is not None) == had
        raise TakenBack


def act(deed: str, by: str, to: str) -> None:
    person, viewer = looked_after(), at(by)
    newest = CoordinationOffer.objects.order_by("-pk").first()
    offer = newest.pk if newest else 0
    if newest and by != to:  # mostly the one who was asked
        viewer = at(newest.name) if deed in ("accept", "decline") else viewer
    if deed == "take":
        actions.take(by=viewer, person=person, reason="was asked to")
    elif deed == "offer":
        actions.offer(by=viewer, person=person, post=at(to).post, reason="moves away")
    elif deed == "accept":
        actions.accept(by=viewer, offer=offer)
    elif deed == "decline":
        actions.decline(by=viewer, offer=offer, reason="no room")
    elif deed == "withdraw":
        actions.withdraw(by=viewer, offer=offer)
    else:
        actions.end(by=viewer, person=person, reason="not needed")
