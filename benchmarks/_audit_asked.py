"""Asks for a person's page again and again, by turns with and without the audit; milliseconds as JSON.

Run by `audit`, several at once.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module

import django
from django.apps import apps
from django.test import Client

CARER = "practice-team-lead"


def main(rounds: int) -> None:
    django.setup()
    audit = import_module("commonweal.care.audit.actions")  # brings in tables, which wait for the settings
    add = {"with": audit._add, "without": lambda told: None}
    client = Client(SERVER_NAME="localhost")
    client.force_login(apps.get_model("care", "User").objects.get(username=CARER))
    people = apps.get_model("care", "PersonFrailty").objects.order_by("-deficits")
    addresses = [f"/people/{id}" for id in people.values_list("person", flat=True)[: rounds + 1]]
    times: dict[str, list[float]] = {"with": [], "without": []}
    for number, address in enumerate(addresses):
        for kind in ("with", "without") if number % 2 else ("without", "with"):
            audit._add = add[kind]
            began = time.perf_counter()
            answer = client.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}")
            if number:  # the first is for what is loaded late
                times[kind].append(1000 * (time.perf_counter() - began))
    print(json.dumps(times))


if __name__ == "__main__":
    main(int(sys.argv[1]))
