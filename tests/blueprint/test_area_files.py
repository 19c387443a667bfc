"""Files of small areas: what they may look like, and every fault with its line and remedy."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest
from tests.blueprint.hamlet import ANSWERED, write
from tests.blueprint.test_faults import faults

from commonweal.blueprint import load
from commonweal.blueprint.area_files import classes, indicators, warnings

pytestmark = pytest.mark.requirement("P4")
LONG = "area,indicator,value\nE01990001,Dust,12.5\nE01990002,Dust,-1e-3\nE01990003,Dust,9\n"
WIDE = "code,dust,noise\nE01990001,12.5,\nE01990002,3,40\nE01990003,9,41\nE01000001,1,1\n"
KINDS = "area,indicator,value\nE01990001,Kind,Town\nE01990002,Kind,Town\nE01990003,Kind,Farms\n"
DECLARED = ANSWERED + (
    "area_files:\n"
    "  - {id: air, title: Air, file: air.csv, source: invented}\n"
    "  - {id: wide, title: Wide, file: wide.csv, source: invented, area: code,"
    " columns: {Dust: dust, Noise at night: noise}}\n"
    "  - {id: kinds, title: Kinds, kind: classification, file: kinds.csv, source: invented}\n"
)


def partnership(folder: Path, **files: str | bytes) -> Path:
    """The hamlet with three files of its small areas, some of them otherwise."""
    write(folder)
    written = {"population.yaml": DECLARED, "air.csv": LONG, "wide.csv": WIDE, "kinds.csv": KINDS}
    for name, content in (written | {f"{stem}.csv": text for stem, text in files.items()}).items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def test_files_say_a_value_or_a_group_of_each_small_area(tmp_path: Path) -> None:
    """One row an indicator, or a column; areas of elsewhere and empty cells are passed over."""
    blueprint = load(partnership(tmp_path))
    found = {id: (one.title, dict(one.values)) for id, one in indicators(blueprint).items()}
    assert found == {
        "air:Dust": ("Air: Dust", {"E01990001": 12.5, "E01990002": -0.001, "E01990003": 9.0}),
        "wide:Dust": ("Wide: Dust", {"E01990001": 12.5, "E01990002": 3.0, "E01990003": 9.0}),
        "wide:Noise at night": ("Wide: Noise at night", {"E01990002": 40.0, "E01990003": 41.0}),
    }
    assert classes(blueprint) == {"kinds": {"E01990001": "Town", "E01990002": "Town", "E01990003": "Farms"}}
    assert ["'Noise at night' has no value for 1 of 3" in str(one) for one in warnings(blueprint)] == [True]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"air": "\ufeff" + LONG}, ""),
        ({"air": LONG + "\n"}, ""),
        (
            {"air": LONG.replace("value", "vlaue")},
            "air.csv:1: value: is missing from the first line; did you",
        ),
        ({"air": ""}, "air.csv:1: area: is missing from the first line; the first line names nothing"),
        ({"wide": WIDE.replace("noise", "din")}, "wide.csv:1: noise: is missing from the first line"),
        ({"air": LONG.replace("9\n", "9,1\n")}, "air.csv:4: row: has 4 values where the first line names 3"),
        ({"air": LONG.replace("E01990002", "E0199")}, "air.csv:3: area: 'E0199' is not the code of a small"),
        ({"air": LONG.replace("E0199", "E0100")}, "air.csv:1: area: none of the 3 small areas of this"),
        ({"air": LONG.replace("12.5", '"1,234"')}, "air.csv:2: value: '1,234' is not a number; write it as"),
        ({"air": LONG.replace("12.5", "nan")}, "air.csv:2: value: 'nan' is not a number"),
        ({"air": LONG.replace("12.5", "")}, "air.csv:2: value: has no value; give one, or take the row out"),
        ({"air": LONG.replace("Dust,9", ",9")}, "air.csv:4: value: has a value and no indicator"),
        ({"air": LONG + "E01990001,Dust,3\n"}, "air.csv:5: value: 'Dust' of E01990001 stands on line 2"),
        ({"wide": WIDE + "E01990002,1,2\n"}, "wide.csv:6: dust: 'Dust' of E01990002 stands on line 3"),
        (
            {"air": LONG.replace("Dust", "Dépôt").encode("cp1252")},
            "air.csv:2: file: is not UTF-8 (byte 0xE9)",
        ),
        ({"kinds": KINDS.replace("Kind,Farms", "Sort,Farms")}, "the file has several: 'Kind', 'Sort'"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_a_remedy(
    tmp_path: Path, changed: dict[str, str | bytes], said: str
) -> None:
    found = faults(partnership(tmp_path, **changed))
    assert said in found[0] if said else not found, found


def test_of_a_file_that_is_wrong_throughout_the_first_faults_are_said(tmp_path: Path) -> None:
    rows = "".join(f"E0199{n:04d},Dust,much\n" for n in range(1, 60))
    assert len(faults(partnership(tmp_path, air="area,indicator,value\n" + rows))) == 20


PUBLISHED = """\
area_files:
  - {id: imd, title: Deprivation 2025, file: imd2025_lsoa21.csv, source: MHCLG, area: lsoa21_code,
     columns: {Income: Income_score, Crime: Crime_score}}
  - {id: disability, title: Disability 2021, file: disability.csv, source: ONS, area: lsoa21_code,
     indicator: disability, value: prop}
  - {id: ethnicity, title: Ethnic group 2021, file: ethnicity.csv, source: ONS, area: lsoa21_code,
     indicator: ethnic_group, value: prop}
  - {id: rural, title: Rural or urban, kind: classification, source: ONS, area: lsoa21_code,
     file: lookup_lsoa21_ward24_ltla24_icb24_ruc21.csv, columns: {Kind: classification}}
"""


def test_published_files_of_real_small_areas_load_as_they_come(shared: Path, tmp_path: Path) -> None:
    """Four files of Devon, each with the columns it was published with."""
    data = shared / "data"
    write(tmp_path)
    codes = (tmp_path / "small_areas.csv").read_text(encoding="utf-8")
    for invented, real in (
        ("E01990001", "E01015023"),
        ("E01990002", "E01015024"),
        ("E01990003", "E01015025"),
    ):
        codes = codes.replace(invented, real)
        areas = (tmp_path / "areas.yaml").read_text(encoding="utf-8").replace(invented, real)
        (tmp_path / "areas.yaml").write_text(areas, encoding="utf-8")
    (tmp_path / "small_areas.csv").write_text(codes, encoding="utf-8")
    (tmp_path / "population.yaml").write_text(ANSWERED + PUBLISHED, encoding="utf-8")
    for name in ("imd2025_lsoa21.csv", "lookup_lsoa21_ward24_ltla24_icb24_ruc21.csv"):
        shutil.copy(data / "geography" / name, tmp_path)
    for name, file in (("disability", "disability21_lsoa21_ew"), ("ethnicity", "ethnicity21_lsoa21")):
        (tmp_path / f"{name}.csv").write_bytes(
            gzip.decompress((data / "population" / f"{file}.csv.gz").read_bytes())
        )
    blueprint = load(tmp_path)
    found = indicators(blueprint)
    assert found["imd:Income"].values["E01015023"] == 0.373
    assert found["disability:Disabled under the Equality Act"].values["E01015023"] == pytest.approx(
        448 / 1775
    )
    assert found["ethnicity:Asian, Asian British or Asian Welsh"].values["E01015023"] == pytest.approx(
        33 / 1774
    )
    assert set(classes(blueprint)["rural"]) == {"E01015023", "E01015024", "E01015025"}
    assert list(warnings(blueprint)) == []
