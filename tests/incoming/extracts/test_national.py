"""The sources that come with the project read extracts with the field names of the national data sets."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import typer
from tests.incoming.extracts.village import held, write
from typer.testing import CliRunner

from commonweal.blueprint.national import national_sources
from commonweal.incoming.extracts import contract
from commonweal.site.commands import take_in
from commonweal.store import Store

TAKE_IN = typer.Typer()
TAKE_IN.command()(take_in.command)
ABEL, BEA = "9434765919", "4505577104"


def taken_in(store: Store, source: str, *files: Path) -> dict[str, Any]:
    """The account that the command gives."""
    words = [*map(str, files), "--source", source, "--store", str(store.path), "--json"]
    answer = CliRunner().invoke(TAKE_IN, words)
    assert answer.exit_code == 0, answer.output
    account: dict[str, Any] = json.loads(answer.stdout)
    return account


def counts(account: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    """Taken, refused and duplicate, of tables that had any."""
    found = {table: tuple(each.values()) for table, each in account["tables"].items()}
    return {
        table: (taken, refused, again)
        for table, (taken, refused, again) in found.items()
        if taken + refused + again
    }


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]  # year, month, day and so on


@pytest.mark.requirement("P10")
def test_every_source_fits_its_tables() -> None:
    for each in national_sources().values():
        assert not list(contract.faults(each.source, each.document)), each.source.id
        assert each.document.file.endswith(f"/{each.source.id}.yaml")


@pytest.mark.requirement("P10")
def test_episodes_of_admitted_care_make_a_spell_with_its_diagnoses(store: Store, tmp_path: Path) -> None:
    """A bad line is refused whole; of 24 columns of diagnoses the file may have the first few."""
    text = """\
EPIKEY,NEWNHSNO,PROCODE,PROVSPNOPS,EPIORDER,ADMIDATE,ADMIMETH,DISDATE,TRETSPEF,DIAG_01,DIAG_02,OPERTN_01,OPDATE_01,OPERTN_02,OPDATE_02
100,943 476 5919,RH8,S1,1,2024-01-05,21,1801-01-01,300,S72.0,I10X,W371,2024-01-06,-,1801-01-01
101,943 476 5919,RH8,S1,2,2024-01-05,21,2024-01-20,430,E114D,,,,,
102,4505577104,RH8,S2,1,2024-03-01,11,2024-03-01,101,C61X,,M652,,,
103,9434765918,RH8,S3,1,2024-03-01,11,2024-03-01,101,C61X,,,,,
104,4505577104,RH8,S4,1,2024-13-01,11,2024-03-01,101,C61X,,,,,
105,4505577104,RH8,S5,1,2024-03-01,77,2024-03-01,101,C61X,,,,,
106,4505577104,RH8,S6,x,2024-03-01,21,2024-03-02,101,C61X,,,,,
"""
    account = taken_in(store, "admitted_care", write(tmp_path / "APC_2024_03.csv", text))
    assert counts(account) == {"event": (2, 0, 0), "activity": (2, 4, 0), "diagnosis": (4, 0, 0)}
    assert account["reasons"] == {
        "method is none of the values that the source declares": 1,
        "person is not a valid NHS number": 1,
        "position is not a whole number": 1,
        "start is not a time in the calendar": 1,
    }
    assert held(store, "activity", "person", "setting", "start", "end", "method", "kind", "record") == [
        (BEA, "bed", utc(2024, 3, 1), utc(2024, 3, 1), "elective", "101", "admitted_care/RH8/S2"),
        (ABEL, "bed", utc(2024, 1, 5), utc(2024, 1, 20), "emergency", "430", "admitted_care/RH8/S1"),
    ]
    assert held(store, "diagnosis", "spell", "position", "code", "date", "record") == [
        ("admitted_care/RH8/S1", 1, "S720", date(2024, 1, 5), "admitted_care/RH8/S1#1"),
        ("admitted_care/RH8/S1", 2, "I10", date(2024, 1, 5), "admitted_care/RH8/S1#2"),
        ("admitted_care/RH8/S1", 25, "E114", date(2024, 1, 5), "admitted_care/RH8/S1#25"),
        ("admitted_care/RH8/S2", 1, "C61", date(2024, 3, 1), "admitted_care/RH8/S2#1"),
    ]
    assert held(store, "event", "person", "date", "code", "record") == [
        (BEA, date(2024, 3, 1), "M652", "admitted_care/102#1"),
        (ABEL, date(2024, 1, 6), "W371", "admitted_care/100#1"),
    ]


def test_a_spell_that_ends_in_a_later_file_is_one_spell(store: Store, tmp_path: Path) -> None:
    header = (
        "EPIKEY,NEWNHSNO,PROCODE,PROVSPNOPS,EPIORDER,ADMIDATE,ADMIMETH,DISDATE,TRETSPEF,"
        "DIAG_01,OPERTN_01,OPDATE_01\n"
    )
    first = "1,9434765919,RH8,S1,1,2024-01-30,21,,300,S720,,\n"
    last = "2,9434765919,RH8,S1,2,2024-01-30,21,2024-02-03,300,J189,,\n"
    taken_in(store, "admitted_care", write(tmp_path / "APC_2024_01.csv", header + first))
    taken_in(store, "admitted_care", write(tmp_path / "APC_2024_02.csv", header + last))
    assert held(store, "activity", "start", "end") == [(utc(2024, 1, 30), utc(2024, 2, 3))]
    assert held(store, "diagnosis", "position", "code") == [(1, "S720"), (25, "J189")]


def test_a_missing_column_is_named_and_nothing_of_the_file_is_taken(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path / "APC_2024_03.csv", "EPIKEY,NHSNO,PROCODE,PROVSPNOPS\n1,9434765919,RH8,S1\n")
    words = [str(file), "--source", "admitted_care", "--store", str(store.path), "--json"]
    answer = CliRunner().invoke(TAKE_IN, words)
    assert answer.exit_code == 1
    [reason] = json.loads(answer.stdout)["reasons"]
    assert reason.startswith("there is no column ADMIDATE; ")
    assert answer.stderr.strip() == "take-in: nothing could be read"


@pytest.mark.requirement("P10")
def test_people_and_journals_of_general_practice(tmp_path: Path) -> None:
    """One file is read twice: first for its people, then for what was coded."""
    text = """\
NHS_NUMBER,DATE_OF_BIRTH,SEX,ETHNIC,LSOA,PRACTICE,DATE_OF_DEATH,DATE,RECORD_DATE,CODE,EPISODE_PRESCRIPTION,VALUE1_CONDITION
943 476 5919,1940-02-01,1,A,E01990001,Z83001,,2010-01-02,2010-01-03,195967001,,
943 476 5919,1940-02-01,1,A,E01990001,Z83001,,,2020-05-05,27113001,,71.3
943 476 5919,1940-02-01,1,A,E01990001,Z83001,,2020-05-05,,39113611000001102,1,
4505577104,1951-12-31,2,,,Z83002,2024-03-09,2021-01-01,,39113611000001102,1,
4505577104,1951-12-31,2,,,Z83002,2024-03-09,2012-01-02,,73211009,,
9434765918,1951-12-31,2,,,Z83002,,2012-01-02,,73211009,,
"""
    store = Store(tmp_path / "new")
    file = write(tmp_path / "GDPPR_2024_03.csv", text)
    assert counts(taken_in(store, "gp_patients", file)) == {
        "person": (2, 1, 0), "death": (1, 0, 0), "registration": (2, 0, 0), "residence": (1, 0, 0),
    }  # fmt: skip
    assert counts(taken_in(store, "gp_journals", file)) == {
        "event": (2, 1, 0), "measurement": (1, 0, 0), "medication": (2, 0, 0),
    }  # fmt: skip
    assert held(store, "person", "person", "birth_date", "sex", "ethnicity") == [
        (BEA, date(1951, 12, 31), "female", None),
        (ABEL, date(1940, 2, 1), "male", "A"),
    ]
    assert held(store, "registration", "person", "practice", "start") == [
        (BEA, "Z83002", None),
        (ABEL, "Z83001", None),
    ]
    assert held(store, "residence", "person", "address", "lsoa") == [(ABEL, "unknown", "E01990001")]
    assert held(store, "death", "person", "date", "place") == [(BEA, date(2024, 3, 9), None)]
    assert held(store, "event", "person", "date", "code") == [
        (BEA, date(2012, 1, 2), "73211009"),
        (ABEL, date(2010, 1, 2), "195967001"),
    ]
    assert held(store, "measurement", "date", "code", "value") == [(date(2020, 5, 5), "27113001", 71.3)]
    [medicines] = store.files("medication")  # those of a year together, though of the other person
    assert pq.read_table(medicines)["person"].to_pylist() == [ABEL, BEA]


def test_outpatients_who_were_seen(store: Store, tmp_path: Path) -> None:
    text = """\
ATTENDKEY,NEWNHSNO,APPTDATE,ATTENDED,TRETSPEF,PROCODE,OPERTN_01,OPERTN_02
1,943 476 5919,2024-01-05,5,430,RH8,X629,-
2,943 476 5919,2024-02-05,3,430,RH8,,
3,4505577104,2024-03-05,6,130,RH8,C751,X999
"""
    account = taken_in(store, "outpatients", write(tmp_path / "OPA_2024.csv", text))
    assert account["not_needed"] == {"ATTENDED 3": 1}
    assert held(store, "activity", "person", "setting", "start", "end", "kind") == [
        (BEA, "outpatient", utc(2024, 3, 5), utc(2024, 3, 5), "130"),
        (ABEL, "outpatient", utc(2024, 1, 5), utc(2024, 1, 5), "430"),
    ]
    assert held(store, "event", "person", "system", "code") == [
        (BEA, "https://fhir.hl7.org.uk/CodeSystem/OPCS-4", "C751")
    ]


def test_emergency_care_with_a_day_and_a_time_and_confirmed_diagnoses(store: Store, tmp_path: Path) -> None:
    """Half past eleven in July is half past ten in UTC; where no time is told the day begins at midnight."""
    text = """\
EPIKEY,NHS_NUMBER,PROVIDER_CODE,DEPARTMENT_TYPE,ARRIVAL_DATE,ARRIVAL_TIME,DEPARTURE_DATE,DEPARTURE_TIME,\
DIAGNOSIS_CODE_1,DIAGNOSIS_QUALIFIER_1,DIAGNOSIS_CODE_2,DIAGNOSIS_QUALIFIER_2
1,943 476 5919,RH8,01,2023-07-05,23:30,2023-07-06,02:15:40,263225007,410605003,1119300009,415684004
2,4505577104,RH8,01,2024-01-05,,,,,,,
3,4505577104,RH8,01,2024-01-05,25:10,,,,,,
4,4505577104,RH8,01,2024-01-05,12:10,2024-01-05,11:00,,,,
"""
    account = taken_in(store, "emergency_care", write(tmp_path / "ECDS_2024.csv", text))
    assert account["reasons"] == {"end is before start": 1, "start is not a time in the calendar": 1}
    assert held(store, "activity", "person", "setting", "start", "end") == [
        (BEA, "emergency", utc(2024, 1, 5), None),
        (ABEL, "emergency", utc(2023, 7, 5, 22, 30), utc(2023, 7, 6, 1, 15, 40)),
    ]
    assert held(store, "event", "person", "date", "code") == [(ABEL, date(2023, 7, 5), "263225007")]


def test_contacts_of_community_services(store: Store, tmp_path: Path) -> None:
    text = """\
UNIQUE CARE CONTACT IDENTIFIER,NHS NUMBER,PERSON ID,CARE CONTACT DATE,CARE CONTACT TIME,ATTENDANCE STATUS,\
ACTIVITY LOCATION TYPE CODE,ORGANISATION IDENTIFIER (CODE OF PROVIDER)
C1,943 476 5919,,2024-01-05,09:20,5,A01,RDY
C2,,p3,2024-01-06,10:00:00,6,B01,RDY
C3,,p3,2024-01-06,10:00:00,7,B01,RDY
C4,,nobody,2024-01-06,10:00:00,5,B01,RDY
"""
    account = taken_in(store, "community_services", write(tmp_path / "CYP201_2024.csv", text))
    assert counts(account) == {"activity": (2, 1, 0)}
    assert account["reasons"] == {"the person is not known here; take in people first": 1}
    assert account["not_needed"] == {"ATTENDANCE STATUS 7": 1}
    assert held(store, "activity", "person", "setting", "start", "provider") == [
        (ABEL, "home", utc(2024, 1, 5, 9, 20), "RDY"),
        ("p3", "community", utc(2024, 1, 6, 10), "RDY"),
    ]


@pytest.mark.requirement("P3")
def test_services_of_adult_social_care_with_their_weekly_cost(store: Store) -> None:
    """An end is the last day, so that ours is the day after; a cost once is none by the week."""
    account = taken_in(store, "social_care", Path(__file__).parent / "social_care.csv")
    assert counts(account) == {"activity": (1, 0, 0), "care_package": (4, 1, 0)}
    assert account["reasons"] == {"weekly_cost is not an amount of money": 1}
    assert account["not_needed"] == {
        "Client Type Unpaid carer": 1, "Event Type Request": 1, "Service Component Meals": 1,
    }  # fmt: skip
    assert held(store, "care_package", "person", "kind", "start", "end", "weekly_cost", "provider") == [
        (BEA, "residential", date(2024, 4, 1), None, None, "The Elms"),
        (ABEL, "home_care", date(2024, 2, 1), date(2024, 4, 1), 102_150, "Elm Care"),
        (ABEL, "home_care", date(2024, 4, 1), None, 23_205, "Elm Care"),
        ("p3", "equipment", date(2024, 4, 1), None, None, None),
    ]
    assert held(store, "activity", "person", "setting", "kind", "start") == [
        ("p3", "social_care", "Assessment", utc(2024, 3, 20))
    ]


def test_registered_deaths_and_where_people_died(store: Store, tmp_path: Path) -> None:
    text = """\
DEC_NHS_NUMBER,REG_DATE_OF_DEATH,POD_CODE,POD_NHS_ESTABLISHMENT,POD_ESTABLISHMENT_TYPE
943 476 5919,20240309,H,,
4505577104,20240310,V1234,2,83
4505577104,20240230,V1234,1,03
"""
    account = taken_in(store, "deaths", write(tmp_path / "DEATHS_2024.csv", text))
    assert account["reasons"] == {"date is not a day in the calendar": 1}
    assert held(store, "death", "person", "date", "place") == [
        (BEA, date(2024, 3, 10), "hospice"),
        (ABEL, date(2024, 3, 9), "home"),
    ]
