"""Plans of invented people, written, proposed for and signed through the real actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from commonweal.blueprint import Blueprint, yaml
from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.models import Post
from commonweal.care.people.models import Person
from commonweal.care.plans import actions, reads
from commonweal.care.plans.models import Plan
from commonweal.care.plans.rules import Signing, Writing, signs, writes
from commonweal.care.published.models import PersonFrailty
from commonweal.site.played.chance import Chance

PLANS, FEWEST, AMONG = 30, 8, 100  # at most; and so few, with one more among so many people
LONGEST_AGO = 200  # days since the oldest was written
SIGNED, LEFT_OUT = 0.7, 0.15  # shares: of plans, and of sections that nobody has written yet
REVIEWED_AFTER = timedelta(days=120)


def write_plans(declared: Blueprint, seed: int) -> int:
    """Some of the frailest who are looked after by somebody at work here get a plan; how many did.

    Whoever has one keeps it as it is.
    """
    writers = [viewer for viewer in _at_work(declared) if signs(viewer, declared.plan)]
    written = 0
    for person in _frailest():
        dice = Chance(f"plan {seed} {person.key}").of("plan")
        writer = next((one for one in writers if access.decide(one, "plan_care", person).allowed), None)
        if writer and not Plan.objects.filter(person=person).exists():
            with access.acting(writer, "direct_care"):  # one transaction, not one a section
                _write(declared, writer, person, dice)
            _propose(declared, person)
            written += 1
    return written


def _frailest() -> list[Person]:
    """Those whose own record somebody has an account for come first: they are whom a demo shows."""
    shown = list(Person.objects.filter(pk__in=Post.objects.exclude(person=None).values("person")))
    found = PersonFrailty.objects.select_related("person").order_by("-deficits", "-person")
    wanted = min(PLANS, FEWEST + PersonFrailty.objects.count() // AMONG)
    people = [*shown, *(one.person for one in found[:wanted])]
    return list(dict.fromkeys(people))[:wanted]


def _at_work(declared: Blueprint) -> Iterator[Viewer]:
    """Everybody in a post that plans are written from."""
    roles = [role.id for role in declared.roles if "people" in role.pages]
    for post in Post.objects.filter(role__in=roles, ended=None, person=None).order_by("pk"):
        yield from (viewer for viewer in accounts.posts(post.user) if viewer.post == post.pk)


def _write(declared: Blueprint, writer: Viewer, person: Person, dice: Random) -> None:
    ago = dice.randrange(2, LONGEST_AGO)
    with moments.at(moments.now() - timedelta(days=ago)):
        for section in declared.plan:
            seen = access.decide(writer, section.category, person).allowed
            choices = _words().get(section.id)
            if seen and choices and writes(writer, section) and dice.random() > LEFT_OUT:
                items = [_spelt(item, writer) for item in dice.choice(choices)]
                whose = "person" if section.own else "professional"
                said = Writing(items, None, whose, why="First written together at home")
                actions.publish(by=writer, person=person.pk, section=section.id, writing=said)
        if dice.random() < SIGNED:
            _sign(writer, person)


def _sign(writer: Viewer, person: Person) -> None:
    opened = reads.plan(writer, person.pk)
    versions = {one.section.id: one.version.pk for one in opened.shown if one.version}
    if versions:
        on = moments.today() + REVIEWED_AFTER
        said = Signing("person", "Read aloud at home; two changes asked for and made", on, versions=versions)
        actions.sign(by=writer, person=person.pk, signing=said)


def _propose(declared: Blueprint, person: Person) -> None:
    """Whoever has an account for this person's record proposes something, so that somebody can answer it."""
    for post in Post.objects.filter(person=person, ended=None).order_by("pk")[:2]:
        viewer = next((one for one in accounts.posts(post.user) if one.post == post.pk), None)
        if viewer is None or not access.decide(viewer, "plan_crisis", person).allowed:
            continue
        for section in declared.plan:
            if section.id == "who-to-call" and not writes(viewer, section):
                items = [{"name": "Mrs Sparrow, next door", "who": "has a key", "phone": "01632 960 171"}]
                said = Writing(items, None, why="She moved in last month and looks in every day")
                actions.propose(by=viewer, person=person.pk, section=section.id, writing=said)


def _spelt(item: Mapping[str, Any], writer: Viewer) -> dict[str, str]:
    """An item with its days counted from now on, and `me` as whoever writes."""
    found = {name: str(words) for name, words in item.items() if name != "in_days"}
    if "in_days" in item:
        found["by"] = (moments.today() + timedelta(days=int(item["in_days"]))).isoformat()
    if found.get("owner") == "me":
        found |= {"owner": f"post:{writer.post}", "owner_name": writer.name}
    if found.get("owner") == "person":
        found["owner_name"] = "The person"
    return found


@cache
def _words() -> dict[str, list[list[Mapping[str, Any]]]]:
    """By section, the items of each of several plans; all invented."""
    text = (files("commonweal.site.played") / "plans.yaml").read_text(encoding="utf-8")
    found: dict[str, list[list[Mapping[str, Any]]]] = yaml.load(text)
    return found
