"""Who is referred: people of the record, the frailer the likelier, and those who were not long ago."""

from __future__ import annotations

from array import array
from bisect import bisect
from datetime import date
from itertools import accumulate
from random import Random

from commonweal.care.people.models import Person

DRAWN_AT_MOST = 1_000
COLUMNS = ("key", "birth_date", "frailty__deficits")


class Crowd:
    """Everybody alive and registered, by their key in the linked population."""

    def __init__(self, growing: float) -> None:
        self._keys: list[str] = []
        self._born = array("i")
        weights = array("d")
        here = Person.objects.filter(death_date=None).exclude(practice="").order_by("key")
        for key, born, deficits in here.values_list(*COLUMNS).iterator(chunk_size=20_000):
            self._keys.append(key)
            self._born.append(born.toordinal())
            weights.append((1 + (deficits or 0)) ** growing)
        self._sums = array("d", accumulate(weights))

    def __len__(self) -> int:
        return len(self._keys)

    def somebody(self, dice: Random, youngest: int, on: date) -> str:
        """The key of one of them who is as old as this; of anybody where nobody is."""
        latest = date(on.year - youngest, on.month, min(on.day, 28)).toordinal()
        for _ in range(DRAWN_AT_MOST):
            place = bisect(self._sums, dice.random() * self._sums[-1])
            if self._born[place] <= latest:
                break
        return self._keys[place]
