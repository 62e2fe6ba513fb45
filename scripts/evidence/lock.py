"""One run at a time works in a folder; the system itself lets the next one in when a run ends, however it ends."""

from __future__ import annotations

import errno
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_NAME = ".lock"


@contextmanager
def alone(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Be the only one who works in `folder`, which is made where there is none; `waiting` is called before a wait.

    Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # SQLite locks a file on every system, and no lock of it outlives its process; nothing is stored in the file.
    try:
        with closing(sqlite3.connect(folder / _NAME, timeout=0, isolation_level=None)) as file:
            while not _locked(file):
                waiting()
                waiting = _nothing
                time.sleep(0.1)
            yield
    except sqlite3.Error as error:
        raise OSError(errno.EACCES, f"cannot be locked: {error}", str(folder)) from error


def _locked(file: sqlite3.Connection) -> bool:
    try:
        file.execute("PRAGMA journal_mode = OFF")
        file.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _nothing() -> None:
    pass
