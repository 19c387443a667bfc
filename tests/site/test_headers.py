"""What every answer carries, and what no log line does."""

import logging
import sys

import pytest
from django.test import Client

from commonweal.site.log_lines import WithoutValues


@pytest.fixture
def answer(db: None, client: Client) -> dict[str, str]:
    return dict(client.get("/accounts/login/").headers)


def test_scripts_and_styles_come_from_here_alone(answer: dict[str, str]) -> None:
    """Nothing inline but what carries this answer's own mark, and nothing from elsewhere."""
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == "'self'"
    assert policy["script-src"].split()[0] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "http" not in answer["Content-Security-Policy"]


def test_no_page_is_kept_and_none_uses_the_device(answer: dict[str, str]) -> None:
    """The next person at this machine goes back to nothing."""
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_a_log_line_says_where_it_failed_and_not_on_whose_record() -> None:
    """A database names the row it refused; the log does not."""
    try:
        try:
            raise ValueError("Key (nhs_number)=(9990000018) already exists")
        except ValueError as cause:
            raise RuntimeError("Ada Adair could not be saved") from cause
    except RuntimeError:
        record = logging.LogRecord("site", logging.ERROR, __file__, 1, "It failed", (), sys.exc_info())
    line = WithoutValues("{message}", style="{").format(record)
    assert "9990000018" not in line
    assert "Ada" not in line
    assert "builtins.RuntimeError" in line
    assert "builtins.ValueError" in line
    assert "test_a_log_line_says_where" in line
