"""Accounts to try every role with: each sees somebody, where its purpose is somebody's care."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from commonweal.blueprint import Blueprint, Pathway, Role
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import Post, User
from commonweal.care.extents import extent
from commonweal.care.involvements import actions as involvements
from commonweal.care.involvements.rules import BEGINS, Receiver
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

SEEN = 2  # people whom a role sees that sees nobody by where they are registered
AT_WORK = {"referrals", "visits"}  # the pages of roles that work in a team
REASON = "Invented for the demo: asked for help at home."


@dataclass(frozen=True)
class DemoAccount:
    """What to print for someone who wants to try a role: whose record it is for, or which area."""

    name: str
    role: str
    area: str


def open_demo_accounts(declared: Blueprint, password: str) -> list[DemoAccount]:
    """One account for each role, named after it, and one more for the care of a single practice's people.

    The one for a person's own record is for somebody whom all the others can see.
    """
    everywhere, practice = declared.partnership.default_area, declared.practices[0].ods
    people = _frailest(practice)
    opened = [_open(role.id, role, everywhere, people, team=team(declared, role)) for role in declared.roles]
    names = [role.id for role in declared.roles]
    carer = next((role for role in declared.roles if role.sees_people), None)
    if carer:
        names.append(f"{carer.id}-{practice.lower()}")
        opened.append(_open(names[-1], carer, practice, []))
    kept = make_password(password)  # one password is hashed once: that takes its time, as it should
    User.objects.filter(username__in=names).update(password=kept)
    for role, kind in _seeing_nobody_yet(declared):
        for person in people:
            with suppress(NotPossible):  # they work with them already
                receiver = Receiver(role.organisation or "")
                involvements.begin(by=None, person=person.pk, kind=kind, receiver=receiver, reason=REASON)
    return opened


def team(declared: Blueprint, role: Role) -> str:
    """The team that somebody in this role works in; empty where they work in none.

    The role that gives most to teams reads what comes in; others do the work of a pathway that they move on,
    or lead those who visit.
    """
    if not AT_WORK & set(role.pages):
        visiting = next((one for one in declared.roles if "visits" in one.pages), None)
        return team(declared, visiting) if visiting and "teams" in role.pages else ""
    gives = {one.id: _gives(declared, one) for one in declared.roles}
    if gives[role.id] and gives[role.id] == max(gives.values()):
        return next((pathway.hub for pathway in declared.pathways if pathway.hub), "")
    theirs = sorted(declared.pathways, key=lambda pathway: -_moves(pathway, role))
    kinds = [pathway.team.kind for pathway in theirs if _moves(pathway, role)]
    ours = [one for one in declared.teams if role.organisation in one.organisations]
    fitting = [one.id for kind in kinds for one in ours if one.kind == kind]
    return next(iter([*fitting, *(one.id for one in ours)]), "")


def _gives(declared: Blueprint, role: Role) -> int:
    """In how many pathways this role gives referrals to teams."""
    given = [pathway for pathway in declared.pathways if pathway.hub]
    return sum(any(move.team == "given" and role.id in move.by for move in one.moves) for one in given)


def _moves(pathway: Pathway, role: Role) -> int:
    """How many of its moves this role makes."""
    return sum(role.id in move.by for move in pathway.moves)


def _open(name: str, role: Role, area: str, people: list[Person], team: str = "") -> DemoAccount:
    whose = _whose(name, people) if "own" in role.pages else None
    person = whose.pk if whose else None
    held = {"role": role.id, "area": area, "team": team}
    open_account(by=None, name=name, password=None, **held, person=person)
    about = f"{whose.given} {whose.family}" if whose else extent(area).title
    return DemoAccount(name, role.title, about)


def _whose(name: str, people: list[Person]) -> Person | None:
    """The person of the post that is there already, else the first."""
    held = Post.objects.filter(user__username=name, ended=None).exclude(person=None).select_related("person")
    there = held.first()
    return there.person if there else next(iter(people), None)


def _frailest(practice: str) -> list[Person]:
    """Some people of a practice with much in their record."""
    found = Person.objects.filter(practice=practice, frailty__isnull=False)
    return list(found.order_by("-frailty__deficits", "pk")[:SEEN])


def _seeing_nobody_yet(declared: Blueprint) -> Iterator[tuple[Role, str]]:
    """The roles that see people only once a team works with them, and a way in which it can."""
    clauses = [clause for agreement in declared.agreements for clause in agreement.clauses]
    for role in declared.roles:
        theirs = [one for one in clauses if role.id in one.roles and one.purpose == "direct_care"]
        ties = {tie for clause in theirs for tie in clause.relationships}
        kind = next((kind for kind in ("episode", *BEGINS) if kind in ties), None)
        if role.sees_people and role.organisation and kind and "registered" not in ties:
            yield role, kind
