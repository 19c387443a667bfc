"""The weights of the Cambridge score and the groups of ethnic categories are as published."""

import csv

import pytest

from commonweal.terms.cambridge import WEIGHTS
from commonweal.terms.deficits import slug
from commonweal.terms.ethnicity import GROUP_OF, GROUPS

pytestmark = pytest.mark.requirement("P8")

LEFT_OUT_THERE = {"chronic-sinusitis": 13, "diverticular-disease": -2}  # the same paper, appendix 5


def test_each_weight_is_the_published_one_in_hundredths(shared):
    with (shared / "domain" / "cambridge_multimorbidity.csv").open(encoding="utf-8") as rows:
        published = {row["condition"]: row["weight_full_general_outcome"] for row in csv.DictReader(rows)}
    named = {
        slug(name.replace("'s", "s").replace("(new in last 5 years)", "new")): round(float(weight) * 100)
        for name, weight in published.items()
    }
    assert named | LEFT_OUT_THERE == WEIGHTS
    assert len(WEIGHTS) == 37


def test_each_ethnic_category_is_in_one_group():
    codes = [code for codes in GROUPS.values() for code in codes]
    assert sorted(codes) == sorted(GROUP_OF) == list("ABCDEFGHJKLMNPRS")
