"""SNOMED CT identifiers."""

import csv

import pytest

from commonweal.terms import snomed


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("73211009", True),
        ("276041000000103", True),
        ("763264000", True),
        ("73211008", False),
        ("73211090", False),
        ("276041000000100", False),
        ("12345", False),
        ("073211009", False),
        ("1234567890123456789", False),
        ("7321100x", False),
        ("７３２１１００９", False),
        ("", False),
    ],
)
def test_an_identifier_checks_itself(code, valid):
    """The last digit finds a wrong digit and two that changed places; shape and letters are exact."""
    assert snomed.valid(code) is valid


def test_it_agrees_with_the_published_cases(shared):
    with open(shared / "domain" / "test_vectors_sctid_verhoeff.csv", encoding="utf-8", newline="") as lines:
        cases = {row["sctid"]: row["expected"] == "pass" for row in csv.DictReader(lines)}
    assert cases
    assert {code: snomed.valid(code) for code in cases} == cases
