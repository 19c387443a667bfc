"""The thresholds of a rule as a form has them, and the draft of the rule that a form makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from pydantic import ValidationError

from commonweal.blueprint.case_finding import CaseRule, replaced
from commonweal.blueprint.case_finding_conditions import Condition
from commonweal.web.words import capitalize_first, spoken

LONGEST = 12  # characters of an amount
ENDS = {"at_least": ("at least",), "at_most": ("at most",), "between": ("from", "to")}


@dataclass(frozen=True)
class Threshold:
    """One test of a rule that can be tried otherwise: amounts in the unit of the file, or which words."""

    name: str
    title: str
    ends: tuple[tuple[str, str, str], ...]  # name of the field, at least or at most, what it says
    words: tuple[tuple[str, str, bool], ...]  # value, how it is said, whether it is chosen
    changed: bool


def thresholds(declared: CaseRule, draft: CaseRule) -> list[Threshold]:
    """Every test that can be tried otherwise, in the order of the file."""
    both = zip(declared.leaves, draft.leaves, strict=True)
    return [
        _threshold(f"t{number}", was, now)
        for number, (was, now) in enumerate(both)
        if now.amounts or (now.one_of and now.of.words)
    ]


def drafted(declared: CaseRule, asked: QueryDict) -> tuple[CaseRule, dict[str, str]]:
    """The rule as a form has it, and what is wrong by field; what is wrong stays as it is declared."""
    rule, fault = declared, {}
    for number, leaf in enumerate(declared.leaves):
        try:
            changes = dict(_changes(f"t{number}", leaf, asked))
            rule = replaced(rule, number, **changes) if changes else rule
        except ValidationError as problem:
            fault[f"t{number}"] = capitalize_first(problem.errors()[0]["msg"])
        except ValueError:
            fault[f"t{number}"] = f"{capitalize_first(leaf.of.title)}: give a number"
    return rule, fault


def as_declared(rule: CaseRule, draft: CaseRule) -> list[str]:
    """What the file would say of each test that the draft changes."""
    pairs = zip(rule.leaves, draft.leaves, strict=True)
    return [_line(now) for was, now in pairs if was != now]


def _threshold(name: str, was: Condition, now: Condition) -> Threshold:
    fields = (f"{name}{place}" for place in ("", "-to"))
    ends = zip(fields, ENDS.get(now.test, ()), map(_plain, now.amounts), strict=False)
    words = ((value, spoken(value), value in now.one_of) for value in now.of.words if now.one_of)
    return Threshold(name, now.of.title, tuple(ends), tuple(words), was != now)


def _changes(name: str, leaf: Condition, asked: QueryDict) -> Iterator[tuple[str, Any]]:
    """What a form says of one test, where it says anything."""
    if leaf.of.words and leaf.one_of and (words := asked.getlist(name)):
        yield "one_of", tuple(words)
    if leaf.amounts and name in asked:
        low = _amount(asked.get(name, ""))
        yield leaf.test, (low, _amount(asked.get(f"{name}-to", ""))) if leaf.between else low


def _amount(said: str) -> float:
    return float(said.strip()[:LONGEST].replace(",", ""))


def _line(leaf: Condition) -> str:
    words = f"[{', '.join(leaf.one_of)}]" if leaf.one_of else ""
    amounts = [_plain(amount) for amount in leaf.amounts]
    value = words or (f"[{', '.join(amounts)}]" if leaf.between else amounts[0])
    return f"- {{column: {leaf.column}, {leaf.test}: {value}}}"


def _plain(amount: float) -> str:
    return f"{amount:g}"
