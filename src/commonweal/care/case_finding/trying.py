"""A dry run: how many a rule would find, step by step and by practice, before anybody uses it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db.models import Count, Q

from commonweal.blueprint.case_finding import CaseRule
from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.case_finding import matching, seen, sight


@dataclass(frozen=True)
class OfPractice:
    """One practice in a dry run."""

    practice: str
    here: int
    found: int
    to_look_at: int


@dataclass(frozen=True)
class Trial:
    """Nobody is listed, kept or told by it.

    `left` are those who are left after each condition in turn; `more` and `fewer` are found by this rule and
    not by the declared one, and the other way round. It finds nobody while it asks
    a model of risk that is one of `not_shown`.
    """

    here: int
    left: tuple[int, ...]
    left_out: int
    aside: int
    more: int
    fewer: int
    practices: tuple[OfPractice, ...]
    not_shown: tuple[str, ...]

    @property
    def found(self) -> int:
        return self.left[-1]

    @property
    def to_look_at(self) -> int:
        return self.found - self.left_out - self.aside


@access.for_purpose("case_finding")
def tried(viewer: Viewer | None, rule: CaseRule, declared: CaseRule, area: str) -> Trial:
    """What this wording of a rule would find among those through whose record the viewer may look."""
    changed = rule != declared
    viewer = sight.look(viewer, rule, "case_finding.tried", {"area": area, "draft": changed})
    after = list(accumulate((matching.asked([one]) for one in rule.where), Q.__and__))
    found, before = after[-1], matching.asked(declared.where)
    left_out = Q(pk__in=list(seen.looked_after(viewer, rule)))
    aside = Q(pk__in=list(seen.put_aside(viewer, rule))) & ~left_out
    wanted = {f"left_{n}": one for n, one in enumerate(after)} | {
        "left_out": found & left_out,
        "aside": found & aside,
        "more": found & ~before,
        "fewer": before & ~found,
    }
    counted = {name: Count("pk", filter=one) for name, one in wanted.items()}
    here = sight.people(viewer, rule, area).order_by().values("practice")
    rows: list[dict[str, Any]] = [{**row} for row in here.annotate(here=Count("pk"), **counted)]
    total = {name: sum(row[name] for row in rows) for name in ("here", *counted)}
    return Trial(
        here=total["here"],
        left=tuple(total[f"left_{n}"] for n in range(len(after))),
        left_out=total["left_out"],
        aside=total["aside"],
        more=total["more"] if changed else 0,
        fewer=total["fewer"] if changed else 0,
        practices=tuple(
            OfPractice(
                row["practice"],
                row["here"],
                row[f"left_{len(after) - 1}"],
                row[f"left_{len(after) - 1}"] - row["left_out"] - row["aside"],
            )
            for row in rows
        ),
        not_shown=matching.not_shown(rule),
    )
