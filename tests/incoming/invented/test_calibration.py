"""The calibration explains itself: what is not explained is refused."""

import re

import pytest
from pydantic import ValidationError

from commonweal.incoming.invented.calibration import Calibration
from commonweal.terms import snomed
from commonweal.terms.deficits import CODED


def changed(calibration: Calibration, **parts: object) -> Calibration:
    return Calibration.model_validate({**calibration.model_dump(by_alias=True), **parts})


def test_every_coded_deficit_has_a_condition(calibration: Calibration) -> None:
    assert {condition.deficit for condition in calibration.conditions} - {None} == set(CODED)


def test_every_code_has_a_right_check_digit(calibration: Calibration) -> None:
    codes = [medicine.code for medicine in calibration.medicines]
    codes += [measurement.code for measurement in calibration.measurements]
    codes += [
        code for condition in calibration.conditions for code in (*condition.codes, *condition.own_codes)
    ]
    assert [code for code in codes if not snomed.valid(code)] == []


def test_every_diagnosis_is_written_as_icd_10_without_its_dot(calibration: Calibration) -> None:
    coding = calibration.coding
    codes = {code for main in coding.main.values() for some in main.value.values() for code in some}
    codes |= {code for some in coding.with_condition.value.values() for code in some}
    codes |= set(coding.with_frailty.value)
    assert [code for code in codes if not re.fullmatch(r"[A-TV-Z]\d\d\d?", code)] == []


def test_a_code_for_an_unknown_condition_is_refused(calibration: Calibration) -> None:
    coding = calibration.coding.model_dump(by_alias=True)
    coding["with_condition"]["value"]["melancholy"] = {"F32": 0.5}
    with pytest.raises(ValidationError, match="not among the conditions: melancholy"):
        changed(calibration, coding=coding)


def test_a_figure_without_an_explained_source_is_refused(calibration: Calibration) -> None:
    with pytest.raises(ValidationError, match=r"explain under sources: .*clegg"):
        changed(calibration, sources={"shaping": "shaped here"})


def test_a_medicine_for_an_unknown_condition_is_refused(calibration: Calibration) -> None:
    cure = {"name": "Cure", "code": "387458008", "for": {"melancholy": 0.5}}
    with pytest.raises(ValidationError, match="not among the conditions: melancholy"):
        changed(calibration, medicines=[cure])


def test_a_partnership_not_named_has_the_ages_of_england(calibration: Calibration) -> None:
    assert calibration.ages("exeter").id == "city-with-a-university"
    assert calibration.ages("nowhere").id == "england"
