"""Switch sharing agreements on, ask why somebody may see something, and what would go with an agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import PurePath
from typing import Annotated, Any, NoReturn, cast, get_args
from uuid import UUID

import orjson
import typer
from django.db.models import Q
from django.utils import timezone
from rich.console import Console

from commonweal.blueprint import BlueprintFaults, Category, Purpose
from commonweal.care import access
from commonweal.care.access import Decision, Viewer
from commonweal.care.access.losses import Loss, agreements, losses
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.models import User
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.people.models import Person
from commonweal.care.referrals import actions as referrals
from commonweal.care.sharing import actions

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
NOT_OF_A_PERSON = {"audit", "loads"}
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


@app.command("apply")
def apply() -> None:
    """Make the agreements in the blueprint's folder the ones that count, from now on and for everybody.

    Open referrals go on under pathways whose files carry them over.
    """
    try:
        declared = blueprint()
    except BlueprintFaults as faults:
        _refuse(str(faults))
    actions.apply(declared)
    today = timezone.localdate()
    for held in declared.agreements:
        state, clauses = held.state(today).replace("_", " "), len(held.clauses)
        span = f"from {held.starts} until {held.until}"
        typer.echo(f"{held.name}: {state}, {span}, {clauses} {'clause' if clauses == 1 else 'clauses'}")
    for pathway, number in referrals.apply(declared).items():
        open_ones = f"{number:,} open {'referral goes' if number == 1 else 'referrals go'}"
        typer.echo(f"pathways/{pathway}.yaml: {open_ones} on under it as it is worded now")


@app.command("explain")
def explain(
    viewer: Annotated[str, typer.Option(help="The name that somebody signs in with.")],
    person: Annotated[str, typer.Option(help="NHS number, key or id of the person looked at.")],
    purpose: Annotated[str, typer.Option(help="What for, such as direct-care.")],
    category: Annotated[str, typer.Option(help="What of the record, such as gp-record.")] = "",
    post: Annotated[int, typer.Option(help="Which of their posts, where they hold several.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Say whether somebody may see something of a person's record, why, and which clause allows it."""
    why = cast(Purpose, _word("purpose", purpose, get_args(Purpose)))
    what = cast(Category, _word("category", category, get_args(Category)) if category else "demographics")
    looking, about = _viewer(viewer, post), _person(person)
    asked = {"viewer": viewer, "category": category}
    audit.record("sharing.explained", by=None, about=about.pk, purpose=why, detail=asked)
    if category or as_json:
        decision = access.decide(looking, what, about, purpose=why)
        typer.echo(_as_json(decision) if as_json else _said(what, decision))
        return
    for each in get_args(Category):
        if each not in NOT_OF_A_PERSON:
            typer.echo(_said(each, access.decide(looking, each, about, purpose=why)))


@app.command("what-if")
def what_if(
    without: Annotated[str, typer.Option(help="The file of an agreement, such as sharing/direct-care.yaml.")],
    as_json: AsJson = False,
) -> None:
    """Say who would lose sight of what if an agreement were not there; asking changes nothing."""
    file = f"sharing/{PurePath(without).name.removesuffix('.yaml')}.yaml"
    known = agreements()
    if file not in known:
        there = f"there are {', '.join(sorted(known))}" if known else "none has been applied yet"
        _refuse(f"no agreement '{without}' has been applied; {there}")
    with Console(stderr=True).status("asking for every post"):
        lost = list(losses(_everybody(), file))
    if as_json:
        typer.echo(orjson.dumps({"without": file, "lost": [asdict(loss) for loss in lost]}))
        return
    if not lost:
        typer.echo(f"without {file}: nobody would lose sight of anything today")
    for line in _lines(lost):
        typer.echo(line)


def _lines(lost: Iterable[Loss]) -> Iterator[str]:
    """Who would lose sight of how many people, then the categories, those of as many people together."""
    for loss in lost:
        whose = f"{loss.role} of {loss.organisation or 'no organisation'}, for {_spoken(loss.purpose)}"
        held = "account" if len(loss.accounts) == 1 else "accounts"
        yield f"{whose}: {_people(loss.people)}, by {len(loss.accounts)} {held} ({', '.join(loss.accounts)})"
        for number in dict.fromkeys(loss.categories.values()):
            alike = [_spoken(category) for category, one in loss.categories.items() if one == number]
            yield f"    {_people(number)}: {', '.join(alike)}"


def _people(number: int | None) -> str:
    if number is None:
        return "nobody by name"
    return f"{number:,} {'person' if number == 1 else 'people'}"


def _viewer(name: str, post: int) -> Viewer:
    user = User.objects.filter(username=name).first()
    if user is None:
        _refuse(f"no account '{name}'; give the name that somebody signs in with")
    held = accounts.posts(user)
    chosen = [one for one in held if post in (0, one.post)]
    if not held:
        _refuse(f"'{name}' holds no post; open one with `commonweal accounts open`")
    if len(chosen) != 1:
        listed = [f"--post {one.post}: {one.role.title}, {one.extent.title}" for one in held]
        _refuse(f"'{name}' holds these posts; choose one\n" + "\n".join(listed))
    return chosen[0]


def _everybody() -> Iterator[Viewer]:
    for user in User.objects.filter(is_active=True).order_by("pk"):
        yield from accounts.posts(user)


def _person(said: str) -> Person:
    try:
        named = Q(pk=UUID(said))
    except ValueError:
        named = Q(key=said) | Q(nhs_number=said.replace(" ", ""))
    found = Person.objects.filter(named).first()
    if found is None:
        _refuse(f"no person '{said}'; give an NHS number, a key of the linked population or an id")
    return found


def _word(kind: str, said: str, known: tuple[Any, ...]) -> str:
    """One of our words, also as it is typed: with a hyphen."""
    word = said.replace("-", "_")
    if word not in known:
        _refuse(f"no {kind} '{said}'; there are {', '.join(one.replace('_', '-') for one in known)}")
    return word


def _as_json(decision: Decision) -> bytes:
    return orjson.dumps({"allowed": decision.allowed, "because": decision.because, "clause": decision.clause})


def _said(category: str, decision: Decision) -> str:
    answer = "yes" if decision.allowed else "no"
    clause = f" ({decision.clause})" if decision.clause else ""
    return f"{_spoken(category):<18} {answer:<3}  {decision.because}{clause}"


def _spoken(word: str) -> str:
    return word.replace("_", " ")


def _refuse(reason: str) -> NoReturn:
    typer.echo(f"sharing: {reason}", err=True)
    raise typer.Exit(1)
