"""Which messages of systems come to a pathway, as its file says it."""

from pathlib import Path

import pytest
from tests.blueprint.errand import ERRAND, errand, errands
from tests.blueprint.hamlet import HAMLET
from tests.blueprint.test_faults import faults

pytestmark = pytest.mark.requirement("F1", "F3")
BEFORE = "questions:\n"
SERVICE = "codes: [{system: https://fhir.nhs.uk/Id/dos-service-id, code: '2000099999'}]\n"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("{move: drop, outcome: none}", []),
        (
            "{move: dropp}",
            ["10: cancelled.move: there is no move 'dropp' in this file; did you mean 'drop'?"],
        ),
        ("{move: go}", ["10: cancelled.move: 'go' does not end the referral; name a move that does"]),
        ("{move: drop}", ["10: cancelled: the outcome of 'drop' should be one of none"]),
        (
            "{move: drop, outcome: none, reason: wish}",
            ["10: cancelled.reason: the reason of 'drop' should be left out"],
        ),
    ],
)
def test_what_is_cancelled_can_be_ended(tmp_path: Path, said: str, found: list[str]) -> None:
    folder = errands(tmp_path, ERRAND.replace(BEFORE, f"cancelled: {said}\n{BEFORE}"))
    assert faults(folder) == [f"pathways/errand.yaml:{fault}" for fault in found]


def test_a_code_leads_to_one_pathway_however_its_system_is_written(tmp_path: Path) -> None:
    folder = errands(tmp_path, ERRAND.replace(BEFORE, SERVICE + BEFORE))
    again = SERVICE.replace("https://fhir.nhs.uk/Id", "http://FHIR.nhs.uk/id")
    twin = ERRAND.replace("id: errand\n", "id: twin\n").replace(BEFORE, again + BEFORE)
    (folder / "pathways" / "twin.yaml").write_text(twin, encoding="utf-8")
    said = "'2000099999' leads to the pathway 'errand' already; keep it in one of them"
    assert faults(folder) == [f"pathways/twin.yaml:10: codes[1].code: {said}"]


def test_codes_and_the_move_of_the_cancelled_are_read(tmp_path: Path) -> None:
    pathway = errand(
        tmp_path, ERRAND.replace(BEFORE, f"{SERVICE}cancelled: {{move: drop, outcome: none}}\n{BEFORE}")
    )
    assert [(one.system, one.code) for one in pathway.codes] == [
        ("https://fhir.nhs.uk/Id/dos-service-id", "2000099999")
    ]
    assert pathway.cancelled is not None
    assert (pathway.cancelled.move, pathway.cancelled.outcome) == ("drop", "none")


def test_the_pathway_for_what_names_none_is_one_of_them(tmp_path: Path) -> None:
    folder = errands(tmp_path)
    partnership = HAMLET["partnership.yaml"] + "default_pathway: erand\n"
    (folder / "partnership.yaml").write_text(partnership, encoding="utf-8")
    (fault,) = faults(folder)
    assert fault.endswith("default_pathway: there is no pathway 'erand'; did you mean 'errand'?")
