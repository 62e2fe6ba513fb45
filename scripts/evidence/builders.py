"""The programs that make a website of the Markdown below docs/: how they are run, and what they complain of.

All knowledge of MkDocs and of those that read the same `mkdocs.yml` is in this module, in that file and in
templates/theme/; only fast builds and `evidence serve`, which can be taken away, know more of it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from evidence import dating
from evidence.problems import Place, Problem

BUILDERS = ("mkdocs", "properdocs")
"""The programs by their names, the usual one first; ProperDocs goes on with MkDocs 1."""

_QUIET = {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
_COMPLAINT = re.compile(r"(?:(?:WARNING|ERROR|CRITICAL) +- +|Error: )(.+)")
_PAGE = re.compile(r"'([^']+\.md)'")
_FRAME = re.compile(r'  File "(.+)", line (\d+)')

_EMPTY = """
import sys
import {builder}.__main__  # which prepares the modules that plugins import
from {builder}.commands.build import build
from {builder}.config import load_config
config = load_config("mkdocs.yml", docs_dir=sys.argv[1], site_dir=sys.argv[2], nav=[])
config.plugins.on_startup(command="build", dirty=False)
build(config)
"""
"""A program that builds with the site's configuration and other pages; no command of a builder does."""

_SPECIMEN = "| a | b | c |\n| :-- | :-: | --: |\n| a | b | c |\n"
"""A page without content, but with all that the builder's Markdown itself puts into attributes."""


def build(root: Path, site: Path, *, builder: str = BUILDERS[0], offline: bool = False) -> list[Problem]:
    """Build the site at `root` into the folder `site`, which does not exist yet."""
    arguments = ["-m", builder, "build", "--strict", "--config-file", "mkdocs.yml", "--site-dir", str(site)]
    return _run(root, arguments, offline=offline)


def frames(
    root: Path, scratch: Path, depths: Iterable[int], *, builder: str = BUILDERS[0]
) -> tuple[list[str], list[Problem]]:
    """Pages without content as HTML: one at each depth below the root of the site, and those that the theme adds.

    `scratch` is a folder that does not exist yet.
    """
    docs, site = scratch / "docs", scratch / "site"
    for depth in sorted({0, *depths}):
        page = docs.joinpath(*["below"] * depth, "index.md")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_SPECIMEN, "utf-8")
    wrong = _run(root, ["-c", _EMPTY.format(builder=builder), str(docs), str(site)], offline=False)
    return [page.read_text("utf-8") for page in sorted(site.rglob("*.html"))], wrong


def origin(root: Path, page: Path) -> str:
    """The file from which a page of the site was made, as problems name it; `page` is relative to the site."""
    made = (page.with_suffix(".md").as_posix(), f"{page.parent.as_posix()}.md", page.as_posix())
    names = [f"docs/{one}" for one in made if (root / "docs" / one).is_file()]
    return names[0] if names else "mkdocs.yml"


def _run(root: Path, arguments: list[str], *, offline: bool) -> list[Problem]:
    """What is wrong when this Python, run in the folder of the site, fails; nothing where it does not."""
    result = subprocess.run(  # noqa: S603  # fixed commands of this interpreter
        [sys.executable, *arguments],
        cwd=root,
        env=environment(root, offline=offline),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return complaints(root, result.stdout) if result.returncode else []


def complaints(root: Path, log: str) -> list[Problem]:
    """What MkDocs found wrong when it stopped, by what it printed."""
    said = list(read_log(root, log.splitlines()))
    crashes = [one for one in said if isinstance(one, Problem)]
    lines = [match[1] for one in said if isinstance(one, str) and (match := _COMPLAINT.match(one))]
    problems = [
        Problem(_page(line), "not-published", line)
        for line in lines
        if not any(crash.message.partition(": ")[2] in line for crash in crashes)
    ]
    last = next((one for one in reversed(said) if isinstance(one, str) and one.strip()), "MkDocs stopped")
    return [*problems, *crashes] or [Problem(Place("mkdocs.yml"), "not-published", last)]


def _page(line: str) -> Place:
    found = _PAGE.search(line)
    return Place(f"docs/{found[1]}" if found else "mkdocs.yml")


def read_log(root: Path, lines: Iterable[str]) -> Iterator[str | Problem]:
    """What MkDocs prints, line by line; a traceback becomes the problem that it ends with."""
    crash: Place | None = None
    for line in lines:
        if line.startswith("Traceback (most recent call last)"):
            crash = Place("mkdocs.yml")
        elif crash is None:
            yield line
        elif frame := _FRAME.match(line):
            path = Path(frame[1])
            if path.is_relative_to(root / "templates"):
                crash = Place(path.relative_to(root).as_posix(), int(frame[2]))
        elif line[:1].strip():
            yield Problem(crash, "not-published", line.strip())
            crash = None


@contextmanager
def serving(root: Path, address: str, tell: Callable[[str | Problem], None]) -> Iterator[subprocess.Popen[str]]:
    """MkDocs' own development server over docs/, as a process that is stopped in the end, whatever comes.

    `tell` is called, in another thread, with what the server prints, as `read_log` has it.
    """
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:  # a server that is stopped leaves files
        variables = {**environment(root, offline=False), "TMPDIR": scratch}
        with subprocess.Popen(  # noqa: S603  # a fixed command of this interpreter
            command, cwd=root, env=variables, stderr=subprocess.PIPE, encoding="utf-8", errors="replace"
        ) as server:
            relay = threading.Thread(target=_relay, args=(root, server.stderr, tell))
            relay.start()
            try:
                yield server
            finally:
                _stop(server)
                relay.join()


def _relay(root: Path, lines: Iterable[str], tell: Callable[[str | Problem], None]) -> None:
    for said in read_log(root, lines):
        tell(said)


def _stop(server: subprocess.Popen[str]) -> None:
    server.terminate()
    try:
        server.wait(5)
    except subprocess.TimeoutExpired:
        server.kill()


def environment(root: Path, *, offline: bool) -> dict[str, str]:
    """The variables with which a builder runs, so that it always makes the same of the same commit."""
    variables = {**os.environ, **_QUIET, "OFFLINE": "true" if offline else "false"}
    if (date := dating.committed(root)) is not None:
        variables["SOURCE_DATE_EPOCH"] = str(date)
    return variables
