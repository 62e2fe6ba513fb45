"""The lock: one at a time, and never longer than its holder lives."""

from __future__ import annotations

import errno
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from evidence.lock import alone
from sitetools import environment

HOLD = """
import pathlib, sys, time
from evidence.lock import alone
with alone(pathlib.Path(sys.argv[1]), lambda: None):
    print("in", flush=True)
    time.sleep(60)
"""


def test_who_is_alone_does_not_wait(tmp_path: Path) -> None:
    for _ in range(2):
        with alone(tmp_path / "new" / "docs", lambda: pytest.fail("waited")):
            assert (tmp_path / "new" / "docs").is_dir()


def test_the_second_waits_for_the_first_and_says_so_once(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with alone(tmp_path, lambda: order.append("waiting")):
            order.append("second")

    with alone(tmp_path, lambda: None):
        thread = threading.Thread(target=second)
        thread.start()
        while not order:
            time.sleep(0.01)
        time.sleep(0.3)
        order.append("first")
    thread.join()
    assert order == ["waiting", "first", "second"]


def test_folders_have_locks_of_their_own(tmp_path: Path) -> None:
    with alone(tmp_path / "one", lambda: None), alone(tmp_path / "two", lambda: pytest.fail("waited")):
        pass


def test_a_mistake_inside_lets_the_next_one_in(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="inside"), alone(tmp_path, lambda: None):
        raise ValueError("inside")
    with alone(tmp_path, lambda: pytest.fail("waited")):
        pass


def test_a_holder_that_is_killed_keeps_nobody_out(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "in\n"
        holder.kill()
        holder.wait()
    with alone(tmp_path, lambda: pytest.fail("waited")):
        pass


def test_nothing_is_stored(tmp_path: Path) -> None:
    with alone(tmp_path, lambda: None):
        assert [(path.name, path.stat().st_size) for path in tmp_path.iterdir()] == [(".lock", 0)]
    assert [(path.name, path.stat().st_size) for path in tmp_path.iterdir()] == [(".lock", 0)]


def test_what_cannot_be_locked_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / ".lock").mkdir()
    with pytest.raises(OSError, match="cannot be locked") as error, alone(tmp_path, lambda: None):
        pass
    assert (error.value.errno, error.value.filename) == (errno.EACCES, str(tmp_path))
