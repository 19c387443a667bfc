"""Messages are seen with their referral, and written by the system that sent them: in the database too."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.care.referred import holding
from tests.fhir.conftest import SYSTEM, Post
from tests.fhir.messages import transfer
from tests.fhir.test_door import BEN, MESSAGE

from commonweal.care.access import acting
from commonweal.care.systems.models import Message

pytestmark = [pytest.mark.requirement("R1", "F3"), pytest.mark.django_db]
ANOTHER = """
INSERT INTO care_message
(key_id, system, message, digest, deed, requests, referral_id, received, remarks, says, content)
SELECT %s, %s, %s, '', 'refer', '{}', referral_id, now(), '[]', '', '' FROM care_message LIMIT 1
"""


def test_a_message_is_seen_by_those_who_see_its_referral(ask: Post, others: str) -> None:
    ask(MESSAGE, transfer(patient=BEN))
    for who, seen in (("council", 1), ("hub", 1), ("home", 0), ("river", 0), ("analyst", 0)):
        with acting(holding(who)):
            assert Message.objects.count() == seen, who


@pytest.mark.parametrize(
    ("who", "system", "name", "written"),
    [
        ("council", SYSTEM, "message-2", True),
        ("council", "Weir House", "message-1", False),
        ("council", "Weir House", "message-2", False),
        ("hub", SYSTEM, "message-2", False),
    ],
)
def test_nobody_writes_what_another_system_sent_or_learns_its_ids(
    ask: Post, others: str, who: str, system: str, name: str, written: bool
) -> None:
    """With an id that is there and with one that is not, the answer is the same."""
    ask(MESSAGE, transfer(), key=others)
    ask(MESSAGE, transfer())
    key = Message.objects.get(system=SYSTEM).key_id
    with acting(holding(who)), connection.cursor() as cursor:
        if written:
            cursor.execute(ANOTHER, [key, system, name])
            return
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(ANOTHER, [key, system, name])


def test_a_key_is_neither_given_nor_changed_by_a_page(token: str) -> None:
    for statement in (
        "INSERT INTO care_systemkey SELECT * FROM care_systemkey",
        "UPDATE care_systemkey SET digest = ''",
        "UPDATE care_systemkey SET ended = NULL",
        "DELETE FROM care_systemkey",
        "UPDATE care_message SET says = ''",
        "DELETE FROM care_message",
    ):
        with (
            acting(holding("council")),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
