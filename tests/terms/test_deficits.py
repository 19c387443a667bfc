"""The names of the deficits of the frailty index."""

import csv

import pytest

from commonweal.terms.deficits import DEFICITS, POLYPHARMACY, deficit


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("falls", "falls"),
        ("efi-falls", "falls"),
        ("eFI_Falls", "falls"),
        ("Ischaemic heart disease", "chd"),
        ("Hypotension / or syncope", "hypotension"),
        ("tripping", None),
        ("", None),
    ],
)
def test_a_deficit_may_be_written_by_short_name_or_title(written, means):
    assert deficit(written) == means


def test_they_are_the_thirty_six_of_the_index(shared):
    with open(shared / "domain" / "efi_deficits.csv", encoding="utf-8", newline="") as lines:
        slugs = [row["code_set_slug_in_gm_sde"] for row in csv.DictReader(lines)]
    named = [POLYPHARMACY if slug.startswith("(none") else deficit(slug) for slug in slugs]
    assert named == list(DEFICITS)
