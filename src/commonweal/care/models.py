"""Every recorded table, for Django to find."""

from commonweal.care.accounts.models import Post, User
from commonweal.care.audit.models import Entry, Head
from commonweal.care.loads.models import LoadRefusal, LoadReport
from commonweal.care.people.models import Person
from commonweal.care.published.models import FrailtyCell, PersonContacts, PersonFrailty, Refresh

__all__ = [
    "Entry",
    "FrailtyCell",
    "Head",
    "LoadRefusal",
    "LoadReport",
    "Person",
    "PersonContacts",
    "PersonFrailty",
    "Post",
    "Refresh",
    "User",
]
