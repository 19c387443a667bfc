"""The only queries of clauses, beside the decision's own. They name no person, and anybody may know them."""

from __future__ import annotations

from commonweal.blueprint import Blueprint
from commonweal.care.sharing import rules
from commonweal.care.sharing.models import Clause


def unapplied(declared: Blueprint) -> list[str]:
    """The files that were changed, added or taken away since agreements were last applied."""
    counting = {clause.name: rules.terms(clause) for clause in Clause.objects.all()}
    declared_now = {clause.name: rules.terms(clause) for clause in rules.clauses(declared)}
    names = counting.keys() | declared_now.keys()
    differing = (name for name in names if counting.get(name) != declared_now.get(name))
    return sorted({name.partition("#")[0] for name in differing})
