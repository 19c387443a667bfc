"""Asks one address again and again over kept connections, each in a thread; times in milliseconds."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass, field

LARGEST = 65536


@dataclass
class Told:
    """How long each answer took, how many a second came, and how large one is."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    size: int = 0

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def share(self, share: float) -> float:
        """The time that this share of answers did not exceed."""
        return sorted(self.times)[min(len(self.times) - 1, int(share * len(self.times)))]


def ask(port: int, address: str, cookie: str, *, connections: int, seconds: float, at_most: int) -> Told:
    """For so long, or until each connection has asked `at_most` times."""
    told, request = Told(), _request(port, address, cookie)
    _one(port, request, Told(), time.perf_counter() + 60, 3)  # so that what is made once is made
    began = time.perf_counter()
    threads = [
        threading.Thread(target=_one, args=(port, request, told, began + seconds, at_most))
        for _ in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.seconds = time.perf_counter() - began
    return told


def _request(port: int, address: str, cookie: str) -> bytes:
    head = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: identity\r\n"
    return f"{head}Cookie: {cookie}\r\n\r\n".encode()


def _one(port: int, request: bytes, told: Told, until: float, at_most: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as there:
        there.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(at_most):
            began = time.perf_counter()
            if began > until:
                return
            there.sendall(request)
            told.size = _answer(there)
            told.times.append(1000 * (time.perf_counter() - began))


def _answer(there: socket.socket) -> int:
    """The size of one answer, which has to be a page."""
    read = b""
    while b"\r\n\r\n" not in read:
        read += there.recv(LARGEST) or _ended(read)
    head, _, body = read.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"answered {head[:200]!r}")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    here = len(body)
    while here < length:
        here += len(there.recv(LARGEST) or _ended(read))
    return length


def _ended(read: bytes) -> bytes:
    raise SystemExit(f"the connection ended after {read[:200]!r}")
