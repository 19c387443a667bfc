"""The words of pathways as people say them."""

from __future__ import annotations

from collections.abc import Iterable

from commonweal.blueprint import Pathway
from commonweal.blueprint.pathways import MayRefer, Move
from commonweal.blueprint.pathways_clocks import ALWAYS, Event, Version, Within
from commonweal.web import words

ORGANISATIONS = {
    "practice": "practices",
    "hospital": "hospitals",
    "community": "community services",
    "mental_health": "mental health services",
    "council": "councils",
    "ambulance": "ambulance crews",
    "charity": "charities",
    "care_home": "care homes",
    "commissioner": "commissioners",
}
OTHERS = {
    "person": "the person themselves",
    "family": "family and carers",
    "nhs_111": "NHS 111",
    "ambulance_999": "999",
}
TEAMS = {
    "neighbourhood": "neighbourhood team",
    "complex_care": "complex care team",
    "home_visiting": "home visiting team",
    "urgent_response": "urgent response team",
    "discharge": "discharge team",
    "reablement": "reablement team",
    "social_prescribing": "social prescribing team",
    "community_building": "community building team",
    "homelessness": "team for people without a home",
    "end_of_life": "end-of-life team",
    "care_home_support": "care home support team",
    "mental_health_crisis": "mental health crisis team",
    "same_day_access": "same-day team",
}


def length(within: Within) -> str:
    """2 hours, 10 working days, 10 hours 30 minutes."""
    if within.working_days:
        return _counted(within.working_days, "working day")
    hours, minutes = divmod((within.hours or 0) * 60 + (within.minutes or 0), 60)
    parts = [_counted(number, unit) for number, unit in ((hours, "hour"), (minutes, "minute")) if number]
    return " ".join(parts)


def target(version: Version) -> str:
    """70 in 100, or that none is set."""
    return f"{version.target} in 100" if version.target else "none set"


def counted_in(pathway: Pathway, version: Version) -> str:
    """Which hours count."""
    if version.hours == ALWAYS:
        return "day and night"
    hours = pathway.opening(version.hours)
    if hours is None:
        return ""
    return f"{hours.title}, {'and' if hours.bank_holidays == 'worked' else 'not on'} bank holidays"


def event(pathway: Pathway, happens: Event) -> str:
    """What starts, stops or voids a clock."""
    kind, name = happens.happening
    if kind == "move":
        move = pathway.move(name)
        return f"it is moved by ‘{move.title if move else name}’"
    return f"it {'comes to' if kind == 'enters' else 'leaves'} ‘{pathway.stage(name).title}’"


def events(pathway: Pathway, happen: Iterable[Event]) -> str:
    """Any of several."""
    return words.capitalize_first(", or ".join(event(pathway, one) for one in happen))


def asks_for(pathway: Pathway, move: Move) -> str:
    """What a move needs, in words; empty where it needs nothing."""
    parts = [f"fill in {title}" for title in _titles(pathway.instruments, move.instruments)]
    if move.reasons:
        parts.append(f"a reason: {'; '.join(_titles(pathway.reasons, move.reasons))}")
    if move.outcomes:
        parts.append(f"an outcome: {'; '.join(_titles(pathway.outcomes, move.outcomes))}")
    return words.capitalize_first(". ".join(words.capitalize_first(part) for part in parts))


def from_where(may_refer: MayRefer) -> str:
    """Everybody who may refer without signing in here."""
    others = [OTHERS[one] for one in may_refer.others]
    kinds = [ORGANISATIONS[one] for one in may_refer.organisations]
    return words.capitalize_first(listed([*kinds, *others]))


def listed(parts: list[str]) -> str:
    """One, two and three."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _titles(declared: Iterable[object], chosen: tuple[str, ...]) -> list[str]:
    titles = {getattr(one, "id", ""): str(getattr(one, "title", "")) for one in declared}
    return [titles[one] for one in chosen]


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
