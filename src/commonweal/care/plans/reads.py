"""The only queries of plans, each for a viewer; every look is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from commonweal.blueprint import Section
from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.break_glass import reads as openings
from commonweal.care.coordination.models import Coordinator
from commonweal.care.people.models import Person
from commonweal.care.plans import recorded, rules, sight
from commonweal.care.plans.contents import Item
from commonweal.care.plans.models import Plan, PlanPhoto, Proposal, SectionDraft, SectionVersion, SignOff
from commonweal.care.plans.sight import Sight

NOT_YOURS_TO_PHOTOGRAPH = "the photo is changed by the person, their carers, and those who write about them"
NOT_OPEN = "nothing of this plan is open to you"
LISTED_AT_MOST = 200
NOT_PUBLISHED = "No medicines have been published from the GP record yet. That does not mean none: ask."
NONE_ISSUED = "No medicine is recorded as issued in those 12 months. That does not mean none: ask."


@dataclass(frozen=True)
class Shown:
    """A section as the viewer sees it: its items, the version they come from, and what may be done.

    Of what a refresh publishes, `as_at` is its day, and `nothing` says why there are no items.
    """

    section: Section
    items: list[Item]
    version: SectionVersion | None
    overdue: bool
    writes: bool
    drafted: bool = False
    as_at: date | None = None
    nothing: str = ""

    @property
    def says_something(self) -> bool:
        return bool(self.items or self.nothing)


@dataclass(frozen=True)
class Opened:
    """A person's plan as the viewer sees it."""

    sight: Sight
    shown: tuple[Shown, ...]
    withheld: tuple[tuple[Section, str], ...]
    signed: SignOff | None
    changed_since: tuple[Section, ...]
    waiting: int
    coordinator: Coordinator | None
    signs: bool
    photo: PlanPhoto | None
    photographs: bool

    @property
    def person(self) -> Person:
        return self.sight.person

    @property
    def overdue(self) -> bool:
        """Whether the whole, as it was signed, should have been read again before today."""
        return self.signed is not None and self.signed.review_by < moments.today()

    @property
    def is_begun(self) -> bool:
        return any(one.version for one in self.shown)


@dataclass(frozen=True)
class Crisis:
    """What a plan says for a crisis, as far as the viewer sees it."""

    sight: Sight
    shown: tuple[Shown, ...]
    withheld: tuple[tuple[Section, str], ...]
    photo: PlanPhoto | None

    @property
    def newest(self) -> datetime | None:
        """When the last of it was written."""
        return max((one.version.at for one in self.shown if one.version), default=None)


@dataclass(frozen=True)
class Photos:
    """The photo in a plan, and the one before it, which can be put back."""

    sight: Sight
    now: PlanPhoto | None
    before: PlanPhoto | None


@dataclass(frozen=True)
class OneSection:
    """A section to read or to write in: what holds, and the viewer's own draft."""

    sight: Sight
    section: Section
    version: SectionVersion | None
    draft: SectionDraft | None
    writes: bool


@dataclass(frozen=True)
class History:
    """All versions of a section, the newest first, and the two that are compared."""

    sight: Sight
    section: Section
    versions: tuple[SectionVersion, ...]
    before: SectionVersion | None
    after: SectionVersion | None
    writes: bool


@dataclass(frozen=True)
class Proposals:
    """What was proposed, the newest first, with the section each is for; `may_answer` has those to answer."""

    sight: Sight
    proposals: tuple[tuple[Proposal, Section], ...]
    may_answer: frozenset[int]


@access.for_purpose("direct_care")
def plan(viewer: Viewer | None, person: UUID | None, *, deed: str = "plan.read") -> Opened:
    """The plan, as far as clauses open it to the viewer; `deed` is plan.printed where it leaves on paper."""
    seen = _looked(viewer, person, deed)
    versions, drafted, signed = newest(seen), _drafted(seen), signed_last(seen)
    shown = tuple(
        _shown(seen, one, versions.get(one.id), one.id in drafted)
        for one in sight.sections()
        if seen.sees(one.category)
    )
    return Opened(
        sight=seen,
        shown=shown,
        withheld=tuple(
            (one, seen.decisions[one.category].because)
            for one in sight.sections()
            if not seen.sees(one.category)
        ),
        signed=signed,
        changed_since=tuple(
            one.section for one in shown if signed and one.version and one.version.at > signed.at
        ),
        waiting=Proposal.objects.filter(person=seen.person, outcome="").count(),
        coordinator=recorded.coordinator(seen.person.pk),
        signs=rules.signs(seen.viewer, sight.sections()) and seen.sees("plan_care"),
        photo=live_photo(seen),
        photographs=seen.sees("plan_about_me") and rules.photographs(seen.viewer, sight.sections()),
    )


@access.for_purpose("direct_care")
def crisis(viewer: Viewer | None, person: UUID | None) -> Crisis:
    """The sections that the blueprint puts on the screen for a crisis, in the order of the plan."""
    seen = _looked(viewer, person, "plan.crisis_read")
    versions = newest(seen)
    wanted = [one for one in sight.sections() if one.crisis]
    return Crisis(
        sight=seen,
        shown=tuple(
            _shown(seen, one, versions.get(one.id), False) for one in wanted if seen.sees(one.category)
        ),
        withheld=tuple(
            (one, seen.decisions[one.category].because) for one in wanted if not seen.sees(one.category)
        ),
        photo=live_photo(seen),
    )


@access.for_purpose("direct_care")
def photo(viewer: Viewer | None, person: UUID | None) -> PlanPhoto:
    """The photo in the plan; NotSeen alike where there is none and where it is not theirs to see."""
    seen = sight.of(viewer, person, "plan.photo_read")
    found = live_photo(seen)
    if found is None:
        raise access.NotSeen
    sight.record(seen, "plan.photo_read", seen.decisions["plan_about_me"], photo=found.pk)
    return found


@access.for_purpose("direct_care")
def photos(viewer: Viewer | None, person: UUID | None) -> Photos:
    """What whoever may change the photo is shown; a refusal is recorded and raised."""
    seen = to_photograph(viewer, person)
    return Photos(seen, live_photo(seen), earlier_photo(seen))


@access.for_purpose("direct_care")
def section(viewer: Viewer | None, person: UUID | None, id: str) -> OneSection:
    """One section that is written in the plan, to read or to write in."""
    seen, wanted = opened(viewer, person, id, "plan.section_read")
    version = newest(seen).get(id)
    draft = SectionDraft.objects.filter(post=seen.viewer.post, person=seen.person, section=id).first()
    return OneSection(seen, wanted, version, draft, rules.writes(seen.viewer, wanted))


@access.for_purpose("direct_care")
def history(
    viewer: Viewer | None,
    person: UUID | None,
    id: str,
    *,
    before: int | None = None,
    after: int | None = None,
) -> History:
    """The versions of a section; compared are the two that are named, else the newest and the one before."""
    seen, wanted = opened(viewer, person, id, "plan.history_read")
    found = tuple(SectionVersion.objects.filter(person=seen.person, section=id).order_by("-pk"))
    known = {one.pk: one for one in found}
    later = known.get(after) if after else (found[0] if found else None)
    older = [one for one in found if later and one.pk < later.pk]
    earlier = known.get(before) if before else (older[0] if older else None)
    return History(seen, wanted, found, earlier, later, rules.writes(seen.viewer, wanted))


@access.for_purpose("direct_care")
def proposals(viewer: Viewer | None, person: UUID | None) -> Proposals:
    """Everything that was proposed in the sections the viewer sees."""
    seen = _looked(viewer, person, "plan.proposals_read")
    declared = {one.id: one for one in sight.sections()}
    found = tuple(
        (one, declared[one.section])
        for one in Proposal.objects.filter(person=seen.person).order_by("-pk")
        if one.section in declared and seen.sees(declared[one.section].category)
    )
    ours = frozenset(one.pk for one, wanted in found if not one.outcome and answers(seen.viewer, wanted, one))
    return Proposals(seen, found, ours)


@access.for_purpose("direct_care")
def to_review(viewer: Viewer | None) -> list[Plan]:
    """The plans whose day of review has passed, of people whose care the viewer sees; the longest ago first.

    At most so many; that they were listed is recorded.
    """
    viewer = audit.look(viewer, "search_people", "people.listed", {"plans_to_review": True})
    if not rules.at_work(viewer):
        return []
    late = Plan.objects.filter(
        access.visible(viewer, "plan_care", person="person", practice="person__practice"),
        review_by__lt=moments.today(),
        person__death_date=None,
    )
    return list(late.select_related("person").order_by("review_by", "person")[:LISTED_AT_MOST])


def answers(viewer: Viewer, wanted: Section, proposal: Proposal) -> bool:
    """Whether a proposal is the viewer's to answer: a writer's at work, and not one's own."""
    return rules.at_work(viewer) and rules.writes(viewer, wanted) and proposal.by_id != viewer.user


def opened(viewer: Viewer | None, person: UUID | None, id: str, deed: str) -> tuple[Sight, Section]:
    """Whose plan, and which section of it; Refused where it is not open to the viewer. Recorded as `deed`."""
    seen, wanted = sight.of(viewer, person, deed), sight.section(id)
    if not wanted.is_written:
        raise access.NotSeen
    sight.record(seen, deed, sight.require(seen, wanted, deed), section=id)
    return seen, wanted


def _looked(viewer: Viewer | None, person: UUID | None, deed: str) -> Sight:
    """Whose plan, recorded as `deed`; where nothing of it is theirs to see, as a refusal."""
    seen = sight.of(viewer, person, deed)
    if seen.categories:
        sight.record(seen, deed)
    else:
        asked = {"asked": deed}
        audit.refused("plan.refused", by=seen.viewer, about=seen.person.pk, because=NOT_OPEN, detail=asked)
    return seen


def newest(seen: Sight) -> Mapping[str, SectionVersion]:
    """What each section says now, of those the viewer sees as they are declared and as they were written."""
    found = SectionVersion.objects.filter(person=seen.person, category__in=seen.categories)
    latest = found.order_by("section", "-pk").distinct("section")
    return {one.section: one for one in latest}


def live_photo(seen: Sight) -> PlanPhoto | None:
    """The photo that holds, where the part about me is seen."""
    found = PlanPhoto.objects.filter(person=seen.person, ended=None).defer("content")
    return found.first() if seen.sees("plan_about_me") else None


def earlier_photo(seen: Sight) -> PlanPhoto | None:
    """The one that was taken away, or replaced, last."""
    return PlanPhoto.objects.filter(person=seen.person).exclude(ended=None).order_by("-ended", "-pk").first()


def to_photograph(viewer: Viewer | None, person: UUID | None) -> Sight:
    """Whose plan, where its photo is theirs to change otherwise than in an emergency."""
    seen = sight.of(viewer, person, "plan.photographed")
    about_me = seen.decisions["plan_about_me"]
    if not about_me.allowed:
        sight.refuse(seen, about_me.because, "plan.photographed")
    if not rules.photographs(seen.viewer, sight.sections()):
        sight.refuse(seen, NOT_YOURS_TO_PHOTOGRAPH, "plan.photographed")
    openings.require_shut(seen.viewer, seen.person.pk, "plan.refused")
    return seen


def signed_last(seen: Sight) -> SignOff | None:
    return SignOff.objects.filter(person=seen.person).order_by("-pk").first()


def review_days(seen: Sight) -> list[date | None]:
    """The days on which the newest sections, and the whole as signed, are to be read again."""
    signed = signed_last(seen)
    return [signed.review_by if signed else None, *(one.review_by for one in newest(seen).values())]


def _drafted(seen: Sight) -> set[str]:
    return set(
        SectionDraft.objects.filter(post=seen.viewer.post, person=seen.person).values_list(
            "section", flat=True
        )
    )


def _shown(seen: Sight, wanted: Section, version: SectionVersion | None, drafted: bool) -> Shown:
    if wanted.content == "medicines_issued":
        return _issued(seen, wanted)
    if not wanted.is_written:
        return Shown(
            wanted, recorded.items(wanted.content, seen.person.pk), None, overdue=False, writes=False
        )
    late = version is not None and version.review_by is not None and version.review_by < moments.today()
    items = version.content if version else []
    return Shown(wanted, items, version, late, rules.writes(seen.viewer, wanted), drafted)


def _issued(seen: Sight, wanted: Section) -> Shown:
    """Medicines as published, for those to whom the GP record is open; the others are told why not."""
    shown = Shown(wanted, [], None, overdue=False, writes=False)
    if not seen.gp_record.allowed:
        return replace(shown, nothing=f"The GP record is not open to you: {seen.gp_record.because}.")
    as_at = recorded.issued_as_at()
    if as_at is None:
        return replace(shown, nothing=NOT_PUBLISHED)
    items = recorded.items(wanted.content, seen.person.pk)
    return replace(shown, items=items, as_at=as_at, nothing="" if items else NONE_ISSUED)
