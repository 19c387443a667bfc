"""Encounter → activity: setting by its class, and by its type where the class says only ambulatory.

Of a stay in a bed, also the conditions it names as diagnoses.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.incoming.fhir.reading import Reading, Rows, Told, first_of, marked, people, resource_in
from commonweal.incoming.fhir.scan.found import Columns

BED = "bed"
SETTINGS = {  # v3 ActEncounterCode
    "EMER": "emergency",
    "HH": "home",
    "FLD": "community",
    "VR": "gp",
    **dict.fromkeys(("IMP", "ACUTE", "NONAC", "OBSENC", "SS", "PRENC"), BED),
}
# SNOMED CT types of encounter that a practice has; any other ambulatory one is taken for an outpatient's.
GENERAL_PRACTICE = frozenset(("185345009", "185349003", "185347001", "162673000", "410620009", "270427003"))
ADMISSION_METHOD = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AdmissionMethod"
# First figure of the admission method: NHS Data Dictionary, ADMISSION METHOD CODE.
METHODS = {"1": "elective", "2": "emergency", "3": "other", "8": "transfer"}


def _tell(encounters: Columns) -> Told:
    marks = marked(encounters.texts("status"), "planned", "cancelled", "entered-in-error")
    start, end = encounters.seconds("period.start"), encounters.seconds("period.end")
    settings = _settings(encounters)
    return Told(
        rows={
            "activity": _activity(encounters, settings, start, end),
            "diagnosis_told": _diagnoses(encounters, settings),
        },
        about=people(encounters),
        date=encounters.days("period.start"),
        unfit=pc.coalesce(marks, _out_of_time(start, end)),
    )


def _activity(encounters: Columns, settings: pa.Array, start: pa.Array, end: pa.Array) -> Rows:
    """setting, start, end, method, kind, provider as a record, provider in words."""
    provider = [resource_in(each) for each in encounters.texts("serviceProvider.reference").to_pylist()]
    columns = (
        settings,
        start,
        _end(encounters, settings, start, end),
        _methods(encounters, settings),
        _kinds(encounters),
        pa.array(provider, pa.string()),
        pc.coalesce(
            *(encounters.texts(f"serviceProvider.{name}") for name in ("identifier.value", "display"))
        ),
    )
    return Rows(np.arange(encounters.size), columns).kept(start.is_valid().to_numpy(zero_copy_only=False))


def _settings(encounters: Columns) -> pa.StringArray:
    types = encounters.items("type")
    codings = types.items("coding")
    practice = pc.is_in(codings.texts("code"), pa.array(GENERAL_PRACTICE)).to_numpy(zero_copy_only=False)
    of_practice = set(types.parent[codings.parent[practice.astype(bool)]].tolist())
    kinds = encounters.texts("class.code").to_pylist()
    return pa.array(
        [
            SETTINGS.get(kind) or ("gp" if place in of_practice else "outpatient")
            for place, kind in enumerate(kinds)
        ],
        pa.string(),
    )


def _end(encounters: Columns, settings: pa.Array, start: pa.Array, end: pa.Array) -> pa.Array:
    """When it ended; a contact that is over and has no end ended as it began."""
    over = pc.and_(pc.equal(encounters.texts("status"), "finished"), pc.not_equal(settings, BED))
    return pc.coalesce(end, pc.if_else(over, start, pa.scalar(None, pa.float64())))


def _diagnoses(encounters: Columns, settings: pa.Array) -> Rows:
    """spell (which is the record itself), condition, role, rank, and place in the record."""
    told = encounters.items("diagnosis")
    named, rank, roles = told.texts("condition.reference"), told.numbers("rank"), told.items("use.coding")
    role = first_of(roles, roles.texts("code"), told.size)
    place = np.arange(told.size) - np.searchsorted(
        told.parent, told.parent
    )  # they stand in order of their owners
    conditions = pa.array([resource_in(each) for each in named.to_pylist()], pa.string())
    columns = (pa.nulls(told.size, pa.string()), conditions, role, rank, pa.array(place))
    beds = pc.equal(settings, BED).take(pa.array(told.parent))
    return Rows(told.parent, columns).kept(beds.to_numpy(zero_copy_only=False))


def _out_of_time(start: pa.Array, end: pa.Array) -> pa.Array:
    nothing = pa.scalar(None, pa.string())
    backwards = pc.fill_null(pc.less(end, start), False)
    return pc.if_else(
        start.is_null(), "it has no start", pc.if_else(backwards, "it ends before it starts", nothing)
    )


def _kinds(encounters: Columns) -> pa.StringArray:
    """The words of the first type that has some, else of the class."""
    types = encounters.items("type")
    codings = types.items("coding")
    words = pc.coalesce(types.texts("text"), first_of(codings, codings.texts("display"), types.size))
    return pc.coalesce(
        first_of(types, words, encounters.size),
        encounters.texts("class.display"),
        encounters.texts("class.code"),
    )


def _methods(encounters: Columns, settings: pa.Array) -> pa.StringArray:
    """How a stay in a bed began."""
    found: dict[int, str] = {}
    for path in ("extension", "hospitalization.extension"):
        extensions = encounters.items(path)
        codes = extensions.items("valueCodeableConcept.coding")
        urls, written = extensions.texts("url").to_pylist(), codes.texts("code").to_pylist()
        for extension, code in zip(codes.parent.tolist(), written, strict=True):
            if urls[extension] == ADMISSION_METHOD and code:
                found.setdefault(int(extensions.parent[extension]), METHODS.get(code[0], "other"))
    told = [found.get(place) if each == BED else None for place, each in enumerate(settings.to_pylist())]
    return pa.array(told, pa.string())


ENCOUNTER = Reading("Encounter", ("activity", "diagnosis_told"), _tell)
