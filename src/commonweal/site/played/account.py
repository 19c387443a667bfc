"""What has been played, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from commonweal.care.referrals.models import Referral


@dataclass
class Account:
    """How many referrals came, how many steps were made, and what was refused and why.

    `until` is where it ends, or the moment before which it was stopped.
    """

    start: datetime
    until: datetime
    began: float = field(default_factory=monotonic)
    received: Counter[str] = field(default_factory=Counter)
    moved: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    carried_on: int = 0
    identified: int = 0
    corrected: int = 0
    ended: int = 0

    @property
    def actions(self) -> int:
        return self.received.total() + self.moved.total() + self.identified + self.corrected

    @property
    def seconds(self) -> float:
        return monotonic() - self.began

    def as_json(self) -> dict[str, object]:
        """Everything, with how many are open now and how many of those are late at the end of the play."""
        left = Referral.objects.filter(channel="played", ended=None)
        return {
            "from": self.start,
            "until": self.until,
            "referrals": self.received.total(),
            "by_pathway": dict(sorted(self.received.items())),
            "steps": self.moved.total(),
            "by_move": dict(sorted(self.moved.items())),
            "carried_on": self.carried_on,
            "identified": self.identified,
            "corrected": self.corrected,
            "ended": self.ended,
            "open": left.count(),
            "late": left.filter(due__lt=self.until).count(),
            "refused": dict(self.refused.most_common()),
            "seconds": round(self.seconds, 1),
            "actions_a_second": round(self.actions / max(self.seconds, 0.001), 1),
        }
