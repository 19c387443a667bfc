"""Tasks on pages: the inbox and its count, one task and its deeds, asking for something once."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from tests.care.control import person_of, post
from tests.care.teamwork import NOON, TODAY, asked, open_posts
from tests.web.reading import table, text

from commonweal.care import moments
from commonweal.care.accounts.models import User
from commonweal.care.tasks.models import Task, TaskStep

pytestmark = pytest.mark.requirement("T3")
SignIn = Callable[[str], Client]


@pytest.fixture
def as_(published: None) -> Iterator[SignIn]:
    """A browser of one of those who work here, on Wednesday at noon."""
    with moments.at(NOON):
        open_posts()
        yield signed_in


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def posted(client: Client, task: Task, deed: str, **said: str) -> str:
    seen = str(Task.objects.get(pk=task.pk).steps)
    return text(client.post(f"/tasks/{task.pk}", {"do": deed, "seen": seen, **said}, follow=True))


def test_the_inbox_says_what_is_late_and_the_header_counts(as_: SignIn) -> None:
    asked("rita", "weigh every week", "Ann", due=TODAY)
    asked("rita", "order key safes", due=TODAY + timedelta(days=2))
    rob = as_("rob")
    page = text(rob.get("/tasks/"))
    assert "2 tasks are yours or your team’s and nobody’s yet." in page
    assert "Tasks (2)" in page
    assert page.index("weigh every week") < page.index("order key safes")
    assert "ADAIR, Ann" in page
    with moments.at(NOON + timedelta(days=3)):
        late = text(rob.get("/tasks/?late=yes"))
    assert "3 days late" in late
    assert [row[1] for row in table(rob.get("/tasks.csv"))] == ["what", "weigh every week", "order key safes"]
    assert "Nothing here answers to this." in text(rob.get("/tasks/?shown=over&source=plan"))
    assert rob.get("/tasks/?shown=none").status_code == 400


def test_what_is_asked_twice_is_offered_once(as_: SignIn) -> None:
    """What was typed stays; the first is one click away."""
    rita, ann = as_("rita"), str(person_of("Ann"))
    typed = {"said": "weigh her weekly", "receiver": "riverside-team", "due": "friday", "person": ann}
    made = rita.post("/tasks/new", typed)
    task = Task.objects.get()
    assert (made.status_code, made.url) == (302, f"/tasks/{task.pk}")
    assert (task.due, task.person_id, task.made_for) == (
        TODAY + timedelta(days=2), person_of("Ann"), "riverside-team",
    )  # fmt: skip
    again = rita.post("/tasks/new", {**typed, "said": "Weigh her weekly."})
    assert again.status_code == 400
    assert f"/tasks/{task.pk}" in again.text
    assert "Weigh her weekly." in again.text
    assert "Weigh her weekly" not in text(rita.get("/tasks/"))
    assert "There is a problem" in text(rita.post("/tasks/new", {**typed, "due": "soonish"}))


def test_from_the_page_it_is_taken_done_and_undone(as_: SignIn) -> None:
    task, rob = asked("rita", "weigh every week", "Ann"), as_("rob")
    assert "you see to it" in posted(rob, task, "take")
    done = posted(rob, task, "done", back="list")
    assert "Undo: it is not done" in done
    assert "It is done" in text(rob.get(f"/tasks/{task.pk}"))
    assert "Undone." in posted(rob, task, "undo")
    assert "There is a problem" in posted(rob, task, "decline", says=" ")
    assert "Comment : she was out" in posted(rob, task, "comment", says="she was out")
    assert TaskStep.objects.count() == 5


def test_the_second_of_two_is_told_and_keeps_the_words(as_: SignIn) -> None:
    task = asked("rita", "weigh every week", "Ann")
    posted(as_("rob"), task, "take")
    answer = as_("rita").post(f"/tasks/{task.pk}", {"do": "decline", "seen": "1", "says": "no scales here"})
    assert answer.status_code == 409
    assert "Somebody changed it since you looked" in text(answer)
    assert "no scales here" in answer.text
    assert Task.objects.get().state == "taken"


def test_handing_over_waits_in_the_other_inbox(as_: SignIn) -> None:
    task = asked("rita", "fit a rail", "Grace")
    posted(as_("rita"), task, "offer", receiver="hillside-team", says="they have a fitter")
    hilda = as_("hilda")
    assert "1 Hand-overs to answer" in text(hilda.get("/tasks/"))
    assert "fit a rail" in text(hilda.get("/tasks/?shown=offered"))
    assert "with Hillside team" in posted(hilda, task, "accept")


def test_a_person_reads_what_is_to_be_done_for_them(as_: SignIn) -> None:
    """Where their clause opens what is planned for their care; nobody else's."""
    asked("rita", "weigh every week", "Ann", owner="ZZ2")
    asked("rita", "order a frame", "Ben")
    post("ann")
    page = text(as_("ann").get("/own/tasks"))
    assert "1 thing is to be done" in page
    assert "weigh every week" in page
    assert "order a frame" not in page
    assert as_("rita").get("/own/tasks").status_code == 403


def test_the_tasks_of_one_person(as_: SignIn) -> None:
    """On their page for those who may see the care planned; nobody else learns that there is one."""
    task = asked("rita", "weigh every week", "Ann")
    page = text(as_("rob").get(f"/people/{person_of('Ann')}/tasks"))
    assert "1 thing is to be done." in page
    hilda = as_("hilda")
    assert hilda.get(f"/people/{person_of('Ann')}/tasks").status_code == 404
    assert hilda.get(f"/tasks/{task.pk}").status_code == hilda.get("/tasks/987654").status_code == 404
    assert hilda.post(f"/tasks/{task.pk}", {"do": "take", "seen": "1"}).status_code == 404
    assert as_("analyst").get("/tasks/").status_code == 403
