"""Exampleshire: three practices, three small areas, and a few people in each, computed and published once.

Abbey Surgery's people live in Northgate and Eastgate, Bridge Surgery's in Eastgate and Southgate, Castle
Surgery's in Southgate. One person is registered outside the partnership, one nowhere, one has died.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker, Settings
from tests.insight.small_store import ON, read, store_of
from tests.village import copied, put_back, quiet

from commonweal.blueprint import load
from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.insight.nightly import refresh

BLUEPRINT = Path(__file__).parents[1] / "exampleshire"
PASSWORD = "many small streams"
PEOPLE = """
person     |family |given |born       |sex    |practice |lives     |deficits |year_ago |contacts |died
9990000018 |Adair  |Ann   |1940-05-01 |female |Z99001   |E01999001 |15       |12       |3        |
9990000026 |Baker  |Ben   |1945-05-01 |male   |Z99001   |E01999001 |13       |13       |        |
9990000034 |Carr   |Cleo  |1950-05-01 |female |Z99001   |E01999002 |10       |8        |        |
9990000042 |Carr   |Dan   |1950-05-01 |male   |Z99001   |E01999002 |6        |6        |        |
9990000050 |Evans  |Eve   |1990-05-01 |female |Z99001   |E01999001 |0        |        |        |
9990000069 |Fox    |Finn  |1932-05-01 |male   |Z99002   |E01999002 |13       |8        |        |
9990000077 |Gill   |Grace |1935-05-01 |female |Z99002   |E01999003 |9        |8        |        |
9990000085 |Hart   |Hal   |1980-05-01 |other  |Z99002   |E01999003 |2        |        |        |
ida        |Adair  |Ida   |1946-05-01 |female |Z99003   |E01999003 |6        |2        |        |
jo         |Jones  |Jo    |2015-05-01 |male   |Z99003   |E01999003 |0        |        |        |
away       |Adair  |Abe   |1940-05-01 |male   |Y00001   |E01999001 |9        |        |        |
nowhere    |Nemo   |Nat   |1941-05-01 |male   |        |E01999002 |13       |        |        |
gone       |Ott    |Olive |1930-05-01 |female |Z99001   |E01999001 |12       |        |2        |2025-01-01
"""
POSTS = {  # sign-in name → role, area
    "lead": ("team-lead", "exampleshire"),
    "riverside": ("team-lead", "riverside"),
    "abbey": ("team-lead", "Z99001"),
    "nurse": ("nurse", "hillside"),
    "scheduler": ("scheduler", "exampleshire"),
    "analyst": ("analyst", "exampleshire"),
    "data": ("data-manager", "exampleshire"),
}
TABLES = (
    "care_clause",
    "care_coverage",
    "care_user",
    "care_post",
    "care_person",
    "care_refresh",
    "care_frailtycell",
    "care_personfrailty",
    "care_personcontacts",
    "care_personmedicines",
    "care_personprofile",
    "care_personhospital",
    "care_personcommunity",
    "care_personsocialcare",
    "care_populationcell",
    "care_loadreport",
    "care_loadrefusal",
)
ViewerOf = Callable[[str | None], Viewer | None]
PUBLISHED: dict[str, bytes] = {}


@pytest.fixture(scope="session")
def published_rows(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """What a refresh of Exampleshire writes, and an account for each post.

    Worked out once in a process, however many modules ask for it by a fixture of their own.
    """
    if PUBLISHED:
        return PUBLISHED
    refused = [
        {"table": "event", "source": "a.ndjson", "line": line, "reason": "no date"} for line in range(1, 61)
    ]
    store = store_of(tmp_path_factory.mktemp("store"), read(PEOPLE), refused=refused)
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.BLUEPRINT", str(BLUEPRINT))
        refresh(store, load(BLUEPRINT), on=ON, codelists=None, progress=quiet)
        for name, (role, area) in POSTS.items():
            open_account(by=None, name=name, password=PASSWORD, role=role, area=area)
        PUBLISHED.update({table: copied(table) for table in TABLES})
        transaction.set_rollback(True)
    return PUBLISHED


@pytest.fixture
def exampleshire(db: None, settings: Settings) -> None:
    """The partnership that is served, with nothing in it yet."""
    settings.BLUEPRINT = str(BLUEPRINT)


@pytest.fixture
def published(exampleshire: None, published_rows: dict[str, bytes]) -> None:
    """Exampleshire as it was published."""
    put_back(published_rows)


@pytest.fixture
def transactional_exampleshire(
    transactional_db: None, settings: Settings, published_rows: dict[str, bytes]
) -> None:
    """The same for several connections at once."""
    settings.BLUEPRINT = str(BLUEPRINT)
    put_back(published_rows)


@pytest.fixture
def viewer(published: None) -> ViewerOf:
    """Whoever holds the post with this sign-in name; nobody for None."""

    def holding(name: str | None) -> Viewer | None:
        return accounts.viewer(User.objects.get(username=name), {}) if name else None

    return holding
