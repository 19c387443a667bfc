"""Sign-in as the accounts library does it; who is signed in is asked on every page, and planned once."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from commonweal.care.accounts.models import User
from commonweal.care.accounts.reads import HELD
from commonweal.care.prepared import ask

NAMES = [field.attname for field in User._meta.concrete_fields]
COLUMNS = ", ".join(str(field.column) for field in User._meta.concrete_fields)
WHO = f"SELECT {COLUMNS}, ({HELD}) AS held FROM {User._meta.db_table} WHERE id = %s"  # noqa: S608  # our own columns


class Backend(AuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """The backend that settings name."""

    def get_user(self, user_id: int) -> User | None:
        """Whoever has this id and may be signed in, and the posts they hold now."""
        for *row, held in ask(WHO, [user_id]):
            user = User.from_db("default", NAMES, row)
            user.held = held or []  # type: ignore[attr-defined]  # `reads.posts` finds it there
            return user if self.user_can_authenticate(user) else None
        return None
