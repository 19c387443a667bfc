"""`commonweal sharing apply` after a pathway's file was worded anew: open referrals go on under it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.referred import MONDAY, asked
from tests.care.test_referrals_bad_input import CARRIES, PATHWAY, RENAMED, worded
from typer.testing import CliRunner

from commonweal.care import moments
from commonweal.care.referrals import actions
from commonweal.care.referrals.models import Referral
from commonweal.site.command_line import app

__all__ = ["exampleshire", "published", "published_rows"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F2")]


def test_open_referrals_go_on_under_the_new_words(
    published: None, settings: Settings, tmp_path: Path
) -> None:
    with moments.at(MONDAY):
        actions.receive(None, asked())
    worded(
        settings, tmp_path / "anew", {PATHWAY: (*RENAMED, ("invented: true\n", f"invented: true\n{CARRIES}"))}
    )
    said = [CliRunner().invoke(app, ["sharing", "apply"]).stdout.splitlines()[-1] for _ in range(2)]
    goes_on = "pathways/riverside-visit.yaml: 1 open referral goes on under it as it is worded now"
    assert (said[0], said[1].startswith("pathways/")) == (goes_on, False)
    assert Referral.objects.get().stage == "wanted"
