"""How fast days go by: as fast as they can be played, or so many times as fast as the wall's clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from time import monotonic


@dataclass
class Pace:
    """`speed` 60 plays a minute a second, 0 waits for nothing; `stop` ends the play before the next step."""

    start: datetime
    speed: float = 0
    stop: Event = field(default_factory=Event)
    began: float = field(default_factory=monotonic)

    def reached(self, moment: datetime) -> bool:
        """Waits until this moment's turn has come; false where the play was stopped."""
        if self.speed:
            turn = self.began + (moment - self.start).total_seconds() / self.speed
            self.stop.wait(max(0.0, turn - monotonic()))
        return not self.stop.is_set()
