"""Instruments of Exeter, filled in and scored."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from commonweal.blueprint import Blueprint, load
from commonweal.blueprint.instruments import Version
from commonweal.care.instruments.scoring import NotScored, Scored, score

ON = date(2026, 11, 22)
EXETER = load(Path(__file__).resolve().parents[2] / "blueprints" / "exeter")
WELL = {
    "age": 80,
    "respiration_rate": 16,
    "spo2_scale": "1",
    "air_or_oxygen": "air",
    "spo2": 97,
    "systolic_bp": 120,
    "pulse": 70,
    "consciousness": "a",
    "temperature_c": 37,
}
NINE = [f"q{number}" for number in range(1, 10)]
SEVEN = NINE[:7]
ALL = [(one.id, version) for one in EXETER.instruments for version in one.versions]


def version(name: str, on: date = ON, blueprint: Blueprint = EXETER) -> Version:
    instrument = blueprint.instrument(name)
    found = instrument and instrument.version(on)
    assert found
    return found


def scored(name: str, answers: Mapping[str, object]) -> Scored:
    found = score(version(name), answers)
    assert isinstance(found, Scored), found
    return found


def refused(name: str, answers: Mapping[str, object]) -> tuple[str, ...]:
    found = score(version(name), answers)
    assert isinstance(found, NotScored), found
    return found.reasons


def table(shared: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((shared / "domain" / name).open(encoding="utf-8")))
