"""Published records through the commands, and the index of every person counted again from the raw files."""

import csv
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
from tests.proof.raw_records import Raw, read
from typer.testing import CliRunner

from commonweal.site.command_line import app

pytestmark = pytest.mark.requirement("P1")

DAYS = [
    date(2013, 5, 1),
    date(2018, 5, 1),
    date(2019, 5, 1),
]  # five medicines at once are rare: two have in 2013
SYSTEMS = {
    "snomed": "http://snomed.info/sct",
    "ctv3": "http://read.info/ctv3",
    "readv2": "http://read.info/readv2",
}


@pytest.fixture(scope="module")
def synthea(shared) -> Path:
    return shared / "data" / "fhir-synthea"


@pytest.fixture(scope="module")
def codelists(shared) -> Path:
    return shared / "data" / "codelists" / "efi"


@pytest.fixture(scope="module")
def bundled(synthea) -> dict[str, Raw]:
    return read(sorted(synthea.glob("smart-r4-bundles-*.ndjson.gz")))


@pytest.fixture(scope="module")
def raw(synthea, bundled) -> dict[str, Raw]:
    return bundled | read(sorted(synthea.glob("bulk-10-patients/*.ndjson.gz")))


@pytest.fixture(scope="module")
def meanings(codelists) -> dict[tuple[str, str], set[str]]:
    """System and code → the deficits they stand for."""
    found = defaultdict(set)
    for terminology, system in SYSTEMS.items():
        with open(codelists / f"efi_{terminology}.csv", encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found[system, row["code"]].add(row["deficit"])
    return found


@pytest.fixture(scope="module")
def store(synthea, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("synthea")
    run("take-in", synthea, "--store", folder, "--json")
    return folder


def run(command: str, *words: object) -> str:
    result = CliRunner().invoke(app, ["population", command, *map(str, words)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def assess(store: Path, on: date, codelists: Path, folder: Path) -> tuple[list[dict[str, str]], ...]:
    """The rows of the index and of its evidence."""
    out, evidence = folder / "index.csv", folder / "evidence.csv"
    run(
        "frailty",
        "--store",
        store,
        "--on",
        on,
        "--codelists",
        codelists,
        "--out",
        out,
        "--evidence",
        evidence,
    )
    return tuple(list(csv.DictReader(file.read_text().splitlines())) for file in (out, evidence))


def deficits_of(person: Raw, on: date, meanings) -> set[str]:
    found = {
        name for day, codings in person.events if day <= on for c in codings for name in meanings.get(c, ())
    }
    year = [codings[0] for day, codings in person.medicines if on.replace(year=on.year - 1) < day <= on]
    return found | ({"polypharmacy"} if len(set(year)) >= 5 else set())


def band_of(deficits: int) -> str:
    return "fit" if deficits < 5 else "mild" if deficits < 9 else "moderate" if deficits < 13 else "severe"


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_the_index_of_every_person_is_counted_again(on, store, raw, meanings, codelists, tmp_path):
    """One row per person alive and born, with the count, index and band that the raw files give."""
    index, evidence = assess(store, on, codelists, tmp_path)
    expected = {
        name: len(deficits_of(person, on, meanings)) for name, person in raw.items() if person.alive(on)
    }
    assert {row["person"]: int(row["deficits"]) for row in index} == expected
    assert all(float(row["index"]) == int(row["deficits"]) / 36 for row in index)
    assert all(row["band"] == band_of(int(row["deficits"])) for row in index)
    assert [row["person"] for row in index] == sorted(expected)
    assert Counter(row["person"] for row in evidence) == Counter({p: n for p, n in expected.items() if n})


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_the_evidence_is_found_again(on, store, raw, meanings, codelists, tmp_path):
    """The first day of each deficit, and a code of that deficit recorded on it."""
    for row in assess(store, on, codelists, tmp_path)[1]:
        if row["deficit"] == "polypharmacy":
            continue
        person, name = raw[row["person"]], f"efi-{row['deficit']}"
        first = [
            (day, code)
            for day, codings in person.events
            for system, code in codings
            if name in meanings.get((system, code), ())
        ]
        assert (date.fromisoformat(row["first_date"]), row["code"]) == min(first)


def test_someone_takes_many_medicines(raw, meanings):
    """So that the recount above has polypharmacy to count."""
    found = [deficits_of(person, on, meanings) for on in DAYS for person in raw.values() if person.alive(on)]
    assert sum("polypharmacy" in each for each in found) == 3


def test_the_raw_files_hold_what_they_are_said_to_hold(bundled, meanings):
    """As their provenance counts: 307 people, 118 codes of conditions, 23 of them in the list.

    It gives each code one deficit and so finds 13; four codes stand for two, which makes 14.
    """
    codes = {c for person in bundled.values() for _, codings in person.conditions for c in codings}
    listed = codes & set(meanings)
    assert (len(bundled), len(codes), len(listed)) == (307, 118, 23)
    assert len(set().union(*(meanings[code] for code in listed))) == 14
    assert sum(len(meanings[code]) == 2 for code in listed) == 4
