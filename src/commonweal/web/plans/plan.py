"""A person's plan, to read: what it says, who wrote it, what is withheld, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.plans import reads
from commonweal.care.plans.contents import FIELDS, KEY
from commonweal.care.plans.models import AGREED
from commonweal.care.plans.reads import Opened, Shown
from commonweal.care.plans.rules import CATEGORY_TITLES
from commonweal.web import words
from commonweal.web.address import query
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.plans.whose import around


@require_safe
@for_viewers
def plan(request: HttpRequest, viewer: Viewer, id: UUID | None = None) -> HttpResponse:
    return _page(request, viewer, id, "plans/plan.html", "Plan")


@require_safe
@for_viewers
def easy(request: HttpRequest, viewer: Viewer, id: UUID | None = None) -> HttpResponse:
    """The same in easy words: large, and one thing a line."""
    return _page(request, viewer, id, "plans/easy.html", "Plan in easy words")


def _page(request: HttpRequest, viewer: Viewer, id: UUID | None, template: str, title: str) -> HttpResponse:
    opened = reads.plan(viewer, id)
    name = f"{opened.person.given} {opened.person.family}"
    said = {**around(viewer, opened.person, id), **shown(opened), "asks": _asks(viewer, opened), "trail": []}
    said["title"] = (
        f"My {title[0].lower()}{title[1:]}" if viewer.person and not said["of_carer"] else f"{title}: {name}"
    )
    return show(request, viewer, template, **said)


def _asks(viewer: Viewer, opened: Opened) -> dict[str, str]:
    """Where each action that is not done can be asked of a team, by the key of its item."""
    if "tasks" not in viewer.role.pages:
        return {}
    actions = [item for one in opened.shown if one.section.content == "actions" for item in one.items]
    return {
        item[KEY]: reverse("new-task")
        + query(
            {
                "person": opened.person.pk,
                "said": item["what"],
                "due": words.day(item.get("by")),
                "receiver": item.get("owner", "").removeprefix("team:"),
            }
        )
        for item in actions
        if not item.get("done")
    }


def shown(opened: Opened) -> dict[str, object]:
    """What a template of a plan needs, on a page or on paper."""
    return {
        "plan": opened,
        "answer": answer(opened),
        "parts": parts(opened.shown),
        "withheld": withheld(opened),
        "FIELDS": FIELDS,
        "AGREED": AGREED,
    }


def parts(sections: Sequence[Shown]) -> list[tuple[str, list[Shown], list[Shown]]]:
    """The parts of the plan: title, the sections that say something, and those that do not yet."""
    found = []
    for category, group in groupby(sections, lambda one: one.section.category):
        several = list(group)
        said = [one for one in several if one.says_something]
        found.append((CATEGORY_TITLES[category], said, [one for one in several if not one.says_something]))
    return found


def withheld(opened: Opened) -> list[tuple[str, str, str]]:
    """Each part that is not open to the viewer: its title, its sections, and why."""
    return [
        (CATEGORY_TITLES[category], ", ".join(one.title for one, _ in several), because)
        for (category, because), group in groupby(opened.withheld, lambda one: (one[0].category, one[1]))
        if (several := list(group))
    ]


def answer(opened: Opened) -> str:
    """How the plan stands, in a sentence or two."""
    if not opened.is_begun:
        return (
            "Nothing is written in this plan yet." if opened.shown else "Nothing of this plan is open to you."
        )
    signed = opened.signed
    if signed is None:
        return "This plan is written and not signed yet."
    agreed = {"representative": f"agreed with {signed.representative}"}.get(
        signed.agreed, AGREED[signed.agreed]
    )
    said = f"Signed by {signed.by_name} on {words.since(signed.at)}, {agreed}"
    late = "was to be read again by" if opened.overdue else "is to be read again by"
    changed = len(opened.changed_since)
    since = (
        f" {changed} {'section has' if changed == 1 else 'sections have'} changed since." if changed else ""
    )
    return f"{said}; it {late} {words.day(signed.review_by)}.{since}"
