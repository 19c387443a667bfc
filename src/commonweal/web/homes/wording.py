"""What pages of care homes say: how fresh a word is, why somebody comes first, where a call stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from commonweal.care import moments
from commonweal.care.homes import rules
from commonweal.care.homes.models import Call
from commonweal.care.homes.order import URGENT, Reason
from commonweal.web import words
from commonweal.web.refer import standing
from commonweal.web.refer.standing import Line

REASONS = {
    "high": "High early warning score: {0}",
    "medium": "Early warning score asks for an urgent review: {0}",
    "rising": "Early warning score goes up: {0}",
    "see": "The home asks: {0}",
    "fall": "Fell: {0}",
    "unwell": "Unwell: {0}",
    "signs": "Not as usual: {0}",
    "overdue": "Overdue: {0}",
    "again": "Came back {0}",
    "new": "New here {0}",
    "due": "{0}",
    "unseen": "Not seen on a round for four weeks, {0}",
}


@dataclass(frozen=True)
class Answered:
    """A call with where it stands, in the words of its pathway; `decision` once it has ended."""

    call: Call
    line: Line

    @property
    def open(self) -> bool:
        return self.call.referral.ended is None

    @property
    def decision(self) -> str:
        """What the hub decided: how it ended, and who goes on."""
        said = self.line.told or self.line.outcome or self.line.stage
        return f"{said} Goes on: {self.line.goes_on}." if self.line.goes_on else said


def reason(one: Reason) -> str:
    """Why somebody is where they are on the round."""
    return REASONS[one.place].format(one.words or "no more was said")


def is_urgent(one: Reason) -> bool:
    """Whether it is to be seen to today, whenever the round is."""
    return one.place in URGENT


def ago(moment: datetime | None) -> str:
    """said today, said 3 days ago; that nothing was said."""
    if moment is None:
        return "nothing said yet"
    days = (moments.today() - rules.day_of(moment)).days
    if days == 0:
        return f"said today {words.clock(moment)}"
    return "said yesterday" if days == 1 else f"said {days} days ago"


def left(days: int) -> str:
    """How many working days are left, or how long it is overdue."""
    count = f"{abs(days)} working {'day' if abs(days) == 1 else 'days'}"
    return f"{count} left" if days >= 0 else f"{count} late"


def answered(call: Call) -> Answered:
    """A call in words."""
    return Answered(call, standing.line(call.referral))


def stay(started: date | None, again: bool) -> str:
    """Since when somebody lives here."""
    if started is None:
        return "since when is not said"
    return f"{'back ' if again else ''}since {words.day(started)}"
