"""A code system has one identifier and one short name."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from commonweal.terms import codes


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("snomed", "http://snomed.info/sct"),
        (" CTV3 ", "http://read.info/ctv3"),
        ("ReadV2", "http://read.info/readv2"),
        ("http://loinc.org", "http://loinc.org"),
        ("urn:oid:1.2.3", "urn:oid:1.2.3"),
    ],
)
def test_a_name_becomes_the_identifier_and_an_identifier_stays(name: str, identifier: str) -> None:
    assert codes.system(name) == identifier


def test_the_identifiers_are_the_published_ones(shared: Path) -> None:
    with open(shared / "domain" / "fhir_systems.csv", encoding="utf-8") as rows:
        published = {row["thing"]: row["system_uri"] for row in csv.DictReader(rows)}
    assert published["SNOMED CT"] == codes.SNOMED
    assert published["ICD-10 (WHO)"] == codes.ICD10
    assert published["dm+d"] == codes.DMD
    assert published["NHS number"] == codes.NHS_NUMBER
    assert published["ODS organisation"] == codes.ODS_ORGANISATION
    assert published["ODS site"] == codes.ODS_SITE
