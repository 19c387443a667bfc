"""What everyone of a chunk has around them: chance, figures, places and time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.calibration.people_shapes import AgeStructure
from commonweal.incoming.invented.dice import Dice
from commonweal.incoming.invented.history import History
from commonweal.incoming.invented.places import Places
from commonweal.incoming.invented.rows import Keys


@dataclass(frozen=True)
class World:
    """The same for all people of one chunk."""

    dice: Dice
    calibration: Calibration
    ages: AgeStructure
    places: Places
    span: History
    keys: Keys

    def chance(self, subject: str) -> np.random.Generator:
        """The stream of chance for this subject, from its beginning."""
        return self.dice.of(subject)
