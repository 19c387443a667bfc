"""What a rule of case finding may ask of a person: each column of the profile, its kind, and how it is said.

What care of one person costs is asked of nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from commonweal.blueprint.sharing import Category

Kind = Literal["whole", "number", "text", "texts", "yes_no"]
BANDS = {"fit": "no", "mild": "mild", "moderate": "moderate", "severe": "severe"}
SEXES = {"female": "female", "male": "male", "other": "of another sex", "unknown": "of unknown sex"}
ETHNICITIES = {
    "asian": "Asian",
    "black": "Black",
    "mixed": "mixed",
    "white": "White",
    "other": "other",
    "not_known": "unknown",
}
RISKS = {"low": "low", "intermediate": "intermediate", "high": "high"}


@dataclass(frozen=True)
class Column:
    """`says` has {} where the amount or the words go, and {s} where several of it take an s.

    One that is yes or no `says` what is so, a line between, and what is not. Amounts are declared in the
    unit of the profile, and said divided by `scale`. `words` are all values there can be, where they are few.
    """

    name: str
    kind: Kind
    category: Category
    title: str
    says: str
    scale: int = 1
    words: Mapping[str, str] = field(default_factory=dict)
    may_be_unknown: bool = False
    model: str = ""  # of risk, where it is what one says

    @property
    def counts(self) -> bool:
        """Whether it has amounts, which a threshold can cut."""
        return self.kind in ("whole", "number")


COLUMNS = {
    one.name: one
    for one in (
        Column("age", "whole", "gp_record", "age", "aged {}"),
        Column("sex", "text", "gp_record", "sex", "{}", words=SEXES),
        Column("ethnicity", "text", "gp_record", "ethnic group", "of {} ethnic group", words=ETHNICITIES),
        Column("practice", "text", "gp_record", "practice", "registered with {}"),
        Column("lsoa", "text", "gp_record", "small area", "living in {}"),
        Column(
            "decile",
            "whole",
            "gp_record",
            "deprivation tenth of the small area, 1 the most deprived",
            "living in a small area of deprivation tenth {}",
            may_be_unknown=True,
        ),
        Column("housing_type", "text", "gp_record", "kind of housing", "housing: {}"),
        Column("tenure", "text", "gp_record", "tenure", "tenure: {}"),
        Column("geodemographic", "text", "gp_record", "area classification", "area classed as {}"),
        Column(
            "care_home",
            "yes_no",
            "gp_record",
            "care home",
            "lives in a care home|does not live in a care home",
        ),
        Column("housebound", "yes_no", "gp_record", "housebound", "housebound|not recorded as housebound"),
        Column(
            "deficits", "whole", "gp_record", "deficits of the frailty index", "{} of the 36 frailty deficits"
        ),
        Column("band", "text", "gp_record", "frailty", "{} frailty", words=BANDS),
        Column(
            "deficits_year_ago",
            "whole",
            "gp_record",
            "deficits a year ago",
            "{} frailty deficit{s} a year ago",
            may_be_unknown=True,
        ),
        Column(
            "rise",
            "whole",
            "gp_record",
            "deficits more than a year ago",
            "{} frailty deficit{s} more than a year ago",
            may_be_unknown=True,
        ),
        Column("registers", "texts", "gp_record", "disease registers", "on the register of {}"),
        Column("conditions", "whole", "gp_record", "long-term conditions", "{} long-term condition{s}"),
        Column("segment", "text", "gp_record", "segment", "in the segment {}"),
        Column(
            "cambridge",
            "whole",
            "gp_record",
            "Cambridge multimorbidity score, in hundredths",
            "a Cambridge multimorbidity score of {}",
            scale=100,
        ),
        Column("medicines", "whole", "gp_record", "medicines", "{} different medicine{s} in twelve months"),
        Column(
            "continuity",
            "number",
            "gp_record",
            "continuity, 0 to 1",
            "a share of GP contacts with the one seen most of {}",
            may_be_unknown=True,
        ),
        Column(
            "end_of_life",
            "yes_no",
            "gp_record",
            "last year of life",
            "likely to be in the last year of life|not thought to be in the last year of life",
        ),
        Column(
            "need_years",
            "number",
            "gp_record",
            "years lived with need",
            "{} year{s} lived with need",
            may_be_unknown=True,
        ),
        Column("contacts_gp", "whole", "gp_record", "GP contacts", "{} GP contact{s} in twelve months"),
        Column(
            "hospital_frailty",
            "whole",
            "hospital",
            "Hospital Frailty Risk Score, in tenths",
            "a Hospital Frailty Risk Score of {}",
            scale=10,
            may_be_unknown=True,
        ),
        Column(
            "hospital_frailty_risk",
            "text",
            "hospital",
            "hospital frailty risk",
            "{} hospital frailty risk",
            words=RISKS,
            may_be_unknown=True,
        ),
        Column("charlson", "whole", "hospital", "Charlson index, weights of 2011", "a Charlson index of {}"),
        Column(
            "charlson_1987",
            "whole",
            "hospital",
            "Charlson index, weights of 1987",
            "a Charlson index (1987) of {}",
        ),
        Column(
            "high_intensity",
            "yes_no",
            "hospital",
            "high-intensity use",
            "uses urgent care very often|does not use urgent care very often",
        ),
        Column(
            "contacts_outpatient",
            "whole",
            "hospital",
            "outpatient visits",
            "{} outpatient visit{s} in twelve months",
        ),
        Column(
            "contacts_emergency",
            "whole",
            "hospital",
            "emergency department visits",
            "{} emergency department visit{s} in twelve months",
        ),
        Column("contacts_bed", "whole", "hospital", "hospital stays", "{} hospital stay{s} in twelve months"),
        Column(
            "emergency_admissions",
            "whole",
            "hospital",
            "emergency admissions",
            "{} emergency admission{s} in twelve months",
        ),
        Column(
            "bed_days", "whole", "hospital", "nights in hospital", "{} night{s} in hospital in twelve months"
        ),
        Column(
            "contacts_home",
            "whole",
            "community",
            "contacts at home",
            "{} contact{s} at home in twelve months",
        ),
        Column(
            "contacts_community",
            "whole",
            "community",
            "community contacts",
            "{} community contact{s} in twelve months",
        ),
        Column(
            "contacts_care_home",
            "whole",
            "social_care",
            "care home stays",
            "{} care home stay{s} in twelve months",
        ),
        Column(
            "contacts_social_care",
            "whole",
            "social_care",
            "social care contacts",
            "{} social care contact{s} in twelve months",
        ),
    )
}
DERIVED = ("rise",)  # worked out of others of the profile
