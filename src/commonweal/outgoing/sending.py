"""One round of telling: what has come to its time is noted, addressed and sent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from commonweal.care.deliveries import actions as deliveries
from commonweal.care.deliveries.actions import Way
from commonweal.care.notices import actions as notices

Answer = TypeVar("Answer")
LOG = logging.getLogger(__name__)


@dataclass
class Round:
    """What one round did; `failed` are those that something unforeseen stopped, and the log says where."""

    told: int = 0
    escalated: int = 0
    sent: int = 0
    tried: int = 0
    dead: int = 0
    failed: int = 0


def send(ways: Mapping[str, Way]) -> Round:
    """Each step takes one thing at a time, so that one that fails holds up nobody else."""
    done = Round()
    if notices.are_left_alone():
        return done
    for referral in notices.to_look_at():
        done.told += _try(done, notices.look, referral) or 0
    for notice in notices.to_escalate():
        done.escalated += bool(_try(done, notices.escalate, notice))
    for notice in deliveries.to_address():
        _try(done, deliveries.address, notice)
    for delivery in deliveries.to_deliver():
        state = _try(done, partial(deliveries.deliver, ways=ways), delivery)
        done.tried += bool(state)
        done.sent += state == "sent"
        done.dead += state == "dead"
    return done


def _try(done: Round, deed: Callable[[int], Answer], id: int) -> Answer | None:
    try:
        return deed(id)
    except Exception:
        LOG.exception("a notice could not be dealt with; it is tried again")
        done.failed += 1
        return None
