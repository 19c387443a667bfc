"""References in addresses: whoever tries one that is not theirs learns nothing from the answer."""

from itertools import product

import pytest
from tests.attacks.addresses import OURS, REFERRAL, written
from tests.attacks.same import answer
from tests.care.referred import asked, holding, open_posts

from commonweal.care.referrals import actions
from commonweal.care.referrals.models import Referral, Step
from commonweal.care.referrals.rules import About

pytestmark = pytest.mark.requirement("R1")
MOVE = {"move": "give", "seen": "1", "number": "1", "team": "hillside-team", "person": "x", "reason": "mine"}
KEPT_OUT = {  # who asks → what they and everybody in their place are told
    "hill": 404,
    "river": 404,
    "home": 404,
    "scheduler": 403,
    "analyst": 403,
    "governance": 403,
}


@pytest.fixture
def hidden(published: None) -> str:
    """The reference of a referral that the council sent to the front door."""
    open_posts()
    return actions.receive(holding("council"), asked(About(family="Hidden"))).referral.reference


@pytest.mark.parametrize("who", KEPT_OUT)
def test_a_referral_of_others_answers_like_none(in_exampleshire, hidden, who):
    """The same words, headers and statements, whoever asks and by whatever method; nothing is changed."""
    client = in_exampleshire(who)
    none = hidden[:3] + "0000000000"
    of_referrals = [name for name, kind in OURS.items() if kind == REFERRAL]
    for name, method in product(of_referrals, ("get", "head", "post")):
        client.get(written(name, none))
        there, absent = (
            answer(client, written(name, one), one, method=method, data=MOVE) for one in (hidden, none)
        )
        assert there == absent, (name, method)
        assert there.status in (KEPT_OUT[who], 403, 404, 405), (name, method)
        assert "HIDDEN" not in there.body
    assert (Referral.objects.get().stage, Step.objects.count()) == ("asked", 1)
