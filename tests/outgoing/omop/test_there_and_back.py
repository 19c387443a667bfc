"""The population as OMOP tables, and back again: nothing of what OMOP has a place for is lost or changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner, Result

from commonweal.analytics.tables import TABLES
from commonweal.site.commands import omop
from commonweal.store import Change, Load, Store
from commonweal.terms import omop as model

OMOP = typer.Typer()
OMOP.command()(omop.command)
ABEL, BEA = "9434765919", "4505577104"
SNOMED, ICD10, OPCS4 = (
    "http://snomed.info/sct",
    "http://hl7.org/fhir/sid/icd-10",
    "https://fhir.hl7.org.uk/CodeSystem/OPCS-4",
)
DAY = date(2024, 6, 1)
DIED = date(2024, 3, 9)

VILLAGE: dict[str, list[tuple[Any, ...]]] = {
    "person": [
        (ABEL, ABEL, "gp", "p1", "Abel", "John", date(1940, 2, 1), "male", "A"),
        (BEA, BEA, "gp", "p2", "Bea", "Ann", date(1951, 12, 31), "female", None),
        ("p3", None, "gp", "p3", "Cy", None, date(1960, 5, 5), "unknown", "Z"),
        ("p4", None, "gp", "p4", "Di", None, date(1970, 6, 6), "other", None),
    ],
    "death": [(BEA, DIED, "home")],
    "registration": [(ABEL, "Z83001", date(1999, 6, 5), None), (BEA, "Z83002", date(2001, 4, 1), DIED)],
    "residence": [(ABEL, "1 Alder Road", "AX1 0AA", "E01990001", *[None] * 7)],
    "event": [
        (ABEL, date(2010, 1, 2), SNOMED, "195967001", "Asthma", "gp/1"),
        (ABEL, date(2010, 1, 2), SNOMED, "195967001", "Asthma", "gp/2"),
        (ABEL, date(2024, 1, 6), OPCS4, "W371", None, "apc/1#1"),
        (BEA, date(2012, 1, 2), "http://read.info/ctv3", "H33..", "Asthma, once", "gp/3"),
        (BEA, date(2012, 1, 2), "https://codes.example/of:ours", "17", "A code of ours", "gp/4"),
        ("p3", date(2012, 1, 2), "", "local", None, "gp/5"),
    ],
    "medication": [(ABEL, date(2020, 5, 5), "https://dmd.nhs.uk", "39113611000001102", "Inhaler", "gp/m1")],
    "measurement": [
        (ABEL, date(2020, 5, 5), SNOMED, "27113001", "Body weight", 71.3, "kg", None, "gp/w1"),
        (ABEL, date(2021, 5, 5), SNOMED, "713644008", "Frailty scale", None, None, "severe", "gp/w2"),
    ],
    "activity": [
        (ABEL, "bed", "2024-01-05T09:00Z", "2024-01-20T10:30Z", "emergency", "300", "RH8", 234_567, "apc/S1"),
        (ABEL, "outpatient", "2023-07-01T08:00Z", "2023-07-01T08:00Z", None, "a: b", None, None, "op/1"),
        (BEA, "care_home", "2020-07-01T08:00Z", None, None, None, "VM00A", None, "home/1"),
    ],
    "diagnosis": [
        (ABEL, "apc/S1", date(2024, 1, 5), 1, ICD10, "S720", "apc/S1#1"),
        (ABEL, "apc/S1", date(2024, 1, 5), 2, ICD10, "I10", "apc/S1#2"),
        (ABEL, "apc/S1", date(2024, 1, 5), 25, ICD10, "I10", "apc/S1#25"),
    ],
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path / "store")


def filled(folder: Path) -> Store:
    """A store that holds the village."""
    changes = {}
    for name, rows in VILLAGE.items():
        schema = TABLES[name].arrow()
        columns = list(zip(*rows, strict=True))
        arrays = [pa.array(values).cast(field.type) for values, field in zip(columns, schema, strict=True)]
        file = folder / name / "gp-0000.parquet"
        file.parent.mkdir(parents=True)
        pq.write_table(pa.table(arrays, schema=schema), file)
        changes[name] = Change(add=[f"{name}/gp-0000.parquet"])
    store = Store(folder)
    store.commit(Load("gp", "gp", "2024-06-01T01:00:00", "2024-06-01T01:05:00", {}), changes)
    return store


def ask(*words: str | Path) -> Result:
    return CliRunner().invoke(OMOP, list(map(str, words)))


def written(store: Store, out: Path, *words: str | Path) -> Path:
    answer = ask("--store", store.path, "--out", out, "--on", f"{DAY}", *words)
    assert answer.exit_code == 0, answer.output
    return out


def taken_in(folder: Path, into: Path, *words: str) -> Store:
    answer = ask("--store", into, "--in", folder, "--on", f"{DAY}", *words)
    assert answer.exit_code == 0, answer.output
    return Store(into)


def told(file: Path, *columns: str) -> list[tuple[Any, ...]]:
    reader = "read_parquet" if file.suffix == ".parquet" else "read_csv"
    return duckdb.sql(f"SELECT {', '.join(columns) or '*'} FROM {reader}('{file}')").fetchall()


def held(store: Store, table: str, *left_out: str) -> list[str]:
    """The rows of a table, but for what records are called and what OMOP has no place for."""
    names = [name for name in TABLES[table].names if name not in ("record", "spell", *left_out)]
    rows = (row for file in store.files(table) for row in pq.read_table(file, columns=names).to_pylist())
    return sorted(map(str, rows))


NO_PLACE = {
    "person": ("source", "source_id", "family", "given"),
    "death": ("place",),
    "residence": ("household", "housing_type", "tenure", "geodemographic", "care_home", "start", "end"),
}


@pytest.mark.requirement("P10")
def test_there_and_back_is_the_same(store: Store, tmp_path: Path) -> None:
    first = written(store, tmp_path / "first", "--identified")
    back = taken_in(first, tmp_path / "back")
    for table in VILLAGE:
        assert held(back, table, *NO_PLACE.get(table, ())) == held(store, table, *NO_PLACE.get(table, ())), (
            table
        )
    again = written(back, tmp_path / "again", "--identified")
    for table in model.TABLES:
        assert told(again / f"{table}.parquet") == told(first / f"{table}.parquet"), table
    spells = {row["record"] for row in back.table("activity").to_pyarrow().to_pylist()}
    assert {row["spell"] for row in back.table("diagnosis").to_pyarrow().to_pylist()} < spells


def test_nobody_is_named_unless_asked(store: Store, tmp_path: Path) -> None:
    out = written(store, tmp_path / "out", "--format", "csv")
    everything = "".join(file.read_text() for file in out.iterdir())
    for name in (ABEL, BEA, "Alder Road", "AX1 0AA", "Abel", "1940-02-01"):
        assert name not in everything
    assert "E01990001" in everything
    person = told(
        out / "person.csv", "year_of_birth", "month_of_birth", "day_of_birth", "person_source_value"
    )
    assert sorted(person) == [
        (1940, 2, None, None),
        (1951, 12, None, None),
        (1960, 5, None, None),
        (1970, 6, None, None),
    ]
    assert out.stat().st_mode & 0o077 == 0


# Columns that version 5.4 of the model does not allow to be empty (its definition for PostgreSQL).
NEVER_EMPTY = {
    "person": "person_id gender_concept_id year_of_birth race_concept_id ethnicity_concept_id",
    "observation_period": "observation_period_id person_id observation_period_start_date"
    " observation_period_end_date period_type_concept_id",
    "visit_occurrence": "visit_occurrence_id person_id visit_concept_id visit_start_date visit_end_date"
    " visit_type_concept_id",
    "condition_occurrence": "condition_occurrence_id person_id condition_concept_id condition_start_date"
    " condition_type_concept_id",
    "procedure_occurrence": "procedure_occurrence_id person_id procedure_concept_id procedure_date"
    " procedure_type_concept_id",
    "observation": "observation_id person_id observation_concept_id observation_date"
    " observation_type_concept_id",
    "drug_exposure": "drug_exposure_id person_id drug_concept_id drug_exposure_start_date"
    " drug_exposure_end_date drug_type_concept_id",
    "measurement": "measurement_id person_id measurement_concept_id measurement_date"
    " measurement_type_concept_id",
    "death": "person_id death_date",
    "location": "location_id",
    "care_site": "care_site_id",
    "cost": "cost_id cost_event_id cost_domain_id cost_type_concept_id",
    "source_to_concept_map": "source_code source_concept_id source_vocabulary_id target_concept_id"
    " target_vocabulary_id valid_start_date valid_end_date",
    "cdm_source": "cdm_source_name cdm_source_abbreviation cdm_holder source_release_date cdm_release_date"
    " cdm_version_concept_id vocabulary_version",
}


def test_nothing_is_empty_that_the_model_asks_for(store: Store, tmp_path: Path) -> None:
    out = written(store, tmp_path / "out")
    assert NEVER_EMPTY.keys() == model.TABLES.keys()
    empty = {}
    for table, names in NEVER_EMPTY.items():
        missing = (f"count(*) - count({name})" for name in names.split())
        empty[table] = sum(told(out / f"{table}.parquet", *missing)[0])
    assert empty == dict.fromkeys(NEVER_EMPTY, 0)


def test_people_who_are_left_out_are_nowhere(store: Store, tmp_path: Path) -> None:
    numbers = tmp_path / "opted_out.txt"
    numbers.write_text("943 476 5919\n")
    out = written(store, tmp_path / "out", "--identified", "--leave-out", numbers)
    counts = {table: len(told(out / f"{table}.parquet")) for table in model.TABLES}
    assert (counts["person"], counts["visit_occurrence"], counts["drug_exposure"], counts["location"]) == (
        3,
        1,
        0,
        0,
    )
    numbers.write_text("943 476 5918\n")
    answer = ask("--store", store.path, "--out", tmp_path / "more", "--leave-out", numbers)
    assert (answer.exit_code, (tmp_path / "more").exists()) == (1, False)
    assert f"{numbers}:1: is not an NHS number; correct it, or take the line out" in answer.stderr


def test_codes_find_their_concepts_in_a_folder_of_vocabularies(store: Store, tmp_path: Path) -> None:
    vocabulary = tmp_path / "athena"
    vocabulary.mkdir()
    (vocabulary / "CONCEPT.csv").write_text(
        "concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_code\n"
        '317009\tAsthma "of old"\tCondition\tSNOMED\t195967001\n'
        "45591453\tHypertension\tCondition\tICD10\tI10\n"
        "320128\tEssential hypertension\tCondition\tSNOMED\t59621000\n"
        "4099154\tBody weight\tMeasurement\tSNOMED\t27113001\n"
    )
    (vocabulary / "CONCEPT_RELATIONSHIP.csv").write_text(
        "concept_id_1\tconcept_id_2\trelationship_id\tinvalid_reason\n"
        "317009\t317009\tMaps to\t\n45591453\t320128\tMaps to\t\n4099154\t4099154\tMaps to\t\n"
        "317009\t1\tMaps to\tD\n"
    )
    out = written(store, tmp_path / "out", "--vocabulary", vocabulary)
    conditions = told(
        out / "condition_occurrence.parquet",
        "condition_source_value",
        "condition_concept_id",
        "condition_source_concept_id",
        "condition_status_concept_id",
    )
    assert set(conditions) == {
        ("SNOMED:195967001", 317009, 317009, None),
        ("CTV3:H33..", 0, 0, None),
        ("https://codes.example/of:ours:17", 0, 0, None),
        (":local", 0, 0, None),
        ("ICD10:S720", 0, 0, 32902),
        ("ICD10:I10", 320128, 45591453, 32908),
    }
    assert told(out / "procedure_occurrence.parquet", "procedure_source_value") == [("OPCS4:W371",)]
    weights = told(out / "measurement.parquet", "measurement_concept_id", "value_as_number")
    assert weights == [(4099154, 71.3), (0, None)]


OTHERS = {
    "PERSON.csv": """\
person_id\tgender_concept_id\tyear_of_birth\tmonth_of_birth\trace_source_value
1\t8507\t1940\t2\tA
2\t8532\t1951\t\t
3\t0\tnineteen\t\t
""",
    "VISIT_OCCURRENCE.csv": """\
visit_occurrence_id\tperson_id\tvisit_concept_id\tvisit_start_date\tvisit_end_date
7\t1\t9201\t2024-01-05\t2024-01-20
8\t2\t9203\t2024-02-30\t2024-02-20
9\t4\t9203\t2024-02-20\t2024-02-20
10\t2\t0\t2024-02-20\t2024-02-20
""",
    "CONDITION_OCCURRENCE.csv": """\
condition_occurrence_id\tperson_id\tcondition_concept_id\tcondition_start_date\tcondition_source_value
1\t1\t317009\t2010-01-02\t493.9
2\t2\t0\t2012-01-02\t493.9
""",
    "CONCEPT.csv": """\
concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_code
317009\tAsthma "of old"\tCondition\tSNOMED\t195967001
""",
}


def test_tables_that_others_made(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    for name, text in OTHERS.items():
        (folder / name).write_text(text)
    answer = ask("--store", tmp_path / "store", "--in", folder, "--name", "north", "--on", "2024-06-01")
    assert answer.exit_code == 0, answer.output
    store = Store(tmp_path / "store")
    people = (
        store.table("person").select("person", "birth_date", "sex", "nhs_number").to_pyarrow().to_pylist()
    )
    assert sorted(tuple(row.values()) for row in people) == [
        ("north/1", date(1940, 2, 1), "male", None),
        ("north/2", date(1951, 1, 1), "female", None),
    ]
    events = store.table("event").select("person", "system", "code", "term").to_pyarrow().to_pylist()
    assert sorted(tuple(row.values()) for row in events) == [
        ("north/1", SNOMED, "195967001", 'Asthma "of old"'),
        ("north/2", "", "493.9", None),
    ]
    assert [line for line in answer.stdout.splitlines() if line.startswith("refused")] == [
        "refused 1: birth_date is not a day in the calendar",
        "refused 1: setting is missing",
        "refused 1: start is not a time in the calendar",
        "refused 1: the person is not known here; take in people first",
    ]
    (folder / "CONDITION_OCCURRENCE.csv").write_text(OTHERS["CONDITION_OCCURRENCE.csv"].splitlines()[0])
    taken_in(folder, store.path, "--name", "north")
    assert (store.count("person"), store.count("event"), store.count("activity")) == (2, 0, 1)


SAID = {
    "--store {tmp}/none --out {tmp}/out": "holds no people; bring some in",
    "--store {tmp}/store --out {tmp}/store": "is there already and not empty; choose a new folder",
    "--store {tmp}/store --out {tmp}/out --vocabulary {tmp}": "has no CONCEPT.csv; give the folder",
    "--store {tmp}/more --in {tmp}/store": "holds no person table; it should be called person.parquet",
    "--store {tmp}/more --in {tmp}/nowhere": "nowhere is not a folder; give the one that holds",
    "--store {tmp}/store": "give --out to write tables, or --in to take",
    "--store {tmp}/more --in {tmp} --name Name": "is no name for a source",
}


def test_what_cannot_be_done_is_said(store: Store, tmp_path: Path) -> None:
    for words, said in SAID.items():
        answer = ask(*words.format(tmp=tmp_path).split())
        assert answer.exit_code in (1, 2), words
        assert said in " ".join(answer.stderr.replace("│", " ").split()), words
        assert not (tmp_path / "out").exists()
