"""The smallest instrument that has a bit of everything, as text: how strong somebody likes their tea."""

from __future__ import annotations

from pathlib import Path

from tests.blueprint.hamlet import ANSWERED, write

from commonweal.blueprint import Instrument, load

TEA = (
    ANSWERED
    + """\
id: tea
title: Tea
also: [cuppa]
sources: [our own knowledge]
licence: {holder: us, says: Free for all, embed: items, source: here}
for_whom: Whoever drinks
re_assess_after: {days: 1}
versions:
  - id: one
    from: 2024-01-01
    until: 2024-12-31
    source: here
    questions:
      - {id: cups, ask: Cups, answer: whole, from: 0, to: 9, counts: true}
  - id: two
    from: 2025-01-01
    source: here
    not_for:
      - {question: age, to: 4, because: Tea is not for anybody under five.}
    questions:
      - {id: age, ask: Age, answer: whole, from: 0, to: 120}
      - {id: cups, ask: Cups, answer: whole, from: 0, to: 9, points: [{to: 3, gives: 0}, {from: 4, gives: 1}]}
      - id: milk
        ask: Milk
        answer: choice
        options:
          - {id: none, title: No milk}
          - {id: some, title: Some milk}
      - id: heat
        ask: How hot
        answer: decimal
        places: 1
        from: 20
        to: 100
        tables:
          - title: With milk
            when: [{question: milk, is: [some]}]
            points: [{to: 50.0, gives: 0}, {from: 50.1, gives: 1}]
          - title: Without milk
            when: [{question: milk, is: [none]}]
            points: [{to: 60.0, gives: 0}, {from: 60.1, to: 80.0, gives: 1}, {from: 80.1, gives: 2}]
      - {id: sugar, ask: Sugar?, answer: yes_no, yes: 1, no: 0, shown_when: {question: cups, from: 1}}
      - id: words
        ask: How was it?
        answer: text
        optional: true
        shown_when: {question: sugar, is: ["yes"]}
        read_by: The cook
    bands:
      - {from: 0, to: 1, band: weak, title: Weak}
      - {from: 2, to: 4, band: strong, title: Strong, do: Add water.}
    triggers:
      - {id: hot, title: Too hot, part: heat, from: 2, band: odd, below: 2, do: Wait.}
"""
)


def kitchen(folder: Path, text: str = TEA) -> Path:
    """The hamlet with its instrument, in these words."""
    write(folder)
    file = folder / "instruments" / "tea.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def tea(folder: Path, text: str = TEA) -> Instrument:
    """The instrument as read."""
    (instrument,) = load(kitchen(folder, text)).instruments
    return instrument
