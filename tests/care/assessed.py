"""Answers to the instruments of Exampleshire, and people whom a team works with."""

from typing import Any

from commonweal.care.involvements.models import Involvement
from commonweal.care.people.models import Person

NEWS2: dict[str, Any] = {
    "respiration_rate": 18,
    "spo2_scale": "1",
    "air_or_oxygen": "air",
    "spo2": 96,
    "systolic_bp": 120,
    "pulse": 80,
    "consciousness": "a",
    "temperature_c": 37.0,
}
PHQ9: dict[str, Any] = {f"q{number}": "0" for number in range(1, 10)}
ONS4: dict[str, Any] = {"life-satisfaction": 7, "worthwhile": 6, "happiness": 5, "anxiety": 2}


def begin_work(
    person: Person, team: str = "", organisation: str = "ZZ1", kind: str = "episode"
) -> Involvement:
    """The team, or the organisation, works with this person from now on."""
    return Involvement.objects.create(
        person=person, kind=kind, team=team, organisation=organisation, reason="asked for"
    )
