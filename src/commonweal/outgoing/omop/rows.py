"""The rows of each table of the model, as statements over the population and the numbers given to it."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.outgoing.omop.numbers import coded, codes
from commonweal.outgoing.omop.sql import quoted, select
from commonweal.terms.codes import OPCS4
from commonweal.terms.omop import (
    BETWEEN,
    FROM_RECORDS,
    FURTHER_DIAGNOSIS,
    MAIN_DIAGNOSIS,
    NO_CONCEPT,
    NO_VOCABULARY,
    PRESCRIBED,
    SEXES,
    VERSION,
    VERSION_CONCEPT,
    VISITS,
)

ABOUT = "Commonweal: the linked population of an integrated care partnership"
HOLDER = "the partnership that these tables come from"
RECORDS, NONE = str(FROM_RECORDS), str(NO_CONCEPT)


def statements(release: str, *, identified: bool) -> Iterator[tuple[str, str]]:
    """Table and statement. `release`: the expression for the day of the data.

    Whose person it is, and the day of birth, are told only where people are `identified`.
    """
    yield "person", _people(identified)
    yield "observation_period", _periods()
    yield "visit_occurrence", _visits(release)
    yield "condition_occurrence", _conditions()
    yield "procedure_occurrence", _procedures()
    yield "observation", _observations()
    yield "drug_exposure", _drugs()
    yield "measurement", _measurements()
    yield "death", _deaths()
    yield "location", _places()
    yield "care_site", _sites()
    yield "cost", _costs()
    yield "source_to_concept_map", _map()
    yield "cdm_source", _source(release)


def _numbered(order: str) -> str:
    return f"row_number() OVER (ORDER BY {order})"


def _of(word: str, concepts: dict[str, int]) -> str:
    whens = " ".join(f"WHEN {quoted(ours)} THEN {number}" for ours, number in concepts.items())
    return f"CASE {word} {whens} ELSE {NO_CONCEPT} END"


def _people(identified: bool) -> str:
    values = {
        "person_id": "person_id",
        "gender_concept_id": _of("sex", SEXES),
        "year_of_birth": "year(birth_date)",
        "month_of_birth": "month(birth_date)",
        "race_concept_id": NONE,
        "ethnicity_concept_id": NONE,
        "location_id": "location_id",
        "care_site_id": "care_site_id",
        "gender_source_value": "sex",
        "race_source_value": "ethnicity",
    }
    if identified:
        values |= {
            "day_of_birth": "day(birth_date)",
            "birth_datetime": "birth_date",
            "person_source_value": "person.person",
        }
    rows = """person JOIN known USING (person)
        LEFT JOIN living USING (person)
        LEFT JOIN place ON place.address IS NOT DISTINCT FROM living.address
            AND place.postcode IS NOT DISTINCT FROM living.postcode
            AND place.lsoa IS NOT DISTINCT FROM living.lsoa AND living.person IS NOT NULL
        LEFT JOIN registered USING (person)
        LEFT JOIN site ON site.name = practice AND site.kind = 'practice'
        ORDER BY person_id"""
    return select("person", values, rows)


def _periods() -> str:
    values = {
        "observation_period_id": _numbered("person_id, start"),
        "person_id": "person_id",
        "observation_period_start_date": "start",
        "observation_period_end_date": '"end"',
        "period_type_concept_id": RECORDS,
    }
    return select("observation_period", values, "period JOIN known USING (person) ORDER BY 1")


def _visits(release: str) -> str:
    """A visit that lasts ends on the day of the data, and at no time."""
    start, end = (_local(f'activity."{name}"') for name in ("start", "end"))
    parts = ", ".join(("setting", "coalesce(method, '')", "coalesce(activity.kind, '')"))
    values = {
        "visit_occurrence_id": "visit_occurrence_id",
        "person_id": "person_id",
        "visit_concept_id": _of("setting", VISITS),
        "visit_start_date": start,
        "visit_start_datetime": start,
        "visit_end_date": f"coalesce({end}::DATE, greatest({release}, {start}::DATE))",
        "visit_end_datetime": end,
        "visit_type_concept_id": RECORDS,
        "care_site_id": "care_site_id",
        "visit_source_value": f"concat_ws('{BETWEEN}', {parts})",
        "visit_source_concept_id": NONE,
    }
    rows = """activity JOIN known USING (person) JOIN visit USING (record)
        LEFT JOIN site ON site.name = provider AND site.kind = 'provider' ORDER BY visit_occurrence_id"""
    return select("visit_occurrence", values, rows)


def _local(time: str) -> str:
    return f"timezone('Europe/London', {time})"


def _coded_in(domain: str) -> str:
    """Coded events of a domain: that of their concept, and where they have none, that of their system."""
    told = f"CASE WHEN system = {quoted(OPCS4)} THEN 'Procedure' ELSE 'Condition' END"
    return f"""(
        SELECT * FROM {coded("event")} WHERE '{domain}' = CASE
            WHEN domain IS NULL THEN {told} WHEN domain IN ('Condition', 'Procedure') THEN domain
            ELSE 'Observation' END
    )"""


def _told(table: str, word: str, day: str, rows: str, *, type: str = RECORDS, **more: str) -> str:
    """A row for each coded entry of `rows`; `word` begins the columns of the code, `day` has the date."""
    values = {
        f"{table}_id": _numbered("person_id, date, said, record"),
        "person_id": "person_id",
        f"{word}_concept_id": "standard_concept",
        day: "date",
        f"{word}_type_concept_id": type,
        f"{word}_source_value": "said",
        f"{word}_source_concept_id": "source_concept",
    }
    return select(table, values | more, f"{rows} ORDER BY 1")


def _conditions() -> str:
    """Events and diagnoses of spells; only the latter belong to a visit and have a status: their position."""
    columns = "person_id, date, said, each.record AS record, standard_concept, source_concept"
    status = f"CASE position WHEN 1 THEN {MAIN_DIAGNOSIS} ELSE {FURTHER_DIAGNOSIS} END"
    rows = f"""(
        SELECT {columns}, NULL AS status, NULL AS visit_occurrence_id, NULL AS position
        FROM {_coded_in("Condition")} AS each
        UNION ALL
        SELECT {columns}, {status}, visit_occurrence_id, position
        FROM {coded("diagnosis")} AS each JOIN visit ON visit.record = spell
    )"""
    return _told(
        "condition_occurrence",
        "condition",
        "condition_start_date",
        rows,
        condition_status_concept_id="status",
        visit_occurrence_id="visit_occurrence_id",
        condition_status_source_value="position",
    )


def _procedures() -> str:
    return _told("procedure_occurrence", "procedure", "procedure_date", _coded_in("Procedure"))


def _observations() -> str:
    return _told("observation", "observation", "observation_date", _coded_in("Observation"))


def _drugs() -> str:
    day, rows = "drug_exposure_start_date", coded("medication")
    return _told("drug_exposure", "drug", day, rows, type=str(PRESCRIBED), drug_exposure_end_date="date")


def _measurements() -> str:
    return _told(
        "measurement",
        "measurement",
        "measurement_date",
        coded("measurement"),
        measurement_id=_numbered("person_id, date, said, value, value_text, record"),
        value_as_number="value",
        unit_source_value="unit",
        value_source_value="value_text",
    )


def _deaths() -> str:
    values = {"person_id": "person_id", "death_date": "date", "death_type_concept_id": RECORDS}
    rows = "death JOIN known USING (person) WHERE date IS NOT NULL ORDER BY person_id"
    return select("death", values, rows)


def _places() -> str:
    values = {
        "location_id": "location_id",
        "address_1": "address",
        "zip": "postcode",
        "location_source_value": "lsoa",
        "country_source_value": "'GB'",
    }
    return select("location", values, "place ORDER BY location_id")


def _sites() -> str:
    values = {
        "care_site_id": "care_site_id",
        "care_site_name": "name",
        "place_of_service_concept_id": NONE,
        "care_site_source_value": "name",
        "place_of_service_source_value": "kind",
    }
    return select("care_site", values, "site ORDER BY care_site_id")


def _costs() -> str:
    values = {
        "cost_id": _numbered("visit_occurrence_id"),
        "cost_event_id": "visit_occurrence_id",
        "cost_domain_id": "'Visit'",
        "cost_type_concept_id": RECORDS,
        "currency_concept_id": NONE,
        "total_cost": "cost / 100",
    }
    return select("cost", values, "activity JOIN visit USING (record) WHERE cost IS NOT NULL ORDER BY 1")


def _map() -> str:
    """What each code means, in the words of those who recorded it."""
    values = {
        "source_code": "code",
        "source_concept_id": "any_value(source_concept)",
        "source_vocabulary_id": "vocabulary",
        "source_code_description": "min(term)",
        "target_concept_id": "any_value(standard_concept)",
        "target_vocabulary_id": "any_value(standard_vocabulary)",
        "valid_start_date": "DATE '1970-01-01'",
        "valid_end_date": "DATE '2099-12-31'",
    }
    rows = f"({' UNION ALL '.join(codes())}) GROUP BY vocabulary, code ORDER BY vocabulary, code"
    return select("source_to_concept_map", values, rows)


def _source(release: str) -> str:
    values = {
        "cdm_source_name": quoted(ABOUT),
        "cdm_source_abbreviation": "'Commonweal'",
        "cdm_holder": quoted(HOLDER),
        "source_release_date": release,
        "cdm_release_date": release,
        "cdm_version": quoted(VERSION),
        "cdm_version_concept_id": str(VERSION_CONCEPT),
        "vocabulary_version": quoted(NO_VOCABULARY),
    }
    return select("cdm_source", values, "(SELECT 1)")
