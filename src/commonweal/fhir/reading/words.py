"""Codes and names as somebody reads them."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint.sending import bare
from commonweal.care.systems.rules import Coded
from commonweal.fhir.node import Node

NHS_NUMBER = {  # systems that senders use for it
    "fhir.nhs.uk/id/nhs-number",
    "fhir.nhs.net/id/nhs-number",
    "urn:oid:2.16.840.1.113883.2.1.4.1",
}
ODS = {
    "fhir.nhs.uk/id/ods-organization-code",
    "fhir.nhs.uk/id/ods-organisation-code",
    "fhir.nhs.uk/id/ods-site-code",
}


def coded(concept: Node) -> str:
    """What a coded concept says: its text, else the names of its codes, else the codes."""
    if text := concept.text("text"):
        return text
    codings = list(concept.each("coding"))
    return ", ".join(filter(None, (one.text("display") or one.text("code") for one in codings)))


def codes(concept: Node) -> Iterator[Coded]:
    """Every system and code of a coded concept."""
    for one in concept.each("coding"):
        if one["code"]:
            yield one.text("system"), one.text("code")


def identifiers(resource: Node) -> Iterator[Coded]:
    """Every system and value by which a resource is known."""
    for one in resource.each("identifier"):
        if one["value"]:
            yield one.text("system"), one.text("value")


def identified(resource: Node, systems: set[str]) -> str:
    """Its value in the first of these systems; empty where it has none."""
    return next((value for system, value in identifiers(resource) if bare(system) in systems), "")


def name_of(resource: Node) -> str:
    """The name of an organisation, a service or somebody who works there."""
    held = resource["name"]
    return held.said() if isinstance(held.value, str) else whole_name(resource.one("name"))


def whole_name(name: Node) -> str:
    """A person's name in one line."""
    parts = [one.said() for part in ("prefix", "given") for one in name.each(part)]
    return name.text("text") or " ".join(filter(None, [*parts, name.text("family")]))


def told_by(resource: Node) -> str:
    """Where somebody can be reached: the first telephone, else the first address of any kind."""
    points = sorted(resource.each("telecom"), key=lambda point: point.text("system") != "phone")
    return next(filter(None, (point.text("value") for point in points)), "")


def written_address(address: Node, *, postcode: bool = True) -> str:
    """An address in one line."""
    lines = [line.said() for line in address.each("line")]
    last = address.text("postalCode") if postcode else ""
    parts = [*lines, address.text("city"), address.text("district"), last]
    return ", ".join(dict.fromkeys(filter(None, parts))) or address.text("text")
