"""The only writer of plans. A version is only ever added: what stood before stays, and can be restored."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import connection, transaction

from commonweal.blueprint import Section
from commonweal.care import access, moments
from commonweal.care.access import Decision, Viewer
from commonweal.care.break_glass import reads as openings
from commonweal.care.involvements.rules import check_words
from commonweal.care.plans import contents, reads, rules, sight
from commonweal.care.plans.models import Proposal, SectionDraft, SectionVersion, SignOff
from commonweal.care.plans.rules import Overtaken, Signing, Writing
from commonweal.care.plans.sight import Sight
from commonweal.care.possible import NotPossible

NOT_YOURS_TO_WRITE = "your role may read this section, and propose changes to it, but not change it"
NOT_YOURS_TO_SIGN = "signing the plan is for those who write the part about care"


def publish(*, by: Viewer, person: UUID | None, section: str, writing: Writing) -> SectionVersion:
    """The section says this from now on, and the author's draft is done with.

    Overtaken where somebody published since `writing.seen`; said again unchanged, nothing is added.
    """
    with access.acting(by, "direct_care"), transaction.atomic():
        seen, wanted, decision = _to_write(by, person, section)
        _hold(seen)
        before = reads.newest(seen).get(section)
        items = contents.tidy(wanted.content, writing.items)
        version = _drawn(seen, wanted, items, writing)
        if before and _alike(before, version):
            _forget(seen, section)
            return before
        _check_seen(before, writing.seen)
        _add(seen, version)
        _forget(seen, section)
        detail = {"section": section, "version": version.pk, "whose": version.whose}
        sight.record(seen, "plan.published", decision, **detail)
        return version


def restore(
    *, by: Viewer, person: UUID | None, section: str, version: int, seen: int | None
) -> SectionVersion:
    """What an earlier version said holds again, as a new version in the words of whoever wrote it."""
    with access.acting(by, "direct_care"), transaction.atomic():
        looking, wanted, decision = _to_write(by, person, section)
        _hold(looking)
        before = reads.newest(looking).get(section)
        earlier = SectionVersion.objects.filter(pk=version, person=looking.person, section=section).first()
        if earlier is None:
            raise access.NotSeen
        if before and before.restores_id == earlier.pk:
            return before
        _check_seen(before, seen)
        again = Writing(
            earlier.content, seen, earlier.whose, earlier.supported_by, "An earlier version again"
        )
        found = _drawn(looking, wanted, earlier.content, again, earlier.whose)
        found.restores = earlier
        _add(looking, found)
        sight.record(looking, "plan.restored", decision, section=section, version=found.pk, of=earlier.pk)
        return found


def keep_draft(
    *, by: Viewer, person: UUID | None, section: str, said: Mapping[str, object], seen: int | None
) -> None:
    """What is typed so far, for its author alone; it stands for what was kept before."""
    with access.acting(by, "direct_care"):
        looking, wanted = _to_propose(by, person, section)
        kept = {"said": dict(said), "seen": seen, "kept": moments.now(), "category": wanted.category}
        SectionDraft.objects.update_or_create(
            post_id=by.post, person=looking.person, section=section, defaults=kept
        )


def forget_draft(*, by: Viewer, person: UUID | None, section: str) -> None:
    """The author does not want it any more."""
    with access.acting(by, "direct_care"):
        looking, _ = _to_propose(by, person, section)
        _forget(looking, section)


def propose(*, by: Viewer, person: UUID | None, section: str, writing: Writing) -> Proposal:
    """A change waits for somebody at work who writes the section; proposed twice, it is so once."""
    with access.acting(by, "direct_care"), transaction.atomic():
        looking, wanted = _to_propose(by, person, section)
        _hold(looking)
        items = contents.tidy(wanted.content, writing.items)
        before = reads.newest(looking).get(section)
        if not items and before is None:
            raise NotPossible("items", "Write what you propose")
        waiting = Proposal.objects.filter(person=looking.person, section=section, outcome="", by_id=by.user)
        same = next((one for one in waiting if _words(one.content) == _words(items)), None)
        if same:
            return same
        found = Proposal.objects.create(
            **_signature(looking),
            section=section,
            category=wanted.category,
            content=items,
            whose=rules.whose(by, writing.whose),
            why=writing.why.strip()[: rules.LONGEST],
            based_on=before,
        )
        _forget(looking, section)
        decision = looking.decisions[wanted.category]
        sight.record(looking, "plan.proposed", decision, section=section, proposal=found.pk)
        return found


def accept(*, by: Viewer, person: UUID, proposal: int, writing: Writing, answer: str = "") -> Proposal:
    """The proposed change is published, as proposed or as `writing` changes it; the proposer sees which.

    Overtaken where the section was published since `writing.seen`, or somebody else answered first.
    """
    with access.acting(by, "direct_care"), transaction.atomic():
        seen, found, wanted, decision = _to_answer(by, person, proposal)
        before = reads.newest(seen).get(found.section)
        _check_seen(before, writing.seen)
        items = contents.tidy(wanted.content, writing.items)
        changed = _words(items) != _words(found.content)
        why = ": ".join(filter(None, (f"Proposed by {found.by_name}", writing.why.strip())))
        said = Writing(items, writing.seen, found.whose, "", why, writing.review_by)
        version = _drawn(seen, wanted, items, said, "professional" if changed else found.whose)
        _add(seen, version)
        _answer(seen, found, "changed" if changed else "accepted", answer, version)
        detail = {"section": found.section, "proposal": found.pk, "version": version.pk, "changed": changed}
        sight.record(seen, "plan.proposal_accepted", decision, **detail)
        return found


def decline(*, by: Viewer, person: UUID, proposal: int, answer: str) -> Proposal:
    """The plan stays as it is, and the proposer reads why."""
    with access.acting(by, "direct_care"), transaction.atomic():
        seen, found, _, decision = _to_answer(by, person, proposal)
        words = check_words("answer", answer, "Say why, in words for whoever proposed it")
        _answer(seen, found, "declined", words, None)
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
        _hold(seen)
        said = rules.check_signing(signing, moments.today())
        now = {section: version.pk for section, version in reads.newest(seen).items()}
        if not now:
            raise NotPossible("agreed", "Nothing is written in this plan yet; write first, then sign")
        if dict(said.versions) != now:
            raise Overtaken("The plan was changed since you opened this page; read it again and sign then")
        found = SignOff.objects.create(
            **_signature(seen),
            agreed=said.agreed,
            representative=said.representative,
            how=said.how,
            review_by=rules.check_day("review_by", said.review_by, moments.today()),
            versions=now,
        )
        _reviewed(seen)
        sight.record(seen, "plan.signed", decision, sign_off=found.pk, agreed=found.agreed)
        return found


def _to_write(by: Viewer, person: UUID | None, section: str) -> tuple[Sight, Section, Decision]:
    """Whose plan and which section they may publish, and why; a refusal is recorded and raised."""
    seen, wanted = _to_propose(by, person, section)
    if not rules.writes(by, wanted):
        sight.refuse(seen, NOT_YOURS_TO_WRITE, "plan.published")
    return seen, wanted, seen.decisions[wanted.category]


def _to_propose(by: Viewer, person: UUID | None, section: str) -> tuple[Sight, Section]:
    """Whose plan, and a section of it that they see otherwise than in an emergency."""
    seen, wanted = sight.of(by, person, "plan.written"), sight.section(section)
    if not wanted.is_written:
        raise access.NotSeen
    sight.require(seen, wanted, "plan.written")
    openings.require_shut(by, seen.person.pk, "plan.refused")
    return seen, wanted


def _to_answer(by: Viewer, person: UUID, id: int) -> tuple[Sight, Proposal, Section, Decision]:
    """A proposal that waits and is theirs to answer, held until this change is made."""
    looking = sight.of(by, person, "plan.answered")
    _hold(looking)
    found = Proposal.objects.filter(pk=id, person=looking.person).first()
    if found is None:
        raise access.NotSeen
    seen, wanted, decision = _to_write(by, person, found.section)
    if not reads.answers(by, wanted, found):
        sight.refuse(seen, "a proposal is answered by somebody else than who made it", "plan.answered")
    if found.outcome:
        raise Overtaken(f"{found.answered_name} has answered it meanwhile")
    return seen, found, wanted, decision


def _check_seen(before: SectionVersion | None, seen: int | None) -> None:
    if (before.pk if before else None) != seen:
        raise Overtaken("Somebody published this section since you opened it")


def _hold(seen: Sight) -> None:
    """Two who write in one plan do so one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"plan {seen.person.pk}"])


def _drawn(
    seen: Sight, wanted: Section, items: list[contents.Item], writing: Writing, whose: str = ""
) -> SectionVersion:
    """The version as it would be published; in the words of `whose`, else of whom the writing says."""
    return SectionVersion(
        **_signature(seen),
        section=wanted.id,
        category=wanted.category,
        content=items,
        whose=whose or rules.whose(seen.viewer, writing.whose),
        supported_by=writing.supported_by.strip()[: rules.LONGEST],
        why=writing.why.strip()[: rules.LONGEST],
        review_by=rules.check_review(wanted, writing.review_by, moments.today()),
    )


def _add(seen: Sight, version: SectionVersion) -> None:
    version.save(force_insert=True)
    _reviewed(seen)


def _alike(before: SectionVersion, version: SectionVersion) -> bool:
    """Whether the same author says the same again, as when a form is sent twice."""
    same = ("by_id", "whose", "supported_by", "why", "review_by")
    return _words(before.content) == _words(version.content) and all(
        getattr(before, name) == getattr(version, name) for name in same
    )


def _answer(seen: Sight, found: Proposal, outcome: str, words: str, version: SectionVersion | None) -> None:
    found.outcome, found.answer, found.version = outcome, words.strip()[: rules.LONGEST], version
    found.answered, found.answered_name = moments.now(), seen.viewer.name
    found.answered_by_id = seen.viewer.user
    Proposal.objects.filter(pk=found.pk, outcome="").update(
        outcome=found.outcome,
        answer=found.answer,
        version=version,
        answered=found.answered,
        answered_by_id=found.answered_by_id,
        answered_name=found.answered_name,
    )


def _signature(seen: Sight) -> dict[str, object]:
    by = seen.viewer
    return {
        "person": seen.person,
        "at": moments.now(),
        "by_id": by.user,
        "by_name": by.name,
        "role": by.role.id,
        "organisation": by.organisation,
    }


def _reviewed(seen: Sight) -> None:
    """The plan knows its soonest review, also of parts that whoever writes does not see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT care_plan_reviewed(%s, %s)", [seen.person.pk, moments.now()])


def _forget(seen: Sight, section: str) -> None:
    SectionDraft.objects.filter(post=seen.viewer.post, person=seen.person, section=section).delete()


def _words(items: list[contents.Item]) -> list[dict[str, str]]:
    """The items without what is ours alone: their keys."""
    return [{name: said for name, said in item.items() if name != contents.KEY} for item in items]
