"""Exampleshire with somewhere to tell: its front door has a mailbox and a system of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.care.conftest import BLUEPRINT, published_rows
from tests.care.referred import ANN, MONDAY, asked, holding, open_posts
from tests.outgoing import receiving
from tests.village import put_back

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.rules import Sender
from commonweal.outgoing import email, webhook
from commonweal.outgoing.sending import Round, send

__all__ = ["published_rows"]

KEY = "a key that both sides know"
ANSWERED = "why_it_matters: a\nwritten_by: b\nchecked_by: c\nreview_by: 2036-01-31\n"
NOTICES = (
    ANSWERED
    + """\
notices:
  - {id: door, team: front-door, roles: [team-lead], email: front.door@exampleshire.example}
  - {id: system, team: front-door, webhook: "URL", secret: COMMONWEAL_TEST_KEY}
  - {id: council, organisation: ZZ2, webhook: "URL", secret: COMMONWEAL_TEST_KEY}
"""
)
HALF = "{at: 75, roles: [team-lead], says: Half an hour is left.}"
ASKS = (
    "{at: 75, roles: [team-lead], says: Half an hour is left., answer_within: {minutes: 10}, then: [nurse]}"
)
At = Callable[[str], Viewer]


@pytest.fixture
def system() -> Iterator[receiving.System]:
    with receiving.system() as known:
        yield known


@pytest.fixture
def telling(tmp_path: Path, settings: Settings, system: receiving.System) -> Path:
    """The blueprint, with addresses and a rung that asks for an answer."""
    folder = tmp_path / "exampleshire"
    shutil.copytree(BLUEPRINT, folder)
    pathway = folder / "pathways" / "riverside-visit.yaml"
    text = pathway.read_text(encoding="utf-8")
    assert text.count(HALF) == 1
    pathway.write_text(text.replace(HALF, ASKS), encoding="utf-8")
    (folder / "notices.yaml").write_text(NOTICES.replace("URL", system.url), encoding="utf-8")
    settings.BLUEPRINT = str(folder)
    settings.ADDRESS = "https://care.example"
    return folder


@pytest.fixture
def at(db: None, telling: Path, published_rows: dict[str, bytes]) -> At:
    """Whoever holds the post with this sign-in name."""
    return peopled(published_rows)


@pytest.fixture
def at_once(transactional_db: None, telling: Path, published_rows: dict[str, bytes]) -> At:
    """The same for several connections at once."""
    return peopled(published_rows)


def peopled(rows: dict[str, bytes]) -> At:
    put_back(rows)
    open_posts()
    return holding


def minutes(number: int) -> datetime:
    """So long after the referral came in."""
    return MONDAY + timedelta(minutes=number)


def referred(at: At, **said: object) -> str:
    """The reference of a referral that came in on Monday at nine; its two hours end at eleven."""
    with moments.at(MONDAY):
        sender = Sender("practice", contact="door@council.example")
        given = asked(ANN, **({"sender": sender} | said))
        return referrals.receive(at("council"), given).referral.reference


def secret(name: str) -> str:
    return {"COMMONWEAL_TEST_KEY": KEY}.get(name, "")


def round_at(number: int) -> Round:
    """One round of the sender, so many minutes after the referral came in."""
    with moments.at(minutes(number)):
        return send({"email": email.send, "webhook": webhook.sender(secret)})
