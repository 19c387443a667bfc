"""Who a referral is about, as far as the viewer may see their record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from commonweal.care.access import Viewer
from commonweal.care.involvements import reads as involvements
from commonweal.care.people import reads as people
from commonweal.care.people.reads import Known
from commonweal.care.referrals.models import Referral
from commonweal.web.involvements.section import Section, working_with
from commonweal.web.people.answer import answer
from commonweal.web.people.contacts import SETTING_WORDS, Contact, contacts
from commonweal.web.people.evidence import Deficit, evidence
from commonweal.web.people.person import age, day_shown
from commonweal.web.sharing.wording import CATEGORIES

LATEST = 6
RECENT = timedelta(days=366)


@dataclass(frozen=True)
class Story:
    """What helps to decide: how frail and why, who met them lately, who works with them, what is withheld."""

    known: Known
    answer: str
    deficits: Sequence[Deficit]
    met: Sequence[tuple[str, Contact]]
    working: Section
    withheld: Sequence[tuple[str, str]]


def story(viewer: Viewer, referral: Referral) -> Story | None:
    """None where nobody is matched, or the record is not the viewer's to see; the look is recorded."""
    if referral.person_id is None or not involvements.is_seen(viewer, referral.person_id):
        return None
    known, as_at = people.person(viewer, referral.person_id), day_shown(viewer)
    lately = [one for one in contacts(known.contacts, as_at) if one.end >= as_at - RECENT]
    return Story(
        known=known,
        answer=answer(known, age(known.person, as_at), as_at),
        deficits=evidence(known, as_at),
        met=[(SETTING_WORDS[one.setting], one) for one in lately[::-1][:LATEST]],
        working=working_with(viewer, known.person.pk),
        withheld=[(CATEGORIES[category], because) for category, because in known.withheld.items()],
    )
