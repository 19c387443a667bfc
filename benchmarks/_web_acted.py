"""Triage through the real action: moves a second, and many people at once on few referrals. Run by `web`."""

from __future__ import annotations

import json
import sys
import threading
import time
from typing import Any

import django
from django.db import connection

EACH = 5  # tries of each person at once
CONNECTIONS = 40  # that the database gives; who finds none waits, as they do behind a web server


def main(what: str, count: str, people: str = "") -> None:
    """`rate` of so many moves one after another; `crowd` of so many people on so many referrals."""
    django.setup()
    print(json.dumps(_rate(int(count)) if what == "rate" else _crowd(int(count), int(people))))


def _rate(count: int) -> dict[str, float]:
    actions, rules, models, viewer = _means()
    there = _waiting(models, viewer, count + 10)
    made = rules.Made("allocate", seen=1, team="rapid-response")
    for reference in there[:10]:
        actions.move(viewer, reference, made)
    times = []
    for reference in there[10:]:
        began = time.perf_counter()
        actions.move(viewer, reference, made)
        times.append(time.perf_counter() - began)
    times.sort()
    return {"rate": len(times) / sum(times), "p95": 1000 * times[int(0.95 * len(times))]}


def _crowd(referrals: int, people: int) -> dict[str, int]:
    """Each takes a referral in turn and asks back, or answers: whatever it stands at when they look."""
    actions, rules, models, viewer = _means()
    there = _waiting(models, viewer, referrals)
    before = _counted(models, viewer, there)
    said: list[str] = []
    free = threading.BoundedSemaphore(CONNECTIONS)

    def act(number: int) -> None:
        for turn in range(EACH):
            reference = there[(number + turn) % len(there)]
            with free:
                said.append(_try(actions, rules, models, viewer, reference))
                connection.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = _counted(models, viewer, there)
    with acting(viewer):
        recorded = models.Step.objects.filter(referral__reference__in=there).count()
    return {
        "tries": people * EACH,
        "taken": said.count("taken"),
        "overtaken": said.count("overtaken"),
        "other": len(said) - said.count("taken") - said.count("overtaken"),
        "more_steps": after - before,
        "recorded": recorded,
        "counted": after,
    }


def _try(actions: Any, rules: Any, models: Any, viewer: Any, reference: str) -> str:
    with acting(viewer):
        steps, stage = models.Referral.objects.values_list("steps", "stage").get(reference=reference)
    made = (
        rules.Made("ask", seen=steps, reason="facts-missing")
        if stage == "received"
        else rules.Made("answer", seen=steps)
    )
    try:
        actions.move(viewer, reference, made)
    except rules.Overtaken:
        return "overtaken"
    return "taken"


def _waiting(models: Any, viewer: Any, count: int) -> list[str]:
    """Some that nobody has read yet."""
    found = models.Referral.objects.filter(ended=None, stage="received", steps=1).order_by("sorts", "id")
    with acting(viewer):
        return list(found.values_list("reference", flat=True)[:count])


def _counted(models: Any, viewer: Any, there: list[str]) -> int:
    """How many steps the referrals say that they have."""
    with acting(viewer):
        return sum(models.Referral.objects.filter(reference__in=there).values_list("steps", flat=True))


def acting(viewer: Any) -> Any:
    """As this viewer, whom row-level security shows what is theirs."""
    return __import__("commonweal.care.access", fromlist=["anything"]).acting(viewer)


def _means() -> tuple[Any, Any, Any, Any]:
    """Actions, rules and tables of referrals, and somebody of the hub: imported once Django is set up."""
    names = ("actions", "rules", "models")
    found = [__import__(f"commonweal.care.referrals.{name}", fromlist=["anything"]) for name in names]
    accounts = __import__("commonweal.care.accounts.reads", fromlist=["anything"])
    users = __import__("commonweal.care.accounts.models", fromlist=["anything"])
    viewer = accounts.viewer(users.User.objects.get(username="hub"), {})
    return found[0], found[1], found[2], viewer


if __name__ == "__main__":
    main(*sys.argv[1:])
