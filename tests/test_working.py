"""Work that is shared out gives what it gives without, and stops when something goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from evidence.working import FEW, cores, shared
from sitetools import environment

PROGRAM = """
import os
from evidence.working import shared
before = [1, 2, 3]
def work(number):
    before.append(number)  # of a copy, and so of no other
    if number == {wrong}:
        raise ValueError(f"wrong is {{number}}")
    return number * number, os.getpid(), len(before)
found = list(shared(work, range(100), {workers}))
print([one for one, _, _ in found] == [number * number for number in range(100)])
print(len({{process for _, process, _ in found}}), os.getpid() in {{process for _, process, _ in found}}, len(before))
"""


def run(workers: int, wrong: int = -1) -> subprocess.CompletedProcess[str]:
    """Share work out in a process of its own: the tests' own processes have threads."""
    command = [sys.executable, "-c", PROGRAM.format(workers=workers, wrong=wrong)]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)


def said(program: str) -> tuple[str, str]:
    """What a program of its own says on both of its streams."""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False, timeout=120)
    return done.stdout, done.stderr


def test_copies_of_the_process_give_the_results_in_order() -> None:
    done = run(3)
    assert done.stderr == ""
    same, counts = done.stdout.splitlines()
    assert same == "True"
    processes, here, noted = counts.split()
    assert 2 <= int(processes) <= 3
    assert here == "True"  # this process is one of them
    assert 3 < int(noted) < 103  # what the copies did is theirs


def test_copies_end_every_time_whoever_catches_the_signal_to_end() -> None:
    program = """
import signal
from evidence.working import shared
signal.signal(signal.SIGTERM, signal.default_int_handler)
for _ in range(30):
    assert sum(shared(abs, range(20), 3)) == 190
    some = shared(abs, range(200), 3)
    assert next(some) == 0
    some.close()
assert signal.getsignal(signal.SIGTERM) is signal.default_int_handler
print("all ended")
"""
    assert said(program) == ("all ended\n", "")


def test_what_a_copy_leaves_undone_is_done_here() -> None:
    program = """
import os, signal
from evidence.working import shared
here = os.getpid()
def work(number):
    if number == 70 and os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number
print([*shared(work, range(100), 2)] == [number * number for number in range(100)])
"""
    assert said(program) == ("True\n", "")


def test_copies_end_with_the_process_that_was_killed() -> None:
    program = """
import os, time
from evidence.working import shared
def work(number):
    time.sleep(0.05)
    return os.getpid()
for one in shared(work, range(100_000), 2, chunk=1):
    print(one, flush=True)
"""
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as made:
        assert made.stdout is not None
        first = int(made.stdout.readline())
        made.kill()
        made.communicate(timeout=60)  # returns when the last process that could write has ended
    assert first != made.pid


def test_one_worker_is_this_process() -> None:
    assert run(1).stdout.splitlines() == ["True", "1 True 103"]


def test_what_goes_wrong_in_a_copy_goes_wrong_here() -> None:
    done = run(2, wrong=70)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "ValueError: wrong is 70"


def test_a_few_items_are_worked_on_here() -> None:
    assert [*shared(lambda _: os.getpid(), range(FEW - 1), workers=4)] == [os.getpid()] * (FEW - 1)


def test_there_is_at_least_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cores() >= 1
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert cores() == (os.cpu_count() or 1)


def test_what_is_begun_beside_is_done_in_a_copy_once_and_its_mistakes_are_raised_here() -> None:
    program = """
import os
from evidence.working import beside
def work():
    return os.getpid()
def wrong():
    raise ValueError("wrong")
for workers in (1, 2):
    with beside(work, workers) as result:
        print(result() == os.getpid(), result() == result())
    try:
        with beside(wrong, workers) as result:
            result()
    except ValueError as error:
        print(error)
with beside(os.getpid, 2) as result:
    pass
"""
    assert said(program) == ("True True\nwrong\nFalse True\nwrong\n", "")


def test_what_is_done_beside_shares_out_work_itself_and_is_ended_where_the_rest_fails() -> None:
    program = """
import os, time
from evidence.working import beside, shared
def each(number):
    time.sleep(0.01)  # so that every copy has a turn
    return os.getpid()
def work():
    return {*shared(each, range(40), 2, chunk=1)}, os.getpid()
with beside(work, 2) as result:
    found, there = result()
    print(len(found), there in found, os.getpid() in found)
try:
    with beside(lambda: time.sleep(1000), 2) as result:
        raise KeyboardInterrupt
except KeyboardInterrupt:
    print("ended")
"""
    assert said(program) == ("2 True False\nended\n", "")


def test_nothing_that_was_shared_out_is_held_afterwards() -> None:
    program = """
import weakref
from evidence.working import beside, shared
class Large:
    def __call__(self, *given):
        return 1
def give_one(one):
    with beside(one, 2) as result:
        result()
def give_all(one):
    assert [*shared(one, range(30), 2)] == [1] * 30
for give in (give_one, give_all):
    large = Large()
    there = weakref.ref(large)
    give(large)
    del large
    print(there() is None)
"""
    assert said(program) == ("True\nTrue\n", "")
