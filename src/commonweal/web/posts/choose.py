"""Chooses the post to act in, for someone who holds several."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Refused
from commonweal.care.accounts import actions, reads
from commonweal.care.accounts.models import User
from commonweal.care.extents import blueprint
from commonweal.care.involvements.reads import titles
from commonweal.web.frame import PURPOSES

LONGEST = 18  # digits of an id


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    if request.method == "POST":
        return _chosen(request, user)
    current = reads.viewer(user, request.session)
    held = reads.posts(user, request.session)
    return render(
        request,
        "posts/choose.html",
        {
            "title": "Choose a post",
            "posts": held,
            "current": current,
            "signed_name": reads.signed_name(user),
            "titles": titles(),
            "PURPOSES": PURPOSES,
            "partnership": blueprint().partnership.title,
        },
    )


def _chosen(request: HttpRequest, user: User) -> HttpResponse:
    said = request.POST.get("post", "")[:LONGEST]
    try:
        with transaction.atomic():  # the choice and the row of the audit that says so
            actions.choose_post(by=user, session=request.session, post=int(said) if said.isdecimal() else 0)
            request.session.save()
    except Refused as refused:
        raise PermissionDenied(refused.decision.because) from None
    return redirect("home")
