"""Problems are printed as people, the repository host or programs read them."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from evidence.problems import Problem, Severity, unwritable, visible

Options = argparse.Namespace
Command = Callable[[Path, Options], int]
"""A command runs in the folder of a site and gives its exit status."""


def say(problems: Iterable[Problem], options: Options) -> None:
    """Print problems in the format that was asked for; JSON is printed where there are none, too."""
    form = getattr(options, "format", "text")
    for problem in problems if form == "text" else ():
        print(problem)
    for problem in problems if form == "github" else ():
        place, kind = problem.place, "error" if problem.severity is Severity.ERROR else "warning"
        text = f"{problem.message} ({problem.cure})" if problem.cure else problem.message
        text, path = visible(text).replace("%", "%25"), visible(place.path).replace("%", "%25")
        path = path.replace(":", "%3A").replace(",", "%2C")
        print(f"::{kind} file={path},line={place.line},col={place.column},title={problem.code}::{text}")
    if form == "json":
        print(json.dumps([as_json(problem) for problem in problems], ensure_ascii=False, indent=2))


def as_json(problem: Problem) -> dict[str, object]:
    """A problem as JSON has it."""
    return {
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "cure": problem.cure,
    }


def attempt(run: Command, root: Path, options: Options) -> int:
    """Run something; what the system does not let it do is printed as a problem."""
    try:
        return run(root, options)
    except BrokenPipeError:  # nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        say([unwritable(error, root)], options)
    return 1


def named(root: Path, files: Iterable[Path]) -> Callable[[str], bool] | None:
    """Whether a path of the site is one of the files or folders that were named, or below one; every path, if none was.

    None, after saying so, where something was named that the site does not have.
    """
    paths = [path.resolve() for path in files]
    for path in paths:
        if not (path.exists() and path.is_relative_to(root)):
            print(f"{path} is no file of the site in {root}", file=sys.stderr)
            return None
    names = [path.relative_to(root).as_posix() for path in paths]
    return lambda one: not names or any(f"{one}/".startswith(f"{name}/") for name in names)


class Laps:
    """How long each step of a command took, in seconds by the clock."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self._steps: list[tuple[str, float]] = []

    def __call__(self, name: str) -> None:
        """Say that a step has been done."""
        now = time.perf_counter()
        self._steps.append((name, now - self._last))
        self._last = now

    def follow(self, other: Laps) -> None:
        """Take over what was said of these steps in a copy of this process."""
        self._last, self._steps = other._last, other._steps

    def report(self, options: Options) -> None:
        """Print the steps, if they are asked for."""
        if getattr(options, "profile", False):
            steps = [*self._steps, ("together", sum(seconds for _, seconds in self._steps))]
            print("".join(f"{seconds:9.2f} s  {name}\n" for name, seconds in steps), end="", file=sys.stderr)


def progress(what: str) -> Callable[[int, int], None]:
    """Tells on a terminal, and nowhere else, how much is done and how long the rest will take."""
    began = time.perf_counter()
    shown = began + 1.0  # what is done within a second needs no telling

    def tell(done: int, total: int) -> None:
        nonlocal shown
        now = time.perf_counter()
        if done == total and shown > began + 1.0:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
        elif now >= shown:
            shown = now + 0.2
            left = (now - began) / done * (total - done)
            print(f"\r\033[K{done} of {total} {what}, about {left:.0f} s left", end="", file=sys.stderr, flush=True)

    return tell if sys.stderr.isatty() else lambda _, __: None
