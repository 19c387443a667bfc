"""Pathways as their files read: referrals keep the wording they began under, unless it carries them over."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from commonweal.blueprint import Pathway
from commonweal.care import moments
from commonweal.care.extents import blueprint
from commonweal.care.pathways.models import PathwayVersion
from commonweal.care.possible import NotPossible

KNOWN: dict[str, Pathway] = {}  # by digest, which says all of it: what is here never changes


def today(id: str) -> Pathway:
    """The pathway as its file reads now; NotPossible where there is none of this name."""
    found = next((pathway for pathway in blueprint().pathways if pathway.id == id), None)
    if found is None:
        raise NotPossible("pathway", f"There is no pathway ‘{id[:60]}’ here")
    return found


def adopt(pathway: Pathway) -> str:
    """The digest of this wording, which is kept from now on."""
    text, digest = _text(pathway)
    if not PathwayVersion.objects.filter(pk=digest).exists():
        kept = PathwayVersion(digest=digest, pathway=pathway.id, document=text, adopted=moments.now())
        PathwayVersion.objects.bulk_create([kept], ignore_conflicts=True)
    return digest


def worded(digest: str) -> Pathway:
    """The pathway in the wording with this digest; DoesNotExist where none is kept."""
    if digest not in KNOWN:
        KNOWN[digest] = Pathway.model_validate_json(PathwayVersion.objects.get(pk=digest).document)
    return KNOWN[digest]


def digest(pathway: Pathway) -> str:
    """What tells this wording from every other."""
    return _text(pathway)[1]


@lru_cache(maxsize=200)
def _text(pathway: Pathway) -> tuple[str, str]:
    text = pathway.model_dump_json(by_alias=True, exclude_none=True)
    return text, sha256(text.encode()).hexdigest()[:32]
