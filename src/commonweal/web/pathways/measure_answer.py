"""Says in a sentence how a clock of a pathway is kept."""

from __future__ import annotations

from commonweal.blueprint.pathways_clocks import Version
from commonweal.care.measures.reads import Cell, Measures
from commonweal.web import words


def answer(found: Measures, version: Version | None, weeks: str) -> str:
    """How many were in time of those decided, whether that is the target, how long it took, who waits."""
    received, lately = found.one("received").count, f"in the last {weeks} weeks"
    if received == 0:
        return f"Nobody was referred here {lately}. {_waiting(found)}".strip()
    if received is None:
        return f"{words.count(None).capitalize()} were referred here {lately}: too few to say more."
    decided, in_time = found.one("decided"), found.one("in_time")
    if decided.count == 0:
        return f"Of {received:,} referred {lately} nobody’s time is decided yet. {_waiting(found)}".strip()
    share = words.share(in_time.count, decided.count)
    told = f"{words.count(in_time.count)} of {words.count(decided.count)}{f' ({share})' if share else ''}"
    kept = f"{told.capitalize()} were in time {lately}{_target(in_time, decided, version)}."
    return " ".join(filter(None, [kept, _half(found), _waiting(found)]))


def lasts(minutes: float | None) -> str:
    """74 minutes, 5 h 20 m, 3.4 days; what is not known says so."""
    if minutes is None:
        return "not known"
    whole = round(minutes)
    if whole < 120:
        return f"{whole} {'minute' if whole == 1 else 'minutes'}"
    if whole < 2 * 24 * 60:
        return f"{whole // 60} h" + (f" {whole % 60} m" if whole % 60 else "")
    return f"{minutes / 60 / 24:,.1f} days"


def _target(in_time: Cell, decided: Cell, version: Version | None) -> str:
    if version is None or version.target is None or in_time.count is None or not decided.count:
        return ""
    met = in_time.count * 100 >= version.target * decided.count
    return f"; the target of {version.target} in 100 is {'met' if met else 'not met'}"


def _half(found: Measures) -> str:
    median = found.one("median")
    if not median.among or median.number is None:
        return ""
    return f"Half took up to {lasts(median.number)}, those counted who still wait."


def _waiting(found: Measures) -> str:
    waiting, late = found.one("queue").count, found.one("queue_overdue").count
    if waiting == 0:
        return "Nobody waits now."
    lead = f"{words.count(waiting).capitalize()} {'waits' if waiting == 1 else 'wait'} now"
    return f"{lead}, {words.count(late) if late else 'none'} of them late." if waiting else f"{lead}."
