"""The sources that Exeter and Derbyshire declare read the extracts they describe."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.incoming.extracts.village import held, take_in, write

from commonweal.blueprint import Blueprint, load
from commonweal.store import Store

ABEL, BEA = "9434765919", "4505577104"


@pytest.fixture(scope="module")
def exeter(repository: Path) -> Blueprint:
    return load(repository / "blueprints" / "exeter")


@pytest.fixture
def store(exeter: Blueprint, tmp_path: Path) -> Store:
    """A store that knows Abel and Bea, through the extract that Exeter's practices give."""
    people = """\
PATIENT_ID,NHS_NUMBER,SURNAME,FORENAMES,DOB,SEX,ETHNIC_CODE
1,943 476 5919,Abel,John,01/02/1940,M,A
2,4505577104,Bea,Ann Mary,31/12/1951,F,
"""
    store = Store(tmp_path / "store")
    take_in(store, exeter.source("gp_people"), write(tmp_path / "gp_people_1.csv", people))
    return store


@pytest.mark.requirement("P10")
def test_people_and_where_they_are_registered(exeter: Blueprint, store: Store, tmp_path: Path) -> None:
    text = """\
PATIENT_ID,NHS_NUMBER,PRACTICE_CODE,REGISTERED,DEREGISTERED
1,943 476 5919,Z83001,05/06/1999,
2,,Z83002,01/04/2001,30/09/2010
"""
    take_in(store, exeter.source("gp_registrations"), write(tmp_path / "gp_registrations_1.csv", text))
    assert held(store, "person", "person", "given", "birth_date", "sex", "ethnicity") == [
        (BEA, "Ann Mary", date(1951, 12, 31), "female", None),
        (ABEL, "John", date(1940, 2, 1), "male", "A"),
    ]
    assert held(store, "registration", "person", "practice", "start", "end") == [
        (BEA, "Z83002", date(2001, 4, 1), date(2010, 9, 30)),
        (ABEL, "Z83001", date(1999, 6, 5), None),
    ]


@pytest.mark.requirement("P1")
def test_events_in_the_codes_of_three_decades(exeter: Blueprint, store: Store, tmp_path: Path) -> None:
    text = """\
PRACTICE_CODE,EVENT_ID,PATIENT_ID,NHS_NUMBER,EVENT_DATE,CODE_SCHEME,CODE,RUBRIC
Z83001,10,1,943 476 5919,01/03/1998,READ2,H33..,Asthma
Z83001,11,1,943 476 5919,01/03/2008,CTV3,X40Kw,Osteoarthritis
Z83001,12,1,943 476 5919,01/03/2018,SNOMED,161891005,Backache
"""
    take_in(store, exeter.source("gp_extract"), write(tmp_path / "gp_extract_1.csv", text))
    assert held(store, "event", "system", "code", "record") == [
        ("http://read.info/ctv3", "X40Kw", "gp_extract/Z83001/11"),
        ("http://read.info/readv2", "H33..", "gp_extract/Z83001/10"),
        ("http://snomed.info/sct", "161891005", "gp_extract/Z83001/12"),
    ]


@pytest.mark.requirement("P3")
def test_hospital_activity_with_its_cost(exeter: Blueprint, store: Store, tmp_path: Path) -> None:
    """Times without a zone are local: nine in July is eight in UTC."""
    rows = pa.table(
        {
            "nhs_number": pa.array([9434765919, 4505577104, 4505577104]),
            "spell_number": pa.array([1, 2, 3]),
            "point_of_delivery": ["NEL", "OPFA", "XX"],
            "started": [datetime(2019, 7, 1, 9), datetime(2019, 1, 2, 14, 30), datetime(2019, 1, 1)],
            "ended": pa.array([datetime(2019, 7, 9, 16), None, None]),
            "admission_method": pa.array([2, None, None]),
            "treatment_function": ["300", "430", "430"],
            "tariff": pa.array([2345.67, 120.0, 1.0]),
            "not_ours": pa.array([[1], [2], [3]]),
        }
    )
    pq.write_table(rows, tmp_path / "hospital_activity_1.parquet")
    account = take_in(store, exeter.source("hospital_activity"), tmp_path / "hospital_activity_1.parquet")
    assert account.tables["activity"] == {"taken": 2, "refused": 1, "duplicate": 0}
    assert held(store, "activity", "person", "setting", "start", "end", "method", "cost", "provider") == [
        (BEA, "outpatient", datetime(2019, 1, 2, 14, 30, tzinfo=UTC), None, None, 12_000, "RH8"),
        (
            ABEL,
            "bed",
            datetime(2019, 7, 1, 8, tzinfo=UTC),
            datetime(2019, 7, 9, 15, tzinfo=UTC),
            "emergency",
            234_567,
            "RH8",
        ),
    ]
    assert held(store, "refused", "line", "reason") == [
        (3, "setting is none of the values that the source declares")
    ]


@pytest.mark.requirement("P3")
def test_packages_of_social_care_with_their_cost(exeter: Blueprint, store: Store, tmp_path: Path) -> None:
    text = """\
Package ref;NHS no;Service;Start;End;Weekly cost;Provider
A1;943 476 5919;Home care;01-Apr-2019;;£1,250.50;Château Care
A2;450 557 7104;Residential;01-Apr-2019;01-Mar-2019;900;The Elms
A3;450 557 7104;Cleaning;01-Apr-2019;;90;The Elms
A4;450 557 7104;Equipment;01-Apr-2019;;about 90;
"""
    file = write(tmp_path / "social_care_costs_1.csv", text, encoding="latin-1")
    account = take_in(store, exeter.source("social_care_costs"), file)
    assert held(store, "care_package", "person", "kind", "start", "end", "weekly_cost", "provider") == [
        (ABEL, "home_care", date(2019, 4, 1), None, 125_050, "Château Care")
    ]
    assert account.reasons == {
        "end is before start": 1,
        "kind is none of the values that the source declares": 1,
        "weekly_cost is not an amount of money": 1,
    }


def test_home_visits_of_derbyshire(repository: Path, store: Store, tmp_path: Path) -> None:
    text = """\
visit_id,nhs_number,arrived,left,reason,team
7,943 476 5919,2024-01-05T10:00:00+00:00,2024-01-05T10:40:00+00:00,fall,Team Up Belper
8,943 476 5919,2024-07-05 10:00,,planned,Team Up Belper
"""
    visits = load(repository / "blueprints" / "derbyshire").source("home_visits")
    account = take_in(store, visits, write(tmp_path / "home_visits_1.csv", text))
    assert account.reasons == {"start is in the future": 1}
    assert held(store, "activity", "setting", "start", "end", "kind", "provider") == [
        (
            "home",
            datetime(2024, 1, 5, 10, tzinfo=UTC),
            datetime(2024, 1, 5, 10, 40, tzinfo=UTC),
            "fall",
            "Team Up Belper",
        )
    ]


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        (
            pa.array([1.5]),
            "column nhs_number holds decimal numbers, which lose digits of codes; write it as text",
        ),
        (pa.array([["9434765919"]]), "column nhs_number holds list<element: string> and not single values"),
    ],
)
def test_parquet_columns_that_cannot_be_read_as_words(
    exeter: Blueprint, store: Store, tmp_path: Path, column: pa.Array, reason: str
) -> None:
    file = tmp_path / "hospital_activity_1.parquet"
    pq.write_table(pa.table({"nhs_number": column}), file)
    assert take_in(store, exeter.source("hospital_activity"), file).reasons == {reason: 1}


def test_a_file_that_is_no_parquet(exeter: Blueprint, store: Store, tmp_path: Path) -> None:
    file = write(tmp_path / "hospital_activity_1.parquet", "nhs_number\n")
    [reason] = take_in(store, exeter.source("hospital_activity"), file).reasons
    assert reason.startswith("the file is not Parquet, or breaks off (")
