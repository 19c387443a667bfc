"""Make what is missing, serve it, and leave nothing running."""

import os
import shutil
from contextlib import AbstractContextManager, nullcontext

from commonweal.site import database, port
from commonweal.site.demo.asked import Demo, DemoFault
from commonweal.site.demo.making import make
from commonweal.site.demo.noted import noted
from commonweal.site.demo.serving import serve
from commonweal.site.demo.surroundings import Environment, surroundings
from commonweal.site.demo.telling import telling
from commonweal.site.steps import Steps


def show(demo: Demo, *, fresh: bool) -> None:
    """Make what is missing, serve it until told to end, and leave nothing running."""
    if not port.is_free(demo.port):
        raise DemoFault(f"port {demo.port} is taken; end what holds it, or choose another with --port")
    if fresh:
        start_over(demo)
    demo.state.mkdir(parents=True, exist_ok=True)
    steps = Steps(demo.state / "made.json")
    refuse_other_people(demo, steps)
    with served_database(demo) as url:
        environment = surroundings(demo, url)
        make(demo, steps, environment)
        with noted(demo, environment), telling(demo, environment):
            serve(demo, environment | for_pages(demo))


def start_over(demo: Demo) -> None:
    """Forget the people, the accounts and all that was computed."""
    if os.environ.get("DATABASE_URL"):
        raise DemoFault("--fresh empties a database of the demo's own, not the one in DATABASE_URL")
    if demo.state.exists():
        database.remove(demo.state / "database")
        shutil.rmtree(demo.state)


def refuse_other_people(demo: Demo, steps: Steps) -> None:
    """A state folder keeps one set of people: mixing two would be neither."""
    kept = steps.made_from("source") or demo.source
    if kept != demo.source:
        raise DemoFault(
            f"{demo.state} keeps {kept}, not {demo.source}; start over with --fresh, or name another --state"
        )
    steps.once("source", demo.source, lambda: None)


def for_pages(demo: Demo) -> Environment:
    """The pages connect as a role that row-level security binds; with a given DATABASE_URL, as it says."""
    given = os.environ.get("DATABASE_URL")
    return {} if given else {"DATABASE_URL": database.address(demo.state / "database", database.SITE)}


def served_database(demo: Demo) -> AbstractContextManager[str]:
    """The database of DATABASE_URL where one is given, else the demo's own."""
    given = os.environ.get("DATABASE_URL")
    return nullcontext(given) if given else database.running(demo.state / "database")
