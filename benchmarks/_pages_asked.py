"""Asks for every page, signed in, and prints the milliseconds of each as JSON. Run by `pages`."""

from __future__ import annotations

import json
import sys
import time

import django
from django.apps import apps
from django.test import Client

CARER, CARER_OF_ONE, ANALYST = "practice-team-lead", "practice-team-lead-{account}", "analyst"
PAGES = (  # what is asked, by whom, and at which address
    ("population of the city, exact", CARER, "/population/exeter"),
    ("population of the city, suppressed", ANALYST, "/population/exeter"),
    ("population of one practice", CARER_OF_ONE, "/population/{practice}"),
    ("one small area, residents", CARER, "/population/{small_area}?population=resident"),
    ("women of 75 and over, severe", CARER, "/population/exeter?ages=75%2B&sex=female&band=severe"),
    ("table of practices", CARER, "/population/exeter/practices?ages=65%2B&band=severe"),
    ("table of small areas", CARER, "/population/exeter/small-areas?ages=65%2B&band=severe"),
    ("people, most deficits first", CARER, "/population/exeter/people"),
    ("people with severe frailty", CARER, "/population/exeter/people?band=severe"),
    ("risers", CARER, "/population/exeter/people?risers=yes"),
    ("men of 90 and over by name", CARER, "/population/exeter/people?ages=90%2B&sex=male&sort=name"),
    ("people of one practice by name", CARER_OF_ONE, "/population/{practice}/people?sort=name"),
    ("a page deep in the list", CARER, "/population/exeter/people?after={person}"),
    ("a person", CARER, "/people/{person}"),
    ("a plan", CARER, "/people/{planned}/plan"),
    ("a plan in a crisis", CARER, "/people/{planned}/crisis"),
    ("search by name", CARER, "/people/?q=smith"),
    ("loads", ANALYST, "/loads/"),
    ("a load", ANALYST, "/loads/{load}"),
)


def main(wanted: str, names: str = "", rounds: str = "") -> None:
    """`names` of whom to ask about, found by the tables' owner; `pages` asked for by those who may."""
    django.setup()
    if wanted == "names":
        print(json.dumps(_names(), default=str))
        return
    known = json.loads(names)
    asked = [_asked(title, who.format(**known), at.format(**known), int(rounds)) for title, who, at in PAGES]
    print(json.dumps(asked))


def _names() -> dict[str, object]:
    """The practice that one of the demo's accounts is for, and someone with severe frailty in it."""
    account = apps.get_model("care", "User").objects.get(username__startswith=f"{CARER}-")
    practice = str(apps.get_model("care", "Post").objects.get(user=account).area)
    frail = apps.get_model("care", "PersonFrailty").objects.filter(practice=practice).order_by("-deficits")
    load = apps.get_model("care", "LoadReport").objects.first()
    person, small_area = frail.exclude(lsoa="").values_list("person", "lsoa").first()
    return {
        "practice": practice,
        "account": practice.lower(),
        "person": person,
        "planned": apps.get_model("care", "Plan").objects.values_list("person", flat=True).first(),
        "small_area": small_area,
        "load": load.pk,
    }


def _asked(title: str, who: str, address: str, rounds: int) -> dict[str, object]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(apps.get_model("care", "User").objects.get(username=who))
    times, processor = [], []
    for _ in range(rounds + 1):
        began, worked = time.perf_counter(), time.process_time()
        answer = client.get(address)
        times.append(1000 * (time.perf_counter() - began))
        processor.append(1000 * (time.process_time() - worked))
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return {
        "title": title,
        "times": times[1:],
        "processor": sorted(processor[1:])[rounds // 2],
        "bytes": len(answer.content),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
