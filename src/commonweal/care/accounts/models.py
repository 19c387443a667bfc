"""Who signs in, and the posts they hold."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac


class User(AbstractUser):
    """A person who works here. What they may see comes from the post they act in, never from the account."""

    staff_number = models.TextField(
        default="", help_text="by which their organisation's own sign-in names them; empty where not used"
    )
    sessions_ended = models.DateTimeField(null=True, help_text="sessions begun before this are over")

    def get_session_auth_hash(self) -> str:
        """What a session must still agree with at each request: the password, and no ending since."""
        return salted_hmac(
            "commonweal.session", f"{self.password} {self.sessions_ended}", algorithm="sha256"
        ).hexdigest()


class Registration(models.Model):
    """That a regulator of a profession has someone on its register, as somebody looked it up."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="registrations")
    body = models.TextField(help_text="the regulator, such as NMC")
    number = models.TextField()
    checked_on = models.DateField(help_text="the day the register was looked at")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_account_per_registration", fields=["body", "number"]),
        )

    def __str__(self) -> str:
        return f"{self.body} {self.number}"


class Post(models.Model):
    """A role held for an area; someone with several acts in one at a time."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    role = models.TextField(help_text="id of a role in the blueprint")
    area = models.TextField(help_text="id of an area or ODS code of a practice in the blueprint")
    organisation = models.TextField(
        default="", help_text="ODS code of the organisation or practice that employs them; empty if unknown"
    )
    team = models.TextField(default="", help_text="id of a team in the blueprint; empty for none")
    person = models.ForeignKey(
        "care.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="whose own record this post is for",
    )
    since = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_live_post_of_a_kind",
                fields=["user", "role", "area", "organisation", "team", "person"],
                condition=models.Q(ended__isnull=True),
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} for {self.area}"


class SharedCache(models.Model):
    """What all server processes count together: attempts to sign in, and codes already used.

    Django's cache writes and reads it; that it is one of our tables keeps it in migrations and backups.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
