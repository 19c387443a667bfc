"""OMOP Common Data Model 5.4: its tables as far as we write them, and the numbers it gives to what we know.

Tables, columns, their order and what must not be empty are as in the model's own definition (OHDSI/
CommonDataModel, inst/ddl/5.4, 2ccb8939). The concepts of types, version, diagnoses and visits were held
against public code and results that name them, for the vocabulary itself is behind a licence; those of sex
against what its makers say of it (OHDSI/Vocabulary-v5.0, wiki, Vocab. GENDER): there are two, and everything
else is 0. A concept of 0 means: no concept is known, look at the source value.
"""

from __future__ import annotations

from commonweal.terms.codes import BNF, CTV3, DMD, ICD10, LOINC, OPCS4, READ_V2, RXNORM, SNOMED

VERSION = "5.4"
VERSION_CONCEPT = 756265
NO_CONCEPT = 0
NO_VOCABULARY = "None"  # the vocabulary of concept 0
FROM_RECORDS = 32817  # EHR
PRESCRIBED = 32838  # EHR prescription
MAIN_DIAGNOSIS, FURTHER_DIAGNOSIS = 32902, 32908

SEXES = {"male": 8507, "female": 8532, "other": NO_CONCEPT, "unknown": NO_CONCEPT}
OTHER_SEXES = {8521: "other", 44814653: "other"}  # that tables of others have, though they are no standard
VISITS = {
    "bed": 9201,  # inpatient visit
    "outpatient": 9202,
    "emergency": 9203,
    "gp": 581477,  # office visit
    "home": 581476,
    "community": 9202,
    "care_home": 42898160,  # non-hospital institution visit
    "social_care": NO_CONCEPT,
}
VOCABULARIES = {
    SNOMED: "SNOMED",
    ICD10: "ICD10",
    OPCS4: "OPCS4",
    READ_V2: "Read",
    CTV3: "CTV3",  # OMOP has no vocabulary of this name; its codes find no concept
    DMD: "dm+d",
    LOINC: "LOINC",
    RXNORM: "RxNorm",
    BNF: "BNF",
}
BETWEEN = ":"  # between vocabulary and code in a source value, and between parts of a visit's

_TYPES = {"id": "BIGINT", "text": "TEXT", "date": "DATE", "time": "TIMESTAMP", "number": "DOUBLE"}


def _columns(told: str) -> dict[str, str]:
    """`id a b; date c` → a and b of the type of an id, c a date, in this order."""
    found: dict[str, str] = {}
    for group in told.split(";"):
        kind, *names = group.split()
        found |= dict.fromkeys(names, _TYPES[kind])
    return found


TABLES: dict[str, dict[str, str]] = {
    name: _columns(told)
    for name, told in {
        "person": """
            id person_id gender_concept_id year_of_birth month_of_birth day_of_birth; time birth_datetime;
            id race_concept_id ethnicity_concept_id location_id provider_id care_site_id;
            text person_source_value gender_source_value; id gender_source_concept_id;
            text race_source_value; id race_source_concept_id; text ethnicity_source_value;
            id ethnicity_source_concept_id""",
        "observation_period": """
            id observation_period_id person_id; date observation_period_start_date
            observation_period_end_date; id period_type_concept_id""",
        "visit_occurrence": """
            id visit_occurrence_id person_id visit_concept_id; date visit_start_date; time
            visit_start_datetime; date visit_end_date; time visit_end_datetime; id visit_type_concept_id
            provider_id care_site_id; text visit_source_value; id visit_source_concept_id
            admitted_from_concept_id; text admitted_from_source_value; id discharged_to_concept_id; text
            discharged_to_source_value; id preceding_visit_occurrence_id""",
        "condition_occurrence": """
            id condition_occurrence_id person_id condition_concept_id; date condition_start_date; time
            condition_start_datetime; date condition_end_date; time condition_end_datetime; id
            condition_type_concept_id condition_status_concept_id; text stop_reason; id provider_id
            visit_occurrence_id visit_detail_id; text condition_source_value; id
            condition_source_concept_id; text condition_status_source_value""",
        "procedure_occurrence": """
            id procedure_occurrence_id person_id procedure_concept_id; date procedure_date; time
            procedure_datetime; date procedure_end_date; time procedure_end_datetime; id
            procedure_type_concept_id modifier_concept_id quantity provider_id visit_occurrence_id
            visit_detail_id; text procedure_source_value; id procedure_source_concept_id; text
            modifier_source_value""",
        "observation": """
            id observation_id person_id observation_concept_id; date observation_date; time
            observation_datetime; id observation_type_concept_id; number value_as_number; text
            value_as_string; id value_as_concept_id qualifier_concept_id unit_concept_id provider_id
            visit_occurrence_id visit_detail_id; text observation_source_value; id
            observation_source_concept_id; text unit_source_value qualifier_source_value value_source_value;
            id observation_event_id obs_event_field_concept_id""",
        "drug_exposure": """
            id drug_exposure_id person_id drug_concept_id; date drug_exposure_start_date; time
            drug_exposure_start_datetime; date drug_exposure_end_date; time drug_exposure_end_datetime; date
            verbatim_end_date; id drug_type_concept_id; text stop_reason; id refills; number quantity; id
            days_supply; text sig; id route_concept_id; text lot_number; id provider_id visit_occurrence_id
            visit_detail_id; text drug_source_value; id drug_source_concept_id; text route_source_value
            dose_unit_source_value""",
        "measurement": """
            id measurement_id person_id measurement_concept_id; date measurement_date; time
            measurement_datetime; text measurement_time; id measurement_type_concept_id operator_concept_id;
            number value_as_number; id value_as_concept_id unit_concept_id; number range_low range_high; id
            provider_id visit_occurrence_id visit_detail_id; text measurement_source_value; id
            measurement_source_concept_id; text unit_source_value; id unit_source_concept_id; text
            value_source_value; id measurement_event_id meas_event_field_concept_id""",
        "death": """
            id person_id; date death_date; time death_datetime; id death_type_concept_id cause_concept_id;
            text cause_source_value; id cause_source_concept_id""",
        "location": """
            id location_id; text address_1 address_2 city state zip county location_source_value; id
            country_concept_id; text country_source_value; number latitude longitude""",
        "care_site": """
            id care_site_id; text care_site_name; id place_of_service_concept_id location_id; text
            care_site_source_value place_of_service_source_value""",
        "cost": """
            id cost_id cost_event_id; text cost_domain_id; id cost_type_concept_id currency_concept_id;
            number total_charge total_cost total_paid paid_by_payer paid_by_patient paid_patient_copay
            paid_patient_coinsurance paid_patient_deductible paid_by_primary paid_ingredient_cost
            paid_dispensing_fee; id payer_plan_period_id; number amount_allowed; id
            revenue_code_concept_id; text revenue_code_source_value; id drg_concept_id; text
            drg_source_value""",
        "source_to_concept_map": """
            text source_code; id source_concept_id; text source_vocabulary_id source_code_description; id
            target_concept_id; text target_vocabulary_id; date valid_start_date valid_end_date; text
            invalid_reason""",
        "cdm_source": """
            text cdm_source_name cdm_source_abbreviation cdm_holder source_description
            source_documentation_reference cdm_etl_reference; date source_release_date cdm_release_date;
            text cdm_version; id cdm_version_concept_id; text vocabulary_version""",
    }.items()
}
