"""The smallest whole pathway, as text: somebody asks, a nurse goes, and it ends."""

from __future__ import annotations

from pathlib import Path

from tests.blueprint.hamlet import ANSWERED, write

from commonweal.blueprint import Pathway, load

ERRAND = (
    ANSWERED
    + """\
id: errand
title: An errand
sources: [our own knowledge]
team: {kind: home_visiting, skills: [walking]}
may_refer: {roles: [nurse], organisations: [practice, ambulance], others: [person]}
questions:
  - {id: adult, ask: Grown up?, wanted: true, otherwise: Ask a parent.}
stages:
  - {id: asked, title: Asked, says: You have asked.}
  - {id: resting, title: Resting, says: You asked us to wait.}
  - {id: going, title: Going, says: Somebody is coming.}
  - {id: done, title: Done, says: It is done., ends: true}
  - {id: dropped, title: Dropped, says: Nobody came., ends: true}
moves:
  - {id: go, title: Go, from: [asked], to: going, by: [nurse]}
  - {id: rest, title: Rest, from: [asked], to: resting, by: [nurse], reasons: [wish]}
  - {id: wake, title: Wake, from: [resting], to: asked, by: [nurse]}
  - {id: note, title: Note, from: [going], to: going, by: [nurse]}
  - {id: back, title: Come back, from: [going], to: asked, by: [nurse], reasons: [lost]}
  - {id: finish, title: End, from: [going], to: done, by: [nurse], instruments: [list], outcomes: [well, on]}
  - {id: drop, title: Drop, from: [asked, resting], to: dropped, by: [nurse], outcomes: [none]}
clocks:
  - id: start
    title: On the way in two hours
    starts: [{enters: asked}]
    stops: [{enters: going}]
    voids: [{enters: dropped}]
    versions:
      - {id: one, from: 2024-01-01, until: 2024-12-31, within: {hours: 2}, hours: always, source: here}
      - id: two
        from: 2025-01-01
        within: {hours: 2}
        hours: shop
        pauses: [{stage: resting, because: You asked.}]
        source: here
    tells:
      - {at: 50, roles: [nurse], says: Half.}
      - {at: 100, roles: [nurse], says: Over.}
  - id: whole
    title: Done in two working days
    starts: [{enters: asked}]
    stops: [{enters: done}, {enters: dropped}]
    versions:
      - {id: one, from: 2024-01-01, within: {working_days: 2}, hours: shop, source: here}
hours:
  - id: shop
    title: The shop
    week:
      - {days: [monday, tuesday, wednesday, thursday, friday], opens: "09:00", closes: "12:00"}
      - {days: [monday, tuesday, wednesday, thursday, friday], opens: "13:00", closes: "17:00"}
    bank_holidays: "off"
    closed: [2025-07-01]
reasons:
  - {id: wish, title: The person wishes it}
  - {id: lost, title: Lost the way}
instruments:
  - {id: list, title: Shopping list}
outcomes:
  - {id: well, title: Well, told: All is well.}
  - {id: on, title: Goes on, told: Somebody goes on., next_owner: true}
  - {id: none, title: None, told: Nobody came.}
may_follow:
  - {pathway: errand, when: Something was forgotten}
"""
)


def errands(folder: Path, text: str = ERRAND) -> Path:
    """The hamlet with its pathway, in these words."""
    write(folder)
    file = folder / "pathways" / "errand.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def errand(folder: Path, text: str = ERRAND) -> Pathway:
    """The pathway as read."""
    (pathway,) = load(errands(folder, text)).pathways
    return pathway
