"""Words that are meant to break something, wherever words are taken: nothing fails, and none of them runs."""

import re

import pytest
from django.test import Client
from tests.attacks.addresses import written
from tests.attacks.same import answer

from commonweal.care.accounts.models import Post, User
from commonweal.care.audit.models import Entry
from commonweal.care.break_glass.models import Opening
from commonweal.care.involvements.models import Involvement
from commonweal.care.models import Person
from commonweal.care.objections.models import Objection, OptOut, Restriction

pytestmark = pytest.mark.requirement("R1")
HOSTILE = {
    "a statement": "'; DROP TABLE care_person; --",
    "a condition": "x' OR 1=1 --",
    "a format": "%s%(id)s{0}{person.nhs_number}%%",
    "a pattern": "%_\\",
    "a template": "{{ 1234*1234 }}{% debug %}${1234*1234}",
    "a script": "</title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "nothing visible": "\x00",
    "nothing visible in a name": "Va\x00le",
    "the end of a header": "a\r\nSet-Cookie: sessionid=x",
    "a direction": "\u202eelaV\u200b\ufeff\ufffd",
    "far too much": "v" * 20_000,
    "far too great a number": "9" * 5_000,
    "a number beyond the database": str(2**63),
    "a negative number": "-1",
    "a number in other digits": "\u0663",
    "a path": "../../../../etc/passwd",
    "no date": "0000-00-00",
    "a year before all years": "1 Jan 0001",
}
IN_FORMS = (
    "a statement",
    "a format",
    "nothing visible in a name",
    "the end of a header",
    "far too much",
    "far too great a number",
    "a number beyond the database",
    "a year before all years",
    "a script",  # last, and so what is kept and shown again
)
QUESTIONS = {  # name of a page in the village → its questions
    "people": "after before sort population practice small_area ages risers",
    "find-people": "q",
    "population": "area",
    "area": "sort measure drawn band",
    "person": "from",
    "sharing": "party category",
}
OF_LOADS = ("table", "reason", "after")
FORMS = {  # name of an address in Exampleshire → who sends it, and every field of it, as it would be taken
    "bring-in": ("lead", {"kind": "episode", "receiver": "ZZ2", "reason": "a fall at home"}),
    "choose": ("lead", {"asked_by": "person", "asked_on": "2026-01-01", "organisation": "ZZ2", "note": "no"}),
    "withdraw-choice": ("lead", {"kind": "objection", "id": "1"}),
    "open-in-emergency": (
        "nurse",
        {"nhs_number": "9990000018", "born": "1940-05-01", "reason": "found on the floor"},
    ),
    "opening": ("governance", {"finding": "follow_up", "note": "ask them"}),
    "find-who-looked": ("governance", {"nhs_number": "9990000018"}),
    "choose-own": ("ann", {"organisation": "ZZ2", "note": "please do not"}),
    "choose-post": ("lead", {"post": "1"}),
    "account_change_password": ("lead", {"oldpassword": "a", "password1": "b", "password2": "b"}),
    "mfa_activate_totp": ("lead", {"code": "1"}),
    "mfa_reauthenticate": ("lead", {"code": "1"}),
    "account_reauthenticate": ("lead", {"password": "1"}),
}
BROKEN = (b"q=%ff%fe", b"q=%c0%af", b"q=%ed%a0%80", b"q=%", b"%00=%00", b"q[]=1&q[]=2", b"&&==;;")
RUNS = re.compile(r"<script>alert|<img src=x|1522756")


def test_no_question_breaks_a_page(signed_in, bea):
    """Each question of each page: an answer, which says the words back as words or not at all."""
    lead, clerk = signed_in("lead"), signed_in("clerk")
    for words, said in HOSTILE.items():
        for name, questions in QUESTIONS.items():
            for question in questions.split():
                page = lead.get(written(name, bea.pk if name == "person" else "hamlet"), {question: said})
                unbroken(page, words, f"{name}?{question}=")
        for question in OF_LOADS:
            page = clerk.get("/loads/first", {question: said})
            unbroken(page, words, f"load?{question}=")
    assert Person.objects.count() == 108


def test_no_field_of_a_form_breaks_it(in_exampleshire):
    """Each field of each form while all the others are as they should be, and what is kept is shown again."""
    browsers = {who: in_exampleshire(who) for who in {who for who, _ in FORMS.values()}}
    ben = Person.objects.get(given="Ben")
    for words in IN_FORMS:
        said = HOSTILE[words]
        for name, (who, fields) in FORMS.items():
            address = written(name, 1 if name == "opening" else ben.pk, kind="objection")
            for field in fields:
                page = browsers[who].post(address, {**fields, field: said})
                unbroken(page, words, f"{name} {field}")
        page = Client().post("/accounts/login/", {"login": said, "password": said})
        unbroken(page, words, "sign-in")
        Objection.objects.all().delete()
        Involvement.objects.all().delete()
    browsers["lead"].post(written("choose", ben.pk, kind="restriction"), {**FORMS["choose"][1], "note": said})
    for name in ("person", "choices"):
        unbroken(browsers["lead"].get(written(name, ben.pk)), "what was kept", name)


def test_no_id_breaks_an_address(signed_in):
    """Where an address takes anything, anything may stand; what is not there is not found."""
    clients = {"lead": signed_in("lead"), "clerk": signed_in("clerk")}
    for words, said in HOSTILE.items():
        path = "".join(f"%{byte:02x}" for byte in said.encode()[:2_000])
        for who, before, after in (
            ("lead", "/population/", ""),
            ("lead", "/population/", "/people.csv"),
            ("clerk", "/loads/", ""),
            ("clerk", "/loads/", "/reasons.csv"),
            ("lead", "/sharing/", ""),
            ("lead", "/people/", "/evidence.csv"),
            ("lead", "/own/choices/", ""),
            ("lead", "/involvements/", "/hand-over"),
            ("lead", "/emergency/", ""),
        ):
            page = clients[who].get(f"{before}{path}{after}")
            assert page.status_code in (400, 403, 404, 405), (words, before, after)
            unbroken(page, words, before)


def test_broken_text_is_answered(signed_in):
    """Bytes that are no text, and pairs that are no pairs."""
    lead = signed_in("lead")
    form, parts = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
    for sent in BROKEN:
        text = sent.decode("latin-1")
        assert lead.get("/people/", QUERY_STRING=text).status_code < 500, sent
        for kind in (form, parts, "application/json", "text/plain; charset=utf-99"):
            assert lead.generic("POST", "/post", sent, content_type=kind).status_code < 500, (sent, kind)
        assert Client(headers={"cookie": f"sessionid={text}"}).get("/people/").status_code == 302, sent


def test_a_form_of_thousands_of_fields_is_refused(signed_in):
    """Before any of it is looked at."""
    many = {f"field{number}": "x" for number in range(1_500)}
    assert signed_in("lead").post("/post", many).status_code == 400


def test_questions_that_no_page_asks_are_not_asked_of_the_database(signed_in, bea):
    """Chained from table to table as a framework or FHIR would take them: none changes what is shown."""
    lead = signed_in("lead-mill-lane")
    chained = {
        "person__nhs_number": "9990000034",
        "person__frailty__band": "severe",
        "pk__in": str(bea.pk),
        "practice__in": "Z00003",
        "family__startswith": "M",
        "_has:Condition:patient:code": "x",
        "subject:Patient.birthdate": "1930-05-05",
        "_include": "*",
        "_filter": "nhs_number eq 9990000034",
        "fields": "nhs_number",
    }
    for name in ("people", "people-file", "area", "find-people", "practices", "ages-file"):
        plain = answer(lead, written(name, "Z00001"))
        asked = answer(lead, written(name, "Z00001"), data=chained)
        assert (asked.status, asked.body) == (plain.status, plain.body), name
        assert sorted(asked.statements) == sorted(plain.statements), name


ADDED = {  # what a form would have to carry to give somebody more than is theirs
    "is_staff": "on", "is_superuser": "on", "is_active": "on", "user": "1", "user_id": "1", "by": "1",
    "username": "root", "role": "lead", "area": "hamlet", "team": "visiting", "category": "gp_record",
    "since": "2001-01-01", "until": "2035-01-01", "minutes": "99999", "reviewed": "2026-01-01",
    "reviewed_by": "1", "next": "https://evil.example/", "_method": "DELETE",
}  # fmt: skip


def test_what_a_form_does_not_ask_is_not_taken(signed_in, bea):
    """Accounts and posts, and who, whose and when on all else, are never as a form says."""
    lead, ada = signed_in("lead"), Person.objects.get(family="Vale")
    before = list(User.objects.order_by("pk").values()), list(Post.objects.order_by("pk").values())
    more = {**ADDED, "person": str(bea.pk), "person_id": str(bea.pk)}
    asked = {"kind": "episode", "receiver": "ZC1", "reason": "a fall at home"}
    assert lead.post(written("bring-in", ada.pk), {**more, **asked}).status_code == 302
    part = Involvement.objects.get()
    assert (part.person_id, part.team, part.organisation, part.ended) == (ada.pk, "", "ZC1", None)
    assert part.since.year > 2001
    asked = {"organisation": "ZC1", "asked_by": "person"}
    assert lead.post(written("choose", ada.pk, kind="objection"), {**more, **asked}).status_code == 302
    kept = Objection.objects.values_list("person", "organisation", "category", "ended")
    assert list(kept) == [(ada.pk, "ZC1", "gp_record", None)]
    lead.post("/post", {**more, "post": User.objects.get(username="lead").posts.get().pk})
    told = list(User.objects.order_by("pk").values()), list(Post.objects.order_by("pk").values())
    assert told == before
    assert set(Entry.objects.exclude(by=None).values_list("by__username", flat=True)) == {"lead"}
    assert [table.objects.count() for table in (Opening, Restriction, OptOut)] == [0, 0, 0]


def unbroken(page, *what: object) -> None:
    """It was answered, by words that are only words, and its headers end where they should."""
    content = b"".join(page.streaming_content) if page.streaming else page.content
    assert page.status_code < 500, what
    assert not RUNS.search(content.decode()), what
    for name, value in page.items():
        assert not re.search(r"[\r\n\x00]", value), (name, what)
