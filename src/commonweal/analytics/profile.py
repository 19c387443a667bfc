"""What is known of each person on a day: the answers of all methods, for lists, charts and models."""

from __future__ import annotations

from datetime import date

import ibis

from commonweal.analytics import (
    charlson,
    contacts,
    continuity,
    cost,
    end_of_life,
    findings,
    frailty,
    high_intensity,
    hospital_frailty,
    icd10,
    need,
    records,
    registers,
    segments,
    use,
)
from commonweal.analytics.beside import beside
from commonweal.analytics.linked import Linked
from commonweal.analytics.polypharmacy import a_year_before, different_up_to
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

BESIDE = columns(
    "admitted date day of the admission that the Hospital Frailty Risk Score is of; empty where the score is",
    "categories texts categories of ICD-10 that count in it, by alphabet; empty where the score is",
    "groups texts! groups of the Charlson index that count",
    "gp_contacts whole contacts that continuity is the share of; empty where it is",
    "usual text the provider seen most; empty where continuity is",
    "with_usual whole contacts with that one; empty where continuity is",
)
KNOWN = Table("known", PROFILE.grain, PROFILE.key, (*PROFILE.columns, *BESIDE))


def profile(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """What is known of each person alive and here on `on`: columns, grain and units as PROFILE says."""
    return known(linked, definitions, on).select(PROFILE.names)


def known(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """The profile, and what else the methods tell by the way: columns as KNOWN says."""
    before = a_year_before(on)
    each = _joined(linked, definitions, on)
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
        need_years=need.years(need.began(each, definitions), on),
        **charlson.scores(each.charlson_groups),
    )
    each = each.mutate(end_of_life=end_of_life.likely(each, definitions))
    each = each.mutate(
        segment=segments.segment(each, definitions), registers=registers.names(each, definitions)
    )
    return each.select(KNOWN.names).cast(KNOWN.ibis())


def _joined(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """What the record of each person shows, and all that stands beside it."""
    days = (a_year_before(on), on)
    after, seeking = a_year_before(days[0]), registers.sought(definitions)
    codings = linked.once(findings.prescribed(linked["medication"], seeking, on, after=after))
    record = linked.once(records.shown_with(codings, linked, definitions, on, days=days))
    used = contacts.in_twelve_months(linked["activity"], linked["care_package"], on)
    each = beside(
        record.drop("care_home").rename(care_home="lives_in_care_home"),
        different_up_to(codings, days),
        *_of_hospital(record, linked, on),
        _continuity(linked, definitions, on),
        *need.firsts(linked, definitions, on),
        used.group_by("person").agg(**use.sums(used), **cost.sums(used)),
        use.bed_days(used, on),
    )
    return each.mutate(**{name: each[name].fill_null(0) for name in _OF_USE})


def _of_hospital(record: ibis.Table, linked: Linked, on: date) -> tuple[ibis.Table, ibis.Table]:
    """What diagnoses of spells tell."""
    coded = icd10.known(linked["diagnosis"], on)
    frail = hospital_frailty.of_each(record, linked["activity"], coded, on)
    named = {"hospital_frailty": "tenths", "hospital_frailty_risk": "risk"}
    return frail.rename(named), charlson.of_each(coded)


def _continuity(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    said = definitions.words.continuity
    usual = continuity.of_each(linked["activity"], on, years=said.years, least=said.at_least)
    return usual.rename(gp_contacts="contacts")


_OF_USE = (
    *(name for name in PROFILE.names if name.startswith(("contacts_", "cost"))),
    "emergency_admissions",
    "bed_days",
)
