"""Referrals of Exampleshire, played: when somebody was referred, and what was done how much later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random

from commonweal.care import moments
from commonweal.care.referrals import actions
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import About, Given, Made, Sender

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NEEDS = {
    "give": {"team": "riverside-team"},
    "wait": {"reason": "wish"},
    "visit": {"outcome": "well"},
    "decline": {"reason": "declined", "outcome": "unseen"},
}


def refer(
    *deeds: str,
    received: datetime = MONDAY,
    number: str = "",
    source: str = "practice",
    sender: str = "Z99001",
    pathway: str = "riverside-visit",
) -> Referral:
    """Somebody, or whoever has this number, is referred; `give 10` gives them to a team in ten minutes."""
    about = About(family="Vale", nhs_number=number)
    asked = Given(pathway, about, Sender(source, sender), "Cannot get out", {"housebound": True}, received)
    with moments.at(received):
        referral = actions.receive(None, asked).referral
    for seen, (move, after) in enumerate(_timed(deeds), start=1):
        with moments.at(received + after):
            actions.move(None, referral.reference, Made(move, seen=seen, **NEEDS.get(move, {})))  # type: ignore[arg-type]
    return referral


def _timed(deeds: Iterable[str]) -> Iterable[tuple[str, timedelta]]:
    return [(move, timedelta(minutes=int(after))) for move, after in (deed.split() for deed in deeds)]


def quarter(seed: int, number: int) -> datetime:
    """Random referrals on weekdays of twelve weeks, the same for a seed; the moment they are played up to."""
    random = Random(seed)
    for _ in range(number):
        day = MONDAY.replace(hour=8) - timedelta(weeks=random.randrange(1, 13), days=-random.randrange(5))
        received = day + timedelta(minutes=random.randrange(8 * 60))
        first, then = random.randrange(1, 40), random.randrange(1, 170)
        deeds = random.choices(
            [("give {0}", "visit {1}"), ("give {0}",), ("decline {0}",), ("wait {0}",), ()],
            [20, 1, 2, 1, 1],
        )[0]
        source = random.choice(["practice", "practice", "practice", "care_home", "family"])
        refer(
            *(deed.format(first, first + then) for deed in deeds),
            received=received,
            source=source,
            sender="" if source == "family" else random.choice(["Z99001", "Z99002"]),
        )
    return MONDAY + timedelta(hours=1)
