"""How a page or a claim of the site is itself cited: in words and as BibTeX, from what is known and nothing else."""

from __future__ import annotations

import re

from evidence.formats import entry
from evidence.settings import Settings


def in_words(settings: Settings, title: str, address: str, *further: str) -> str:
    """Title, site, what else there is to say, such as version and date, and address, without what is not known."""
    parts = dict.fromkeys(part for part in (title, settings.name, *further) if part)
    words = " ".join(f"{part.rstrip('.')}." for part in parts)
    return f"{words} {address}".strip()


def as_bibtex(settings: Settings, title: str, path: str, version: str, changed: str) -> str:
    """The page whose file below docs/ is `path` and which was last changed on a day, as an entry of BibTeX."""
    name = f"{settings.name} {path.removesuffix('.md').removesuffix('index')}"
    key = re.sub(r"[^\w]+", "-", name.lower(), flags=re.ASCII).strip("-") or "page"
    where = ", ".join(part for part in (settings.name, version) if part and part != title)
    fields = {"title": title, "howpublished": where, "year": changed[:4], "url": settings.url(path)}
    return entry("misc", key, fields)
