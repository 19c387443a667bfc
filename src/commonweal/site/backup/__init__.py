"""A whole copy of what is recorded and of the linked population, proved good, and put back."""

from commonweal.site.backup.fault import BackupFault
from commonweal.site.backup.making import back_up
from commonweal.site.backup.restoring import restore

__all__ = ["BackupFault", "back_up", "restore"]
