"""Plain text becomes Markdown or HTML that shows just that text, whatever signs it has."""

from __future__ import annotations

import html
import re

import markupsafe
from markupsafe import Markup

_SIGNS = re.compile(r"([\\`*_{}\[\]#])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;", "^": "&#94;", "$": "&#36;"}
_BLOCK_START = re.compile(r"\A(?:(\d+)([.)])|([-+=:!/]))")


def escape(text: str) -> Markup:
    """Plain text as Markdown that shows just that text, on one line."""
    words = _SIGNS.sub(r"\\\1", re.sub(r"\s+", " ", text))
    words = "".join(_ENTITIES.get(char, char) for char in words)
    words = re.sub(r":(?=[\w+-]+:)", "&#58;", words)
    words = words.replace("://", "&#58;//")
    words = _BLOCK_START.sub(
        lambda match: f"{match[1]}&#{ord(match[2])};" if match[1] else f"&#{ord(match[3])};", words
    )
    return Markup(words)  # noqa: S704  # everything in it has just been escaped


def unescape(text: str) -> str:
    """The plain text that some Markdown without markup shows."""
    return html.unescape(re.sub(rf"\\{_SIGNS.pattern}", r"\1", text))


def attribute(text: str) -> Markup:
    """Plain text for the inside of a quoted HTML attribute; Markdown leaves such text alone."""
    return markupsafe.escape(" ".join(str(text).split()))
