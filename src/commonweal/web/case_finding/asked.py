"""What an address of case finding asks for: a rule, an area, people; and what codes and ids are called."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.http import QueryDict

from commonweal.blueprint.case_finding import CaseRule
from commonweal.blueprint.case_finding_words import said
from commonweal.care.access import Viewer
from commonweal.care.case_finding import actions
from commonweal.care.case_finding.titles import titles
from commonweal.care.extents import Extent, every
from commonweal.web.address import NotUnderstood
from commonweal.web.population import about as place


def area(asked: Mapping[str, str], viewer: Viewer) -> Extent:
    """The area of an address, or else that of the post."""
    return place.find(asked.get("area", "")[:60] or viewer.extent.id)


def areas(viewer: Viewer, about: Extent) -> list[tuple[str, str]]:
    """The area of the page, that of the post, and the areas and practices within it: id and title."""
    ours = viewer.extent.practices
    within = (one for one in every(settings.BLUEPRINT).values() if one.practices and one.practices <= ours)
    return list({one.id: one.title for one in (about, viewer.extent, *within)}.items())


def people(asked: QueryDict, key: str = "person") -> list[UUID]:
    """The people that a form names."""
    try:
        return [UUID(str(text)) for text in asked.getlist(key)[: actions.AT_ONCE + 1]]
    except ValueError:
        raise NotUnderstood("Somebody of this list is not known; go back to it and choose again.") from None


def wanted(rule: CaseRule) -> list[str]:
    """The conditions of a rule in words; all of them hold for whoever it finds."""
    return [said(one, titles()) for one in rule.where]
