"""When a site was last changed, as its history or the caller says: nobody knows otherwise, and it is never today."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path


def committed(root: Path, environment: Mapping[str, str] = os.environ) -> int | None:
    """When the last commit at `root` was made, in seconds; SOURCE_DATE_EPOCH, where it is set, says otherwise.

    None where there is no git or no commit.
    """
    said = environment.get("SOURCE_DATE_EPOCH") or _git(root, "log", "-1", "--format=%ct")
    return int(said) if re.fullmatch("[0-9]{1,11}", said) else None  # of more no calendar knows


def _git(root: Path, *arguments: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603  # of ours
