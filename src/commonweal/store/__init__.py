"""The linked population on disk: Parquet files, one folder per table, changed only by whole loads."""

from commonweal.store.folder import Change, Load, Store, StoreBusy, StoreFault

__all__ = ["Change", "Load", "Store", "StoreBusy", "StoreFault"]
