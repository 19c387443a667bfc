"""The only writer of photos in plans. One is only ever added or taken away, and can be put back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.attachments import scanner
from commonweal.care.attachments.rules import Paper
from commonweal.care.plans import deeds, pictures, reads, sight
from commonweal.care.plans.models import PlanPhoto
from commonweal.care.plans.pictures import Picture
from commonweal.care.plans.rules import Overtaken
from commonweal.care.plans.sight import Sight


def add(*, by: Viewer, person: UUID | None, name: str, content: bytes) -> PlanPhoto:
    """The plan shows this picture, in place of the one before; NotPossible where the file is none."""
    with access.acting(by, "direct_care"):
        reads.to_photograph(by, person)
    scanner.scan([Paper(name, content)], pictures.ABOUT)
    picture = pictures.picture(content)
    with access.acting(by, "direct_care"), transaction.atomic():
        seen = reads.to_photograph(by, person)
        return _shows(seen, picture, "plan.photo_added")


def take_away(*, by: Viewer, person: UUID | None, photo: int) -> None:
    """The plan shows no photo any more; Overtaken where it shows another than this by now."""
    with access.acting(by, "direct_care"), transaction.atomic():
        seen = reads.to_photograph(by, person)
        deeds.hold(seen)
        now = reads.live_photo(seen)
        if now is None:
            return
        if now.pk != photo:
            raise Overtaken("Somebody has put another photo there since you opened this page")
        _end(seen, now)
        _record(seen, "plan.photo_taken_away", now)


def put_back(*, by: Viewer, person: UUID | None, photo: int) -> PlanPhoto:
    """An earlier photo is shown again, as added by whoever puts it back."""
    with access.acting(by, "direct_care"), transaction.atomic():
        seen = reads.to_photograph(by, person)
        found = PlanPhoto.objects.filter(pk=photo, person=seen.person).first()
        if found is None:
            raise access.NotSeen
        earlier = Picture(bytes(found.content), found.width, found.height)
        return _shows(seen, earlier, "plan.photo_put_back")


def _shows(seen: Sight, picture: Picture, deed: str) -> PlanPhoto:
    """The picture is shown from now on; one that is shown already is not added twice."""
    deeds.hold(seen)
    now = reads.live_photo(seen)
    if now and bytes(now.content) == picture.content:
        return now
    if now:
        _end(seen, now)
    found = PlanPhoto.objects.create(
        **deeds.signature(seen),
        kind=pictures.KIND,
        content=picture.content,
        width=picture.width,
        height=picture.height,
    )
    _record(seen, deed, found)
    return found


def _end(seen: Sight, now: PlanPhoto) -> None:
    PlanPhoto.objects.filter(pk=now.pk, ended=None).update(
        ended=moments.now(), ended_by_id=seen.viewer.user, ended_by_name=seen.viewer.name
    )


def _record(seen: Sight, deed: str, photo: PlanPhoto) -> None:
    sight.record(seen, deed, seen.decisions["plan_about_me"], photo=photo.pk)
