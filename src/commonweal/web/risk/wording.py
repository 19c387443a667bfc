"""How chances, intervals and what a model knows are said on pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonweal.care.case_finding.titles import titles
from commonweal.care.risk.said import Foretold, Reason
from commonweal.terms.risk import said

OUTCOMES = {
    "emergency_admission": "an emergency admission to hospital",
    "higher_frailty_band": "frailty in a higher band",
}
HIGHEST = {
    "": "everybody",
    "10": "the highest 10 in 100",
    "5": "the highest 5 in 100",
    "1": "the highest 1 in 100",
}
LITTLE = (0.91, 1.1)  # odds multiplied by less than this are said to change little


def in_a_hundred(chance: float) -> str:
    """About 24 in 100; below one, fewer than 1 in 100."""
    if chance < 0.01:
        return "fewer than 1 in 100"
    if chance > 0.99:
        return "more than 99 in 100"
    return f"about {round(100 * chance)} in 100"


def per_cent(share: float | None) -> str:
    """12.3%; withheld where there is none."""
    return "withheld" if share is None else f"{100 * share:.1f}%"


def with_interval(number: Sequence[float] | None) -> str:
    """0.67 (0.65 to 0.69)."""
    return f"{number[0]:.2f} ({number[1]:.2f} to {number[2]:.2f})" if number else "not known"


def of_whom(card: Mapping[str, Any]) -> str:
    """Whom the model is of."""
    who = f"people of {card['youngest']} and over" if card["youngest"] else "everybody"
    return f"{who} who are not in the highest band" if card["outcome"] == "higher_frailty_band" else who


def part_of_all(part: Mapping[str, Any]) -> str:
    """Lowest 10 in 100; 95 to 99 in 100; highest 1 in 100."""
    first, last = round(100 * part["first"]), round(100 * part["last"])
    if first == 0:
        return f"lowest {last} in 100"
    return f"highest {100 - first} in 100" if last == 100 else f"{first} to {last} in 100"


def beside_expected(ratio: Sequence[float]) -> str:
    """Whether chance alone could make the difference."""
    _, low, high = ratio
    return "▲ more than expected" if low > 1 else "▼ fewer than expected" if high < 1 else ""


@dataclass(frozen=True)
class Told:
    """A reason in words: what is known, which way it turns the chance, and by how much."""

    what: str
    way: str
    odds: str


def told(reason: Reason) -> Told:
    """Raises, lowers or hardly changes."""
    low, high = LITTLE
    way = "raises it" if reason.odds >= high else "lowers it" if reason.odds <= low else "hardly changes it"
    return Told(said(reason.feature, reason.value, titles()), way, f"× {reason.odds:.2f}")


def compared(one: Foretold) -> str:
    """Where somebody stands among all who have a score."""
    if one.above >= 50:
        return f"higher than for {one.above} in 100 people who have one here"
    return f"lower than for {100 - one.above} in 100 people who have one here or the same"
