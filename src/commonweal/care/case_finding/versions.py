"""Rules as their files read: whoever was found keeps the wording that found them."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from commonweal.blueprint.case_finding import CaseRule
from commonweal.care import moments
from commonweal.care.case_finding.models import CaseRuleVersion


def adopt(rule: CaseRule) -> str:
    """The digest of this wording, which is kept from now on."""
    text, digest = _text(rule)
    kept = CaseRuleVersion(digest=digest, rule=rule.id, document=text, adopted=moments.now())
    CaseRuleVersion.objects.bulk_create([kept], ignore_conflicts=True)
    return digest


@lru_cache(maxsize=200)
def worded(digest: str) -> CaseRule:
    """The rule in the wording with this digest; DoesNotExist where none is kept."""
    return CaseRule.model_validate_json(CaseRuleVersion.objects.get(pk=digest).document)


@lru_cache(maxsize=200)
def _text(rule: CaseRule) -> tuple[str, str]:
    text = rule.model_dump_json(by_alias=True, exclude_none=True)
    return text, sha256(text.encode()).hexdigest()[:32]
