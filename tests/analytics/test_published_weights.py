"""The weights of scores from hospital diagnoses are those that were published."""

import csv
from pathlib import Path

import pytest

from commonweal.terms.charlson import GROUPS
from commonweal.terms.hospital_frailty import POINTS

pytestmark = pytest.mark.requirement("P1")


def published(shared: Path, file: str) -> list[dict[str, str]]:
    return list(csv.DictReader((shared / "data" / "codelists" / file).open(encoding="utf-8")))


def test_hospital_frailty_has_the_109_categories_and_points_of_the_paper(shared: Path) -> None:
    rows = published(shared, "hfrs/hfrs_gilbert2018_points.csv")
    assert {row["icd10_3char"]: row["points"] for row in rows}.keys() == POINTS.keys()
    assert all(POINTS[row["icd10_3char"]][0] / 10 == float(row["points"]) for row in rows)
    assert (len(POINTS), sum(tenths for tenths, _ in POINTS.values())) == (109, 1732)


def test_charlson_has_the_codes_and_both_weights_of_quan(shared: Path) -> None:
    rows = published(shared, "comorbidity/comorbidity_icd10_maps.csv")
    codes = {(row["category"], row["icd_prefix"]) for row in rows if row["map"] == "charlson_icd10_quan"}
    assert {(group.id, code) for group in GROUPS for code in group.codes} == codes
    weights = {
        (row["scheme"], row["category"]): float(row["weight"])
        for row in published(shared, "comorbidity/comorbidity_icd10_weights.csv")
        if row["map"] == "charlson_icd10_quan"
    }
    assert {("charlson", group.id): group.weight_1987 for group in GROUPS} | {
        ("quan", group.id): group.weight_2011 for group in GROUPS
    } == weights
