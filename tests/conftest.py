"""What tests of every kind may ask for: a database, the shared folder, a browser."""

import gc
import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import django
import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Error, Page, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer
from tests import emptied, marked

from commonweal.site import database

REPOSITORY = Path(__file__).resolve().parents[1]
DATABASE = Path(tempfile.gettempdir()) / f"commonweal-test-{secrets.token_hex(4)}"
CHROMIUMS = (  # the first has no window to draw, and opens a page with a third of the work
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

gc.set_threshold(50_000, 20, 50)  # what is brought in stays: looking for garbage in it costs a tenth

# The settings read these once, so they are set before any test module can bring the settings in.
# Workers inherit what their controller has set.
GIVEN_A_DATABASE = bool(os.environ.get("DATABASE_URL"))
if not GIVEN_A_DATABASE:
    os.environ["DATABASE_URL"] = database.address(DATABASE)
os.environ.setdefault("COMMONWEAL_SECRET_KEY", secrets.token_urlsafe(64))
os.environ |= {
    "COMMONWEAL_TESTING": "1",
    "COMMONWEAL_LOOPBACK": "1",
    "COMMONWEAL_COSTLY_A_MINUTE": "100000",  # tests read faster than people
    "COMMONWEAL_SECOND_FACTOR": "offered",  # tests of it require it themselves
    "COMMONWEAL_DEMO": "none",  # no demo of this machine is meant by a command
}
os.environ["DJANGO_SETTINGS_MODULE"] = "commonweal.site.settings"
django.setup()


def pytest_configure(config: pytest.Config) -> None:
    """Hash passwords fast, and serve a database now where several workers are to share it.

    What a test starts hears Ctrl-C also where whoever started the tests does not, as in the background.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if config.getoption("numprocesses", default=None):
        serve_database(config)


def serve_database(config: pytest.Config) -> None:
    """A database of our own that ends with the session, where none is given."""
    if GIVEN_A_DATABASE:
        return
    config.add_cleanup(lambda: database.remove(DATABASE))
    serving = database.running(DATABASE, durable=False)
    serving.__enter__()
    config.add_cleanup(lambda: serving.__exit__(None, None, None))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """The first test that needs a database starts it."""
    serve_database(request.config)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The tests' own database may be emptied after a test, the audit in it included."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if not GIVEN_A_DATABASE:
            emptied.allow(connection.settings_dict["HOST"], connection.settings_dict["USER"])
            emptied.by_deleting()
        for table in ("care_entry", "care_audit_head"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER audit_is_never_emptied")


def missing(what: str) -> NoReturn:
    """A test that cannot run here fails where CI promises that all run, else is skipped with the reason."""
    if os.environ.get("CI"):
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


@pytest.fixture(autouse=True)
def its_markers(request: pytest.FixtureRequest) -> None:
    """What is made ready for a test may ask how it is marked."""
    marked.now = {marker.name for marker in request.node.iter_markers()}


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the project."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material beside the project; tests that need it are skipped without it."""
    folder = Path(os.environ.get("COMMONWEAL_SHARED") or REPOSITORY.parent / "shared")
    if not folder.is_dir():
        pytest.skip("the shared folder is not here: COMMONWEAL_SHARED may name it")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium, without a window."""
    program = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if program is None:
        missing("no Chromium on this machine: bin/test says how to install it")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "true"  # Playwright keeps an event loop in the thread of the tests
    )
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=[*QUIET, *sandbox])
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens pages of the served site; a fetch from elsewhere or a failing script fails the test."""
    contexts, faults = [], []

    def open_page(width: int, height: int) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda asked: None if asked.url.startswith(ours) else faults.append(asked.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    ours = (live_server.url, "data:", "blob:", "about:")
    yield open_page
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page as wide as a desk's screen."""
    return new_page(**DESKTOP)


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A page as wide as a telephone."""
    return new_page(**PHONE)


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Checks the page that is open: axe finds no violation at all, and nobody has to scroll sideways."""

    def look(page: Page) -> tuple[AxeResults, int]:
        page.wait_for_load_state()
        return Axe().run(page), page.evaluate(BEYOND)

    def check(page: Page) -> None:
        try:
            found, beyond = look(page)
        except Error:  # the page that was asked for replaced the one that was looked at
            found, beyond = look(page)
        assert found.violations_count == 0, found.generate_report()
        assert beyond <= 0, f"{page.url} is {beyond} pixels wider than its window"

    return check
