"""The steps that all deeds on a plan share: whose it is, may they, hold it, add to it."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from commonweal.blueprint import Section
from commonweal.care import access, moments
from commonweal.care.access import Decision, Viewer
from commonweal.care.break_glass import reads as openings
from commonweal.care.plans import contents, reads, rules, sight
from commonweal.care.plans.models import Proposal, SectionDraft, SectionVersion
from commonweal.care.plans.rules import Overtaken, Writing
from commonweal.care.plans.sight import Sight

NOT_YOURS_TO_WRITE = "your role may read this section, and propose changes to it, but not change it"
NOT_YOURS_TO_ANSWER = "a proposal is answered by somebody else than who made it"


def to_write(by: Viewer, person: UUID | None, section: str) -> tuple[Sight, Section, Decision]:
    """Whose plan and which section they may publish, and why; a refusal is recorded and raised."""
    seen, wanted = to_propose(by, person, section)
    if not rules.writes(by, wanted):
        sight.refuse(seen, NOT_YOURS_TO_WRITE, "plan.published")
    return seen, wanted, seen.decisions[wanted.category]


def to_propose(by: Viewer, person: UUID | None, section: str) -> tuple[Sight, Section]:
    """Whose plan, and a section of it that they see otherwise than in an emergency."""
    seen, wanted = sight.of(by, person, "plan.written"), sight.section(section)
    if not wanted.is_written:
        raise access.NotSeen
    sight.require(seen, wanted, "plan.written")
    openings.require_shut(by, seen.person.pk, "plan.refused")
    return seen, wanted


def to_answer(by: Viewer, person: UUID, id: int) -> tuple[Sight, Proposal, Section, Decision]:
    """A proposal that waits and is theirs to answer, held until this change is made."""
    looking = sight.of(by, person, "plan.answered")
    hold(looking)
    found = Proposal.objects.filter(pk=id, person=looking.person).first()
    if found is None:
        raise access.NotSeen
    seen, wanted, decision = to_write(by, person, found.section)
    if not reads.answers(by, wanted, found):
        sight.refuse(seen, NOT_YOURS_TO_ANSWER, "plan.answered")
    if found.outcome:
        raise Overtaken(f"{found.answered_name} has answered it meanwhile")
    return seen, found, wanted, decision


def check_seen(before: SectionVersion | None, seen: int | None) -> None:
    """Overtaken where somebody published since the version that was seen, none for none."""
    if (before.pk if before else None) != seen:
        raise Overtaken("Somebody published this section since you opened it")


def hold(seen: Sight) -> None:
    """Two who write in one plan do so one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"plan {seen.person.pk}"])


def drawn(
    seen: Sight, wanted: Section, items: list[contents.Item], writing: Writing, whose: str = ""
) -> SectionVersion:
    """The version as it would be published; in the words of `whose`, else of whom the writing says."""
    return SectionVersion(
        **signature(seen),
        section=wanted.id,
        category=wanted.category,
        content=items,
        whose=whose or rules.whose(seen.viewer, writing.whose),
        supported_by=writing.supported_by.strip()[: rules.LONGEST],
        why=writing.why.strip()[: rules.LONGEST],
        review_by=rules.check_review(wanted, writing.review_by, moments.today()),
    )


def add(seen: Sight, version: SectionVersion) -> None:
    """It holds from now on, and the plan knows when it is to be read again."""
    version.save(force_insert=True)
    reviewed(seen)


def alike(before: SectionVersion, version: SectionVersion) -> bool:
    """Whether the same author says the same again, as when a form is sent twice."""
    same = ("by_id", "whose", "supported_by", "why", "review_by")
    return words_of(before.content) == words_of(version.content) and all(
        getattr(before, name) == getattr(version, name) for name in same
    )


def answer_with(
    seen: Sight, found: Proposal, outcome: str, words: str, version: SectionVersion | None
) -> None:
    """The proposal is answered, once: the database lets no answer be changed."""
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


def signature(seen: Sight) -> dict[str, object]:
    """Who writes, as what and when, as every row keeps it."""
    by = seen.viewer
    return {
        "person": seen.person,
        "at": moments.now(),
        "by_id": by.user,
        "by_name": by.name,
        "role": by.role.id,
        "organisation": by.organisation,
    }


def reviewed(seen: Sight) -> None:
    """The plan knows its soonest review, also of parts that whoever writes does not see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT care_plan_reviewed(%s, %s)", [seen.person.pk, moments.now()])


def forget(seen: Sight, section: str) -> None:
    """The author's draft of this section is gone, where there was one."""
    SectionDraft.objects.filter(post=seen.viewer.post, person=seen.person, section=section).delete()


def words_of(items: list[contents.Item]) -> list[dict[str, str]]:
    """The items without what is ours alone: their keys."""
    return [{name: said for name, said in item.items() if name != contents.KEY} for item in items]
