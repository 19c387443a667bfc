"""Who may write what of a plan, whose words it is, and when it is read again. No database here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from commonweal.blueprint import Section
from commonweal.care.access import Viewer
from commonweal.care.involvements.rules import check_words
from commonweal.care.plans.models import AGREED, WHOSE
from commonweal.care.possible import NotPossible

CARER = "carer"  # the role of those whom a person has named; its posts are for that person's record
FURTHEST = timedelta(days=3660)
LONGEST = 500
CATEGORY_TITLES = {
    "plan_about_me": "About me",
    "plan_care": "Care and support",
    "plan_crisis": "In a crisis",
    "plan_end_of_life": "Towards the end of life",
}


@dataclass(frozen=True)
class Writing:
    """A section as somebody wants it; `seen` is the version they saw when they began, none for none."""

    items: Sequence[Mapping[str, str]]
    seen: int | None
    whose: str = "professional"
    supported_by: str = ""
    why: str = ""
    review_by: date | None = None


@dataclass(frozen=True)
class Signing:
    """A sign-off as somebody wants it; `versions` are those they had before them."""

    agreed: str
    how: str
    review_by: date | None
    representative: str = ""
    versions: Mapping[str, int] = field(default_factory=dict)


class Overtaken(Exception):
    """Somebody published meanwhile: nothing is kept but the draft, and both are to be shown."""


def is_carer(viewer: Viewer) -> bool:
    return viewer.role.id == CARER


def at_work(viewer: Viewer) -> bool:
    """Whether they look as somebody who cares for people by profession."""
    return viewer.cares and viewer.person is None


def writes(viewer: Viewer, section: Section) -> bool:
    """Whether somebody who sees the section may publish it; whoever may not, proposes."""
    if not section.is_written:
        return False
    if viewer.person is not None:
        return section.own and not is_carer(viewer)
    return at_work(viewer) and (not section.writers or viewer.role.id in section.writers)


def photographs(viewer: Viewer, sections: Iterable[Section]) -> bool:
    """Whether somebody who sees the part about me may change its photo: a carer, and whoever writes there."""
    return is_carer(viewer) or any(
        section.category == "plan_about_me" and writes(viewer, section) for section in sections
    )


def signs(viewer: Viewer, sections: Iterable[Section]) -> bool:
    """Whether somebody may sign the plan: whoever writes in the part about care."""
    return any(section.category == "plan_care" and writes(viewer, section) for section in sections)


def whose(viewer: Viewer, said: str) -> str:
    """Whose words it is: those who are not at work speak for themselves."""
    if viewer.person is not None:
        return "carer" if is_carer(viewer) else "person"
    if said not in WHOSE:
        raise NotPossible("whose", "Choose whose words these are")
    return said


def check_review(section: Section, said: date | None, today: date) -> date | None:
    """The day on which a section is read again: as said, else as the blueprint has it."""
    if said is None:
        return today + timedelta(days=section.review_after) if section.review_after else None
    return check_day("review_by", said, today)


def check_day(about: str, said: date | None, today: date) -> date:
    """A day ahead, within ten years."""
    if said is None or not today <= said <= today + FURTHEST:
        raise NotPossible(about, "Give a day from today on, within ten years")
    return said


def check_signing(said: Signing, today: date) -> Signing:
    """The sign-off as it is kept; NotPossible with what is missing."""
    if said.agreed not in AGREED:
        raise NotPossible("agreed", "Choose with whom it was agreed")
    if said.agreed == "representative":
        check_words(
            "representative", said.representative, "Say who agreed for the person, such as Kim, attorney"
        )
    how = check_words("how", said.how, "Say how it was agreed, or why it could not be")
    check_day("review_by", said.review_by, today)
    representative = said.representative.strip() if said.agreed == "representative" else ""
    return Signing(said.agreed, how[:LONGEST], said.review_by, representative[:LONGEST], said.versions)


def soonest(days: Iterable[date | None]) -> date | None:
    """The first of the days that there are."""
    return min((day for day in days if day), default=None)
