"""Whom a message is about: as much as it says, and what it says in vain."""

from __future__ import annotations

from commonweal.care.systems.rules import Moment, Whom
from commonweal.fhir.node import Node
from commonweal.fhir.reading.words import (
    NHS_NUMBER,
    coded,
    identified,
    identifiers,
    told_by,
    whole_name,
    written_address,
)
from commonweal.terms import nhs_number

SEXES = ("female", "male", "other", "unknown")
USES = ("official", "usual", "")  # of a name, the best first
GONE = ("old", "temp")  # uses of an address where nobody is found


def whom(patient: Node) -> Whom:
    """The person of a Patient; nothing in it is needed."""
    name, home = _best_name(patient), _home(patient)
    given = " ".join(filter(None, (one.said() for one in name.each("given"))))
    family = name.text("family")
    if not given and not family:
        given, _, family = name.text("text").rpartition(" ")
    return Whom(
        given=given,
        family=family,
        birth_date=patient.day("birthDate"),
        sex=_sex(patient),
        nhs_number=_number(identified(patient, NHS_NUMBER)),
        address=written_address(home, postcode=False),
        postcode=home.text("postalCode").upper(),
        phone=told_by(patient) or next(filter(None, map(told_by, patient.each("contact"))), ""),
        died=patient.yes("deceasedBoolean") or bool(patient["deceasedDateTime"]),
    )


def by_reference(subject: Node) -> Whom:
    """The person of a reference that leads nowhere but says who is meant."""
    number = subject["identifier"].text("value") or subject.text("reference").rpartition("/")[2]
    given, _, family = subject.text("display").rpartition(" ")
    return Whom(given=given, family=family, nhs_number=nhs_number.normal(number) or "")


def besides(patient: Node) -> list[str]:
    """What is said of somebody that has no place of its own, in words for whoever reads the referral."""
    said = []
    number = identified(patient, NHS_NUMBER)
    if number and not nhs_number.valid(number):
        said.append(f"NHS number as sent, which cannot be right: {number}")
    born = patient.text("birthDate")
    if born and patient.day("birthDate") is None:
        said.append(f"Born: {born}")
    said += [f"Age: {age}" for age in _ages(patient)]
    local = [value for system, value in identifiers(patient) if value != number]
    said += [f"Known there as: {value}" for value in local]
    return [*said, *map(_contact, patient.each("contact")), *_languages(patient)]


def moments(patient: Node) -> list[Moment]:
    """When somebody is said to have died."""
    died = patient.moment("deceasedDateTime")
    return [Moment(died, patient["deceasedDateTime"].where)] if died else []


def _contact(contact: Node) -> str:
    """Whom else to ring, and who they are to the person."""
    numbers = [point.text("value") for point in contact.each("telecom")]
    who = filter(None, (whole_name(contact["name"]), *map(coded, contact.each("relationship"))))
    return f"Ring: {', '.join(dict.fromkeys(filter(None, (*who, *numbers))))}" if any(numbers) else ""


def _languages(patient: Node) -> list[str]:
    """What they speak, where it is not English."""
    spoken = [coded(one["language"]) for one in patient.each("communication")]
    return [f"Speaks: {one}" for one in spoken if one and not one.lower().startswith("en")]


def _number(said: str) -> str:
    """An NHS number, or what was sent in its place."""
    return nhs_number.normal(said) or said


def _best_name(patient: Node) -> Node:
    names = {name.text("use"): name for name in reversed(list(patient.each("name")))}
    best = (names[use] for use in USES if use in names)
    return next(best, patient.one("name"))


def _home(patient: Node) -> Node:
    found = (address for address in patient.each("address") if address.text("use") not in GONE)
    return next(found, Node(None, f"{patient.where}.address", patient.noted))


def _sex(patient: Node) -> str:
    said = patient.text("gender").lower()
    if said and said not in SEXES:
        patient["gender"].note("code-invalid", f"should be one of {', '.join(SEXES)}, or left out")
    return said if said in SEXES else "unknown"


def _ages(patient: Node) -> list[str]:
    """Ages that senders give in an extension where no birth date is known."""
    found = []
    for extension in patient.each("extension"):
        if "age" in extension.text("url").lower().rpartition("/")[2].split("-")[-1:]:
            quantity = extension["valueAge"] or extension["valueQuantity"]
            number = quantity["value"].value if quantity else extension["valueInteger"].value
            if isinstance(number, int | float) and not isinstance(number, bool) and 0 <= number < 130:
                found.append(f"{number:g}")
    return found
