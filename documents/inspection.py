"""Whether a file may be kept, asked of a process that a hostile file may take down."""

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from documents import file_child


class Finding(NamedTuple):
    """The word of `file_child` (empty: good), whether a PDF bears a digital signature, memory."""

    word: str
    is_signed: bool
    peak_kib: int


class Reader:
    """One helper process of this process; it lives until its input is closed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen | None = None
        self._owner = 0

    def ask(self, kind: str, path: Path, copy: Path | None) -> Finding:
        """Its word on a file; a helper that died in between is started anew once."""
        line = json.dumps([kind, str(path), str(copy or "")])
        with self._lock:
            said = self._say(line) or self._say(line)
        if not said:
            raise RuntimeError("The process that reads files does not start.")
        return Finding(*json.loads(said))

    def _say(self, line: str) -> str:
        process = self._running()
        try:
            process.stdin.write(line + "\n")
            process.stdin.flush()
            return process.stdout.readline()
        except BrokenPipeError:
            return ""

    def _running(self) -> subprocess.Popen:
        if not self._is_ours() or self._process.poll() is not None:
            self._let_go()
            self._process = subprocess.Popen(  # noqa: S603  our own program, no shell
                [sys.executable, "-I", file_child.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={"LC_ALL": "C.UTF-8"},
            )
            self._owner = os.getpid()
        return self._process

    def _is_ours(self) -> bool:
        """A forked worker must not talk through its parent's pipe."""
        return self._process is not None and self._owner == os.getpid()

    def _let_go(self) -> None:
        if self._is_ours():
            with suppress(BrokenPipeError):
                self._process.stdin.close()
            self._process.stdout.close()
            self._process.wait()
        self._process = None

    def close(self) -> None:
        """End the helper; the next file starts another."""
        with self._lock:
            self._let_go()


READER = Reader()
atexit.register(READER.close)
