"""What is not wrong with a sharing agreement, and yet gives nobody the sight it seems to give."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint.document import Where
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.partnership import Blueprint
from commonweal.blueprint.sharing import HOLDERS, Agreement


def warnings(blueprint: Blueprint) -> Iterator[BlueprintFault]:
    """One for each category that no party records, and each role whose employer has not signed."""
    for agreement in blueprint.agreements:
        yield from _unheld(blueprint, agreement)
        yield from _unsigned(blueprint, agreement)


def _unheld(blueprint: Blueprint, agreement: Agreement) -> Iterator[BlueprintFault]:
    kinds = {one.kind for one in blueprint.organisations if one.ods in agreement.members}
    for category, where in _first(agreement, "categories"):
        holders = HOLDERS.get(category)
        if holders and not holders & kinds:
            yield blueprint.documents[agreement.name].fault(
                where,
                f"no party is of the kind {' or '.join(sorted(holders))}, which records '{category}';"
                " let one sign, or take it out",
            )


def _unsigned(blueprint: Blueprint, agreement: Agreement) -> Iterator[BlueprintFault]:
    employers = {role.id: role.organisation for role in blueprint.roles}
    for role, where in _first(agreement, "roles"):
        employer = employers[role]
        if employer and employer not in agreement.members:
            yield blueprint.documents[agreement.name].fault(
                where,
                f"'{employer}', which employs '{role}', has not signed; let it sign, or take the role out",
            )


def _first(agreement: Agreement, key: str) -> Iterator[tuple[str, Where]]:
    """Each category or role that its clauses name, and where it first stands."""
    named: set[str] = set()
    for place, clause in enumerate(agreement.clauses):
        for item, word in enumerate(getattr(clause, key)):
            if word not in named:
                yield word, ("clauses", place, key, item)
            named.add(word)
