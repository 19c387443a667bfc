"""What a system says of a referral after it has sent it stands on the page of the referral."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.care.referred import holding
from tests.fhir.conftest import Post
from tests.fhir.messages import transfer
from tests.fhir.test_door import MESSAGE, reference_in

from commonweal.care.accounts.models import User
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.rules import Made

pytestmark = [pytest.mark.requirement("F3", "F4"), pytest.mark.django_db]


def test_updates_and_what_could_not_be_cancelled_are_read_at_the_hub(ask: Post) -> None:
    reference = reference_in(ask(MESSAGE, transfer()))
    ask(MESSAGE, transfer("message-2", reason="update", note=[{"text": "The key is next door"}]))
    referrals.move(holding("hub"), reference, Made("give", seen=1, team="riverside-team"))
    referrals.move(holding("river"), reference, Made("visit", seen=2, outcome="well"))
    ask(MESSAGE, transfer("message-3", status="revoked"))
    hub = Client()
    hub.force_login(User.objects.get(username="hub"))
    page = hub.get(f"/referrals/{reference}").content.decode()
    assert (
        page.index("Cancelled</strong>") < page.index("Changed</strong>") < page.index("The key is next door")
    )
