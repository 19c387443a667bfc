"""Days of invented referrals, played through the real actions for whoever tries the pages."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import orjson
import typer
from django.conf import settings
from django.utils import timezone
from rich.console import Console

from commonweal.blueprint import Blueprint, BlueprintFaults
from commonweal.care.extents import blueprint as served
from commonweal.care.loads.models import LoadReport
from commonweal.care.notices.actions import left_alone
from commonweal.care.published.models import Refresh
from commonweal.site.played.account import Account
from commonweal.site.played.around import surround
from commonweal.site.played.assessments import assess
from commonweal.site.played.coming import Window
from commonweal.site.played.finding import find
from commonweal.site.played.homes import furnish
from commonweal.site.played.identity import tell_twice
from commonweal.site.played.meetings import meet
from commonweal.site.played.pace import Pace
from commonweal.site.played.plans import write_plans
from commonweal.site.played.playing import Asked, Told, play
from commonweal.site.played.rounds import lay_out
from commonweal.site.played.usual import usual

app = typer.Typer(add_completion=False)
said = Console(stderr=True)

REPOSITORY = Path(__file__).resolve().parents[4]
INVENTED = "invented-"  # how the loads of invented people begin
NOW = "now"

Which = Annotated[str, typer.Option(help="The partnership: a folder, or the name of one in blueprints/.")]
Days = Annotated[int, typer.Option(min=1, max=400, help="How many days are played.")]
Seed = Annotated[int, typer.Option(help="The same seed plays the same referrals on the same days.")]
Until = Annotated[str, typer.Option(help="now, or the day before whose beginning it ends: 2026-11-01.")]
Speed = Annotated[
    float, typer.Option(min=0, help="60 plays a minute a second, from now on; 0 as fast as it can.")
]
AtMost = Annotated[int | None, typer.Option(min=1, help="Lower every rate until about so many come in.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what was played as JSON.")]


@app.command()
def command(
    blueprint: Which = "",
    days: Days = 1,
    seed: Seed = 1,
    until: Until = "",
    speed: Speed = 0,
    at_most: AtMost = None,
    as_json: AsJson = False,
) -> None:
    """Play days of referrals, visits and outcomes among invented people; Ctrl-C ends it between two steps."""
    declared = _declared(blueprint)
    _only_among_invented_people(declared)
    window = _window(days, until, speed)
    pace = Pace(window.start, speed)
    aside = nullcontext() if speed else left_alone()
    with _ends_between_two_steps(pace), aside, _watched() as told:
        played = play(declared, usual(), Asked(window, seed, at_most), pace, told)
        if until in ("", NOW):
            lay_out(declared, seed)
            assess(declared, seed)
            write_plans(declared, seed)
            surround(declared, seed)
            furnish(declared, seed)
            meet(declared, seed)
            find(declared)
            tell_twice(seed)
    typer.echo(orjson.dumps(played.as_json()) if as_json else _told(played))


def _declared(name: str) -> Blueprint:
    """The partnership that was named, which is served from now on; else the one that is served."""
    if name:
        there = Path(name) if Path(name).is_dir() else REPOSITORY / "blueprints" / name
        settings.BLUEPRINT = str(there.resolve())
    try:
        return served()
    except BlueprintFaults as faults:
        _refuse(str(faults))


def _only_among_invented_people(declared: Blueprint) -> None:
    """Invented referrals have no place in anybody's record."""
    computed = Refresh.objects.filter(current=True).first()
    if computed is None:
        _refuse("nobody is here yet; start bin/demo, or run refresh first")
    if computed.blueprint != declared.partnership.id:
        _refuse(f"the people here are those of {computed.blueprint}, not of {declared.partnership.id}")
    loads = list(LoadReport.objects.values_list("id", flat=True))
    if not loads or not all(load.startswith(INVENTED) for load in loads):
        _refuse("there are people here who were not invented; days are played among invented people alone")


def _window(days: int, until: str, speed: float) -> Window:
    """The days that end now or with a day; from now on where they can be watched."""
    length, now = timedelta(days=days), datetime.now(UTC)
    if speed and not until:
        return Window(now, now + length)
    if until in ("", NOW):
        return Window(now - length, now)
    try:
        end = timezone.make_aware(datetime.strptime(until, "%Y-%m-%d"))
    except ValueError:
        _refuse(f"--until {until}: give now, or a day such as 2026-11-01")
    if end > now:
        _refuse(f"--until {until}: this is in the future")
    return Window(end - length, end)


@contextmanager
def _ends_between_two_steps(pace: Pace) -> Iterator[None]:
    """The first Ctrl-C lets the step at hand be finished; a second ends it at once, and undoes that step."""

    def stop(number: int, _: FrameType | None) -> None:
        put_back()
        pace.stop.set()

    def put_back() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        put_back()


@contextmanager
def _watched() -> Iterator[Told]:
    """The day that is being played and how many steps it has come to, on a terminal."""
    with said.status("finding people") as status:

        def told(moment: datetime, account: Account) -> None:
            if account.actions % 20 == 0:
                at = timezone.localtime(moment)
                status.update(f"{at:%a %d %B %H:%M}: {account.received.total():,} referrals")

        yield told


def _told(played: Account) -> str:
    account = played.as_json()
    start, until = (f"{timezone.localtime(end):%d %B %H:%M}" for end in (played.start, played.until))
    lines = [
        f"{account['referrals']:,} referrals came in and {account['steps']:,} steps were made"
        f" from {start} to {until};"
        f" {account['open']:,} are open, {account['late']:,} of them late.",
        f"{played.actions:,} actions in {played.seconds:.1f} s.",
    ]
    lines += [f"not done, {times} times: {because}" for because, times in played.refused.most_common(5)]
    return "\n".join(lines)


def _refuse(because: str) -> NoReturn:
    typer.echo(f"demo-day: {because}", err=True)
    raise typer.Exit(1)
