"""The Markdown below docs/ becomes a website; the site that was there stays whole until the new one is ready."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path

from evidence import builders, policy, replacing
from evidence.problems import Place, Problem

_OURS = ("index.html", "404.html", "data/datapackage.json")
"""What every published site has, and another folder hardly."""


def publish(root: Path, site: Path, *, offline: bool = False, builder: str = builders.BUILDERS[0]) -> list[Problem]:
    """Build the site at `root` into the folder `site`, replacing what is there only where no problem is returned.

    Only a site is ever replaced: a folder that holds anything else is left alone. Of one `root`, one call at a time.
    Raises OSError where the system does not let the site be written or put in its place.
    """
    site = site.resolve()
    if reason := refusal(root, site):
        return [Problem(Place(site.as_posix()), "not-published", reason, "name another folder")]
    with replacing.beside(site, root) as scratch:
        fresh = scratch / "new"
        if wrong := builders.build(root, fresh, offline=offline, builder=builder):
            return wrong
        for page in sorted(fresh.rglob("*.gitignore")):
            page.unlink()
        # From disk the theme's search puts a script into the page, which no policy could name.
        if not offline and (wrong := _protect(root, fresh, scratch / "frames", builder)):
            return wrong
        replacing.replace(site, fresh)
    return []


def _protect(root: Path, site: Path, scratch: Path, builder: str) -> list[Problem]:
    """Write into every page what it may run and load."""
    pages = sorted(site.rglob("*.html"))
    depths = (len(page.relative_to(site).parents) - 1 for page in pages)
    frames, wrong = builders.frames(root, scratch, depths, builder=builder)
    if wrong:
        return wrong
    allowed = policy.policy(frames)
    for page in pages:
        text = page.read_bytes().decode()
        place = Place(builders.origin(root, page.relative_to(site)))
        for script in policy.strangers(text, allowed):
            said = f"a script stands in the page and would not run: {' '.join(script.split())[:60]}"
            wrong.append(Problem(place, "script-inline", said, "put it into a file below docs/assets/"))
        guarded = policy.protected(text, allowed)
        if guarded is None:
            cure = "begin it with <!doctype html>, <html>, <head> and <meta charset=...>"
            wrong.append(Problem(place, "not-published", "the page begins unlike HTML and cannot be protected", cure))
        else:
            page.write_bytes(guarded.encode())
    return wrong


def refusal(root: Path, site: Path) -> str:
    """Why nothing is published to a folder."""
    if site in root.parents or site == root:
        return "the folder holds the sources of the site"
    if site.exists() and not site.is_dir():
        return "a folder is needed, and this is a file"
    if site.exists() and any(site.iterdir()) and not all((site / name).exists() for name in _OURS):
        return "the folder holds something that is no published site"
    return ""


def is_ours(archive: Path, name: str) -> bool:
    """Whether an archive is one of a site in a folder of that name, so that another may be written over it."""
    try:
        with zipfile.ZipFile(archive) as file:
            return f"{name}/{_OURS[-1]}" in file.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


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
