"""Counts in the database, so that the processes of a site count together."""

from __future__ import annotations

import time

from django.db import connection

KEPT = 10  # minutes
COUNT = """
    INSERT INTO limits_asked (who, minute, times) VALUES (%s, %s, 1)
    ON CONFLICT (who, minute) DO UPDATE SET times = limits_asked.times + 1
    RETURNING times
"""
FORGET = """
    DELETE FROM limits_asked
    WHERE id IN (SELECT id FROM limits_asked WHERE minute < %s LIMIT 1000 FOR UPDATE SKIP LOCKED)
"""


def count(who: str) -> int:
    """How often they have asked in this minute, this time included."""
    minute = int(time.time()) // 60
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [who, minute])
        times = int(cursor.fetchone()[0])
        if times == 1:
            cursor.execute(FORGET, [minute - KEPT])
    return times
