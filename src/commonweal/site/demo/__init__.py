"""A partnership on this machine: its database, its people, what is computed of them, and the pages."""

from commonweal.site.demo.asked import Demo, DemoFault
from commonweal.site.demo.showing import show

__all__ = ["Demo", "DemoFault", "show"]
