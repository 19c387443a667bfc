"""The profile of each person: segment, what makes it, years lived with need, who and where they are."""

from datetime import date

import pytest
from tests.spec.linked import exampleshire, linked
from tests.spec.tables import CONNECTION, rows

from commonweal.analytics.methods import METHODS
from commonweal.analytics.profile import KNOWN
from commonweal.analytics.profile import known as all_known

pytestmark = pytest.mark.requirement("P8")

ON = date(2025, 6, 30)
DEFINITIONS = exampleshire()
DEFICITS = {row["deficit"]: row["code"] for row in DEFINITIONS.deficits.to_pylist()}
ON_NO_REGISTER = [
    "dizziness",
    "dyspnoea",
    "falls",
    "foot-problems",
    "hearing-loss",
    "sleep-disturbance",
    "social-vulnerability",
    "urinary-incontinence",
    "urinary-system-disease",
    "vision-problems",
    "weight-loss",
    "skin-ulcer",
    "peptic-ulcer",
]


def ill(person: str, deficits: int) -> str:
    """So many deficits, none of a condition that a register is of."""
    return "".join(f"{person} | 2020-01-01 | {DEFICITS[name]}\n" for name in ON_NO_REGISTER[:deficits])


PERSON = """
    person            | birth_date
    on the register   | 1950-01-01
    off the register  | 1950-01-01
    severe            | 1950-01-01
    severe, in once   | 1950-01-01
    severe, in twice  | 1950-01-01
    moderate          | 1950-01-01
    dementia          | 1950-01-01
    in a home         | 1950-01-01
    left the home     | 1950-01-01
    coded in a home   | 1950-01-01
    coded long ago    | 1950-01-01
    coded and young   | 1980-01-01
    failing heart     | 1990-01-01
    housebound        | 1990-01-01
    housebound once   | 1990-01-01
    pregnant          | 1990-01-01
    delivered         | 1990-01-01
    born a year ago   | 2024-06-30
    not yet one       | 2024-07-01
    one condition     | 1990-01-01
    aches             | 1990-01-01
    in as emergency   | 1990-01-01
    in as planned     | 1990-01-01
    well              | 1990-01-01
    dead              | 1990-01-01
    gone              | 1990-01-01
"""
EVENT = (
    "person | date | code\n"
    + ill("severe", 13)
    + ill("severe, in once", 13)
    + ill("severe, in twice", 13)
    + ill("moderate", 12)
    + """
    on the register   | 2025-06-01 | 103735009
    off the register  | 2025-06-01 | 103735009
    off the register  | 2025-06-02 | 1048611000000104
    dementia          | 2021-06-30 | 52448006
    coded in a home   | 2023-07-01 | 160734000
    coded long ago    | 2023-06-30 | 160734000
    coded and young   | 2025-06-01 | 160734000
    failing heart     | 2025-06-30 | 84114007
    failing heart     | 2025-01-01 | 77386006
    housebound        | 2024-06-30 | 138079003
    housebound once   | 2020-01-01 | 138079003
    housebound once   | 2020-01-02 | 760661000000106
    pregnant          | 2025-01-01 | 77386006
    pregnant          | 2025-01-01 | 38341003
    delivered         | 2025-01-01 | 77386006
    delivered         | 2025-05-01 | 21243004
    one condition     | 2015-01-01 | 38341003
""".strip("\n")
)
ADMITTED = """
    person           | setting | method    | start      | end
    severe, in once  | bed     | emergency | 2025-01-01 | 2025-01-03
    severe, in twice | bed     | emergency | 2025-01-01 | 2025-01-03
    severe, in twice | bed     | emergency | 2025-02-01 | 2025-02-03
    in as emergency  | bed     | emergency | 2024-07-01 | 2024-07-01
    in as planned    | bed     | elective  | 2024-07-01 | 2024-07-01
"""
LIVED = """
    person        | address | care_home | housing_type | start      | end
    in a home     | Elms    | VN001     | care_home    | 2023-06-30 |
    left the home | Elms    | VN001     | care_home    | 2021-06-30 | 2025-06-30
    left the home | Home    |           | terraced     | 2025-06-30 |
    gone          | Home    |           | terraced     | 2000-01-01 | 2025-06-30
"""
TAKEN = """
    person | record | date       | code
    aches  | 1      | 2025-01-01 | 387494007
    aches  | 2      | 2025-02-01 | 387494007
    aches  | 3      | 2025-03-01 | 387494007
    aches  | 4      | 2025-04-01 | 387494007
"""
GIVEN = """
    person        | kind      | start      | end
    well          | home_care | 2021-06-30 | 2021-07-30
    in as planned | equipment | 2021-06-30 |
    aches         | nursing   | 2025-07-01 |
"""


DRAWN = {
    "person": PERSON,
    "event": EVENT,
    "activity": ADMITTED,
    "residence": LIVED,
    "medication": TAKEN,
    "care_package": GIVEN,
    "death": "person | date\ndead | 2025-06-30",
}


@pytest.fixture(scope="module")
def known():
    """What is known of everybody drawn above, computed once."""
    population = linked(**DRAWN)
    return CONNECTION.create_table("known", all_known(population, DEFINITIONS, ON), temp=True)


def test_everybody_alive_and_here_is_in_one_segment_the_first_that_fits(known):
    assert rows(known, "person", "segment") == [
        ("aches", "healthy"),
        ("born a year ago", "healthy"),
        ("coded and young", "healthy"),
        ("coded in a home", "frailty"),
        ("coded long ago", "healthy"),
        ("delivered", "healthy"),
        ("dementia", "frailty"),
        ("failing heart", "organ-failure"),
        ("housebound", "disability"),
        ("housebound once", "healthy"),
        ("in a home", "frailty"),
        ("in as emergency", "acutely-ill"),
        ("in as planned", "healthy"),
        ("left the home", "healthy"),
        ("moderate", "healthy"),
        ("not yet one", "maternal-infant"),
        ("off the register", "healthy"),
        ("on the register", "short-decline"),
        ("one condition", "long-term-conditions"),
        ("pregnant", "maternal-infant"),
        ("severe", "frailty"),
        ("severe, in once", "frailty"),
        ("severe, in twice", "short-decline"),
        ("well", "healthy"),
    ]


@pytest.mark.parametrize(
    ("what", "people"),
    [
        ("care_home", ["coded in a home", "in a home"]),
        ("housebound", ["housebound"]),
        ("end_of_life", ["on the register", "severe, in twice"]),
        ("high_intensity", []),
    ],
)
def test_what_is_true_of_whom(known, what, people):
    """A word of the record counts so long as is declared, and until another one takes it back."""
    assert rows(known.filter(known[what]), "person") == [(person,) for person in people]


def test_years_lived_with_need_run_from_the_first_day_of_it(known):
    """Also of a package or a stay in a home that has ended; not of what was taken back, or is to come."""
    needing = known.filter(known.need_years > 0)
    assert rows(needing, "person", "need_years") == [
        ("dementia", 1461 / 365.25),
        ("housebound", 365 / 365.25),
        ("in a home", 731 / 365.25),
        ("left the home", 1461 / 365.25),
        ("well", 1461 / 365.25),
    ]
    began = rows(known.filter(known.person == "failing heart"), "need_years")
    assert began == [(0.0,)]  # on the day itself


def test_a_condition_of_medicines_weighs_though_it_is_no_long_term_one(known):
    """0.87 for pain after the fourth item, 0.09 for hypertension, 2.46 for dementia."""
    scored = known.filter(known.cambridge > 0)
    assert rows(scored, "person", "cambridge", "conditions", "registers") == [
        ("aches", 87, 0, ["painful-condition"]),
        ("dementia", 246, 1, ["dementia"]),
        ("failing heart", 112, 1, ["heart-failure", "pregnancy"]),
        ("one condition", 9, 1, ["hypertension"]),
        ("pregnant", 9, 1, ["hypertension", "pregnancy"]),
    ]


def test_each_column_is_as_the_contract_says(known):
    assert dict(known.schema()) == {name: kind.copy(nullable=True) for name, kind in KNOWN.ibis().items()}
    required = [column.name for column in KNOWN.columns if column.required]
    empty = known.agg(**{name: known[name].isnull().sum() for name in required})
    assert set(CONNECTION.to_pyarrow(empty).to_pylist()[0].values()) == {0}


WHO = """
    person    | birth_date | sex    | ethnicity
    Ada       | 1930-01-01 | female | A
    Ben       | 1930-01-01 | male   | r
    Cleo      | 1930-01-01 | other  | Z
    Dan       | 1930-01-01 | male   |
    Eve       | 2025-07-01 | female | A
"""
REGISTERED = """
    person | practice | start      | end
    Ada    | Y00001   | 2000-01-01 |
    Ada    | Y00002   | 2020-01-01 |
    Ada    | Y00003   | 2025-07-01 |
    Ben    | Y00001   |            |
    Ben    | Y00002   | 2020-01-01 | 2025-06-30
    Cleo   | Y00002   | 2020-01-01 | 2025-06-30
    Cleo   | Y00001   | 2020-01-01 | 2025-07-01
"""
HOUSED = """
    person | address | lsoa      | start      | end | tenure
    Ada    | b       | E01999002 | 2020-01-01 |     | owned
    Ada    | a       | E01999003 | 2020-01-01 |     | social_rented
    Ben    | c       | E01000000 | 2020-01-01 |     |
"""


def test_who_they_are_and_where_they_live():
    """Of two registrations the newest holds, of two homes of one day the first by address."""
    population = linked(person=WHO, registration=REGISTERED, residence=HOUSED)
    result = METHODS["demography"].result(population, DEFINITIONS, ON)
    asked = ("person", "age", "sex", "ethnicity", "practice", "lsoa", "decile", "tenure")
    assert rows(result, *asked) == [
        ("Ada", 95, "female", "white", "Y00002", "E01999003", 10, "social_rented"),
        ("Ben", 95, "male", "asian", "Y00001", "E01000000", None, ""),
        ("Cleo", 95, "other", "not_known", "Y00001", "", None, ""),
        ("Dan", 95, "male", "not_known", "", "", None, ""),
    ]


def test_what_is_known_is_what_each_method_says(known):
    """So that whoever has what is known on a day need not ask again."""
    population = linked(**DRAWN)
    for name in ("registers", "housebound", "frailty", "hfrs", "hiu", "medicines", "use"):
        method = METHODS[name]
        asked, held = method.result(population, DEFINITIONS, ON), method.told(known)
        assert held.columns == asked.columns
        assert rows(held) == rows(asked), name
