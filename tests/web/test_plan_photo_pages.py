"""The pages of the photo in a plan: shown where the plan is, changed in one step, refused in clear words."""

import zlib
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.care import planned
from tests.care.planned import ann, works_with_ann
from tests.care.test_plan_photo import BLUE, file_of, telling
from tests.conftest import missing
from tests.web.reading import text

from commonweal.care.plans.models import PlanPhoto
from commonweal.web.plans.paper import NoPaper, pdf

pytestmark = pytest.mark.requirement("T2", "R1")
SignIn = Callable[[str], Client]


@pytest.fixture
def signed_in(published: None) -> SignIn:
    planned.open_posts()
    works_with_ann("ZZ2")
    return planned.browser


def at_work(name: str) -> str:
    return f"/people/{ann().pk}/{name}"


def bring(client: Client, page: str, content: bytes):  # type: ignore[no-untyped-def]
    brought = {"photo": SimpleUploadedFile("<b>.jpg", content), "do": "add"}
    return client.post(f"{page}/photo/change", brought, follow=True)


def test_a_photo_stands_wherever_the_plan_is_read(signed_in: SignIn) -> None:
    told = bring(signed_in("kim"), "/own/plan", telling())
    assert "The plan shows this photo now" in text(told)
    assert "Added by kim, family carer whom the person has named, on" in text(told)
    for page in ("plan", "plan/easy", "crisis"):
        for client, address in (
            (signed_in("river"), at_work(page)),
            (signed_in("ann"), f"/own/{page}"),
        ):
            shown = client.get(address).content.decode()
            assert f'<img src="{address.removesuffix(page)}plan/photo" width="320" height="640"' in shown
            assert 'alt="Photo of Ann Adair, added by kim on ' in shown


def test_it_is_served_alone_and_kept_by_no_one_on_the_way(signed_in: SignIn) -> None:
    bring(signed_in("ann"), "/own/plan", telling())
    for client, address in (
        (signed_in("council"), at_work("plan/photo")),
        (signed_in("ann"), "/own/plan/photo"),
    ):
        answer = client.get(address)
        assert answer.content == bytes(PlanPhoto.objects.get().content)
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
        assert sorted(answer["Content-Security-Policy"].split("; ")) == ["default-src 'none'", "sandbox"]
    page = signed_in("ann").get("/own/plan")["Content-Security-Policy"]
    assert "img-src 'self'" in page


def test_where_there_is_none_and_where_it_is_hidden_are_the_same(signed_in: SignIn) -> None:
    hill = signed_in("hill")
    nothing = hill.get(at_work("plan/photo"))
    bring(signed_in("ann"), "/own/plan", file_of())
    hidden = hill.get(at_work("plan/photo"))
    assert (nothing.status_code, hidden.status_code) == (404, 404)
    assert text(nothing) == text(hidden)
    PlanPhoto.objects.all().delete()
    assert signed_in("river").get(at_work("plan/photo")).status_code == 404
    assert hill.get(at_work("plan/photo/change")).status_code == 404
    assert signed_in("council").get(at_work("plan/photo/change")).status_code == 403


def test_a_file_that_is_no_picture_is_said_beside_the_question(signed_in: SignIn) -> None:
    ann_herself = signed_in("ann")
    bring(ann_herself, "/own/plan", file_of(BLUE))
    told = bring(ann_herself, "/own/plan", b"%PDF-1.7")
    assert told.status_code == 400
    assert "This file is no picture that can be read" in text(told)
    assert 'id="photo-error"' in told.content.decode()
    assert "Choose a picture" in text(ann_herself.post("/own/plan/photo/change", {"do": "add"}))
    assert PlanPhoto.objects.get().ended is None


def test_it_is_taken_away_in_one_step_and_put_back(signed_in: SignIn) -> None:
    river, change = signed_in("river"), at_work("plan/photo/change")
    bring(river, at_work("plan"), file_of())
    first = PlanPhoto.objects.get().pk
    told = river.post(change, {"do": "take_away", "photo_id": first}, follow=True)
    assert "The photo is taken away" in text(told)
    assert "<img" not in river.get(at_work("plan")).content.decode()
    river.post(change, {"do": "put_back", "photo_id": first})
    assert "Photo of Ann Adair" in river.get(at_work("plan")).content.decode()
    late = river.post(change, {"do": "take_away", "photo_id": first})
    assert late.status_code == 409
    assert "Somebody has put another photo there" in text(late)


def test_it_is_on_paper(signed_in: SignIn) -> None:
    try:
        pdf("<!doctype html><html lang=en><title>x</title>x")
    except NoPaper:
        missing("what makes PDF files")
    bring(signed_in("ann"), "/own/plan", telling())
    made = signed_in("river").get(at_work("plan.pdf")).content
    assert b"/Subtype /Image" in made or any(b"Photo of Ann" in part for part in _unpacked(made))


def _unpacked(made: bytes) -> list[bytes]:
    found = []
    for part in made.split(b"stream\n")[1:]:
        try:
            found.append(zlib.decompress(part.split(b"\nendstream")[0]))
        except zlib.error:
            continue
    return found
