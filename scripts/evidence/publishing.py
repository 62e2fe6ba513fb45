"""The Markdown below docs/ becomes a website; the site that was there stays whole until the new one is ready.

All knowledge of MkDocs is in this module, in mkdocs.yml and in templates/theme/.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from evidence import dating, replacing
from evidence.problems import Place, Problem

_QUIET = {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
_COMPLAINT = re.compile(r"(?:(?:WARNING|ERROR|CRITICAL) +- +|Error: )(.+)")
_PAGE = re.compile(r"'([^']+\.md)'")
_FRAME = re.compile(r'  File "(.+)", line (\d+)')


def publish(root: Path, site: Path, *, offline: bool = False) -> list[Problem]:
    """Build the site at `root` into the folder `site`, replacing what is there only where no problem is returned.

    Only a site is ever replaced: a folder that holds anything else is left alone. Of one `root`, one call at a time.
    Raises OSError where the system does not let the site be written or put in its place.
    """
    site = site.resolve()
    if reason := _refusal(root, site):
        return [Problem(Place(site.as_posix()), "not-published", reason, "name another folder")]
    with replacing.beside(site, root) as scratch:
        fresh = scratch / "new"
        result = subprocess.run(  # noqa: S603  # a fixed command of this interpreter
            [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(fresh)],
            cwd=root,
            env=_environment(root, offline=offline),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if result.returncode:
            return _complaints(root, result.stdout)
        for page in sorted(fresh.rglob("*.gitignore")):
            page.unlink()
        replacing.replace(site, fresh)
    return []


def _refusal(root: Path, site: Path) -> str:
    """Why nothing is published to a folder."""
    if site in root.parents or site == root:
        return "the folder holds the sources of the site"
    if site.exists() and not site.is_dir():
        return "a folder is needed, and this is a file"
    if site.exists() and any(site.iterdir()) and not all((site / name).exists() for name in ("index.html", "404.html")):
        return "the folder holds something that is no published site"
    return ""


def _complaints(root: Path, log: str) -> list[Problem]:
    """What MkDocs found wrong when it stopped."""
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
        environment = {**_environment(root, offline=False), "TMPDIR": scratch}
        with subprocess.Popen(  # noqa: S603  # a fixed command of this interpreter
            command, cwd=root, env=environment, stderr=subprocess.PIPE, encoding="utf-8", errors="replace"
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


def pack(site: Path, archive: Path) -> None:
    """The folder `site` as a zip file whose bytes depend on nothing but the folder's."""
    scratch = archive.with_name(f".{archive.name}.new")
    try:
        with zipfile.ZipFile(scratch, "w", zipfile.ZIP_DEFLATED) as file:
            for path in sorted(site.rglob("*")):
                if path.is_file():
                    info = zipfile.ZipInfo(f"{site.name}/{path.relative_to(site).as_posix()}")
                    info.compress_type = zipfile.ZIP_DEFLATED
                    info.create_system, info.external_attr = 3, 0o644 << 16
                    file.writestr(info, path.read_bytes())
        scratch.replace(archive)
    except OSError:
        with suppress(OSError):
            scratch.unlink()
        raise


def _environment(root: Path, *, offline: bool) -> dict[str, str]:
    environment = {**os.environ, **_QUIET, "OFFLINE": "true" if offline else "false"}
    if (date := dating.committed(root)) is not None:
        environment["SOURCE_DATE_EPOCH"] = str(date)
    return environment
