"""What pages may run and load: this site's files and the theme's own scripts, and nothing that came with content.

A Content-Security-Policy (https://www.w3.org/TR/CSP3/) names the scripts that stand in pages by their digests. These
are taken from pages without content, so that a script that content brought along can never be among them.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script", re.DOTALL | re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(r'<[^>]*\sstyle="([^"]*)"', re.IGNORECASE)
_ELSEWHERE = re.compile(r"""\ssrc\s*=|\stype\s*=\s*["']?application/(?:ld\+)?json\b""", re.IGNORECASE)
_HEAD = re.compile(r"\s*<!doctype html>\s*<html\b[^>]*>\s*<head>\s*<meta charset=[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Policy:
    """The digests of what may stand in a page: its scripts, its styles, and styles in attributes."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    attributes: tuple[str, ...]

    def __str__(self) -> str:
        """The policy as a header or a page states it."""
        return "; ".join(
            " ".join(words)
            for words in (
                ("default-src", "'none'"),
                ("script-src", "'self'", *self.scripts),
                ("style-src", "'self'", *self.styles),
                ("style-src-attr", *(("'unsafe-hashes'", *self.attributes) if self.attributes else ("'none'",))),
                ("img-src", "'self'", "data:"),  # the theme's style sheets hold its icons
                ("font-src", "'self'"),
                ("connect-src", "'self'"),
                ("worker-src", "'self'"),
                ("object-src", "'none'"),
                ("base-uri", "'self'"),
                ("form-action", "'self'"),
            )
        )


def policy(frames: Iterable[str]) -> Policy:
    """The policy under which pages without content look and work as they do without it."""
    texts = list(frames)
    return Policy(
        _digests(script for text in texts for script in _scripts(text)),
        _digests(style for text in texts for style in _STYLE.findall(text)),
        _digests(style for text in texts for style in _ATTRIBUTE.findall(text)),
    )


def strangers(page: str, allowed: Policy) -> list[str]:
    """The scripts that stand in a page and may not run."""
    return [script for script in _scripts(page) if _digest(script) not in allowed.scripts]


def protected(page: str, allowed: Policy) -> str | None:
    """The page with the policy in front of everything that it could forbid; None for a page that begins unlike HTML."""
    head = _HEAD.match(page)
    if head is None:
        return None
    return f'{head[0]}<meta http-equiv="Content-Security-Policy" content="{allowed}">{page[head.end() :]}'


def _scripts(page: str) -> list[str]:
    return [words for attributes, words in _SCRIPT.findall(page) if not _ELSEWHERE.search(attributes)]


def _digests(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({_digest(text) for text in texts}))


def _digest(text: str) -> str:
    same = re.sub(r"\r\n?", "\n", text)  # as browsers read it
    return f"'sha256-{b64encode(sha256(same.encode()).digest()).decode()}'"
