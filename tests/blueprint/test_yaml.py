"""What stands in a file without quotes means what whoever wrote it thinks it means."""

from datetime import date
from typing import Any

import pytest

from commonweal.blueprint.yaml import load


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("08:30", "08:30"),
        ("10:30", "10:30"),
        ("0123", "0123"),
        ("1e3", 1000.0),
        ("E01", "E01"),
        (".5", 0.5),
        ("12", 12),
        ("-1_000", -1000),
        ("true", True),
        ("~", None),
        ("", None),
        ("2026-03-29", date(2026, 3, 29)),
        ("2026-3-29", "2026-3-29"),
    ],
)
def test_words_numbers_and_days(written: str, meant: Any) -> None:
    found = load(f"said: {written}")["said"]
    assert (found, type(found)) == (meant, type(meant))
