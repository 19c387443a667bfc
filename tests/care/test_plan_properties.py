"""What holds of every plan whatever is tried on it, by whomever, in whatever order."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.care import planned
from tests.care.planned import ann, works_with_ann
from tests.care.referred import holding

from commonweal.care.access import NotSeen, Refused, Viewer
from commonweal.care.plans import actions, reads
from commonweal.care.plans.models import Plan, Proposal, SectionDraft, SectionVersion
from commonweal.care.plans.rules import Overtaken, Writing
from commonweal.care.possible import NotPossible

pytestmark = pytest.mark.requirement("T2")
WHO = ("river", "hub", "ann", "kim", "council")
SECTIONS = ("what-matters", "strengths", "alerts")
ACTS = ("publish", "publish", "draft", "propose", "accept", "decline", "restore")
TRIED = st.tuples(st.sampled_from(ACTS), st.sampled_from(WHO), st.sampled_from(SECTIONS), st.booleans())


@pytest.fixture
def posts(published: None) -> dict[str, Viewer]:
    planned.open_posts()
    works_with_ann("ZZ2")
    return {name: holding(name) for name in WHO}


@given(st.lists(TRIED, min_size=4, max_size=14))
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_published_word_is_lost_and_no_draft_is_seen_by_others(
    posts: dict[str, Viewer], tried: list[tuple[str, str, str, bool]]
) -> None:
    published: set[tuple[int, str, str]] = set()
    with transaction.atomic():
        for number, (act, who, section, stale) in enumerate(tried):
            holds = _newest(section)
            made = _act(act, posts[who], section, f"word-{number}", stale=stale)
            if stale and holds and act == "publish":
                assert _newest(section) == holds
            if isinstance(made, SectionVersion):
                published.add(_said(made))
            assert published <= {_said(one) for one in SectionVersion.objects.filter(person=ann())}
        _drafts_are_their_authors_alone(posts)
        assert Plan.objects.filter(person=ann()).count() == bool(published)
        transaction.set_rollback(True)


def _act(act: str, by: Viewer, section: str, word: str, *, stale: bool) -> Any:
    """What came of it; nothing where it is not theirs, or they were overtaken."""
    holds = _newest(section)
    seen = None if stale or holds is None else holds.pk
    writing = Writing([{"text": word}], seen)
    person = ann().pk
    waiting = Proposal.objects.filter(person=person, section=section, outcome="").first()
    try:
        if act == "publish":
            return actions.publish(by=by, person=person, section=section, writing=writing)
        if act == "draft":
            return actions.keep_draft(
                by=by, person=person, section=section, said={"text-0": f"draft-{by.name}"}, seen=seen
            )
        if act == "propose":
            return actions.propose(by=by, person=person, section=section, writing=writing)
        if act == "restore" and holds:
            return actions.restore(by=by, person=person, section=section, version=holds.pk, seen=seen)
        if act == "accept" and waiting:
            return actions.accept(by=by, person=person, proposal=waiting.pk, writing=writing).version
        if act == "decline" and waiting:
            return actions.decline(by=by, person=person, proposal=waiting.pk, answer="Not now, sorry")
    except (Refused, NotSeen, NotPossible, Overtaken):
        return None
    return None


def _said(version: SectionVersion) -> tuple[int, str, str]:
    return version.pk, version.section, " ".join(item["text"] for item in version.content)


def _newest(section: str) -> SectionVersion | None:
    return SectionVersion.objects.filter(person=ann(), section=section).order_by("-pk").first()


def _drafts_are_their_authors_alone(posts: dict[str, Viewer]) -> None:
    for one in SectionDraft.objects.filter(person=ann()):
        for viewer in posts.values():
            try:
                opened = reads.section(viewer, ann().pk, one.section)
            except Refused:
                continue
            assert opened.draft is None or opened.draft.said["text-0"] == f"draft-{viewer.name}"
