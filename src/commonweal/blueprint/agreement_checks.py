"""What no sharing agreement can show alone: its parties, practices and roles are declared."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint.draft import RANGE, Draft
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.naming import known, named_after_files
from commonweal.blueprint.shapes import ALL
from commonweal.blueprint.sharing import NAMED


def agreements_are_named_after_their_files(draft: Draft) -> Iterator[BlueprintFault]:
    yield from named_after_files(draft.agreements)


def agreements_name_what_there_is(draft: Draft) -> Iterator[BlueprintFault]:
    for part in draft.agreements:
        for place, party in enumerate(part.whole.parties if part.whole else ()):
            for item, ods in enumerate(party.organisations):
                if ods not in draft.lists["practices"].known:
                    where = ("parties", place, "organisations", item)
                    yield from known(draft, "organisations", part, where, ods)
            for item, word in enumerate(party.practices):
                if word != ALL:
                    where = ("parties", place, "practices", item)
                    yield from known(draft, "practices", part, where, *word.split(RANGE))
        for place, clause in enumerate(part.whole.clauses if part.whole else ()):
            for item, role in enumerate(clause.roles):
                yield from known(draft, "roles", part, ("clauses", place, "roles", item), role)


def clauses_are_named_once(draft: Draft) -> Iterator[BlueprintFault]:
    for part in draft.agreements:
        named: set[str] = set()
        for place, clause in enumerate(part.whole.clauses if part.whole else ()):
            if clause.id in named:
                message = f"'{clause.id}' names an earlier clause already; give each one its own"
                yield part.document.fault(("clauses", place, "id"), message)
            named.add(clause.id)


def named_people_are_for_roles_that_see_them(draft: Draft) -> Iterator[BlueprintFault]:
    sighted = {role.id for _, role in draft.lists["roles"].entries if role.sees_people}
    for part in draft.agreements:
        for place, clause in enumerate(part.whole.clauses if part.whole else ()):
            for item, role in enumerate(clause.roles if clause.purpose in NAMED else ()):
                if role in draft.lists["roles"].known and role not in sighted:
                    message = f"'{role}' has sees_people: false in roles.yaml; take it out of this clause"
                    yield part.document.fault(("clauses", place, "roles", item), message)


RULES = (
    agreements_are_named_after_their_files,
    agreements_name_what_there_is,
    clauses_are_named_once,
    named_people_are_for_roles_that_see_them,
)
