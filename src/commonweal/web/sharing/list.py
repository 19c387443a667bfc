"""Every agreement: which hold today, which end soon, and what each lets whom see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.blueprint import Blueprint
from commonweal.care.access import Viewer
from commonweal.care.extents import blueprint
from commonweal.care.sharing import reads
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.sharing import filters as asked
from commonweal.web.sharing import wording
from commonweal.web.sharing.filters import Shown
from commonweal.web.spreadsheet import Cell, filename, spreadsheet

HEAD = (
    "file",
    "agreement",
    "state",
    "from",
    "until",
    "review by",
    "clause",
    "in words",
    "purpose",
    "roles",
    "categories",
    "relationships",
    "parties",
)


@require_safe
@for_viewers
def agreements(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    declared, today = blueprint(), timezone.localdate()
    filters = asked.read(request.GET, declared)
    found = asked.shown(declared, filters, today)
    return show(
        request,
        viewer,
        "sharing/list.html",
        at="sharing",
        title="Sharing",
        answer=answer(found, filtered=filters.any),
        found=found,
        filters=filters,
        choices=choices(declared),
        titles={role.id: role.title for role in declared.roles},
        today=today,
        unapplied=reads.unapplied(declared),
        wording=wording,
    )


@require_safe
@for_viewers
def agreements_file(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    declared = blueprint()
    filters = asked.read(request.GET, declared)
    found = asked.shown(declared, filters, timezone.localdate())
    return spreadsheet(filename(None, "sharing", *filter(None, vars(filters).values())), HEAD, _lines(found))


def answer(found: list[Shown], *, filtered: bool) -> str:
    """How many hold today, of those asked for, and what is about to change."""
    if filtered and not found:
        return "No agreement says this: whatever it is about is shut."
    count = Counter(one.state for one in found)
    parts = [_holding(count["in_force"] + count["ends_soon"], filtered)]
    if count["ends_soon"]:
        parts.append(f"{count['ends_soon']} of them {'ends' if count['ends_soon'] == 1 else 'end'} soon")
    if count["not_yet"]:
        parts.append(f"{count['not_yet']} {'has' if count['not_yet'] == 1 else 'have'} not begun")
    if count["ended"]:
        parts.append(f"{count['ended']} {'has' if count['ended'] == 1 else 'have'} ended")
    return "; ".join(parts) + "."


def _holding(number: int, filtered: bool) -> str:
    what = f"{number or 'No'} {'agreement' if number < 2 else 'agreements'}"
    if filtered:
        return f"{what} in force today {'says' if number < 2 else 'say'} this"
    return f"{what} {'is' if number < 2 else 'are'} in force today"


def choices(declared: Blueprint) -> dict[str, list[tuple[str, str]]]:
    """What each filter can be set to, in words; of parties, those that have signed anything."""
    signed = {ods for agreement in declared.agreements for ods in agreement.members}
    parties = [(one.ods, one.title) for one in declared.organisations if one.ods in signed]
    return {
        "party": [("", "Everybody"), *parties],
        "purpose": [("", "Every purpose"), *_capitalized(wording.PURPOSES)],
        "category": [("", "Everything"), *_capitalized(wording.CATEGORIES)],
        "role": [("", "Every role"), *((role.id, role.title) for role in declared.roles)],
    }


def _capitalized(known: dict[str, str]) -> Iterator[tuple[str, str]]:
    return ((value, said[:1].upper() + said[1:]) for value, said in known.items())


def _lines(found: list[Shown]) -> Iterator[tuple[Cell, ...]]:
    """A line for each clause."""
    for one in found:
        held = one.agreement
        dates = (day.isoformat() for day in (held.starts, held.until, held.review_by))
        about = (held.name, held.title, wording.STATES[one.state], *dates)
        parties = " ".join(sorted(held.members))
        for clause in one.clauses:
            what = (clause.roles, clause.categories, clause.relationships)
            yield *about, clause.id, clause.title, clause.purpose, *map(" ".join, what), parties
