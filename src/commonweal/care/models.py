"""Every recorded table, for Django to find."""

from commonweal.care.accounts.models import Post, User
from commonweal.care.audit.models import Entry, Head
from commonweal.care.break_glass.models import Opening
from commonweal.care.involvements.models import Involvement
from commonweal.care.loads.models import LoadRefusal, LoadReport
from commonweal.care.objections.models import Objection, OptOut, Restriction
from commonweal.care.people.models import Person
from commonweal.care.published.models import FrailtyCell, PersonContacts, PersonFrailty, Refresh
from commonweal.care.sharing.models import Clause, Coverage

__all__ = [
    "Clause",
    "Coverage",
    "Entry",
    "FrailtyCell",
    "Head",
    "Involvement",
    "LoadRefusal",
    "LoadReport",
    "Objection",
    "Opening",
    "OptOut",
    "Person",
    "PersonContacts",
    "PersonFrailty",
    "Post",
    "Refresh",
    "Restriction",
    "User",
]
