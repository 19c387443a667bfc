"""Code systems: the identifier that travels beside every code, and the short name people use for it."""

from __future__ import annotations

SNOMED = "http://snomed.info/sct"
CTV3 = "http://read.info/ctv3"
READ_V2 = "http://read.info/readv2"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
OPCS4 = "https://fhir.hl7.org.uk/CodeSystem/OPCS-4"
DMD = "https://dmd.nhs.uk"
LOINC = "http://loinc.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
BNF = "https://fhir.nhs.uk/Id/bnf"
UCUM = "http://unitsofmeasure.org"

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS_ORGANISATION = "https://fhir.nhs.uk/Id/ods-organization-code"
ODS_SITE = "https://fhir.nhs.uk/Id/ods-site-code"

SYSTEMS = {
    "snomed": SNOMED,
    "ctv3": CTV3,
    "readv2": READ_V2,
    "icd10": ICD10,
    "opcs4": OPCS4,
    "dmd": DMD,
    "loinc": LOINC,
    "rxnorm": RXNORM,
    "bnf": BNF,
}


def system(name: str) -> str:
    """The identifier of the code system called `name`; an identifier or an unknown name stays as it is."""
    return SYSTEMS.get(name.strip().lower(), name)
