"""The only writer of plans. A version is only ever added: what stood before stays, and can be restored."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.break_glass import reads as openings
from commonweal.care.involvements.rules import check_words
from commonweal.care.plans import contents, deeds, reads, rules, sight
from commonweal.care.plans.models import Proposal, SectionDraft, SectionVersion, SignOff
from commonweal.care.plans.rules import Overtaken, Signing, Writing
from commonweal.care.possible import NotPossible

NOT_YOURS_TO_SIGN = "signing the plan is for those who write the part about care"


def publish(*, by: Viewer, person: UUID | None, section: str, writing: Writing) -> SectionVersion:
    """The section says this from now on, and the author's draft is done with.

    Overtaken where somebody published since `writing.seen`; said again unchanged, nothing is added.
    """
    with access.acting(by, "direct_care"), transaction.atomic():
        seen, wanted, decision = deeds.to_write(by, person, section)
        deeds.hold(seen)
        before = reads.newest(seen).get(section)
        items = contents.tidy(wanted.content, writing.items)
        version = deeds.drawn(seen, wanted, items, writing)
        if before and deeds.alike(before, version):
            deeds.forget(seen, section)
            return before
        deeds.check_seen(before, writing.seen)
        deeds.add(seen, version)
        deeds.forget(seen, section)
        detail = {"section": section, "version": version.pk, "whose": version.whose}
        sight.record(seen, "plan.published", decision, **detail)
        return version


def restore(
    *, by: Viewer, person: UUID | None, section: str, version: int, seen: int | None
) -> SectionVersion:
    """What an earlier version said holds again, as a new version in the words of whoever wrote it."""
    with access.acting(by, "direct_care"), transaction.atomic():
        looking, wanted, decision = deeds.to_write(by, person, section)
        deeds.hold(looking)
        before = reads.newest(looking).get(section)
        earlier = SectionVersion.objects.filter(pk=version, person=looking.person, section=section).first()
        if earlier is None:
            raise access.NotSeen
        if before and before.restores_id == earlier.pk:
            return before
        deeds.check_seen(before, seen)
        again = Writing(
            earlier.content, seen, earlier.whose, earlier.supported_by, "An earlier version again"
        )
        found = deeds.drawn(looking, wanted, earlier.content, again, earlier.whose)
        found.restores = earlier
        deeds.add(looking, found)
        sight.record(looking, "plan.restored", decision, section=section, version=found.pk, of=earlier.pk)
        return found


def keep_draft(
    *, by: Viewer, person: UUID | None, section: str, said: Mapping[str, object], seen: int | None
) -> None:
    """What is typed so far, for its author alone; it stands for what was kept before."""
    with access.acting(by, "direct_care"):
        looking, wanted = deeds.to_propose(by, person, section)
        kept = {"said": dict(said), "seen": seen, "kept": moments.now(), "category": wanted.category}
        SectionDraft.objects.update_or_create(
            post_id=by.post, person=looking.person, section=section, defaults=kept
        )


def forget_draft(*, by: Viewer, person: UUID | None, section: str) -> None:
    """The author does not want it any more."""
    with access.acting(by, "direct_care"):
        looking, _ = deeds.to_propose(by, person, section)
        deeds.forget(looking, section)


def propose(*, by: Viewer, person: UUID | None, section: str, writing: Writing) -> Proposal:
    """A change waits for somebody at work who writes the section; proposed twice, it is so once."""
    with access.acting(by, "direct_care"), transaction.atomic():
        looking, wanted = deeds.to_propose(by, person, section)
        deeds.hold(looking)
        items = contents.tidy(wanted.content, writing.items)
        before = reads.newest(looking).get(section)
        if not items and before is None:
            raise NotPossible("items", "Write what you propose")
        waiting = Proposal.objects.filter(person=looking.person, section=section, outcome="", by_id=by.user)
        same = next((one for one in waiting if deeds.words_of(one.content) == deeds.words_of(items)), None)
        if same:
            return same
        found = Proposal.objects.create(
            **deeds.signature(looking),
            section=section,
            category=wanted.category,
            content=items,
            whose=rules.whose(by, writing.whose),
            why=writing.why.strip()[: rules.LONGEST],
            based_on=before,
        )
        deeds.forget(looking, section)
        decision = looking.decisions[wanted.category]
        sight.record(looking, "plan.proposed", decision, section=section, proposal=found.pk)
        return found


def accept(*, by: Viewer, person: UUID, proposal: int, writing: Writing, answer: str = "") -> Proposal:
    """The proposed change is published, as proposed or as `writing` changes it; the proposer sees which.

    Overtaken where the section was published since `writing.seen`, or somebody else answered first.
    """
    with access.acting(by, "direct_care"), transaction.atomic():
        seen, found, wanted, decision = deeds.to_answer(by, person, proposal)
        before = reads.newest(seen).get(found.section)
        deeds.check_seen(before, writing.seen)
        items = contents.tidy(wanted.content, writing.items)
        changed = deeds.words_of(items) != deeds.words_of(found.content)
        why = ": ".join(filter(None, (f"Proposed by {found.by_name}", writing.why.strip())))
        said = Writing(items, writing.seen, found.whose, "", why, writing.review_by)
        version = deeds.drawn(seen, wanted, items, said, "professional" if changed else found.whose)
        deeds.add(seen, version)
        deeds.answer_with(seen, found, "changed" if changed else "accepted", answer, version)
        detail = {"section": found.section, "proposal": found.pk, "version": version.pk, "changed": changed}
        sight.record(seen, "plan.proposal_accepted", decision, **detail)
        return found


def decline(*, by: Viewer, person: UUID, proposal: int, answer: str) -> Proposal:
    """The plan stays as it is, and the proposer reads why."""
    with access.acting(by, "direct_care"), transaction.atomic():
        seen, found, _, decision = deeds.to_answer(by, person, proposal)
        words = check_words("answer", answer, "Say why, in words for whoever proposed it")
        deeds.answer_with(seen, found, "declined", words, None)
        sight.record(seen, "plan.proposal_declined", decision, section=found.section, proposal=found.pk)
        return found


def sign(*, by: Viewer, person: UUID, signing: Signing) -> SignOff:
    """A professional stands for the plan as they had it before them; Overtaken where it has changed since."""
    with access.acting(by, "direct_care"), transaction.atomic():
        seen = sight.of(by, person, "plan.signed")
        decision = seen.decisions["plan_care"]
        if not (rules.signs(by, sight.sections()) and decision.allowed):
            sight.refuse(seen, NOT_YOURS_TO_SIGN, "plan.signed")
        openings.require_shut(by, seen.person.pk, "plan.refused")
        deeds.hold(seen)
        said = rules.check_signing(signing, moments.today())
        now = {section: version.pk for section, version in reads.newest(seen).items()}
        if not now:
            raise NotPossible("agreed", "Nothing is written in this plan yet; write first, then sign")
        if dict(said.versions) != now:
            raise Overtaken("The plan was changed since you opened this page; read it again and sign then")
        found = SignOff.objects.create(
            **deeds.signature(seen),
            agreed=said.agreed,
            representative=said.representative,
            how=said.how,
            review_by=rules.check_day("review_by", said.review_by, moments.today()),
            versions=now,
        )
        deeds.reviewed(seen)
        sight.record(seen, "plan.signed", decision, sign_off=found.pk, agreed=found.agreed)
        return found
