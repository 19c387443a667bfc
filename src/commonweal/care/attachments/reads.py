"""The only queries of attachments, each for a viewer."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.attachments.models import WORDS, Attachment
from commonweal.care.audit import actions as audit
from commonweal.care.referrals.models import Referral


def of_referral(viewer: Viewer | None, referral: Referral) -> list[Attachment]:
    """What is attached to a referral that the viewer sees, the oldest first; the papers not yet opened."""
    return of_referrals(viewer, [referral])[referral.pk]


@access.for_purpose("direct_care")
def of_referrals(viewer: Viewer | None, referrals: Sequence[Referral]) -> dict[int, list[Attachment]]:
    """The same of several, by the id of the referral."""
    found: dict[int, list[Attachment]] = {referral.pk: [] for referral in referrals}
    attached = Attachment.objects.filter(referral__in=found)
    words = dict(attached.filter(kind=WORDS).values_list("pk", "content"))
    for one in attached.defer("content").order_by("pk"):
        if one.pk in words:
            one.content = words[one.pk]
        found[one.referral_id].append(one)
    return found


@access.for_purpose("direct_care")
def opened(viewer: Viewer | None, id: int) -> Attachment:
    """One paper with its content; NotSeen where there is none, or none of theirs. The look is recorded."""
    found = Attachment.objects.select_related("referral").exclude(kind=WORDS).filter(pk=id).first()
    decision = access.referral(viewer, found.referral) if found else None
    if found is None or decision is None or not decision.allowed:
        because = "there is no such paper, or it is not yours to see"
        audit.refused("attachment.refused", by=viewer, because=because, detail={"attachment": id})
        raise access.NotSeen
    audit.record(
        "attachment.opened",
        by=viewer,
        about=found.referral.person_id,
        purpose="direct_care",
        clause=decision.clause,
        because=decision.because,
        detail={"referral": found.referral.reference, "attachment": found.pk},
    )
    return found
