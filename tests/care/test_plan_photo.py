"""The photo in a plan: read by its content, shown upright and alone, kept, and seen as About me is."""

from collections.abc import Callable
from io import BytesIO
from struct import pack
from zlib import crc32

import pytest
from django.db import DatabaseError, connection, transaction
from PIL import Image
from pytest_django import Settings
from tests.care import planned
from tests.care.planned import ann, works_with_ann
from tests.care.referred import holding
from tests.care.twice import second

from commonweal.care import access
from commonweal.care.access import NotSeen, Refused
from commonweal.care.audit.models import Entry
from commonweal.care.break_glass import actions as openings
from commonweal.care.identity import actions as identity
from commonweal.care.plans import photos, reads
from commonweal.care.plans.models import PlanPhoto
from commonweal.care.plans.pictures import picture
from commonweal.care.plans.rules import Overtaken
from commonweal.care.possible import NotPossible

pytestmark = pytest.mark.requirement("T2", "R1")
RED, BLUE = (200, 30, 30), (30, 30, 200)
NORTH, WEST = (50.0, 43.0, 7.0), (3.0, 32.0, 0.0)
GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x010F
SIDEWAYS = 6  # to be turned a quarter to the right


def file_of(colour: tuple[int, ...] = RED, kind: str = "JPEG", size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture of one colour."""
    return _file(Image.new("RGBA" if len(colour) == 4 else "RGB", size, colour), kind)


def telling() -> bytes:
    """A picture, red at its left and blue at its right, that says where, with what and how it was taken."""
    image = Image.new("RGB", (1000, 500), RED)
    image.paste(BLUE, (500, 0, 1000, 500))
    said = Image.Exif()
    said[ORIENTATION], said[CAMERA] = SIDEWAYS, "Camera of Kim"
    said.get_ifd(GPS).update({1: "N", 2: NORTH, 3: "W", 4: WEST})
    return _file(image, "JPEG", exif=said, comment=b"at home", xmp=b"<x>Kim</x>", icc_profile=b"profile")


def _file(image: Image.Image, kind: str, **more: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def test_nothing_of_a_file_is_left_but_what_is_to_be_seen() -> None:
    brought = telling()
    with Image.open(BytesIO(brought)) as before:
        assert before.getexif().get_ifd(GPS)[2] == NORTH
    found = picture(brought)
    with Image.open(BytesIO(found.content)) as after:
        assert (after.format, after.size, dict(after.getexif())) == ("JPEG", (320, 640), {})
        assert set(after.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        above, below = after.getpixel((160, 20)), after.getpixel((160, 620))
    assert above[0] > 150 > below[0]  # turned to the right, its left is above
    assert [word for word in (b"Kim", b"Exif", b"at home", b"profile") if word in found.content] == []


TAKEN = [
    (file_of(), (40, 20)),
    (file_of(kind="PNG", size=(1280, 640)), (640, 320)),
    (file_of(kind="WEBP", size=(10, 1280)), (5, 640)),
    (file_of((0, 0, 0, 0), "PNG"), (40, 20)),
]


@pytest.mark.parametrize(("brought", "size"), TAKEN)
def test_pictures_are_taken_by_their_content(brought: bytes, size: tuple[int, int]) -> None:
    found = picture(brought)
    assert (found.width, found.height) == size
    assert found.content.startswith(b"\xff\xd8\xff")


def test_what_is_seen_through_is_white() -> None:
    with Image.open(BytesIO(picture(file_of((0, 0, 0, 0), "PNG")).content)) as after:
        assert after.getpixel((20, 10)) == (255, 255, 255)


def huge() -> bytes:
    """A few bytes that say they are ten thousand dots wide and high."""
    said = b"IHDR" + pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0)
    chunk = pack(">I", 13) + said + pack(">I", crc32(said))
    return b"\x89PNG\r\n\x1a\n" + chunk + pack(">I", 0) + b"IDAT"


REFUSED = [
    (b"", "Choose a picture"),
    (b"%PDF-1.7", "no picture"),
    (b"<svg onload='alert(1)'/>", "no picture"),
    (b"\xff\xd8\xff\xe0....", "no picture"),
    (file_of()[:400], "no picture"),
    (file_of(kind="GIF"), "no picture"),
    (huge(), "40 million dots"),
    (b"\xff" * 10_000_001, "more than 10 MB"),
]


@pytest.mark.filterwarnings("error::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(("brought", "because"), REFUSED)
def test_what_is_no_picture_says_so(brought: bytes, because: str) -> None:
    with pytest.raises(NotPossible, match=because) as told:
        picture(brought)
    assert told.value.about == "photo"


@pytest.fixture
def at_work(published: None) -> None:
    planned.open_posts()
    works_with_ann("ZZ2")


def add(who: str, content: bytes | None = None) -> PlanPhoto:
    return photos.add(by=holding(who), person=ann().pk, name="a.jpg", content=content or file_of())


def live() -> list[int]:
    return list(PlanPhoto.objects.filter(ended=None).values_list("pk", flat=True))


@pytest.mark.usefixtures("at_work")
def test_who_adds_a_photo_and_who_sees_it() -> None:
    """The person, their carer and who writes about them change it; who reads the part sees it."""
    for size, who in enumerate(("ann", "kim", "river"), 1):
        assert add(who, file_of(size=(size, 9))).by_name == who
    with pytest.raises(Refused):
        add("council")
    with pytest.raises(NotSeen):
        add("hill")
    [now] = live()
    for who in ("ann", "kim", "river", "council"):
        assert reads.photo(holding(who), ann().pk).pk == now
    with pytest.raises(NotSeen):
        reads.photo(holding("hill"), ann().pk)
    deeds = Entry.objects.filter(about=ann(), deed__startswith="plan.photo").values_list("deed", flat=True)
    assert sorted(deeds) == ["plan.photo_added"] * 3 + ["plan.photo_read"] * 4


@pytest.mark.usefixtures("at_work")
def test_a_photo_is_taken_away_and_put_back() -> None:
    first = add("ann")
    assert add("ann") == first
    second_one = add("kim", file_of(BLUE))
    with pytest.raises(Overtaken):
        photos.take_away(by=holding("river"), person=ann().pk, photo=first.pk)
    photos.take_away(by=holding("river"), person=ann().pk, photo=second_one.pk)
    assert live() == []
    with pytest.raises(NotSeen):
        reads.photo(holding("ann"), None)
    found = reads.photos(holding("ann"), None)
    assert (found.now, found.before) == (None, second_one)
    again = photos.put_back(by=holding("ann"), person=None, photo=second_one.pk)
    assert live() == [again.pk]
    assert (bytes(again.content), again.by_name) == (bytes(second_one.content), "ann")
    second_one.refresh_from_db()
    assert (second_one.ended_by_name, second_one.ended is None) == ("river", False)


@pytest.mark.usefixtures("at_work")
def test_a_scanner_that_refuses_keeps_the_photo_out(settings: Settings) -> None:
    settings.SCANNER = "false"
    with pytest.raises(NotPossible, match="virus scanner refused") as told:
        add("ann")
    assert (told.value.about, live()) == ("photo", [])


@pytest.mark.usefixtures("at_work")
def test_a_record_opened_in_an_emergency_shows_it_and_lets_nobody_change_it() -> None:
    add("ann")
    hill = holding("hill")
    openings.open_record(
        by=hill, nhs_number="9990000018", birth_date=ann().birth_date, reason="Found on the floor at home"
    )
    assert reads.crisis(hill, ann().pk).photo is not None
    with pytest.raises(Refused):
        add("hill")


CHANGES = (
    "UPDATE care_planphoto SET content = ''",
    "UPDATE care_planphoto SET person_id = person_id",
    "DELETE FROM care_planphoto",
)
Said = Callable[[str, str], int]


@pytest.fixture
def said(at_work: None) -> Said:
    """What somebody's own connection says, and how many rows it was about."""

    def say(who: str, statement: str) -> int:
        with access.acting(holding(who), "direct_care"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.rowcount

    return say


def test_the_database_shows_it_by_about_me_and_lets_it_end_once(said: Said) -> None:
    add("ann")
    seen = {who: said(who, "SELECT id FROM care_planphoto") for who in ("ann", "kim", "council", "hill")}
    assert seen == {"ann": 1, "kim": 1, "council": 1, "hill": 0}
    for statement in CHANGES:
        with pytest.raises(DatabaseError, match="permission denied"):
            said("ann", statement)
    ends = "UPDATE care_planphoto SET ended = now(), ended_by_name = 'x', ended_by_id = "
    with pytest.raises(DatabaseError, match="row-level security"):
        said("ann", ends + str(holding("river").user))
    assert said("hill", ends + str(holding("hill").user)) == 0
    assert said("ann", ends + str(holding("ann").user)) == 1
    assert said("ann", "UPDATE care_planphoto SET ended = NULL, ended_by_id = NULL, ended_by_name = ''") == 0


def test_nobody_adds_one_in_anothers_name_or_for_somebody_hidden(said: Said) -> None:
    adds = (
        "INSERT INTO care_planphoto (person_id, at, by_id, by_name, role, organisation, kind, content, width,"
        " height, ended_by_name) VALUES ('{}', now(), {}, 'x', 'nurse', '', 'image/jpeg', '', 1, 1, '')"
    )
    for who, by in (("river", "ann"), ("hill", "hill")):
        with pytest.raises(DatabaseError, match="row-level security"):
            said(who, adds.format(ann().pk, holding(by).user))


@pytest.mark.usefixtures("at_work")
@pytest.mark.requirement("T9")
def test_of_two_records_of_one_person_the_survivors_photo_stays() -> None:
    first, other = add("ann"), second()
    theirs = PlanPhoto.objects.get(pk=first.pk)
    theirs.pk, theirs.person_id = None, other
    theirs.save(force_insert=True)
    kept = first.person_id
    identity.merge(by=None, kept=kept, gone=other, because="The same woman")
    assert live() == [first.pk]
    theirs.refresh_from_db()
    assert (theirs.person_id, theirs.ended_by_name) == (
        kept,
        "Two records of one person were brought together",
    )
    identity.unmerge(by=None, kept=kept, gone=other, because="They are two")
    assert sorted(live()) == sorted([first.pk, theirs.pk])
