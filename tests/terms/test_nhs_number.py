"""An NHS number is ten digits of which the last checks the others."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.terms.nhs_number import normal, normal_sql, valid

REPEATS = [str(digit) * 10 for digit in range(10)]


def with_check_digit(nine: str) -> str | None:
    """The number whose first nine digits these are, worked by the steps of the NHS Data Dictionary."""
    remainder = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    check = 11 - remainder
    return None if check == 10 else nine + str(0 if check == 11 else check)


numbers = (
    st.from_regex(r"[0-9]{9}", fullmatch=True)
    .map(with_check_digit)
    .filter(lambda number: number is not None and number not in REPEATS)
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("9434765919", "9434765919"),
        ("943 476 5919", "9434765919"),
        ("943-476-5919", "9434765919"),
        ("  9434765919\t", "9434765919"),
        ("9434765870", "9434765870"),  # the check comes to 11, which is written 0
        ("9434765828", None),  # the check comes to 10, which is never issued
        ("9434765918", None),
        ("943476591", None),
        ("94347659190", None),
        ("943476591X", None),
        ("٩٤٣٤٧٦٥٩١٩", None),
        ("943.476.5919", None),
        ("", None),
        (None, None),
    ],
)
def test_what_is_a_number(text: str | None, number: str | None) -> None:
    assert normal(text) == number
    assert valid(text) is (number is not None)
    assert in_the_database([text]) == [number]


@pytest.mark.parametrize("repeat", REPEATS)
def test_ten_equal_digits_pass_the_sum_and_are_refused(repeat: str) -> None:
    assert with_check_digit(repeat[:9]) == repeat
    assert not valid(repeat)
    assert in_the_database([repeat]) == [None]


def test_the_published_cases(shared: Path) -> None:
    with open(shared / "domain" / "test_vectors_nhs_number.csv", encoding="utf-8") as cases:
        for case in csv.DictReader(cases):
            expected = case["modulus11"] == "pass" and case["input"] not in REPEATS
            assert valid(case["input"]) is expected, case


@given(number=numbers)
def test_every_number_made_by_the_rule_is_valid(number: str) -> None:
    assert normal(number) == number
    assert normal(f"{number[:3]} {number[3:6]} {number[6:]}") == number


@given(number=numbers, place=st.integers(0, 9), by=st.integers(1, 9))
def test_one_digit_changed_is_always_found(number: str, place: int, by: int) -> None:
    changed = str((int(number[place]) + by) % 10)
    assert not valid(number[:place] + changed + number[place + 1 :])


@settings(max_examples=15, deadline=None)
@given(texts=st.lists(st.one_of(numbers, st.text(alphabet="0123456789 -x\n", max_size=14)), min_size=20))
def test_the_database_says_the_same(texts: list[str]) -> None:
    assert in_the_database(texts) == [normal(text) for text in texts]


def in_the_database(texts: list[str | None] | list[str]) -> list[str | None]:
    """`normal` of each text, as DuckDB works it out."""
    connection = duckdb.connect()
    rows = connection.execute(f"SELECT {normal_sql('text')} FROM unnest($1::TEXT[]) AS t(text)", [texts])
    return [number for (number,) in rows.fetchall()]
