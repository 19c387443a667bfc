"""Processes that end with the one that started them, however that one ends."""

import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# A word down the pipe lets the watch go in peace. The pipe's end without a word means that the starter
# has stopped the process or has died, so the watch tells the process to end.
WATCH = 'signal=$1; shift; exec 3<&0 </dev/null; (read -r _ <&3 || kill -"$signal" $$) & exec "$@" 3<&-'


class Watched:
    """A running process, in a session of its own so that Ctrl-C at the terminal reaches its starter alone."""

    def __init__(self, command: Sequence[str | Path], ends_on: signal.Signals, **options: Any) -> None:
        self._process = subprocess.Popen(
            ["sh", "-c", WATCH, "sh", ends_on.name.removeprefix("SIG"), *command],
            stdin=subprocess.PIPE,
            start_new_session=True,
            **options,
        )

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def wait(self) -> int:
        """The exit status, once the process has ended by itself."""
        status = self._process.wait()
        self._say(b"ended\n")
        return status

    def stop(self, within: float) -> None:
        """End it in order; one that has not ended after so many seconds is killed."""
        self._say(b"" if self.runs else b"ended\n")
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _say(self, words: bytes) -> None:
        pipe = self._process.stdin
        if pipe and not pipe.closed:
            try:
                pipe.write(words)
                pipe.close()
            except BrokenPipeError:
                return


def run(command: Sequence[str | Path], **options: Any) -> int:
    """The exit status of a command that ends with us."""
    process = Watched(command, signal.SIGTERM, **options)
    try:
        return process.wait()
    finally:
        process.stop(within=10)
