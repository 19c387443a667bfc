"""notices.yaml, which may be left out: where notices go besides the page."""

from __future__ import annotations

from pathlib import Path

import jsonschema_rs
import pytest
from tests.blueprint.errand import ERRAND, errand, errands
from tests.blueprint.hamlet import ANSWERED
from tests.blueprint.test_faults import faults
from tests.blueprint.test_schemas import said

from commonweal.blueprint import load
from commonweal.blueprint.notices import safe
from commonweal.blueprint.schemas import schemas

pytestmark = pytest.mark.requirement("F2")
NOTICES = (
    ANSWERED
    + """\
notices:
  - {id: visitors, team: visiting, roles: [nurse], email: visitors@hamlet.example}
  - {id: system, team: visiting, webhook: https://hamlet.example/told, secret: COMMONWEAL_HAMLET_KEY}
  - {id: council, organisation: ZC1, email: front.door@council.example}
"""
)


def announced(folder: Path, text: str = NOTICES) -> Path:
    """The hamlet with its pathway, and these addresses."""
    (errands(folder) / "notices.yaml").write_text(text, encoding="utf-8")
    return folder


def test_addresses_are_read_whole_and_may_be_left_out(tmp_path: Path) -> None:
    assert load(errands(tmp_path)).notices == ()
    found = load(announced(tmp_path)).notices
    assert [(one.id, one.team, one.organisation, one.roles) for one in found] == [
        ("visitors", "visiting", None, ("nurse",)),
        ("system", "visiting", None, ()),
        ("council", None, "ZC1", ()),
    ]


def test_an_editor_sees_what_the_loader_sees() -> None:
    schema = jsonschema_rs.validator_for(schemas()["notices"])
    assert schema.is_valid(said(NOTICES))
    assert not schema.is_valid(said(NOTICES.replace("webhook", "webhok")))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "{id: system, team: visiting",
            "{id: visitors, team: visiting",
            "7: notices[2].id: 'visitors' stands on line 6 already; give each one its own",
        ),
        (
            "team: visiting, roles",
            "team: visitng, roles",
            "6: notices[1].team: there is no team 'visitng'; did you mean 'visiting'?",
        ),
        ("[nurse]", "[nusre]", "6: notices[1].roles[1]: there is no role 'nusre'; did you mean 'nurse'?"),
        ("ZC1", "ZC9", "8: notices[3].organisation: there is no organisation 'ZC9'; did you mean 'ZC1'?"),
        (
            "organisation: ZC1, ",
            "",
            "8: notices[3]: should be of a team or of an organisation; give one of them",
        ),
        (
            "organisation: ZC1, ",
            "organisation: ZC1, roles: [nurse], ",
            "8: notices[3]: roles are those of a team; take them out, or give the team",
        ),
        (", email: front.door@council.example", "", "8: notices[3]: goes nowhere; give email or webhook"),
        (
            ", secret: COMMONWEAL_HAMLET_KEY",
            "",
            "7: notices[2]: a webhook and its secret go together; give both",
        ),
        (
            "https://hamlet",
            "http://hamlet",
            "7: notices[2]: webhook should begin with https://; plain http is for this machine alone",
        ),
        (
            "COMMONWEAL_HAMLET_KEY",
            "PATH",
            "7: notices[2].secret: should be the name of a setting of the environment, such as"
            " COMMONWEAL_HUB_KEY, not 'PATH'",
        ),
        (
            "front.door@",
            "front door@",
            "8: notices[3].email: should be an e-mail address, not 'front door@council.example'",
        ),
    ],
)
def test_one_thing_wrong_with_an_address(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert NOTICES.count(old) == 1
    assert faults(announced(tmp_path, NOTICES.replace(old, new))) == [f"notices.yaml:{fault}"]


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://hub.example/told", True),
        ("https://hub.example:8443/told?by=us", True),
        ("http://127.0.0.1:9000/told", True),
        ("http://[::1]/told", True),
        ("http://localhost:9000", True),
        ("http://127.0.0.1.hub.example/", False),
        ("http://localhost@hub.example/", False),
        ("https://user:pass@hub.example/", False),
        ("http://10.0.0.7/", False),
        ("ftp://hub.example/", False),
        ("file:///etc/passwd", False),
        ("https:///told", False),
        ("https://hub.example:0/", False),
        ("https://hub.example:port/", False),
        ("https://hub.example/\nHost: other", False),
        ("//hub.example/", False),
    ],
)
def test_a_webhook_is_https_or_stays_on_this_machine(url: str, allowed: bool) -> None:
    assert safe(url) is allowed


def test_a_rung_says_by_when_somebody_answers_and_who_is_told_then(tmp_path: Path) -> None:
    more = "says: Half., answer_within: {minutes: 10}, then: [analyst]}"
    rung = errand(tmp_path, ERRAND.replace("says: Half.}", more)).clocks[0].tells[0]
    assert (rung.answer_within and rung.answer_within.minutes, rung.then) == (10, ("analyst",))


@pytest.mark.parametrize(
    ("more", "where", "says"),
    [
        ("answer_within: {minutes: 10}", "", "answer_within and then go together; give both, or neither"),
        ("then: [nurse]", "", "answer_within and then go together; give both, or neither"),
        (
            "answer_within: {minutes: 0}, then: [nurse]",
            ".answer_within.minutes",
            "should be 1 or more, not '0'",
        ),
        (
            "answer_within: {minutes: 5}, then: [nusre]",
            ".then[1]",
            "there is no role 'nusre'; did you mean 'nurse'?",
        ),
    ],
)
def test_one_thing_wrong_with_who_is_told_next(tmp_path: Path, more: str, where: str, says: str) -> None:
    text = ERRAND.replace("says: Half.}", f"says: Half., {more}}}")
    line = 1 + text[: text.index("says: Half.")].count("\n")
    assert faults(errands(tmp_path, text)) == [
        f"pathways/errand.yaml:{line}: clocks[1].tells[1]{where}: {says}"
    ]
