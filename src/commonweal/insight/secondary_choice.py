"""Which number to hide for another's sake: of a sum that narrows it, the smallest that is shown."""

from __future__ import annotations

import numpy as np

from commonweal.insight.secondary_ranges import Flags, Floats, Places, Ranges, Sums, of_parts


class Choice:
    """Looks from a number to the sums it is in."""

    def __init__(self, sums: Sums, size: int) -> None:
        """One index of rows by part, and one of sums by whole."""
        self.sums = sums
        self.rows = np.argsort(sums.part, kind="stable")
        self.rows_from = np.searchsorted(sums.part[self.rows], np.arange(size + 1))
        self.wholes = np.argsort(sums.whole, kind="stable")
        self.wholes_from = np.searchsorted(sums.whole[self.wholes], np.arange(size + 1))
        self.ends = np.append(sums.first[1:], len(sums.part))

    def companions(self, given_away: Places, shown: Floats, found: Ranges) -> Places:
        """For each number given away one that is shown, nearest to it by sums; none if there is none."""
        free, self.tight = self._may_be_other_than_nought(found), self._narrowing(found)
        chosen = {self._nearest(int(place), shown, free) for place in given_away}
        return np.array(sorted(chosen - {-1}), dtype=np.int64)

    def _nearest(self, place: int, shown: Floats, free: Flags) -> int:
        """Through hidden numbers, step by step, until a sum has one that is shown."""
        seen, here = {place}, [place]
        while here:
            others = np.unique(np.concatenate([self._beside(one) for one in here]))
            to_hide = others[~np.isnan(shown[others]) & free[others]]
            if len(to_hide):
                return int(to_hide[np.argmin(shown[to_hide])])
            here = [one for one in others.tolist() if one not in seen and np.isnan(shown[one])]
            seen.update(here)
        return -1

    def _beside(self, place: int) -> Places:
        """Every number in a sum that makes the range of this one as narrow as it is."""
        rows = self.rows[self.rows_from[place] : self.rows_from[place + 1]]
        wholes = self.wholes[self.wholes_from[place] : self.wholes_from[place + 1]]
        parts_of, whole_of = self.tight
        sums = np.concatenate([self.sums.sum_of[rows[parts_of[rows]]], wholes[whole_of[wholes]]])
        parts = [self.sums.part[self.sums.first[one] : self.ends[one]] for one in sums]
        return np.unique(np.concatenate([self.sums.whole[sums], *parts]))

    def _narrowing(self, found: Ranges) -> tuple[Flags, Flags]:
        """Which rows narrow their part, and which sums their whole."""
        sums, low, high = self.sums, found.low, found.high
        up, down = of_parts(found, sums)
        least, most = (np.add.reduceat(side[sums.part], sums.first) for side in (low, high))
        of_part = (up <= high[sums.part]) | ((down >= low[sums.part]) & (down > 0))
        of_whole = ((least >= low[sums.whole]) & (least > 0)) | (sums.exact & (most <= high[sums.whole]))
        return of_part, of_whole

    def _may_be_other_than_nought(self, found: Ranges) -> Flags:
        """To hide a 0 that a shown 0 includes would tell nobody less."""
        nought = found.high[self.sums.whole][self.sums.sum_of] == 0
        free = np.ones(len(found.low), dtype=bool)
        free[self.sums.part[nought]] = False
        return free
