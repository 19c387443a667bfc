"""The cells counted again in plain Python, person by person, from what was put into the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from tests.insight.small_store import ON, Rows

from commonweal.blueprint import Blueprint

Key = tuple[str, str, str, str, str, str]  # population, area, small area, ages, sex, band
Told = dict[Key, tuple[int | None, int | None]]
MAIN = {"all": (0, 150), "18-64": (18, 64), "65+": (65, 150), "75+": (75, 150), "85+": (85, 150)}


def recount(people: Rows, declared: Blueprint) -> dict[Key, tuple[int, int]]:
    """Cell → people, risers; a person counts once in every group they belong to."""
    found: Counter[Key] = Counter()
    risers: Counter[Key] = Counter()
    for person in people:
        if not here(person):
            continue
        rose = band(person, "deficits") > band(person, "year_ago") and born(person) <= date(2024, 6, 30)
        for cell in cells(person, declared):
            found[cell] += 1
            risers[cell] += rose
    return {cell: (found[cell], risers[cell]) for cell in found}


def as_planned(exact: dict[Key, tuple[int, int]]) -> dict[Key, tuple[int | None, int | None]]:
    """The same cells as those who plan may see them, and the noughts they may not."""
    shown = {cell: safe(*counts) for cell, counts in exact.items()}
    hidden = [cell for cell, (people, _) in shown.items() if people is None]
    within = {narrow for cell in hidden for narrow in inside(cell)}
    return {**dict.fromkeys(within, (None, None)), **shown}


def assert_hidden_at_most(planned: Told, by_itself: Told, *, share: float) -> None:
    """Every number is as suppression one by one leaves it, or hidden for the sake of another."""
    assert planned.keys() == by_itself.keys()
    differing = {cell: found for cell, found in planned.items() if found != by_itself[cell]}
    for cell, (people, risers) in differing.items():
        assert people in (None, by_itself[cell][0])
        assert risers in (None, by_itself[cell][1])
        assert people is not None or risers is None
    assert len(differing) <= share * len(planned)


def safe(people: int, risers: int) -> tuple[int | None, int | None]:
    shown = [None if 1 <= count <= 7 else 5 * round(count / 5) for count in (people, risers)]
    return (None, None) if shown[0] is None else (shown[0], shown[1])


def inside(cell: Key) -> Iterator[Key]:
    """Every narrower group of the same place that a page could ask for."""
    population, area, small_area, ages, sex, band = cell
    five_years = {f"{low}-{low + 4}": (low, low + 4) for low in range(0, 90, 5)} | {"90+": (90, 150)}
    known = MAIN if small_area else MAIN | five_years
    youngest, oldest = (MAIN | five_years)[ages]
    for narrow, (low, high) in known.items():
        if youngest <= low and high <= oldest:
            for s in ("all", "female", "male") if sex == "all" else (sex,):
                for b in ("all", "fit", "mild", "moderate", "severe") if band == "all" else (band,):
                    yield population, area, small_area, narrow, s, b


def cells(person: dict[str, object], declared: Blueprint) -> Iterator[Key]:
    lives, practice = str(person.get("lives") or ""), str(person.get("practice") or "")
    known = {small.code for small in declared.small_areas}
    registered = [area.id for area in declared.areas if practice in area.practices]
    registered += [gp.ods for gp in declared.practices if gp.ods == practice]
    resident = [area.id for area in declared.areas if lives in area.small_areas]
    for population, areas in (("registered", registered), ("resident", resident)):
        for area in areas:
            yield from grouped(person, population, area, "", five_years=True)
            if lives in known:
                yield from grouped(person, population, area, lives, five_years=False)
    if lives in known:
        yield from grouped(person, "resident", lives, "", five_years=True)


def grouped(
    person: dict[str, object], population: str, area: str, inside: str, *, five_years: bool
) -> Iterator[Key]:
    years = age(person)
    ages = [name for name, (low, high) in MAIN.items() if low <= years <= high]
    if five_years:
        ages.append("90+" if years >= 90 else f"{years // 5 * 5}-{years // 5 * 5 + 4}")
    sexes = ["all"] + [str(person["sex"])] * (person["sex"] in ("female", "male"))
    bands = ["all", ("fit", "mild", "moderate", "severe")[band(person, "deficits")]]
    yield from ((population, area, inside, a, s, b) for a in ages for s in sexes for b in bands)


def here(person: dict[str, object]) -> bool:
    """Alive on the day, born, and not moved away from where they were registered or lived."""
    ends = ["died", *(["left"] if person.get("practice") or person.get("lives") else [])]
    gone = any(person.get(end) and date.fromisoformat(str(person[end])) <= ON for end in ends)
    return born(person) <= ON and not gone


def born(person: dict[str, object]) -> date:
    return date.fromisoformat(str(person["born"]))


def age(person: dict[str, object]) -> int:
    day = born(person)
    return ON.year - day.year - ((ON.month, ON.day) < (day.month, day.day))


def band(person: dict[str, object], when: str) -> int:
    deficits = int(str(person.get(when) or (person.get("deficits") if when == "year_ago" else 0) or 0))
    return (deficits > 4) + (deficits > 8) + (deficits > 12)
