"""notices.yaml: where notices go besides the page, as e-mail or to another system."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.shapes import Answered, Shape
from commonweal.blueprint.words import Mailbox, Ods, Setting, Slug


class Address(Shape):
    """Where a team, or an organisation that refers, is told: a mailbox, a system, or both."""

    id: Slug
    team: Slug | None = Field(None, description="the team that is told of clocks; or give organisation")
    organisation: Ods | None = Field(None, description="whoever referred, told how it ended; or give team")
    roles: tuple[Slug, ...] = Field((), description="only what these roles of the team are told; all if none")
    email: Mailbox | None = Field(None, description="a mailbox of the team, not of one person")
    webhook: str | None = Field(None, description="https, or http to this machine; gets JSON by POST")
    secret: Setting | None = Field(
        None, description="the setting that holds the key the webhook is signed with"
    )

    @model_validator(mode="after")
    def is_whole(self) -> Address:
        """One receiver, somewhere to go, and a key for every webhook."""
        if (self.team is None) == (self.organisation is None):
            raise PydanticCustomError(
                "address", "should be of a team or of an organisation; give one of them"
            )
        if self.roles and self.team is None:
            raise PydanticCustomError("address", "roles are those of a team; take them out, or give the team")
        if not (self.email or self.webhook):
            raise PydanticCustomError("address", "goes nowhere; give email or webhook")
        if (self.webhook is None) != (self.secret is None):
            raise PydanticCustomError("address", "a webhook and its secret go together; give both")
        if self.webhook and not safe(self.webhook):
            raise PydanticCustomError(
                "address", "webhook should begin with https://; plain http is for this machine alone"
            )
        return self


class Notices(Answered):
    """notices.yaml, which may be left out: where notices go besides the page."""

    notices: tuple[Address, ...]


def safe(url: str) -> bool:
    """Whether nobody can read along on the way: https, or http that does not leave the machine."""
    try:
        parts = urlsplit(url)
        plain = parts.port is None or parts.port > 0
    except ValueError:
        return False
    named = bool(parts.hostname) and parts.username is None and parts.password is None and not parts.fragment
    if not (named and plain) or any(sign.isspace() or not sign.isprintable() for sign in url):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _here(parts.hostname or ""))


def _here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
