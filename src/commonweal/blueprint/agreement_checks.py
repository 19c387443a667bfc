"""What no sharing agreement can show alone: its parties, practices and roles are declared."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint.draft import RANGE, Draft, Part
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.naming import known, misplaced, named_after_files
from commonweal.blueprint.shapes import ALL
from commonweal.blueprint.sharing import NAMED, Clause, Party
from commonweal.blueprint.wording import did_you_mean


def agreements_are_named_after_their_files(draft: Draft) -> Iterator[BlueprintFault]:
    yield from named_after_files(draft.agreements)


def parties_are_organisations_here(draft: Draft) -> Iterator[BlueprintFault]:
    for part, place, party in _parties(draft):
        for item, ods in enumerate(party.organisations):
            if ods not in draft.lists["practices"].known:
                where = ("parties", place, "organisations", item)
                yield from known(draft, "organisations", part, where, ods)


def parties_are_practices_here(draft: Draft) -> Iterator[BlueprintFault]:
    for part, place, party in _parties(draft):
        for item, word in enumerate(party.practices):
            where = ("parties", place, "practices", item)
            if word != ALL:
                yield from known(draft, "practices", part, where, *word.split(RANGE))
            if wrong := misplaced(word, party.practices):
                yield part.document.fault(where, wrong)


def parties_sign_once(draft: Draft) -> Iterator[BlueprintFault]:
    signed: dict[tuple[str, str], int] = {}
    for part, place, party in _parties(draft):
        for ods in (*party.organisations, *draft.members(party.practices, "practices")):
            earlier = signed.setdefault((part.document.file, ods), place)
            if earlier != place:
                message = f"'{ods}' has signed in parties[{earlier + 1}] already; take it out of one of them"
                yield part.document.fault(("parties", place), message)


def clauses_are_for_roles_here(draft: Draft) -> Iterator[BlueprintFault]:
    for part, place, clause in _clauses(draft):
        for item, role in enumerate(clause.roles):
            yield from known(draft, "roles", part, ("clauses", place, "roles", item), role)


def clauses_are_named_once(draft: Draft) -> Iterator[BlueprintFault]:
    named: set[tuple[str, str]] = set()
    for part, place, clause in _clauses(draft):
        if (part.document.file, clause.id) in named:
            message = f"'{clause.id}' names an earlier clause already; give each one its own"
            yield part.document.fault(("clauses", place, "id"), message)
        named.add((part.document.file, clause.id))


def named_people_are_for_roles_that_see_them(draft: Draft) -> Iterator[BlueprintFault]:
    blind = {role.id for _, role in draft.lists["roles"].entries if not role.sees_people}
    for part, place, clause in _clauses(draft):
        for item, role in enumerate(clause.roles):
            if clause.purpose in NAMED and role in blind:
                message = f"'{role}' has sees_people: false in roles.yaml; take it out of this clause"
                yield part.document.fault(("clauses", place, "roles", item), message)


def trusted_instruments_are_declared(draft: Draft) -> Iterator[BlueprintFault]:
    there = [id for part in draft.instruments if (id := part.text("id"))]
    for part, place, clause in _clauses(draft):
        for item, id in enumerate(clause.trusted):
            if id not in there:
                remedy = did_you_mean(id, there, "add its file, or take it out")
                message = f"instruments/ does not declare '{id}'; {remedy}"
                yield part.document.fault(("clauses", place, "trusted", item), message)


def _parties(draft: Draft) -> Iterator[tuple[Part, int, Party]]:
    for part in draft.agreements:
        for place, party in enumerate(part.whole.parties if part.whole else ()):
            yield part, place, party


def _clauses(draft: Draft) -> Iterator[tuple[Part, int, Clause]]:
    for part in draft.agreements:
        for place, clause in enumerate(part.whole.clauses if part.whole else ()):
            yield part, place, clause


RULES = (
    agreements_are_named_after_their_files,
    parties_are_organisations_here,
    parties_are_practices_here,
    parties_sign_once,
    clauses_are_for_roles_here,
    clauses_are_named_once,
    named_people_are_for_roles_that_see_them,
    trusted_instruments_are_declared,
)
