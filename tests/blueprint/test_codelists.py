"""Code lists: what a folder of them may look like, and what is said of one that cannot be used."""

import json

import pytest

from commonweal.blueprint import BlueprintFaults
from commonweal.blueprint.codelists import describe, read_codelists
from commonweal.terms import snomed
from commonweal.terms.codes import CTV3, ICD10, READ_V2, SNOMED
from commonweal.terms.deficits import CODED

NO_DEFICIT = "is not a deficit of the frailty index"
FALL = ("falls", SNOMED, "1912002", "Fall")


@pytest.fixture
def folder(tmp_path):
    """Writes files by name, and reads them as one code list."""

    class Folder:
        notes: list[str]

        def read(self, **files: str | bytes | dict) -> list[tuple[str, ...]]:
            for name, content in files.items():
                stem, _, kind = name.rpartition("_")
                text = json.dumps(content, indent=1) if isinstance(content, dict) else content
                path = tmp_path / f"{stem}.{kind}"
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
            self.notes = []
            found = read_codelists(tmp_path, warn=self.notes.append)
            return [tuple(row.values()) for row in found.to_pylist()]

        def faults(self, **files: str | bytes | dict) -> list[str]:
            with pytest.raises(BlueprintFaults) as caught:
                self.read(**files)
            return [str(fault).removeprefix(f"{tmp_path}/") for fault in caught.value.faults]

    return Folder()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("falls_csv", "code,term\n1912002,Fall\n"),
        ("efi-falls_csv", "code,term\r\n1912002,Fall\r\n"),
        ("falls_snomed_csv", "code,term\n1912002,Fall"),
        ("falls_csv", "\ufeffcode,term\n\n1912002,Fall\n,\n"),
        ("falls_csv", "Code , Term\n1912002,Fall\n1912002,Falling\n"),
        ("list_csv", "code,term,category\n1912002,Fall,Falls\n"),
        ("list_csv", "deficit,version,terminology,code,term\nefi-falls,1,snomed,1912002,Fall\n"),
        ("list_csv", "deficit,system,code,term\nFalls,http://snomed.info/sct,1912002,Fall\n"),
        ("falls_csv", "code,term,category\n1912002,Fall,3\n"),
    ],
    ids=[
        "file named after the deficit",
        "lines end as on Windows",
        "file named after deficit and terminology",
        "byte-order mark and empty lines",
        "duplicates and spaces in the names",
        "category",
        "deficit and terminology in columns",
        "title and identifier of the system",
        "category that means something else",
    ],
)
def test_a_csv_list_is_read(folder, name, content):
    assert folder.read(**{name: content}) == [FALL]


def test_codes_stay_text_exactly_as_issued(folder):
    """Read codes keep dots and case; an ICD-10 code and a nought in front are no numbers."""
    listed = ["deficit,terminology,code,term", "falls,ctv3,TC...,", "falls,readv2,tc...,", "falls,icd10,W19,"]
    assert folder.read(list_csv="\n".join([*listed, "falls,ctv3,00123,"])) == [
        ("falls", ICD10, "W19", ""),
        ("falls", CTV3, "00123", ""),
        ("falls", CTV3, "TC...", ""),
        ("falls", READ_V2, "tc...", ""),
    ]


def valueset(**content):
    return {"resourceType": "ValueSet", "id": "falls"} | content


LISTED = {"include": [{"system": SNOMED, "concept": [{"code": "1912002", "display": "Fall"}]}]}
BY_RULE = {"include": [{"system": SNOMED, "filter": [{}]}]}
A_NUMBER = {"include": [{"system": SNOMED, "concept": [{"code": 1912002}]}]}
EXPANDED = [{"abstract": True, "contains": [{"system": SNOMED, "code": "1912002", "display": "Fall"}]}]


@pytest.mark.parametrize(
    "content",
    [
        valueset(compose=LISTED),
        valueset(id="4f2a", name="EfiFalls", compose=LISTED),
        valueset(id="4f2a", title="Falls", compose=LISTED),
        valueset(compose={"include": [{"filter": [{}]}]}, expansion={"contains": EXPANDED}),
    ],
    ids=["listed", "named", "titled", "expanded"],
)
def test_a_value_set_is_read(folder, content):
    assert folder.read(valueset_json=content) == [FALL]


def test_several_files_make_one_list(folder):
    falls, dizziness = "code,term\n1912002,Fall\n", valueset(id="dizziness", compose=LISTED)
    found = folder.read(falls_csv=falls, list_json=dizziness)
    assert [row[0] for row in found] == ["dizziness", "falls"]


@pytest.mark.parametrize(
    ("name", "content", "place", "problem"),
    [
        ("fals_csv", "code\n1912002", "fals.csv:1: deficit", f"'fals' {NO_DEFICIT}; did you mean 'falls'?"),
        (
            "l_csv",
            "deficit,code\nfall,1912002",
            "l.csv:2: deficit",
            f"'fall' {NO_DEFICIT}; did you mean 'falls'?",
        ),
        (
            "l_json",
            valueset(id="stroke"),
            "l.json:1: deficit",
            f"'stroke' {NO_DEFICIT}; did you mean 'stroke-tia'?",
        ),
        (
            "l_csv",
            "deficit,code\npolypharmacy,1912002",
            "l.csv:2: deficit",
            "polypharmacy is counted from medicines",
        ),
        (
            "falls_csv",
            "code\n1912002\n2.76041E+14",
            "falls.csv:3: code",
            "2.76041E+14 went through a spreadsheet",
        ),
        ("falls_csv", "code\nTC...", "falls.csv:2: terminology", "is not said; add a column 'terminology'"),
        ("l_csv", "deficit,system,code\nfalls,emis,7", "l.csv:2: terminology", "'emis' is not known"),
        (
            "falls_csv",
            "code,term\n,Fall",
            "falls.csv:2: code",
            "is empty; give the code or take the line away",
        ),
        ("falls_csv", "code\n1912002, Fall", "falls.csv:2: row", "has more values than columns"),
        ("falls_csv", "", "falls.csv:1: file", "is empty; fill it or take it away"),
        ("falls_csv", "code,term\n", "falls.csv:1: file", "names columns but holds no codes"),
        ("l_csv", "deficit,codes\nfalls,1", "l.csv:1: codes", "'codes' is not a column of a code list"),
        (
            "falls_csv",
            "CTV3ID\nTC...",
            "falls.csv:1: file",
            "is named after a deficit but has no column 'code'",
        ),
        (
            "falls_csv",
            b"code,term\n1912002,M\xe9",
            "falls.csv:2: file",
            "is not UTF-8; save the file as UTF-8",
        ),
        ("falls_json", "{\n 'id': 1}", "falls.json:2: file", "is not JSON"),
        ("falls_json", {"resourceType": "Bundle"}, "falls.json:1: resourceType", "is not ValueSet"),
        ("l_json", valueset(compose=BY_RULE), "l.json:1: compose.include[1]", "names codes by rule"),
        (
            "l_json",
            valueset(compose=LISTED | {"exclude": [{}]}),
            "l.json:1: compose.exclude",
            "takes codes away",
        ),
        (
            "l_json",
            valueset(compose=A_NUMBER),
            "l.json:10: code",
            "1912002 of 'http://snomed.info/sct' is not text",
        ),
        ("l_json", valueset(), "l.json:1: compose", "lists no codes; expand the value set first"),
    ],
)
def test_a_fault_says_where_and_what_to_do(folder, name, content, place, problem):
    assert folder.faults(**{name: content})[0].startswith(f"{place}: {problem}")


def test_all_faults_are_found_at_once(folder):
    assert len(folder.faults(falls_csv="code\n1E+15\n2E+15", fals_csv="code\n1912002")) == 3


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_folder_without_lists_is_a_fault(tmp_path, name):
    (tmp_path / "notes.txt").write_text("nothing here")
    with pytest.raises(BlueprintFaults, match=r"folder: (is not there|holds no code list)"):
        read_codelists(tmp_path / name)


def test_what_was_let_pass_is_said(folder):
    """A file of other things, a code whose check digit is wrong, and deficits that have no codes."""
    found = folder.read(falls_csv="code\n1912003\n73211008", people_csv="date,number\n2024-01-01,7")
    assert [row[2] for row in found] == ["1912003", "73211008"]
    check, passed_over, missing = folder.notes
    assert "falls.csv:2: code: 1912003 is not a SNOMED CT identifier" in check
    assert "(and 1 more in this file)" in check
    assert passed_over.endswith("people.csv: has no column 'code', so it was not read as a code list")
    assert missing.startswith("no codes for 34 of 35 deficits")


def test_the_starter_list_has_codes_for_every_coded_deficit():
    """It says of itself that it is not complete."""
    starter = read_codelists(None).to_pylist()
    assert {row["deficit"] for row in starter} == set(CODED)
    assert {row["system"] for row in starter} == {SNOMED}
    assert all(snomed.valid(row["code"]) for row in starter)
    assert "not complete" in describe(None)


def test_the_starter_list_agrees_with_the_published_one(shared):
    """Each of its codes stands for the same deficit there."""
    notes: list[str] = []
    published = read_codelists(shared / "data" / "codelists" / "efi", warn=notes.append).to_pylist()
    means = {(row["deficit"], row["system"], row["code"]) for row in published}
    assert {(row["deficit"], row["system"], row["code"]) for row in read_codelists(None).to_pylist()} <= means
    assert len(means) == 5729
    assert [note.split("/")[-1].split(":")[0] for note in notes] == ["efi_gm_prevalence.csv"]
