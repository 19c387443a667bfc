"""`commonweal population rates`: from two files to one, and what it says when it cannot."""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from commonweal.site.command_line import app

pytestmark = pytest.mark.requirement("P3")
EVENTS = "area,age,person\nmill,81,ada\nmill,82,ada\nmill,40,ben\nlane,7,cy\n"
PEOPLE = "area,age_band,sex,population\nmill,0-39,f,500\nmill,40-64,f,200\nmill,65+,f,300\n"
PEOPLE += "lane,0-39,f,400\nlane,40-64,f,50\nlane,65+,f,50\n"


@pytest.fixture
def rates(tmp_path: Path):
    """Asks with these files; gives the rows that came, or what was said instead."""

    def ask(events: str, population: str, *words: str, **more: str) -> list[dict[str, str]] | str:
        files = {"events": events, "population": population, **more}
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text)
        options = [part for name in files for part in (f"--{name}", str(tmp_path / f"{name}.csv"))]
        out = tmp_path / "out.csv"
        done = CliRunner().invoke(app, ["population", "rates", *options, *words, "--out", str(out)])
        if done.exit_code:
            assert not out.exists()
            return done.stderr.replace(str(tmp_path), "HERE")
        with out.open() as file:
            return list(csv.DictReader(file))

    return ask


def test_events_one_by_one_are_counted_in_the_bands_of_the_population(rates) -> None:
    """Ages fall into the bands of the population; both sexes of which only one file knows are one."""
    found = rates(EVENTS, PEOPLE, "--method", "crude", "--per", "1000")
    assert [(row["area"], row["count"], row["population"], row["value"]) for row in found] == [
        ("lane", "1", "500", "2.0"),
        ("mill", "3", "1000", "3.0"),
    ]


def test_counts_are_standardised_to_the_european_population(shared: Path, rates) -> None:
    """The published areas, their slip in a band of age and the number that is not told included."""
    told = (shared / "data/ph-methods/dsr_isr/testdata_multiarea.csv").read_text()
    found = {row["area"]: row for row in rates(told, told, "--method", "dsr")}
    assert float(found["testdata_big"]["value"]) == pytest.approx(10430.247991469427)
    assert float(found["testdata_small"]["lower"]) == pytest.approx(877.455767536709)
    assert (found["testdata_tiny"]["count"], found["testdata_tiny"]["value"]) == ("9", "")


@pytest.mark.parametrize(
    ("method", "reference", "expected"),
    [
        ("count", "", {"count": "3"}),
        ("proportion", "", {"value": "0.3"}),
        ("funnel", "", {"place": "expected"}),
        ("ratio", "age_band,count,population\n0-39,5,1000\n40-64,5,1000\n65+,10,1000\n", {"value": "46.15"}),
        ("isr", "age_band,count,population\n0-39,5,1000\n40-64,5,1000\n65+,10,1000\n", {"value": "307.69"}),
        ("prevalence", "age_band,prevalence\n0-39,0\n40-64,0.01\n65+,0.02\n", {"gap": "5.0"}),
        ("life-expectancy", "", {"value": ""}),
    ],
)
def test_every_method_has_its_answer(rates, method: str, reference: str, expected: dict[str, str]) -> None:
    """Of the mill: three events of a thousand people."""
    more = {"reference": reference} if reference else {}
    found = rates(EVENTS, PEOPLE, "--method", method, **more)
    row = next(row for row in found if row["area"] == "mill")
    for name, told in expected.items():
        assert row[name].startswith(told), row


def test_a_slope_goes_from_the_first_rank_to_the_last(rates) -> None:
    """Rates of 10 to 50 in a thousand by fifth: a slope of fifty, and the direction is said."""
    events = "rank,count\n" + "".join(f"{n},{n * 1000}\n" for n in range(1, 6))
    people = "rank,population\n" + "".join(f"{n},100000\n" for n in range(1, 6))
    (found,) = rates(events, people, "--method", "slope", "--per", "1000")
    assert float(found["slope"]) == pytest.approx(50)
    assert found["direction"] == "the last rank less rank 1"


@pytest.mark.parametrize(
    ("events", "population", "method", "said"),
    [
        (EVENTS, PEOPLE, "best", "no method 'best'; there are count"),
        (EVENTS + "moor,7,di\n", PEOPLE, "crude", "1 events have no population: moor, 0-39."),
        (
            EVENTS,
            PEOPLE.replace("300", "many"),
            "crude",
            "population.csv:4: population 'many' is not a number",
        ),
        (EVENTS, PEOPLE.replace("65+", "old"), "crude", 'HERE/population.csv: "old" is not a band of age'),
        (EVENTS, "ward,population\nx,5\n", "crude", "share no column that tells groups apart"),
        (EVENTS, PEOPLE, "isr", "a reference population is needed, with count and population"),
        (EVENTS, PEOPLE, "slope", "need a column 'rank'"),
        (EVENTS, PEOPLE.replace("0-39", "0-37"), "dsr", 'the standard population has no band "0-37"'),
    ],
)
def test_what_cannot_be_worked_out_says_why(
    rates, events: str, population: str, method: str, said: str
) -> None:
    """And leaves no file."""
    assert said in rates(events, population, "--method", method)


def test_registered_and_resident_people_are_never_added(rates) -> None:
    """A population that holds both is asked for by kind."""
    people = "area,kind,population\nmill,registered,1000\nmill,resident,900\n"
    assert "ask by 'kind'" in rates("area,count\nmill,9\n", people, "--method", "crude")
    both = rates("area,kind,count\nmill,registered,9\nmill,resident,9\n", people, "--method", "crude")
    assert [(row["kind"], row["population"]) for row in both] == [("registered", "1000"), ("resident", "900")]
