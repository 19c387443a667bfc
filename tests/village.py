"""A village for the pages: a hundred invented people, computed and published once, there for each test.

Mill Lane has ten women of 82 who live with severe frailty, two of them since less than a year, among
sixty people. The Green has nine men of 70 with mild frailty among twenty-one. Station Road has two women
of 95 with severe frailty among twenty-seven, too few for those who only plan to be told. Nobody is
registered with Hill Top.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker, Settings
from tests import marked
from tests.blueprint.hamlet import ANSWERED, HAMLET, write
from tests.insight.small_store import ON, Rows, read, store_of

from commonweal.blueprint import load
from commonweal.care.accounts.actions import open_account
from commonweal.insight.nightly import refresh

PASSWORD = "a-village-has-many-eyes"
ROLES = (
    ANSWERED
    + """\
roles:
  - id: lead
    title: Team lead
    purpose: direct_care
    sees_people: true
    pages: [population, people]
    organisation: RX1
  - {id: nurse, title: Nurse, purpose: direct_care, sees_people: true, pages: [people], organisation: RX1}
  - id: analyst
    title: Analyst
    purpose: planning
    sees_people: false
    pages: [population, loads]
    organisation: RX1
  - {id: clerk, title: Data clerk, purpose: oversight, sees_people: false, pages: [loads], organisation: RX1}
"""
)
SHARING = (
    ANSWERED
    + """\
id: care
title: Sharing in the village
legal_basis: {article_6: 6(1)(e), article_9: 9(2)(h), confidence: implied consent}
from: 2026-01-01
until: 2035-12-31
parties:
  - {practices: all, signed_by: the partners, signed_on: 2025-12-01}
  - {organisations: [RX1, ZC1], signed_by: the guardians, signed_on: 2025-12-02}
clauses:
  - id: teams
    title: Your team sees your record.
    purpose: direct_care
    categories: [demographics, gp_record, hospital, community, mental_health, social_care]
    roles: [lead, nurse]
    relationships: [registered, referral, episode, care_team]
  - id: lists
    title: Your team looks for people who need it.
    purpose: case_finding
    categories: [demographics, gp_record, hospital]
    roles: [lead, nurse]
    relationships: [registered, care_team]
  - id: counts
    title: Counts for planning.
    purpose: planning
    categories: [gp_record, hospital, community, social_care]
    roles: [lead, analyst]
  - id: loads
    title: What came in.
    purpose: oversight
    categories: [loads]
    roles: [analyst, clerk]
"""
)
WORDS = (  # whoever tests two days puts the other beside this one
    ANSWERED
    + """\
compare_years: 0
area_files:
  - {id: air, title: Air, file: air.csv, source: invented}
  - {id: kinds, title: Kind of place, kind: classification, file: kinds.csv, source: invented}
"""
)
AREA_FILES = {
    "air.csv": "area,indicator,value\nE01990001,Dust,12.5\nE01990003,Dust,9\n",
    "kinds.csv": "area,indicator,value\nE01990001,Kind,By the water\nE01990002,Kind,By the water\n",
}
PRACTICES = HAMLET["practices.yaml"] + "  - {ods: Z00004, title: Hill Top, people: 10}\n"
POSTS = (  # sign-in name, role, area
    ("lead", "lead", "hamlet"),
    ("lead-mill-lane", "lead", "Z00001"),
    ("nurse", "nurse", "hamlet"),
    ("analyst", "analyst", "hamlet"),
    ("clerk", "clerk", "hamlet"),
    ("both", "lead", "hamlet"),
    ("both", "analyst", "hamlet"),
)
CROWDS = """
    people | born       | sex    | practice | lives     | deficits | year_ago
    8      | 1943-02-01 | female | Z00001   | E01990001 | 13       | 13
    20     | 1943-02-01 | male   | Z00001   | E01990001 | 3        | 3
    30     | 1985-02-01 | female | Z00001   | E01990001 | 0        | 0
    9      | 1955-02-01 | male   | Z00002   | E01990002 | 6        | 6
    12     | 1990-02-01 | female | Z00002   | E01990002 | 0        | 0
    1      | 1930-02-01 | female | Z00003   | E01990003 | 13       | 13
    25     | 1970-02-01 | male   | Z00003   | E01990003 | 0        | 0
"""
NAMED = """
    person     | family | given   | born       | sex    | practice | lives     | deficits | year_ago|contacts
    9990000018 | Vale   | Ada     | 1943-05-03 | female | Z00001   | E01990001 | 15       | 12      | 20
    9990000026 | =1+2   | Formula | 1943-05-04 | female | Z00001   | E01990001 | 13       | 12      | 0
    9990000034 | Marsh  | Bea     | 1930-05-05 | female | Z00003   | E01990003 | 14       | 13      | 3
"""
REFUSED: Rows = [
    {
        "table": "event",
        "source": "conditions.ndjson",
        "line": 7,
        "record": "Condition/7",
        "reason": "no date",
    },
    {
        "table": "event",
        "source": "conditions.ndjson",
        "line": 9,
        "record": "Condition/9",
        "reason": "no date",
    },
    {"table": "person", "source": "people.ndjson", "line": 1, "record": "", "reason": "is not JSON"},
]
LETTERS = "abcdefg"
NUMBERS = ("care_frailtycell", "care_populationcell")  # thousands of rows; few tests read them
TABLES = "care_clause care_coverage account_emailaddress care_user care_post care_person care_refresh"
TABLES += " care_frailtycell care_personfrailty care_personcontacts care_personmedicines"
TABLES += " care_personprofile care_personhospital care_personcommunity care_personsocialcare"
TABLES += " care_populationcell"
TABLES += " care_loadreport care_loadrefusal"
PUBLISHED: dict[str, bytes] = {}


def people() -> Rows:
    """Everyone: the crowds, numbered, and those with a name."""
    crowds = read(CROWDS)
    several = [
        {
            **crowd,
            "person": f"p{place}-{number}",
            "family": f"Crowd{LETTERS[place]}",
            "given": f"N{number:02d}",
        }
        for place, crowd in enumerate(crowds)
        for number in range(int(str(crowd["people"])))
    ]
    return several + read(NAMED)


@pytest.fixture(scope="session")
def village_blueprint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write(tmp_path_factory.mktemp("village"), roles=ROLES, practices=PRACTICES, care=SHARING)
    for name, text in {"population.yaml": WORDS, **AREA_FILES}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def village_rows(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    village_blueprint: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, bytes]:
    """What a refresh of the village writes, and its accounts: worked out once in a process."""
    if PUBLISHED:
        return PUBLISHED
    store = store_of(tmp_path_factory.mktemp("store"), people(), refused=REFUSED)
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.BLUEPRINT", str(village_blueprint))
        refresh(store, load(village_blueprint), on=ON, codelists=None, progress=quiet)
        for name, role, area in POSTS:
            open_account(by=None, name=name, password=PASSWORD, role=role, area=area)
        PUBLISHED.update({table: copied(table) for table in TABLES.split()})
        transaction.set_rollback(True)
    return PUBLISHED


@pytest.fixture
def empty_village(db: None, settings: Settings, village_blueprint: Path) -> None:
    """The partnership with nothing in it yet."""
    settings.BLUEPRINT = str(village_blueprint)


@pytest.fixture
def village(empty_village: None, village_rows: dict[str, bytes]) -> None:
    """The village as it was published, with an account for each post."""
    put_back(village_rows)


@pytest.fixture
def served_village(
    transactional_db: None, settings: Settings, village_blueprint: Path, village_rows: dict[str, bytes]
) -> None:
    """The same for a browser, which reads it over another connection."""
    settings.BLUEPRINT = str(village_blueprint)
    put_back(village_rows)


def put_back(rows: dict[str, bytes]) -> None:
    """These rows; published numbers of populations only for a test that is marked `numbers`."""
    wanted = [table for table in rows if table not in NUMBERS or "numbers" in marked.now]
    with connection.cursor() as cursor:
        for table in wanted:
            with cursor.copy(f"COPY {table} FROM STDIN") as into:
                into.write(rows[table])


@contextmanager
def quiet(said: str) -> Iterator[None]:
    """Progress that nobody watches."""
    yield


def copied(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as out:
        return b"".join(out)
