"""Which agreements a page is about, as its address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date

from commonweal.blueprint import Agreement, Blueprint, Clause
from commonweal.web.address import NotUnderstood, query
from commonweal.web.sharing import wording


@dataclass(frozen=True)
class Filters:
    """Each left empty asks for all."""

    party: str = ""
    purpose: str = ""
    category: str = ""
    role: str = ""

    def address(self, **changes: str) -> str:
        """These filters with some of them changed, as the part of an address behind its page."""
        return query(asdict(replace(self, **changes)))

    @property
    def any(self) -> bool:
        return bool(self.party or self.by_clause)

    @property
    def by_clause(self) -> bool:
        """Whether single clauses are asked for, rather than whole agreements."""
        return bool(self.purpose or self.category or self.role)

    def meets(self, clause: Clause) -> bool:
        """Whether the clause is one of those asked for."""
        return (
            self.purpose in ("", clause.purpose)
            and (not self.category or self.category in clause.categories)
            and (not self.role or self.role in clause.roles)
        )


@dataclass(frozen=True)
class Shown:
    """An agreement with those of its clauses that were asked for."""

    agreement: Agreement
    state: str
    clauses: tuple[Clause, ...]


def read(asked: Mapping[str, str], declared: Blueprint) -> Filters:
    """The filters of an address; NotUnderstood where it asks for something there is not."""
    known = {
        "party": {one.ods for one in declared.organisations},
        "purpose": set(wording.PURPOSES),
        "category": set(wording.CATEGORIES),
        "role": {role.id for role in declared.roles},
    }
    chosen = {key: asked.get(key, "") for key in known}
    for key, value in chosen.items():
        if value and value not in known[key]:
            raise NotUnderstood(f"‘{key}={value[:40]}’ is not a {key} here; choose one from the list.")
    return Filters(**chosen)


def shown(declared: Blueprint, filters: Filters, on: date) -> list[Shown]:
    """What answers to the filters: what ends soon first, then what is in force, to come, and over."""
    found = [
        Shown(agreement, agreement.state(on), tuple(filter(filters.meets, agreement.clauses)))
        for agreement in declared.agreements
        if not filters.party or filters.party in agreement.members
    ]
    order = list(wording.STATES)
    asked = [one for one in found if one.clauses]
    return sorted(asked, key=lambda one: (order.index(one.state), one.agreement.until, one.agreement.title))
