"""PostgreSQL with no set-up: a server of our own, kept in a folder, for the demo and the tests."""

from commonweal.site.database.fault import DatabaseFault
from commonweal.site.database.running import SITE, address, remove, running

__all__ = ["SITE", "DatabaseFault", "address", "remove", "running"]
