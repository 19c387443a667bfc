"""The port that a site is served on."""

import socket
import time
import urllib.error
import urllib.request

HOST = "127.0.0.1"
FREEING = 5.0  # seconds in which a server that was killed may still hold its port


def is_free(port: int) -> bool:
    """True if a server may be started on the port, now or as soon as a dying one lets go of it."""
    deadline = time.monotonic() + FREEING
    while not _binds(port):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def _binds(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            return False
        return True


def answers(address: str) -> bool:
    """True if a site answers there, whatever it says."""
    try:
        urllib.request.urlopen(address, timeout=5).close()  # noqa: S310  (our own address)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
