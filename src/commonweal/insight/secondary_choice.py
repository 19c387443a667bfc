"""Which number to hide for another's sake: of a sum that narrows it, the smallest that is shown."""

from __future__ import annotations

import numpy as np

from commonweal.insight.secondary_ranges import Flags, Floats, Places, Ranges, Sums, of_parts


class Choice:
    """Looks from the numbers to the sums they are in."""

    def __init__(self, sums: Sums) -> None:
        self.sums = sums

    def companions(self, given_away: Places, shown: Floats, found: Ranges) -> Places:
        """For each number given away one that is shown, nearest to it by sums; none if there is none.

        All look at once, through hidden numbers step by step, until a sum has one that is shown.
        """
        free = np.flatnonzero(~np.isnan(shown) & self._may_be_other_than_nought(found))
        smallest_first = free[np.argsort(shown[free], kind="stable")]
        nothing = len(smallest_first)
        heard = np.full(len(shown), nothing)
        heard[smallest_first] = np.arange(nothing)
        nearest, tight = np.full(len(shown), nothing), self._narrowing(found)
        while (nearest[given_away] == nothing).any():
            told = self._told(heard, tight, nothing)
            new = np.isnan(shown) & (nearest == nothing) & (told < nothing)
            if not new.any():
                break
            nearest[new] = told[new]
            heard = np.where(new, told, nothing)
        chosen = np.unique(nearest[given_away])
        return np.sort(smallest_first[chosen[chosen < nothing]])

    def _told(self, heard: Places, tight: tuple[Flags, Flags], nothing: int) -> Places:
        """For each number the least of what is heard in the sums that make its range as narrow as it is."""
        sums, (of_part, of_whole) = self.sums, tight
        in_sum = np.minimum(np.minimum.reduceat(heard[sums.part], sums.first), heard[sums.whole])
        told = np.full(len(heard), nothing)
        np.minimum.at(told, sums.part[of_part], in_sum[sums.sum_of[of_part]])
        np.minimum.at(told, sums.whole[of_whole], in_sum[of_whole])
        return told

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
