"""Who would lose sight of what if an agreement were not there. Nothing is changed to find out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import or_
from typing import get_args

from django.db.models import Q

from commonweal.blueprint import Category, Purpose
from commonweal.blueprint.sharing import NAMED
from commonweal.care.access import facts, rules
from commonweal.care.access.decisions import visible
from commonweal.care.access.rules import Term
from commonweal.care.access.viewer import Viewer
from commonweal.care.break_glass.models import Opening
from commonweal.care.people.models import Person


@dataclass(frozen=True)
class Loss:
    """What a role of an organisation would no longer see for a purpose.

    `people` counts each person once, and so does each category's number; they are empty where the purpose
    shows nobody by name. `accounts` are those who would see less.
    """

    role: str
    organisation: str
    purpose: Purpose
    accounts: tuple[str, ...]
    people: int | None
    categories: dict[Category, int | None]


@dataclass(frozen=True)
class Change:
    """The clauses as they are and as they would be; the posts that have opened a record in an emergency."""

    now: tuple[Term, ...]
    then: tuple[Term, ...]
    opened: frozenset[int]


def agreements() -> set[str]:
    """The files whose clauses the database has, such as sharing/care.yaml."""
    return {_file(term) for term in facts.terms()}


def losses(viewers: Iterable[Viewer], without: str) -> Iterator[Loss]:
    """What each role of each organisation would lose with this file, by the posts there are today."""
    now = facts.terms()
    opened = Opening.objects.filter(ended=None).values_list("post", flat=True)
    change = Change(now, tuple(term for term in now if _file(term) != without), frozenset(opened))
    ordered = sorted(viewers, key=lambda one: (one.role.id, one.organisation, one.name))
    for _, group in groupby(ordered, key=lambda one: (one.role.id, one.organisation)):
        alike = list(group)
        for purpose in get_args(Purpose):
            find = _named if purpose in NAMED else _unnamed
            if loss := find(alike, purpose, change):
                yield loss


def _named(viewers: list[Viewer], purpose: Purpose, change: Change) -> Loss | None:
    """Of named people: what each account would lose is found, and each person is counted once."""
    first, groups = viewers[0], _alike(viewers, change.opened)
    gone: list[Q] = []
    accounts: set[str] = set()
    counted: dict[Category, int | None] = {}
    for category in _categories(first, purpose, change):
        lost = [_lost(alike[0], category, purpose, change) for alike in groups]
        numbers = [_count([one]) for one in lost]
        if any(numbers):
            counted[category] = numbers[0] if len(numbers) == 1 else _count(lost)
            losing = [alike for alike, number in zip(groups, numbers, strict=True) if number]
            accounts |= {viewer.name for alike in losing for viewer in alike}
            gone += lost
    if not counted:
        return None
    return Loss(first.role.id, first.organisation, purpose, tuple(sorted(accounts)), _count(gone), counted)


def _alike(viewers: Iterable[Viewer], opened: frozenset[int]) -> list[list[Viewer]]:
    """Those of one role and organisation who see the same people."""
    found: dict[tuple[object, ...], list[Viewer]] = {}
    for one in viewers:
        post = one.post if one.post in opened else None
        found.setdefault((one.extent.id, one.team, one.person, post), []).append(one)
    return list(found.values())


def _lost(viewer: Viewer, category: Category, purpose: Purpose, change: Change) -> Q:
    now = visible(viewer, category, purpose=purpose, terms=change.now)
    return now & ~visible(viewer, category, purpose=purpose, terms=change.then)


def _unnamed(viewers: list[Viewer], purpose: Purpose, change: Change) -> Loss | None:
    """Of what names nobody: all who hold the role with the organisation see the same."""
    first, on = viewers[0], facts.today()
    gone: dict[Category, int | None] = {
        category: None
        for category in _categories(first, purpose, change)
        if rules.unnamed(first, category, purpose, change.now, on).allowed
        and not rules.unnamed(first, category, purpose, change.then, on).allowed
    }
    accounts = tuple(sorted({viewer.name for viewer in viewers}))
    return Loss(first.role.id, first.organisation, purpose, accounts, None, gone) if gone else None


def _categories(viewer: Viewer, purpose: Purpose, change: Change) -> Iterator[Category]:
    """What clauses that would go let this role of this organisation see."""
    going = set(change.now) - set(change.then)
    return (category for category in get_args(Category) if any(rules.meant(viewer, category, purpose, going)))


def _count(lost: list[Q]) -> int:
    return Person.objects.filter(reduce(or_, lost)).count()


def _file(term: Term) -> str:
    return term.name.partition("#")[0]
