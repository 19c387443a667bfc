"""The cells counted again in plain Python, person by person, from what was put into the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from tests.insight.small_store import ON, Rows

from commonweal.blueprint import Blueprint

Key = tuple[str, str, str, str, str, str]  # population, area, small area, ages, sex, band
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
