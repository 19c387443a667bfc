"""The NHS number: ten digits, the last a check on the other nine.

The check: the first nine digits are multiplied by 10, 9 … 2 and added; eleven less the remainder of that
sum after division by eleven is the tenth digit, where eleven counts as 0 and ten is never issued (NHS
Data Dictionary, NHS NUMBER). The same thing said once for all ten: the sum with weights 10 … 1 divides
by eleven. Ten equal digits pass that sum and are refused all the same.
"""

from __future__ import annotations

import re

WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
SEPARATORS = re.compile(r"[\s-]+", re.ASCII)
TEN_DIGITS = re.compile(r"[0-9]{10}")
ONES = 1_111_111_111  # ten equal digits are the multiples of this


def normal(text: str | None) -> str | None:
    """The ten digits of a valid number, without spaces and hyphens; None for anything else."""
    digits = SEPARATORS.sub("", text or "")
    return digits if TEN_DIGITS.fullmatch(digits) and _checks(digits) else None


def valid(text: str | None) -> bool:
    """Whether this is an NHS number with its check digit right, spaces and hyphens allowed."""
    return normal(text) is not None


def normal_sql(text: str) -> str:
    """`normal` as a DuckDB expression over the text expression `text`; NULL where there is none."""
    bare = f"regexp_replace({text}, '[\\s-]+', '', 'g')"
    digits = f"CASE WHEN length({text}) = 10 THEN {text} ELSE {bare} END"  # most have nothing to take out
    number = f"TRY_CAST({digits} AS BIGINT)"
    total = " + ".join(f"{weight} * ({number} // {10 ** (weight - 1)} % 10)" for weight in WEIGHTS)
    return (
        f"CASE WHEN regexp_full_match({digits}, '[0-9]{{10}}') AND ({total}) % 11 = 0"
        f" AND {number} % {ONES} <> 0 THEN {digits} END"
    )


def _checks(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True))
    return total % 11 == 0 and int(digits) % ONES != 0
