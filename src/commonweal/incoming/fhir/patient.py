"""Patient → person, and the death, registrations and residences it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from commonweal.incoming.fhir.reading import Reading, Row, Told, day, first_day, resource_in, spread
from commonweal.terms import codes, nhs_number

ETHNIC_CATEGORY = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory"
NO_FIXED_ABODE = "ZZ99 3VZ"
LIVED_IN = (None, "home", "temp")
INWARD = 3  # characters after the space of a postcode


def _tell(patients: Sequence[Any]) -> Told:
    return Told(
        rows={
            "person": spread([_person(each) for each in patients], 8),
            "death": spread([_death(each) for each in patients], 1),
            "registration": spread([_registrations(each) for each in patients], 4),
            "residence": spread([_residences(each) for each in patients], 5),
        },
        when=[day(each.birthDate) for each in patients],
        unfit=[_unfit(each) for each in patients],
    )


def _unfit(patient: Any) -> str | None:
    born, died = day(patient.birthDate), day(patient.deceasedDateTime)
    if born is None:
        return "it has no birth date"
    return "the person was born after the death" if died is not None and died < born else None


def _death(patient: Any) -> list[Row]:
    died = day(patient.deceasedDateTime)
    return [(died,)] if died or patient.deceasedBoolean else []


def _person(patient: Any) -> list[Row]:
    """source id, family, given, birth date, sex, ethnicity, NHS number, and one that cannot be."""
    name = _name(patient)
    given = " ".join(each for each in (name and name.given) or () if each)
    number, wrong = _number(patient)
    return [
        (
            patient.id,
            name and (name.family or name.text),
            given or None,
            day(patient.birthDate),
            patient.gender or "unknown",
            _ethnicity(patient),
            number,
            wrong,
        )
    ]


def _name(patient: Any) -> Any:
    names = patient.name or ()
    current = (each for each in names if each.use in ("official", "usual") and not _over(each.period))
    return next(current, names[0] if names else None)


def _over(period: Any) -> bool:
    return period is not None and period.end is not None


def _number(patient: Any) -> tuple[str | None, str | None]:
    for each in patient.identifier or ():
        if each.system == codes.NHS_NUMBER and each.value is not None:
            number = nhs_number.normal(each.value)
            return number, None if number else each.value
    return None, None


def _ethnicity(patient: Any) -> str | None:
    for each in patient.extension or ():
        if each.url == ETHNIC_CATEGORY and each.valueCodeableConcept and each.valueCodeableConcept.coding:
            return each.valueCodeableConcept.coding[0].code  # type: ignore[no-any-return]  # a decoded Struct
    return None


def _registrations(patient: Any) -> list[Row]:
    """practice where its code is given, the organisation where it is a reference, start, end."""
    rows: list[Row] = []
    for each in patient.generalPractitioner or (patient.managingOrganization,):
        code = each and each.identifier
        if code is not None and code.system == codes.ODS_ORGANISATION and code.value is not None:
            rows.append((code.value, None, first_day(code.period), code.period and day(code.period.end)))
        elif each is not None and each.reference is not None:
            rows.append((None, resource_in(each.reference), None, None))
    return rows


def _residences(patient: Any) -> list[Row]:
    """address, postcode, tenure, start, end."""
    return [
        (
            _line(each),
            _postcode(each.postalCode),
            "homeless" if _postcode(each.postalCode) == NO_FIXED_ABODE else None,
            first_day(each.period),
            each.period and day(each.period.end),
        )
        for each in patient.address or ()
        if each.type != "postal" and (each.use in LIVED_IN or (each.use == "old" and _over(each.period)))
    ]


def _line(address: Any) -> str:
    parts = [*(address.line or ()), address.city, address.district]
    return ", ".join(part.strip() for part in parts if part and part.strip()) or address.text or "unknown"


def _postcode(words: str | None) -> str | None:
    code = "".join(each for each in (words or "").upper() if each.isalnum())
    return f"{code[:-INWARD]} {code[-INWARD:]}" if len(code) > INWARD else code or None


PATIENT = Reading(
    resource="Patient",
    elements=(
        "identifier",
        "name",
        "gender",
        "birthDate",
        "deceased[x]",
        "address",
        "generalPractitioner",
        "managingOrganization",
    ),
    tables=("person", "death", "registration", "residence"),
    tell=_tell,
)
