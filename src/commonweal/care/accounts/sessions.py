"""Sessions as Django keeps them in the database, looked up by a question that is planned once."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as KeptByDjango
from django.contrib.sessions.models import Session

from commonweal.care.prepared import ask

KEPT = "SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > now()"


class SessionStore(KeptByDjango):
    """The engine that settings name."""

    def _get_session_from_db(self) -> Session | None:
        """The session of this key; a key that has none is forgotten."""
        for data, expires in ask(KEPT, [self.session_key]):
            return Session(str(self.session_key), data, expires)
        self._session_key = None
        return None
