"""Whom a referral is about: somebody chosen from the record, found by a search, or of one's care home."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.people import reads
from commonweal.care.people.models import Person
from commonweal.care.people.reads import Found
from commonweal.web.address import NotUnderstood


def chosen(viewer: Viewer, said: Mapping[str, str]) -> Person | None:
    """The person chosen, as the viewer sees them; NotSeen where they may not."""
    return reads.person(viewer, identifier(said["person"])).person if said.get("person") else None


def identifier(said: str) -> UUID:
    """The id of a person as an address or a form has it."""
    try:
        return UUID(said)
    except ValueError:
        raise NotUnderstood("‘person’ is the id of somebody, as the address of their page has it.") from None


def found(viewer: Viewer, words: str) -> Found | None:
    """Whom the record has for these words; None where the viewer does not look people up."""
    if not words or not access.may(viewer, "search_people").allowed:
        return None
    return reads.search(viewer, words)
