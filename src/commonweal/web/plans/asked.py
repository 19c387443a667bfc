"""What the form of a section says, and what it begins with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from commonweal.blueprint import Section
from commonweal.blueprint.plan import Content
from commonweal.care.access import Viewer
from commonweal.care.coordination.models import Coordinator
from commonweal.care.extents import blueprint
from commonweal.care.people.rules import understood
from commonweal.care.plans.contents import FIELDS, KEY, MOST, OWNER_NAME, Field, Item
from commonweal.care.plans.rules import Writing
from commonweal.care.possible import NotPossible
from commonweal.web import words

Said = dict[str, str]
Owners = list[tuple[str, list[tuple[str, str]]]]
SPARE = 1  # empty entries at the end of a form
AROUND = ("whose", "supported_by", "why", "review_by")
NAME = re.compile(r"[a-z_]+-\d{1,3}")


def typed(section: Section, said: Mapping[str, str]) -> Said:
    """The answers of the form that it asks, and no others."""
    fields = {KEY, *(field.id for field in FIELDS[section.content])}
    kept = {
        name: words
        for name, words in said.items()
        if NAME.fullmatch(name) and name.partition("-")[0] in fields
    }
    kept |= {name: said.get(name, "") for name in AROUND}
    return {**kept, "rows": str(rows(said))}


def begin(section: Section, items: Sequence[Item]) -> Said:
    """The form as it begins from what holds."""
    said: Said = {}
    for place, item in enumerate(items):
        said[f"{KEY}-{place}"] = item.get(KEY, "")
        for field in FIELDS[section.content]:
            said[f"{field.id}-{place}"] = _shown(field, item.get(field.id, ""))
    spare = 0 if section.content == "words" and items else SPARE
    return {**said, "rows": str(max(1, len(items) + spare))}


def rows(said: Mapping[str, str]) -> int:
    """How many entries the form has."""
    number = said.get("rows", "1")[:3]
    return min(MOST + 1, max(1, int(number))) if number.isascii() and number.isdigit() else 1


def writing(section: Section, said: Mapping[str, str], owners: Mapping[str, str]) -> Writing:
    """As the action takes it; a day that is none stays as it was typed, for the action to say so."""
    return Writing(
        items=[_item(section.content, said, place, owners) for place in range(rows(said))],
        seen=number(said.get("seen", "")),
        whose=said.get("whose", ""),
        supported_by=said.get("supported_by", ""),
        why=said.get("why", ""),
        review_by=day("review_by", said),
    )


def number(said: str) -> int | None:
    return int(said[:18]) if said.isascii() and said[:18].isdigit() else None


def day(name: str, said: Mapping[str, str]) -> date | None:
    """A day to come, as somebody typed it; None where they typed nothing, NotPossible where it is none."""
    typed = said.get(name, "").strip()[:40]
    found = understood(typed).birth_date if typed else None
    if typed and found is None:
        raise NotPossible(name, "Type the day with its year, such as 3 May 2027")
    return found


def owners(viewer: Viewer, coordinator: Coordinator | None, items: Sequence[Item]) -> Owners:
    """Who can be said to do something: the person, those around, whoever writes, and the teams."""
    at_work = [] if viewer.person else [(f"post:{viewer.post}", f"{viewer.name} (me)")]
    if coordinator and coordinator.post_id != viewer.post:
        at_work.append((f"post:{coordinator.post_id}", f"{coordinator.name} (coordinator)"))
    teams = [(f"team:{team.id}", team.title) for team in blueprint().teams]
    own = [("person", "The person"), ("carer", "A carer")]
    there = dict([*own, *at_work, *teams])
    before = {
        item["owner"]: item.get(OWNER_NAME, item["owner"])
        for item in items
        if item.get("owner") and item["owner"] not in there
    }
    groups = [("The person and theirs", own), ("At work", at_work), ("As it was", list(before.items()))]
    return [(title, choices) for title, choices in (*groups, ("Teams", teams)) if choices]


def named(groups: Owners, viewer: Viewer) -> dict[str, str]:
    """What each of them is called when it is kept."""
    found = {id: title.removesuffix(" (coordinator)") for _, choices in groups for id, title in choices}
    return {**found, f"post:{viewer.post}": viewer.name}


def _item(content: Content, said: Mapping[str, str], place: int, owners: Mapping[str, str]) -> Item:
    item = {field.id: said.get(f"{field.id}-{place}", "") for field in FIELDS[content]}
    for field in FIELDS[content]:
        if field.how == "day" and item[field.id]:
            item[field.id] = _iso(item[field.id])
    if owner := item.get("owner"):
        item["owner"] = owner if owner in owners else ""
        item[OWNER_NAME] = owners.get(owner, "")
    return {**item, KEY: said.get(f"{KEY}-{place}", "")}


def _iso(said: str) -> str:
    found = understood(said[:40]).birth_date
    return found.isoformat() if found else said


def _shown(field: Field, said: str) -> str:
    return words.day(said) if field.how == "day" and said else said
