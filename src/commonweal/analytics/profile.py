"""What is known of each person on a day: the answers of all methods, for lists, charts and models."""

from __future__ import annotations

from datetime import date

import ibis

from commonweal.analytics import (
    charlson,
    continuity,
    cost,
    end_of_life,
    frailty,
    high_intensity,
    hospital_frailty,
    need,
    records,
    registers,
    segments,
    use,
)
from commonweal.analytics.beside import beside
from commonweal.analytics.linked import Linked
from commonweal.analytics.polypharmacy import a_year_before, different_by_day
from commonweal.analytics.tables import SETTINGS, Table, columns
from commonweal.blueprint.definitions import Definitions

PROFILE = Table(
    "profile",
    "one row per person alive and here on the day",
    ("person",),
    columns(
        "person text! key of person",
        "age whole! whole years",
        "sex text! female, male, other or unknown",
        "ethnicity text! asian, black, mixed, white, other or not_known",
        "practice text! ODS code of the practice registered with; empty text for none",
        "lsoa text! code of the small area lived in; empty text where not known",
        "decile whole of deprivation of that small area: 1 is the most deprived tenth of England",
        "housing_type text! as in residence; empty text where not known",
        "tenure text! as in residence; empty text where not known",
        "geodemographic text! group of an area classification; empty text where not known",
        "care_home yes_no! lives in a care home",
        "housebound yes_no! recorded as housebound, and not since as no longer so",
        "deficits whole! of the 36 of the frailty index",
        "band text! fit, mild, moderate or severe",
        "deficits_year_ago whole the same a year before; empty where not alive then",
        "registers texts! ids of the disease registers that the person is on, by alphabet",
        "conditions whole! how many of these are long-term conditions",
        "segment text! id of the life-course segment",
        "cambridge whole! Cambridge multimorbidity score in hundredths",
        "hospital_frailty whole Hospital Frailty Risk Score in tenths; empty where it is not defined",
        "hospital_frailty_risk text low, intermediate or high; empty where the score is",
        "charlson whole! Charlson index by the weights of 2011",
        "charlson_1987 whole! Charlson index by the weights of 1987",
        "medicines whole! different medicines in twelve months",
        "continuity number share of GP contacts with the one seen most, 0 to 1; empty where too few",
        "high_intensity yes_no! uses urgent care as the partnership defines it",
        "end_of_life yes_no! likely to be in the last year of life as the partnership defines it",
        "need_years number years lived with need, up to the day; 0 where none began",
        *(
            f"contacts_{setting} whole! contacts or spells of this setting in twelve months"
            for setting in SETTINGS
        ),
        "emergency_admissions whole! spells in a bed begun as an emergency in twelve months",
        "bed_days whole! nights in a hospital bed in twelve months",
        *(
            f"cost_{setting} whole! pence in twelve months; nought where no cost is known"
            for setting in SETTINGS
        ),
        "cost whole! pence in twelve months, all settings",
    ),
)


def profile(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """What is known of each person alive and here on `on`: columns, grain and units as PROFILE says."""
    before = a_year_before(on)
    record = records.shown(linked, definitions, on, days=(before, on))
    each = record.drop("care_home").rename(care_home="lives_in_care_home")
    each = beside(each, *_known(linked, definitions, on, record))
    deficits = frailty.counted(each.deficits_1, each.different_1)
    a_year_ago = frailty.counted(each.deficits_0, each.different_0)
    often = definitions.words.high_intensity
    least = {"attendances": often.emergency_attendances, "admissions": often.emergency_admissions}
    each = each.mutate(
        deficits=deficits,
        deficits_year_ago=(each.birth_date <= before).ifelse(a_year_ago, ibis.null("int64")),
        band=frailty.band(deficits),
        high_intensity=high_intensity.reached(each.contacts_emergency, each.emergency_admissions, **least),
        medicines=each.different_1.fill_null(0),
    )
    each = each.mutate(end_of_life=end_of_life.likely(each, definitions))
    each = each.mutate(
        segment=segments.segment(each, definitions), registers=registers.names(each, definitions)
    )
    return each.select(PROFILE.names).cast(PROFILE.ibis())


def _known(linked: Linked, definitions: Definitions, on: date, record: ibis.Table) -> tuple[ibis.Table, ...]:
    """What stands beside the record, each at most one row a person."""
    people, deaths, activity = linked["person"], linked["death"], linked["activity"]
    diagnoses, packages, words = linked["diagnosis"], linked["care_package"], definitions.words
    hospital = hospital_frailty.assess(people, deaths, activity, diagnoses, on)
    seen = words.continuity
    usual = continuity.continuity(people, deaths, activity, on, years=seen.years, least=seen.at_least)
    return (
        _medicines(linked["medication"], (a_year_before(on), on)),
        hospital.select("person", hospital_frailty="tenths", hospital_frailty_risk="risk"),
        charlson.assess(people, deaths, diagnoses, on),
        usual.select("person", "continuity"),
        need.years_of(record, linked, definitions, on).select("person", "need_years"),
        use.use(people, deaths, activity, packages, on),
        cost.cost(people, deaths, activity, packages, on),
    )


def _medicines(medications: ibis.Table, days: tuple[date, ...]) -> ibis.Table:
    """One row per person with any: person, different_n, how many up to each day."""
    counts = different_by_day(medications, days)
    up_to = {f"different_{n}": counts.different.max(where=counts.on == day) for n, day in enumerate(days)}
    return counts.group_by("person").agg(**up_to)
