"""One command is run to its end: how long it took, the memory of all its processes, and what else the machine did."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

LOOK_EVERY = 0.2
"""Seconds between two looks at the memory, if they are short."""
REST = 20
"""How many times as long as a look the next one waits at least: a look at large processes takes time from them, too."""

Outcome = Literal["ended", "late", "failed"]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock; megabytes at their highest; cores that others kept busy meanwhile; what it said last."""

    outcome: Outcome
    seconds: float
    memory: float
    others: float
    said: str


def run(command: Sequence[str], folder: Path, variables: Mapping[str, str], limit: float) -> Cost:
    """Run a command in a folder; after `limit` seconds all its processes are ended."""
    over, late, highest = threading.Event(), threading.Event(), 0

    def watch(group: int) -> None:
        nonlocal highest
        wait = LOOK_EVERY
        while not over.wait(wait):
            looked = time.perf_counter()
            highest = max(highest, memory(group))
            wait = max(LOOK_EVERY, REST * (time.perf_counter() - looked))
            if time.perf_counter() - begun > limit:
                late.set()
                with suppress(ProcessLookupError):
                    os.killpg(group, signal.SIGKILL)
                return

    with tempfile.TemporaryFile() as log:
        busy, begun = _elsewhere(), time.perf_counter()
        with subprocess.Popen(
            command, cwd=folder, env={**os.environ, **variables}, start_new_session=True, stdout=log, stderr=log
        ) as process:
            watcher = threading.Thread(target=watch, args=(process.pid,))
            watcher.start()
            try:
                process.wait()
            finally:
                seconds = time.perf_counter() - begun
                over.set()
                watcher.join()
        cores = max(0.0, _elsewhere() - busy) / seconds
        log.seek(0)
        said = log.read().decode(errors="replace")[-2000:]
    outcome: Outcome = "late" if late.is_set() else "failed" if process.returncode else "ended"
    return Cost(outcome, seconds, highest / 1e6, cores, said)


def memory(group: int) -> int:
    """Bytes that the processes of a group hold at this moment, shared ones once; only Linux tells."""
    held = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):  # it has just ended
            if int((folder / "stat").read_text().rpartition(")")[2].split()[2]) == group:
                lines = (folder / "smaps_rollup").read_text().splitlines()
                held += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return held


def _elsewhere() -> float:
    """Seconds that the cores have worked until now for others than this process and its children; only Linux tells."""
    told = Path("/proc/stat")
    if not told.exists():
        return 0.0
    user, nice, system, _, _, *interrupts = map(int, told.read_text().partition("\n")[0].split()[1:9])
    ours = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    all_of_it = (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")
    return all_of_it - sum(one.ru_utime + one.ru_stime for one in ours)
