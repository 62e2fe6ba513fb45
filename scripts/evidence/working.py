"""Work is shared among this process and copies of it; what comes of it is the same, in the same order, as without."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

Tell = Callable[[int, int], None]
"""Called again and again with how much is done and how much there is to do."""

FEW = 20
"""Fewer items than this are not worth a process."""
_AHEAD = 3
"""So many times what it takes at once waits for each copy, which is not to be idle while this process is at its own."""
_WATCHING = "ends with its parent"
_NOTHING: tuple[Callable[[Any], Any], Sequence[Any]] = (id, ())
_work = _NOTHING
"""What a copy finds to do; here it is held only while there are copies, for it may be large."""


def cores() -> int:
    """How many processes can run at once on this machine, by what this process may use of it."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shared(function: Callable[[Item], Result], items: Sequence[Item], workers: int, chunk: int = 8) -> Iterator[Result]:
    """The results of `function` for the items in their order, made by as many processes as `workers` says.

    This process is one of them, the others are copies of it. Each takes `chunk` items at a time. The results are sent
    back, the items are not. Everything is done here where the system cannot copy a process, or it has threads, which no
    copy would have; and what is left, where a copy is ended from outside, as a system does that runs out of memory.
    Raises what that raises.
    """
    if len(items) < FEW or not _can_share(workers):
        yield from map(function, items)
        return
    left = deque(range(0, len(items), chunk))
    begun = deque[tuple[int, Future[list[Result]]]]()
    with _copies(workers - 1, function, items) as pool:
        while left or begun:
            while left and sum(not one.done() for _, one in begun) < _AHEAD * (workers - 1):
                start = left.popleft()
                begun.append((start, _given(pool, start, chunk)))
            if left:
                start = left.popleft()
                begun.append((start, _finished([function(item) for item in items[start : start + chunk]])))
            while begun and (begun[0][1].done() or not left):
                start, results = begun.popleft()
                try:
                    yield from results.result()
                except BrokenProcessPool:
                    yield from map(function, items[start : start + chunk])


def told(results: Iterable[Result], total: int, tell: Tell) -> Iterator[Result]:
    """The results as they come, of which it is told how many there are so far."""
    for done, result in enumerate(results, start=1):
        tell(done, total)
        yield result


def quietly(_done: int, _total: int) -> None:
    """Tell nobody."""


@contextmanager
def beside(function: Callable[[], Result], workers: int) -> Iterator[Callable[[], Result]]:
    """Begin something in a copy of this process; what it gave is told when it is asked for, or raised.

    It is done here, when it is asked for, where nothing can be shared out, or where the copy is ended from outside. The
    copy may share out work itself, and is ended where what is done meanwhile fails, or is interrupted.
    """
    if not _can_share(workers):
        yield cache(function)
        return
    others = {*multiprocessing.active_children()}
    with _copies(1, lambda _: function(), (None,)) as pool:
        begun: Future[list[Result]] = pool.submit(_some, 0, 1)

        @cache
        def result() -> Result:
            try:
                return begun.result()[0]
            except BrokenProcessPool:
                return function()

        try:
            yield result
        except BaseException:
            for copy in {*multiprocessing.active_children()} - others:
                copy.terminate()
            raise


@contextmanager
def _copies(number: int, function: Callable[[Item], Any], items: Sequence[Item]) -> Iterator[ProcessPoolExecutor]:
    """Copies of this process that know what to do with some items."""
    global _work  # noqa: PLW0603  # the only way into a copy
    _work = function, items
    gc.collect()
    gc.freeze()  # what is there is not looked through again, and so stays in memory that all processes share
    pool = ProcessPoolExecutor(number, multiprocessing.get_context("fork"), _begin)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)  # each ends by itself: one that is killed may hold what others wait for
        gc.unfreeze()
        _work = _NOTHING


def _given(pool: ProcessPoolExecutor, start: int, chunk: int) -> Future[Any]:
    """What a copy is to do, which fails at once where there is no copy any more."""
    try:
        return pool.submit(_some, start, chunk)
    except BrokenProcessPool as error:
        failed = Future[Any]()
        failed.set_exception(error)
        return failed


def _finished(results: Result) -> Future[Result]:
    done = Future[Result]()
    done.set_result(results)
    return done


def _can_share(workers: int) -> bool:
    threads = [thread for thread in threading.enumerate() if thread.name != _WATCHING]  # it holds nothing
    return workers > 1 and hasattr(os, "fork") and len(threads) == 1


def _begin() -> None:
    """A copy leaves Ctrl-C to the process that it was copied from, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.set_threshold(100_000, 50, 100)
    threading.Thread(target=_end_with_parent, name=_WATCHING, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # nobody is left to tell


def _some(start: int, chunk: int) -> list[Any]:
    function, items = _work
    return [function(item) for item in items[start : start + chunk]]
