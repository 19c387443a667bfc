"""Exampleshire, whose council has a system that refers people, and a hub that reads what it sends."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings
from tests.care.conftest import BLUEPRINT, published_rows
from tests.care.referred import open_posts
from tests.fhir.messages import OURS, SERVICE
from tests.village import put_back

from commonweal.care.accounts.actions import open_account
from commonweal.care.systems import keys

__all__ = ["published_rows"]
BEFORE = "questions:\n"
SENT_TO_IT = f"""\
codes: [{{system: "{SERVICE}", code: "{OURS}"}}]
cancelled: {{move: decline, reason: declined, outcome: unseen}}
"""
SYSTEM = "Council calls"
Post = Callable[..., HttpResponse]


@pytest.fixture(scope="session")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exampleshire's folder, in which messages lead to the riverside visit, and may be cancelled."""
    folder = tmp_path_factory.mktemp("sending") / "exampleshire"
    shutil.copytree(BLUEPRINT, folder)
    file = folder / "pathways" / "riverside-visit.yaml"
    said = file.read_text(encoding="utf-8").replace(BEFORE, SENT_TO_IT + BEFORE)
    said = said.replace("to: not-visited, by: [team-lead]", "to: not-visited, by: [team-lead, social-worker]")
    file.write_text(said, encoding="utf-8")
    return folder


@pytest.fixture
def receiving(db: None, settings: Settings, declared: Path, published_rows: dict[str, bytes]) -> None:
    """The partnership, with the posts of a hub, two teams and a council."""
    settings.BLUEPRINT = str(declared)
    put_back(published_rows)
    open_posts()
    cache.clear()


@pytest.fixture
def token(receiving: None) -> str:
    """The key of the council's system."""
    return keys.add(by=None, account="council", post=None, source="council", title=SYSTEM)


@pytest.fixture
def others(receiving: None) -> str:
    """The key of a care home's system."""
    held = {"role": "social-worker", "area": "exampleshire", "organisation": "ZZ3"}
    open_account(by=None, name="home", password=None, **held)
    return keys.add(by=None, account="home", post=None, source="care_home", title="Weir House")


@pytest.fixture
def ask(token: str) -> Post:
    """Sends to an address of the door, as JSON, with the council's key if not said."""

    def sending(address: str, said: Any = None, *, key: str = token, **more: Any) -> HttpResponse:
        client = Client(headers={"authorization": f"Bearer {key}"} if key else {})
        if said is None:
            return client.get(f"/fhir/R4/{address}", **more)
        more.setdefault("content_type", "application/fhir+json")
        return client.post(f"/fhir/R4/{address}", said, **more)

    return sending
