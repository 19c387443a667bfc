"""NHS numbers that nobody has."""

import numpy as np
import pytest

from commonweal.incoming.invented.people.nhs_numbers import nhs_numbers
from commonweal.terms.nhs_number import valid


def test_numbers_are_different_and_their_check_digit_is_right() -> None:
    numbers = nhs_numbers(np.random.default_rng(1), 2_000)
    assert len(np.unique(numbers)) == 2_000
    assert all(valid(str(number)) and str(number).startswith("999") for number in numbers)


def test_more_than_the_test_range_holds_come_from_just_below_it() -> None:
    numbers = nhs_numbers(np.random.default_rng(1), 1_000_000)
    assert len(np.unique(numbers)) == 1_000_000
    assert set(np.unique(numbers // 10_000_000)) == {998, 999}
    assert all(valid(str(number)) for number in numbers[-1_000:])


def test_numbers_people_have_are_never_used() -> None:
    with pytest.raises(ValueError, match="ask for fewer people"):
        nhs_numbers(np.random.default_rng(1), 10**9)
