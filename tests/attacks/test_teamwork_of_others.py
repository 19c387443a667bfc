"""Numbers of tasks, meetings and caseloads: whoever tries one that is not theirs learns nothing."""

from itertools import product

import pytest
from tests.attacks.addresses import MEETING, OURS, PLACE_ON_CASELOAD, TASK, written
from tests.attacks.same import answer
from tests.care.teamwork import asked, met, on_caseload, open_posts

from commonweal.care.caseloads.models import CaseloadChange
from commonweal.care.involvements.models import Involvement
from commonweal.care.meetings.models import MeetingLine
from commonweal.care.tasks.models import TaskStep

pytestmark = pytest.mark.requirement("R1", "T3")
NONE = 987654
SAID = {
    "do": "done", "seen": "1", "says": "mine now", "reason": "mine", "why": "mine", "priority": "1",
    "next_review": "tomorrow", "who": "Adair", "because": "mine",
}  # fmt: skip
DEEDS = {TASK: ("done", "comment"), MEETING: ("line", "close"), PLACE_ON_CASELOAD: ("note", "remove")}
KEPT_OUT = {"hilda": 404, "homer": 404, "carla": 404, "analyst": 403, "governance": 403}


@pytest.mark.parametrize("who", KEPT_OUT)
def test_what_is_of_others_answers_like_none(published: None, in_exampleshire, who):
    """The same words, headers and statements, whoever asks and by whatever method; nothing is changed."""
    open_posts()
    ids = {
        TASK: asked("rita", "weighed in secret", "Ann").pk,
        MEETING: met().pk,
        PLACE_ON_CASELOAD: on_caseload("Ann").pk,
    }
    client = in_exampleshire(who)
    before = (TaskStep.objects.count(), MeetingLine.objects.count(), CaseloadChange.objects.count())
    named = [(name, kind) for name, kind in OURS.items() if kind in ids]
    for (name, kind), method in product(named, ("get", "head", "post")):
        for deed in DEEDS[kind] if method == "post" else ("",):
            client.get(written(name, NONE))
            said = {**SAID, "do": deed}
            there, absent = (
                answer(client, written(name, id), written(name, id), method=method, data=said)
                for id in (ids[kind], NONE)
            )
            assert there == absent, (name, method, deed)
            assert there.status in (KEPT_OUT[who], 403, 404, 405), (name, method, deed)
            assert "in secret" not in there.body
    after = (TaskStep.objects.count(), MeetingLine.objects.count(), CaseloadChange.objects.count())
    assert after == before
    assert Involvement.objects.filter(ended=None).count() == 1
