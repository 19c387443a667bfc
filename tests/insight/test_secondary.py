"""Nothing hidden can be worked out: an attacker with every sum, and a solver, finds no small number."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from commonweal.insight.secondary import LEFT, hidden_too
from commonweal.insight.secondary_ranges import Sums

pytestmark = pytest.mark.requirement("P2")
Sum = tuple[int, list[int], bool]  # whole, parts, and whether these are all of it


def rounded(counts: list[int]) -> np.ndarray:
    """As the rule of suppression shows them, one by one."""
    return np.array([np.nan if 1 <= count <= 7 else 5 * round(count / 5) for count in counts])


def sums(told: list[Sum]) -> Sums:
    rows = [(whole, part, kind, exact) for kind, (whole, parts, exact) in enumerate(told) for part in parts]
    whole, part, kind, exact = (np.array(column) for column in zip(*rows, strict=True))
    return Sums.of(whole, part, kind, exact)


def published(counts: list[int], told: list[Sum]) -> tuple[np.ndarray, np.ndarray]:
    """What is shown after all, and which were hidden for others' sake."""
    shown = rounded(counts)
    for place in within_hidden(shown, told):
        shown[place] = np.nan
    too = hidden_too(shown, np.isnan(shown) & (np.array(counts) > 0), sums(told))
    return np.where(too, np.nan, shown), too


def within_hidden(shown: np.ndarray, told: list[Sum]) -> set[int]:
    """The parts of wholes that are hidden, among which a 0 is hidden too."""
    found: set[int] = set()
    while more := {
        part
        for whole, parts, _ in told
        if np.isnan(shown[whole]) or whole in found
        for part in parts
        if part not in found
    }:
        found |= more
    return found


def known(shown: float, too: bool, within: bool) -> tuple[float, float | None]:
    """What one number says of itself to somebody who knows the rule, and which are hidden for others."""
    if too:
        return 0, None
    if np.isnan(shown):
        return 0 if within else 1, 7
    return (0, 0) if shown == 0 else (max(shown - 2, 8), shown + 2)


def solved(counts: list[int], told: list[Sum]) -> list[tuple[int, int]]:
    """The least and the most that a solver leaves each small hidden number, over all sums at once."""
    shown, too = published(counts, told)
    within = within_hidden(rounded(counts), told)
    bounds = [known(*one, place in within) for place, one in enumerate(zip(shown, too, strict=True))]
    equal, at_most = ([], [])
    for whole, parts, exact in told:
        row = np.zeros(len(counts))
        row[parts], row[whole] = 1, -1
        (equal if exact else at_most).append(row)
    found = []
    for place in small_ones(counts):
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(counts))
            aim[place] = sign
            answer = linprog(
                aim,
                A_eq=np.array(equal) if equal else None,
                b_eq=np.zeros(len(equal)) if equal else None,
                A_ub=np.array(at_most) if at_most else None,
                b_ub=np.zeros(len(at_most)) if at_most else None,
                bounds=bounds,
            )
            ends.append(sign * answer.fun)
        found.append((int(np.ceil(ends[0] - 1e-6)), int(np.floor(ends[1] + 1e-6))))
    return found


def crossed(counts: list[list[int]]) -> tuple[list[int], list[Sum]]:
    """A table with its totals by row, by column and of all."""
    rows, columns = len(counts), len(counts[0])
    inner = {(r, c): r * columns + c for r, c in product(range(rows), range(columns))}
    numbers = [counts[r][c] for r, c in inner]
    of_row = [len(numbers) + r for r in range(rows)]
    numbers += [sum(row) for row in counts]
    of_column = [len(numbers) + c for c in range(columns)]
    numbers += [sum(column) for column in zip(*counts, strict=True)]
    numbers.append(sum(map(sum, counts)))
    told: list[Sum] = [(of_row[r], [inner[r, c] for c in range(columns)], True) for r in range(rows)]
    told += [(of_column[c], [inner[r, c] for r in range(rows)], True) for c in range(columns)]
    told += [(len(numbers) - 1, of_row, True), (len(numbers) - 1, of_column, True)]
    return numbers, told


few = st.one_of(st.integers(0, 9), st.integers(0, 60))


@settings(deadline=None, max_examples=25, derandomize=True)
@given(st.lists(st.lists(few, min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_combination_of_totals_gives_a_hidden_number_away(counts: list[list[int]]) -> None:
    """Of a table with all its totals every small number keeps `LEFT` answers, by all sums at once too."""
    for least, most in solved(*crossed(counts)):
        assert most - least + 1 >= LEFT, counts


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.lists(few, min_size=2, max_size=5), min_size=2, max_size=5).filter(
        lambda rows: len(set(map(len, rows))) == 1
    )
)
def test_what_is_not_hidden_is_as_it_was(counts: list[list[int]]) -> None:
    """Numbers are hidden, never changed; the truth is always among the answers that are left."""
    numbers, told = crossed(counts)
    shown, _ = published(numbers, told)
    before = rounded(numbers)
    assert ((shown == before) | np.isnan(shown)).all()
    for (least, most), place in zip(solved(numbers, told), small_ones(numbers), strict=True):
        assert least <= numbers[place] <= most


def small_ones(numbers: list[int]) -> list[int]:
    return [place for place, number in enumerate(numbers) if 1 <= number <= 7]


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([20, 7, 13], [20, None, 15]),
        ([19, 7, 12], [20, None, None]),
        ([19, 7, 12, 0], [20, None, 10, None]),
        ([5, 5, 0], [None, None, None]),
        ([21, 1, 2, 18], [20, None, None, 20]),
    ],
)
def test_a_whole_and_its_parts(counts: list[int], hidden: list[int | None]) -> None:
    """The first number is the sum of the others; a 0 is hidden first, and within a hidden whole.

    Of 20 and 15 seven answers are left for what is hidden, of 20 and 10 only 6 and 7.
    """
    shown, _ = published(counts, [(0, list(range(1, len(counts))), True)])
    assert [None if np.isnan(one) else int(one) for one in shown] == hidden
