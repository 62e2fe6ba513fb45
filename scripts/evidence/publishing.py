"""The Markdown below docs/ becomes a website; the site that was there stays whole until the new one is ready.

All knowledge of MkDocs is in this module, in mkdocs.yml and in templates/theme/.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

_QUIET = {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a site was published, and what MkDocs said."""

    ok: bool
    log: str


def publish(root: Path, site: Path, *, offline: bool = False) -> Outcome:
    """Build the site at `root` into the folder `site`, replacing what is there only on success.

    Only a site is ever replaced: a folder that holds anything else is left alone, with a word on why.
    """
    if site.is_file():
        return Outcome(ok=False, log=f"{site} is a file: name a folder")
    if site.exists() and any(site.iterdir()) and not all((site / name).exists() for name in ("index.html", "404.html")):
        return Outcome(ok=False, log=f"{site} holds something that is no published site: name another folder")
    if site in root.parents or site == root:
        return Outcome(ok=False, log=f"{site} holds the sources of the site: name another folder")
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=site.parent, prefix=".site-") as scratch:
        fresh = Path(scratch) / "new"
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(fresh)]
        result = subprocess.run(  # noqa: S603  # a fixed command of this interpreter
            command,
            cwd=root,
            env=_environment(root, offline=offline),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if result.returncode:
            return Outcome(ok=False, log=result.stdout + result.stderr)
        for page in sorted(fresh.rglob("*.gitignore")):
            page.unlink()
        _exchange(fresh, site, Path(scratch) / "old")
    return Outcome(ok=True, log=result.stderr)


def _exchange(fresh: Path, site: Path, old: Path) -> None:
    """Put `fresh` where `site` is; where that fails, the site that was there stands again."""
    if site.exists():
        site.rename(old)
    if (old / ".git").exists():  # a site that is a checkout of its own keeps its history
        (old / ".git").rename(fresh / ".git")
    try:
        fresh.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise


def serve(root: Path, address: str) -> subprocess.Popen[bytes]:
    """MkDocs' own development server over docs/, as a running process."""
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    return subprocess.Popen(command, cwd=root, env=_environment(root, offline=False))  # noqa: S603  # a fixed command


def pack(site: Path, archive: Path) -> None:
    """The folder `site` as a zip file whose bytes depend on nothing but the folder's."""
    scratch = archive.with_name(archive.name + ".new")
    with zipfile.ZipFile(scratch, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(site.rglob("*")):
            if path.is_file():
                info = zipfile.ZipInfo(f"{site.name}/{path.relative_to(site).as_posix()}")
                info.compress_type = zipfile.ZIP_DEFLATED
                info.create_system, info.external_attr = 3, 0o644 << 16
                file.writestr(info, path.read_bytes())
    scratch.replace(archive)


def _environment(root: Path, *, offline: bool) -> dict[str, str]:
    environment = {**os.environ, **_QUIET, "OFFLINE": "true" if offline else "false"}
    if "SOURCE_DATE_EPOCH" not in environment and (date := _commit_date(root)):
        environment["SOURCE_DATE_EPOCH"] = date
    return environment


def _commit_date(root: Path) -> str:
    """When the last commit was made, in seconds; empty where there is no git or no commit."""
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, "-C", str(root), "log", "-1", "--format=%ct"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # a fixed command
    return result.stdout.strip()
