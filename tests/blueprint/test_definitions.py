"""registers.yaml, segments.yaml and population.yaml, which may be left out, and the lists they name."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from pathlib import Path

import pytest
from tests.blueprint.hamlet import write
from tests.blueprint.test_faults import faults

from commonweal.blueprint import BlueprintFaults, definitions_population, definitions_segments, load
from commonweal.blueprint.definitions import definitions_of
from commonweal.blueprint.definitions_codelists import list_of, read_lists
from commonweal.blueprint.definitions_registers import starter
from commonweal.terms import snomed
from commonweal.terms.cambridge import WEIGHTS
from commonweal.terms.codes import CTV3, SNOMED

pytestmark = pytest.mark.requirement("P6")

EXAMPLESHIRE = Path(__file__).parents[1] / "exampleshire"
REGISTERS = (EXAMPLESHIRE / "registers.yaml").read_text(encoding="utf-8")
SEGMENTS = (EXAMPLESHIRE / "segments.yaml").read_text(encoding="utf-8")
WORDS = (EXAMPLESHIRE / "population.yaml").read_text(
    encoding="utf-8"
) + "area_files: [{id: air, title: Air, file: air.csv, source: invented}]\n"


def declared(
    folder: Path, registers: str = REGISTERS, segments: str = SEGMENTS, population: str = WORDS
) -> Path:
    """The hamlet with definitions of its own."""
    write(folder)
    for name, text in (("registers", registers), ("segments", segments), ("population", population)):
        if text:
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "air.csv").write_text("area,indicator,value\nE01990001,Dust,3\n", encoding="utf-8")
    return folder


def test_the_starter_holds_where_nothing_is_declared(tmp_path: Path) -> None:
    blueprint = load(write(tmp_path))
    assert blueprint.registers == starter()
    assert [one.id for one in blueprint.segments] == [one.id for one in definitions_segments.starter()]
    assert len(blueprint.segments) == 8
    assert blueprint.words == definitions_population.starter()


def test_the_starter_knows_every_condition_of_the_score_and_its_codes_are_codes() -> None:
    definitions = definitions_of(warn=pytest.fail)
    assert {one.cambridge for one in definitions.registers} - {None} == set(WEIGHTS)
    wrong = [code for code in definitions.lists["code"].to_pylist() if not snomed.valid(code)]
    assert wrong == []
    named = {name for one in definitions.registers for name in one.lists}
    assert named <= set(definitions.lists["list"].to_pylist())


def test_what_is_declared_holds_and_what_is_not_said_is_the_starters(tmp_path: Path) -> None:
    blueprint = load(declared(tmp_path))
    assert [one.id for one in blueprint.registers][:2] == ["diabetes", "hypertension"]
    assert blueprint.words.end_of_life.source == "invented"
    assert blueprint.words.high_intensity == definitions_population.starter().high_intensity
    assert [(one.id, one.kind) for one in blueprint.area_files] == [("air", "indicators")]
    definitions = definitions_of(blueprint)
    assert definitions.register("asthma").medicines is not None
    assert definitions.deciles.to_pylist()[0] == {"lsoa": "E01990001", "decile": 1}


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("registers", "cambridge: dementia", "cambridge: demenzia", "did you mean 'dementia'?"),
        ("registers", "    needs: both\n", "", "needs: goes with two of codes, medicines and measured"),
        ("registers", "codes: [dem_cod]", "from_age: 1", "needs codes, medicines or measured"),
        ("registers", "within_months: 9", "within_months: 9\n    new_within_months: 9", "not both"),
        ("registers", "from_age: 17\n    cam", "from_age: 17\n    to_age: 16\n    cam", "to_age is below"),
        ("registers", "{from_age: 65,", "{from_age: 17,", "each age once"),
        ("registers", "- id: heart-failure", "- id: heart-problem", "no register 'heart-failure'"),
        ("segments", "registers: [dementia]", "registers: [dementai]", "did you mean 'dementia'?"),
        ("segments", "{care_home: true}", "{}", "says nothing"),
        ("segments", "any_of: [{emergency_admissions: 1}]", "any_of: []", "only the last segment"),
        ("segments", "id: acutely-ill", "id: frailty", "stands on line"),
        ("population", "{bands: [severe], emer", "{end_of_life: true, emer", "cannot ask for end_of_life"),
        ("population", "registers: [dementia, h", "registers: [demntia, h", "did you mean 'dementia'?"),
        ("population", "file: air.csv", "file: sky.csv", "there is no file 'sky.csv'"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    text = {"registers": REGISTERS, "segments": SEGMENTS, "population": WORDS}[file]
    assert old in text
    found = faults(declared(tmp_path, **{file: text.replace(old, new, 1)}))
    assert any(said in fault for fault in found), found


def test_own_registers_have_those_that_the_starter_asks_for(tmp_path: Path) -> None:
    """Or own segments and words; somebody would be in no segment else, and nobody would know why."""
    found = faults(declared(tmp_path, segments="", population=""))
    assert any("'severe-mental-illness'" in one and "declare segments.yaml" in one for one in found)
    assert any("'cancer-new'" in one and "end_of_life in population.yaml" in one for one in found)


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("dm_cod", "dm_cod"),
        ("nhsd-primary-care-domain-refsets-dm_cod", "dm_cod"),
        ("opensafely-housebound", "housebound"),
        ("opensafely-no-longer-housebound", "no-longer-housebound"),
        ("dm_cod_ctv3", "dm_cod"),
        ("ndm_cod", None),
        ("dm_cod-old", None),
    ],
)
def test_which_list_a_file_is_its_name_says(stem: str, name: str | None) -> None:
    """The longest that fits: the list of those no longer housebound is not that of the housebound."""
    assert list_of(stem, ["dm_cod", "housebound", "no-longer-housebound"]) == name


def test_lists_are_read_from_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "registers"
    folder.mkdir()
    (folder / "ours-dm_cod.csv").write_text("code,term\n73211009,Diabetes\n73211009,again\n")
    (folder / "hyp_cod_ctv3.csv").write_text("code,term\nG20..,Hypertension\n")
    (folder / "many.csv").write_text("codeset,terminology,code\nhf_cod,snomed,84114007\nothers,snomed,1\n")
    (folder / "notes.csv").write_text("who,when\nme,now\n")
    heard: list[str] = []
    found = read_lists(tmp_path, ["dm_cod", "hyp_cod", "hf_cod", "ast_cod"], warn=heard.append)
    assert [tuple(row.values()) for row in found.to_pylist()] == [
        ("dm_cod", SNOMED, "73211009", "Diabetes"),
        ("hf_cod", SNOMED, "84114007", ""),
        ("hyp_cod", CTV3, "G20..", "Hypertension"),
    ]
    assert "notes.csv: is no list that a register names" in heard[0]
    assert heard[1] == "no codes for 1 of 4 lists, which find nobody: ast_cod"


def test_a_folder_may_have_lists_of_registers_alone(tmp_path: Path) -> None:
    """The frailty index then has the starter's, which is said."""
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "dm_cod.csv").write_text("code,term\n44054006,Diabetes\n")
    heard: list[str] = []
    definitions = definitions_of(None, tmp_path, warn=heard.append)
    assert definitions.lists["code"].to_pylist() == ["44054006"]
    assert definitions.deficits == definitions_of().deficits
    assert heard[0].endswith("has no list of the frailty index, whose starter is used")


def test_a_fhir_value_set_is_a_list_too(tmp_path: Path) -> None:
    """By its name or the file's; what is no list that a register names is passed over."""
    (tmp_path / "registers").mkdir()
    concepts = {"include": [{"system": SNOMED, "concept": [{"code": "73211009", "display": "Diabetes"}]}]}
    for file, id in (("one", "dm_cod"), ("ours-hf_cod", "x"), ("two", "others")):
        valueset = {"resourceType": "ValueSet", "id": id, "compose": concepts}
        (tmp_path / "registers" / f"{file}.json").write_text(json.dumps(valueset), encoding="utf-8")
    heard: list[str] = []
    found = read_lists(tmp_path, ["dm_cod", "hf_cod"], warn=heard.append)
    assert [tuple(row.values()) for row in found.to_pylist()] == [
        ("dm_cod", SNOMED, "73211009", "Diabetes"),
        ("hf_cod", SNOMED, "73211009", "Diabetes"),
    ]
    assert [note.rpartition("/")[2].partition(":")[0] for note in heard] == ["two.json"]


def test_codes_that_lost_digits_are_refused(tmp_path: Path) -> None:
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "dm_cod.csv").write_text("code,term\n1.08E+15,Diabetes\n")
    with pytest.raises(BlueprintFaults, match=r"dm_cod.csv:2: code: is empty or went through a spreadsheet"):
        read_lists(tmp_path, ["dm_cod"])


def test_the_national_lists_are_read_as_they_come(shared: Path, tmp_path: Path) -> None:
    """Their names say which register each is for; nobody has to rename or to fill in anything."""
    (tmp_path / "registers").symlink_to(shared / "data" / "codelists" / "opensafely")
    names = {name for one in starter() for name in one.lists} | {"housebound", "no-longer-housebound"}
    found = read_lists(tmp_path, names, warn=lambda note: None)
    sizes = {name: found["list"].to_pylist().count(name) for name in set(found["list"].to_pylist())}
    national = {"dm_cod": 79, "dem_cod": 154, "hyp_cod": 106, "palcareni_cod": 2}
    assert {name: sizes[name] for name in national} == national
    assert (sizes["housebound"], sizes["no-longer-housebound"], len(sizes)) == (9, 2, 22)


OF_THE_FRAMEWORK = {
    "atrial-fibrillation": "AF",
    "asthma": "AST",
    "cancer": "CAN",
    "chd": "CHD",
    "ckd": "CKD",
    "copd": "COPD",
    "dementia": "DEM",
    "depression": "DEP",
    "diabetes": "DM",
    "epilepsy": "EP",
    "heart-failure": "HF",
    "hypertension": "HYP",
    "learning-disability": "LD",
    "severe-mental-illness": "MH",
    "obesity": "OB",
    "peripheral-arterial-disease": "PAD",
    "palliative-care": "PC",
    "rheumatoid-arthritis": "RA",
    "stroke-tia": "STIA",
}


def test_the_shares_the_starter_expects_are_those_published(shared: Path) -> None:
    """Registers over lists, all districts of England together, to four places."""
    counted: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    published = shared / "data" / "gp-practice" / "qof_prevalence_lad_201920.csv.gz"
    with gzip.open(published, "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            counted[row["group_code"]][0] += float(row["register"])
            counted[row["group_code"]][1] += float(row["list"])
    expected = {one.id: one.expected.shares for one in starter() if one.expected}
    assert {id: [(share.women, share.men) for share in shares] for id, shares in expected.items()} == {
        id: [(round(counted[code][0] / counted[code][1], 4),) * 2] for id, code in OF_THE_FRAMEWORK.items()
    }
