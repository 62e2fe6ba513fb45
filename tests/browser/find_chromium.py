"""Finds Chromium for the browser tests, or with --install tries to install it, or says clearly what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
HELP = """Chromium is needed for the browser tests and could not be installed.
Install it with your system's package manager (Debian and Ubuntu: sudo apt-get install chromium), or
set CHROMIUM=/path/to/chromium, and run the tests again."""


def find() -> str | None:
    """The path of a Chromium or Chrome on this machine."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for name in NAMES if (path := shutil.which(name))), None) or _of_playwright()


def _of_playwright() -> str | None:
    """The browser that Playwright downloaded, where somebody had it do so."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


def install() -> None:
    """Try the ways that need no question answered; each may fail quietly, `find` then tells."""
    attempts: list[list[str]] = []
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        attempts += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    attempts.append([sys.executable, "-m", "playwright", "install", "chromium"])
    for attempt in attempts:
        if find() is None or attempt[:2] == ["apt-get", "install"]:
            subprocess.run(attempt, check=False, stdout=subprocess.DEVNULL)


def main() -> int:
    """Print where Chromium is; exit status 1 where there is none."""
    if find() is None and "--install" in sys.argv:
        install()
    path = find()
    print(path or HELP)
    return 0 if path else 1


if __name__ == "__main__":
    raise SystemExit(main())
