"""Patient → person, and the death, registrations and residences it tells of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.incoming.fhir.reading import Reading, Rows, Told, resource_in, spread
from commonweal.incoming.fhir.scan.found import Columns
from commonweal.terms import codes, nhs_number

ETHNIC_CATEGORY = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory"
NO_FIXED_ABODE = "ZZ99 3VZ"
LIVED_IN = (None, "home", "temp")
INWARD = 3  # characters after the space of a postcode
TEXT, DAY = pa.string(), pa.date32()

Member = dict[str, Any]


def _tell(patients: Columns) -> Told:
    born, died = patients.days("birthDate"), patients.days("deceasedDateTime")
    dead = pc.or_(died.is_valid(), pc.fill_null(patients.truths("deceasedBoolean"), False))
    deaths = Rows(np.arange(patients.size), [died]).kept(dead.to_numpy(zero_copy_only=False))
    return Told(
        rows={
            "person": _persons(patients, born),
            "death": deaths,
            "registration": _registrations(patients),
            "residence": _residences(patients),
        },
        date=born,
        unfit=_unfit(born, died),
    )


def _unfit(born: pa.Array, died: pa.Array) -> pa.Array:
    nothing = pa.scalar(None, TEXT)
    early = pc.fill_null(pc.less(died, born), False)
    backwards = pc.if_else(early, "the person was born after the death", nothing)
    return pc.if_else(born.is_null(), "it has no birth date", backwards)


def _members(
    patients: Columns, path: str, texts: Sequence[str], days: Sequence[str] = ()
) -> list[list[Member]]:
    """The members of a list of each patient, with these of their elements."""
    items = patients.items(path)
    columns = {name: items.texts(name).to_pylist() for name in texts}
    columns |= {name: items.days(name).to_pylist() for name in days}
    found: list[list[Member]] = [[] for _ in range(patients.size)]
    for place, parent in enumerate(items.parent.tolist()):
        found[parent].append({name: column[place] for name, column in columns.items()} | {"place": place})
    return found


def _persons(patients: Columns, born: pa.Array) -> Rows:
    """family, given, birth date, sex, ethnicity, NHS number, and one that cannot be."""
    numbers = [_number(each) for each in _members(patients, "identifier", ("system", "value", "use"))]
    family, given = _names(patients)
    columns = (
        family,
        given,
        born,
        pc.fill_null(patients.texts("gender"), "unknown"),
        _ethnicities(patients),
        pa.array([number for number, _ in numbers], TEXT),
        pa.array([wrong for _, wrong in numbers], TEXT),
    )
    return Rows(np.arange(patients.size), columns)


def _names(patients: Columns) -> tuple[pa.Array, pa.Array]:
    """Family and given names, of the name in use or else the first."""
    given = patients.items("name").lists("given")
    chosen = []
    for names in _members(patients, "name", ("use", "family", "text"), ("period.end",)):
        current = (each for each in names if each["use"] in ("official", "usual") and not each["period.end"])
        chosen.append(next(current, names[0] if names else None))
    family = [name and (name["family"] or name["text"]) for name in chosen]
    all_given = [" ".join(given[name["place"]]) or None if name else None for name in chosen]
    return pa.array(family, TEXT), pa.array(all_given, TEXT)


def _number(identifiers: Sequence[Member]) -> tuple[str | None, str | None]:
    for each in identifiers:
        if each["system"] == codes.NHS_NUMBER and each["value"] is not None and each["use"] != "old":
            number = nhs_number.normal(each["value"])
            return number, None if number else each["value"]
    return None, None


def _ethnicities(patients: Columns) -> pa.Array:
    extensions = patients.items("extension")
    coded = extensions.items("valueCodeableConcept.coding")
    urls, written = extensions.texts("url").to_pylist(), coded.texts("code").to_pylist()
    found: dict[int, str | None] = defaultdict(lambda: None)
    for extension, code in zip(coded.parent.tolist(), written, strict=True):
        if urls[extension] == ETHNIC_CATEGORY:
            found.setdefault(int(extensions.parent[extension]), code)
    return pa.array([found[place] for place in range(patients.size)], TEXT)


def _registrations(patients: Columns) -> Rows:
    """practice where its code is given, the organisation where it is a reference, start, end."""
    texts, days = ("reference", "identifier.system", "identifier.value"), ("start", "end")
    periods = tuple(f"identifier.period.{name}" for name in days)
    practices = _members(patients, "generalPractitioner", texts, periods)
    managing = zip(
        *(patients.texts(f"managingOrganization.{name}").to_pylist() for name in texts),
        *(patients.days(f"managingOrganization.{name}").to_pylist() for name in periods),
        strict=True,
    )
    names = (*texts, *periods)
    for some, organisation in zip(practices, managing, strict=True):
        if not some:
            some.append(dict(zip(names, organisation, strict=True)))
    rows = [[row for row in map(_registration, some) if row[0] or row[1]] for some in practices]
    return spread(rows, (TEXT, TEXT, DAY, DAY))


def _registration(practice: Member) -> tuple[Any, ...]:
    if practice["identifier.system"] == codes.ODS_ORGANISATION and practice["identifier.value"] is not None:
        period = (practice["identifier.period.start"], practice["identifier.period.end"])
        return practice["identifier.value"], None, *period
    return None, resource_in(practice["reference"]), None, None


def _residences(patients: Columns) -> Rows:
    """address, postcode, tenure, start, end."""
    texts = ("use", "type", "text", "city", "district", "postalCode")
    lines = patients.items("address").lists("line")
    found = _members(patients, "address", texts, ("period.start", "period.end"))
    lived_in = [[each for each in some if _lived_in(each)] for some in found]
    rows = [[_residence(each, lines[each["place"]]) for each in some] for some in lived_in]
    return spread(rows, (TEXT, TEXT, TEXT, DAY, DAY))


def _lived_in(address: Member) -> bool:
    over = address["use"] == "old" and address["period.end"] is not None
    return address["type"] != "postal" and (address["use"] in LIVED_IN or over)


def _residence(address: Member, lines: Sequence[str]) -> tuple[Any, ...]:
    parts = [part.strip() for part in (*lines, address["city"], address["district"]) if part]
    postcode = _postcode(address["postalCode"])
    return (
        ", ".join(part for part in parts if part) or address["text"] or "unknown",
        postcode,
        "homeless" if postcode == NO_FIXED_ABODE else None,
        address["period.start"],
        address["period.end"],
    )


def _postcode(words: str | None) -> str | None:
    code = "".join(each for each in (words or "").upper() if each.isalnum())
    return f"{code[:-INWARD]} {code[-INWARD:]}" if len(code) > INWARD else code or None


PATIENT = Reading("Patient", ("person", "death", "registration", "residence"), _tell)
