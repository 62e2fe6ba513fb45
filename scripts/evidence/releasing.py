"""A release is written down as data: what changed since the one before it, so that no build has to ask git."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from evidence.difference import Change, Difference
from evidence.notes import Release

FILE = "content/_releases.yml"

_HEADER = """\
# What each release changed, the newest last, written by: evidence release VERSION
# `summary` may be added by hand.
"""
_UNTOLD = ("reading", "former_ids")
"""Fields that say nothing of the evidence itself."""


def entry(version: str, date: str, difference: Difference) -> dict[str, Any]:
    """What `FILE` says of a release; what does not occur is left out."""
    changes = [one for one in difference.changes if one.kind]
    reworded = [one for one in changes if one.of("statement") and one.before and one.after]
    others = [one for one in changes if one.before and one.after and one not in reworded]
    told: dict[str, list[Any]] = {
        "added": [one.after.id for one in changes if one.after and not one.before],
        "reworded": [
            {"claim": one.after.id, "was": one.before.title, "now": one.after.title}
            for one in reworded
            if one.before and one.after
        ],
        "changed": [one.after.id for one in others if one.after and _told(one)],
        "removed": [{"id": one.before.id, "name": one.before.title} for one in changes if one.before and not one.after],
    }
    return {"version": version, "date": date, **{name: values for name, values in told.items() if values}}


def _told(change: Change) -> bool:
    return any(one.name not in _UNTOLD for one in change.fields)


def appended(text: str, said: dict[str, Any]) -> str:
    """The text of `FILE`, empty where there is none yet, with one more entry."""
    gap = "" if not text or text.endswith("\n") else "\n"
    return (text or _HEADER) + gap + yaml.safe_dump([said], allow_unicode=True, sort_keys=False, width=110)


def tags(releases: Sequence[Release]) -> tuple[str, ...]:
    """What the last release may be called in git, the likelier name first; nothing where there was none."""
    return (f"v{releases[-1].version}", releases[-1].version) if releases else ()
